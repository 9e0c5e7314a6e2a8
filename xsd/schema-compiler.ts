import {
  ParseOption,
  XmlBufferInputProvider,
  XmlDocument,
  xmlRegisterInputProvider,
  XmlValidateError,
  XsdValidator,
} from 'libxml2-wasm'
import type { ErrorDetail, XmlElement } from 'libxml2-wasm'
import type { SchemaError } from '../gateway/ports/xml.ts'

/** A schema set compiled once at start; lives as long as the process. */
export interface CompiledSchema {
  /** [] = the subtree is valid. At most 20 errors, none of which holds a value of the message. */
  validate(element: XmlElement): readonly SchemaError[]
}

const MAX_REPORTED_ERRORS = 20
const MAX_MESSAGE_LENGTH = 300

// libxml2's input providers are global to the process: one is registered, and it knows files only while a schema compiles.
const sources: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>
if (!xmlRegisterInputProvider(new XmlBufferInputProvider(sources))) {
  throw new Error('libxml2 refused the in-memory schema provider')
}

/**
 * Compiles `main`, one of `files` (URL -> text of the schema), with its imports and includes resolved among `files`
 * only: nothing is read from disk or network. URLs must be absolute (`mem:/smev/1.1/types.xsd`), so that a relative
 * schemaLocation resolves against them. Throws a plain Error naming the first fault: a broken schema is a bug of ours.
 */
export function compileSchema(files: ReadonlyMap<string, string>, main: string): CompiledSchema {
  const text = files.get(main)
  if (text === undefined) throw new Error(`schema ${main} is not among the files given`)
  for (const [url, source] of files) sources[url] = new TextEncoder().encode(source)
  try {
    const document = XmlDocument.fromString(text, { url: main, option: ParseOption.XML_PARSE_NONET })
    return compiled(XsdValidator.fromDoc(document), document)
  } catch (error) {
    throw new Error(`schema ${main} does not compile: ${error instanceof Error ? error.message : 'unknown reason'}`, {
      cause: error,
    })
  } finally {
    for (const url of files.keys()) delete sources[url]
  }
}

/** `document` is held because the components of a schema point into the tree they were read from. */
function compiled(validator: XsdValidator, document: XmlDocument): CompiledSchema & { document: XmlDocument } {
  return { document, validate: (element) => errorsOf(validator, element) }
}

function errorsOf(validator: XsdValidator, element: XmlElement): readonly SchemaError[] {
  try {
    validator.validate(element)
    return []
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error
    return error.details.slice(0, MAX_REPORTED_ERRORS).map(toSchemaError)
  }
}

function toSchemaError({ line, message }: ErrorDetail): SchemaError {
  return { line, message: withoutValues(message).slice(0, MAX_MESSAGE_LENGTH) }
}

const SUBJECT = /^Element '(?:\{[^}]*\})?([^']*)'(?:, attribute '(?:\{[^}]*\})?([^']*)')?: ([\s\S]*)$/

/**
 * libxml2 quotes offending values in its messages. Only parts that come from the schema or are names are kept: the
 * subject, and a rule recognised by a pattern; whatever is not recognised is reported without its text.
 */
function withoutValues(message: string): string {
  const [, element, attribute, rest] = SUBJECT.exec(message) ?? []
  if (element === undefined || rest === undefined) return 'breaks the schema'
  return `${element}${attribute === undefined ? '' : `/@${attribute}`}: ${ruleOf(rest)}`
}

// Anchored so that a value standing in the message can never be part of what is captured.
const RULES: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^\[facet '([A-Za-z]+)'\]/, ([, facet]) => `breaks the ${facet} facet of its type`],
  [/^This element is not expected\.( Expected is (?:one of )?\([^)']*\)\.)?\s*$/, ([text]) => text.trim()],
  [/^Missing child element\(s\)\.( Expected is (?:one of )?\([^)']*\)\.)?\s*$/, ([text]) => text.trim()],
  [/^The attribute '[^']*' is required but missing\.\s*$/, ([text]) => text.trim()],
  [/^The attribute '[^']*' is not allowed\.\s*$/, ([text]) => text.trim()],
  [/ is not a valid value of the ([a-z -]+) type(?: '([^']*)')?\.\s*$/, ([, kind, type]) => notOfType(kind, type)],
  [/^Character content /, () => 'character content is not allowed here'],
  [/^Element content is not allowed/, () => 'element content is not allowed here'],
  [/^No matching global /, () => 'no such element is declared'],
]

function notOfType(kind: string | undefined, type: string | undefined): string {
  return type === undefined ? `not a valid value of its ${kind} type` : `not a valid value of type ${type}`
}

function ruleOf(text: string): string {
  for (const [pattern, describe] of RULES) {
    const match = pattern.exec(text)
    if (match !== null) return describe(match)
  }
  return 'breaks the schema'
}
