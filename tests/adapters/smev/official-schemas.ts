/** The published SMEV schemas, where they lie beside the project: a second opinion on every message. */
import { existsSync, readFileSync } from 'node:fs'
import { XmlDocument } from 'libxml2-wasm'
import type { XmlElement as LibraryElement } from 'libxml2-wasm'
import { explainSkip } from '../../support/external-tools.ts'
import { validatorOf } from '../../../xsd/catalogue.ts'
import { compileSchema } from '../../../xsd/schema-compiler.ts'
import type { CompiledSchema } from '../../../xsd/schema-compiler.ts'

const FOLDER = new URL('../../../../shared/smev3/xsd/1.1/', import.meta.url)
const FILES = ['types', 'faults', 'basic'].map((part) => `smev-message-exchange-${part}-1.1.xsd`)
const EXCHANGE = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types'

export const official: CompiledSchema | undefined = compileOfficial()

function compileOfficial(): CompiledSchema | undefined {
  if (!existsSync(FOLDER)) {
    explainSkip('validity by the published SMEV schemas', 'their folder beside the project')
    return undefined
  }
  const root = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xs:import namespace="${EXCHANGE}/1.1" schemaLocation="${FILES[0]}"/>
    <xs:import namespace="${EXCHANGE}/faults/1.1" schemaLocation="${FILES[1]}"/></xs:schema>`
  const texts = FILES.map((file) => [`mem:/official/${file}`, readFileSync(new URL(file, FOLDER), 'utf8')] as const)
  return compileSchema(new Map([['mem:/official/all.xsd', root], ...texts]), 'mem:/official/all.xsd')
}

export interface SchemaErrors {
  readonly soap: readonly string[]
  readonly ours: readonly string[]
  /** Empty where the published schemas are not at hand. */
  readonly published: readonly string[]
}

/** Errors of the envelope, and of the element of the exchange in it by our schemas and by the published ones. */
export function schemaErrors(bytes: Uint8Array | string): SchemaErrors {
  const document = typeof bytes === 'string' ? XmlDocument.fromString(bytes) : XmlDocument.fromBuffer(bytes)
  try {
    const element = exchangeElement(document.root)
    const soap = document.root.name === 'Envelope' ? messages(validatorOf('soap-1.1'), document.root) : []
    return { soap, ours: messages(validatorOf('smev-1.1'), element), published: messages(official, element) }
  } finally {
    document.dispose()
  }
}

function messages(schema: CompiledSchema | undefined, element: LibraryElement): readonly string[] {
  return schema?.validate(element).map(({ message }) => message) ?? []
}

/** The element of the exchange in an envelope: the body's, or the detail of a fault. */
function exchangeElement(root: LibraryElement): LibraryElement {
  const found = root.get('//*[starts-with(namespace-uri(), "urn://x-artefacts-smev-gov-ru/")]')
  if (!found) throw new Error('no element of the exchange')
  return found as LibraryElement
}
