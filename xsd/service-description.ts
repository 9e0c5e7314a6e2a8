/** What agencies are given to build their client from: the WSDL of the door and the schemas it speaks by. */
import { readFileSync } from 'node:fs'

/** Names under which the schemas are published, the same the files import each other by. */
const PUBLISHED = {
  'types.xsd': 'smev/1.1/types.xsd',
  'faults.xsd': 'smev/1.1/faults.xsd',
  'basic.xsd': 'smev/1.1/basic.xsd',
  'inquiry.xsd': 'inquiry/1.0/inquiry.xsd',
  'reply-document.xsd': 'reply-document/1.0/reply-document.xsd',
} as const

/** `wsdl` takes the address agencies reach us under, without a path; `schema` knows the names of `?xsd=`. */
export function describeService(): { wsdl(baseUrl: string): string; schema(name: string): string | undefined } {
  return {
    wsdl: (baseUrl) =>
      withImports(readText('smev/1.1/service.wsdl'), `${baseUrl}/smev`).replace(
        /(<soap:address location=")[^"]*"/,
        `$1${escapeAttribute(baseUrl)}/smev"`,
      ),
    schema: (name) => (isPublished(name) ? withImports(readText(PUBLISHED[name]), 'smev') : undefined),
  }
}

/** Files name each other by file; over HTTP they are queries to `smev`, named so that old resolvers find it as well. */
function withImports(text: string, address: string): string {
  return text.replace(/(schemaLocation=")([^"]*)"/g, `$1${escapeAttribute(address)}?xsd=$2"`)
}

function isPublished(name: string): name is keyof typeof PUBLISHED {
  return Object.hasOwn(PUBLISHED, name)
}

function readText(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
