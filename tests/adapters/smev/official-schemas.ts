/** The published SMEV schemas, where they lie beside the project: a second opinion on every message. */
import { existsSync, readFileSync } from 'node:fs'
import { XmlDocument } from 'libxml2-wasm'
import type { XmlElement as LibraryElement } from 'libxml2-wasm'
import { explainSkip } from '../../support/external-tools.ts'
import { validatorOf } from '../../../xsd/catalogue.ts'
import { compileSchema } from '../../../xsd/schema-compiler.ts'
import type { CompiledSchema } from '../../../xsd/schema-compiler.ts'
import type { ExchangeVersion } from '../../../gateway/ports/xml.ts'

const FOLDER = new URL('../../../../shared/smev3/xsd/', import.meta.url)
const EXCHANGE = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types'
/** Nothing was published of 1.2. */
const PARTS = { '1.1': ['types', 'faults', 'basic'], '1.3': ['types', 'faults', 'basic', 'routing', 'directive'] }
export type PublishedVersion = keyof typeof PARTS
export const PUBLISHED_VERSIONS = Object.keys(PARTS) as PublishedVersion[]

const official = new Map<string, CompiledSchema>()
if (existsSync(FOLDER)) for (const version of PUBLISHED_VERSIONS) official.set(version, compileOfficial(version))
else explainSkip('validity by the published SMEV schemas', 'their folder beside the project')

export const isPublishedAtHand = official.size > 0

function compileOfficial(version: PublishedVersion): CompiledSchema {
  const fileOf = (part: string): string => `smev-message-exchange-${part}-${version}.xsd`
  const root = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xs:import namespace="${EXCHANGE}/${version}" schemaLocation="${fileOf('types')}"/>
    <xs:import namespace="${EXCHANGE}/faults/${version}" schemaLocation="${fileOf('faults')}"/></xs:schema>`
  const texts = PARTS[version]
    .map(fileOf)
    .map((file) => [`mem:/official/${file}`, readFileSync(new URL(`${version}/${file}`, FOLDER), 'utf8')] as const)
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
    const version = element.namespaceUri.replace(/.*\//, '') as ExchangeVersion
    const ours = messages(validatorOf(`smev-${version}`), element)
    return { soap, ours, published: messages(official.get(version), element) }
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
