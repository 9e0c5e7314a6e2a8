/** The schema sets of the gateway by name. Each is read and compiled once, when it is first asked for. */
import { readFileSync } from 'node:fs'
import type { ExchangeVersion, SchemaName } from '../gateway/ports/xml.ts'
import { compileSchema } from './schema-compiler.ts'
import type { CompiledSchema } from './schema-compiler.ts'

/** Files of a set, beside this one; the first is the one that imports the others. */
export const SCHEMA_FILES = {
  'smev-1.1': exchangeFiles('1.1'),
  'smev-1.2': exchangeFiles('1.2'),
  'smev-1.3': [...exchangeFiles('1.3'), 'smev/1.3/routing.xsd'],
  'soap-1.1': ['soap/1.1/envelope.xsd'],
  'inquiry-1.0': ['inquiry/1.0/inquiry.xsd'],
  'reply-document-1.0': ['reply-document/1.0/reply-document.xsd'],
  'acts-1.0': ['registry/acts-1.0.xsd'],
} as const satisfies { readonly [N in SchemaName]: readonly [string, ...string[]] }

const compiled = new Map<SchemaName, CompiledSchema>()

/** The compiled schema of that name. A set that cannot be read or compiled is a bug: a plain Error. */
export function validatorOf(name: SchemaName): CompiledSchema {
  const known = compiled.get(name)
  if (known) return known
  const files = new Map(SCHEMA_FILES[name].map((file) => [urlOf(file), readFileSync(pathOf(file), 'utf8')]))
  const schema = compileSchema(files, urlOf(SCHEMA_FILES[name][0]))
  compiled.set(name, schema)
  return schema
}

function exchangeFiles(version: ExchangeVersion): readonly [string, ...string[]] {
  const folder = `smev/${version}`
  return [`${folder}/message-exchange.xsd`, `${folder}/types.xsd`, `${folder}/faults.xsd`, `${folder}/basic.xsd`]
}

/** Absolute, so that relative schema locations resolve against it; `mem:` is read by nobody but the compiler. */
function urlOf(file: string): string {
  return `mem:/${file}`
}

function pathOf(file: string): URL {
  return new URL(file, import.meta.url)
}
