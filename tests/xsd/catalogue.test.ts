import { expect, test } from 'vitest'
import { XmlDocument } from 'libxml2-wasm'
import { SCHEMA_FILES, validatorOf } from '../../xsd/catalogue.ts'
import type { SchemaName } from '../../gateway/ports/xml.ts'

const NAMES = Object.keys(SCHEMA_FILES) as SchemaName[]

test.each(NAMES)('%s compiles, once', (name) => {
  expect(validatorOf(name)).toBe(validatorOf(name))
})

test.each(NAMES)('%s knows its own roots only', (name) => {
  const document = XmlDocument.fromString('<Inquiry xmlns="urn:elsewhere"/>')
  expect(validatorOf(name).validate(document.root)).toHaveLength(1)
  document.dispose()
})
