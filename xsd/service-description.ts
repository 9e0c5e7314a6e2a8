/** What agencies are given to build their client from: the WSDL of the door and the schemas it speaks by. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { EXCHANGE_VERSIONS } from '../gateway/ports/xml.ts'
import type { ExchangeVersion } from '../gateway/ports/xml.ts'
import { SCHEMA_FILES } from './catalogue.ts'

/** Names under which the schemas are published; those of the default version go without its number. */
const PUBLISHED: ReadonlyMap<string, { readonly file: string; readonly version: ExchangeVersion }> = new Map([
  ...EXCHANGE_VERSIONS.flatMap((version) => {
    const [, ...files] = SCHEMA_FILES[`smev-${version}`]
    return files.map((file) => [publishedName(version, basename(file)), { file, version }] as const)
  }),
  ...[...SCHEMA_FILES['inquiry-1.0'], ...SCHEMA_FILES['reply-document-1.0']].map(
    (file) => [basename(file), { file, version: EXCHANGE_VERSIONS[0] }] as const,
  ),
])

export interface PublishedService {
  /**
   * `baseUrl` is the address agencies reach us under, without a path. Undefined for a version that is not served; the
   * default one when none is given.
   */
  wsdl(baseUrl: string, version?: string): string | undefined
  /** Text of a schema by its name in `?xsd=`. */
  schema(name: string): string | undefined
}

export function describeService(): PublishedService {
  return {
    wsdl(baseUrl, wanted = EXCHANGE_VERSIONS[0]) {
      const version = EXCHANGE_VERSIONS.find((served) => served === wanted)
      if (version === undefined) return undefined
      const text = readText('smev/service.wsdl').replace(
        /(\/message-exchange(?:\/types(?:\/faults)?)?)\/1\.1"/g,
        `$1/${version}"`,
      )
      const address = `<soap:address location="${escapeAttribute(baseUrl)}/smev"`
      return withImports(text, `${baseUrl}/smev`, version).replace(/<soap:address location="[^"]*"/, () => address)
    },
    schema(name) {
      const found = PUBLISHED.get(name)
      return found && withImports(readText(found.file), 'smev', found.version)
    },
  }
}

/** Files name each other by file; over HTTP they are queries to `smev`, named so that old resolvers, to whom a slash in a query ends the folder, find it as well. */
function withImports(text: string, address: string, version: ExchangeVersion): string {
  return text.replace(
    /(schemaLocation=")([^"]*)"/g,
    (_, start: string, file: string) => `${start}${escapeAttribute(address)}?xsd=${publishedName(version, file)}"`,
  )
}

function publishedName(version: ExchangeVersion, file: string): string {
  return version === EXCHANGE_VERSIONS[0] ? file : file.replace('.xsd', `-${version}.xsd`)
}

function readText(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
