/**
 * All XML that this gateway emits is written here, in the form exclusive C14N 1.0 gives: start and end tags,
 * declarations where they are first used, canonical escaping, no blanks between elements. What is signed is what is sent.
 */

export interface XmlName {
  readonly namespace: string
  readonly prefix: string
  readonly name: string
}

export interface XmlNode {
  readonly name: XmlName
  readonly attributes: Readonly<Record<string, string>>
  readonly content: readonly XmlContent[]
}

/** A plain string is text; markup made elsewhere (a signature, a stored message) declares its own namespaces. */
export type XmlContent = XmlNode | SerializedXml | string

export interface SerializedXml {
  readonly xml: string
}

/** Names of one namespace; `Local` lists the ones it has. */
export function namesOf<Local extends string>(prefix: string, namespace: string): (name: Local) => XmlName {
  return (name) => ({ namespace, prefix, name })
}

/** A name in no namespace. */
export function unqualified(name: string): XmlName {
  return { namespace: '', prefix: '', name }
}

/** Attributes are in no namespace and written in the order given, which has to be that of their names. */
export function element(
  name: XmlName,
  content: string | readonly (XmlContent | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): XmlNode {
  const parts = typeof content === 'string' ? [content] : content.filter((part) => part !== undefined)
  return { name, attributes, content: parts }
}

/** Markup that needs nothing of the place it is put in. A character that XML 1.0 has not is a bug: a plain Error. */
export function serialize(node: XmlNode): string {
  return write(node, new Map())
}

export function toBytes(xml: string): Uint8Array {
  return new TextEncoder().encode(xml)
}

type Scope = ReadonlyMap<string, string>

function write({ name, attributes, content }: XmlNode, scope: Scope): string {
  const tag = name.prefix === '' ? name.name : `${name.prefix}:${name.name}`
  const inScope = (scope.get(name.prefix) ?? '') === name.namespace
  const declaration = inScope ? '' : ` xmlns${name.prefix && ':'}${name.prefix}="${escapeAttribute(name.namespace)}"`
  const inner: Scope = inScope ? scope : new Map([...scope, [name.prefix, name.namespace]])
  let written = `<${tag}${declaration}`
  for (const [key, value] of Object.entries(attributes)) written += ` ${key}="${escapeAttribute(value)}"`
  written += '>'
  for (const part of content) written += writePart(part, inner)
  return `${written}</${tag}>`
}

function writePart(part: XmlContent, scope: Scope): string {
  if (typeof part === 'string') return escapeText(part)
  return 'xml' in part ? part.xml : write(part, scope)
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

/** What is written as it is, wherever it stands: most texts are nothing else. */
const PLAIN = /^[ !#-%'-;=?-\uD7FF\uE000-\uFFFD]*$/

/** C14N section 2.3, text nodes. */
function escapeText(text: string): string {
  return PLAIN.test(text) ? text : checkCharacters(text).replace(/[&<>\r]/g, toReference)
}

/** C14N section 2.3, attribute nodes. */
function escapeAttribute(value: string): string {
  return PLAIN.test(value) ? value : checkCharacters(value).replace(/[&<"\t\n\r]/g, toReference)
}

function toReference(character: string): string {
  return REFERENCES[character] ?? character
}

/** XML 1.0 section 2.2: also refuses halves of surrogate pairs. */
function checkCharacters(text: string): string {
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)) {
    throw new Error('a character that XML does not have')
  }
  return text
}
