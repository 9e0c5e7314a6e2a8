/**
 * The transform `urn://smev-gov-ru/xmldsig/transform`: octets of exclusive C14N -> normal form of SMEV 3. The door writes
 * the same form from the tree (normal-form.ts), without octets in between.
 */
import { isUtf8 } from 'node:buffer'
import type { ElementName, XmlAttribute, XmlVisitor } from '../../gateway/ports/xml.ts'
import { notCanonical, readStartTag, resolveReferences } from './canonical-tags.ts'
import type { NamePair, StartTag } from './canonical-tags.ts'
import { NormalFormWriter, normalForms } from './normal-form.ts'
import { kindOfText } from './text-escaping.ts'
import type { GreaterThanRule } from './text-escaping.ts'

/**
 * Normal form of `canonical`, the octets that exclusive C14N gave for one element.
 *
 * `rule` says how `>` in text is written; see text-escaping.ts. Throws SIGNATURE_STRUCTURE for an element in no
 * namespace, an attribute of the XML namespace, or octets that no canonicaliser writes.
 */
export function smevTransform(canonical: Uint8Array, rule: GreaterThanRule = 'always'): Uint8Array {
  const writer = new NormalFormWriter(rule)
  walkCanonical(canonical, writer)
  return writer.octets
}

/** Every normal form a signer may have meant, the likeliest first. */
export function transformVariants(canonical: Uint8Array): Generator<Uint8Array> {
  return normalForms((visitor) => walkCanonical(canonical, visitor))
}

/** What is in scope, and of each open element, how it ends and what it has to undo when it closes. */
interface Scope {
  /** Namespaces of prefixes. */
  readonly namespaces: Map<string, string>
  /** Names of elements, good until a prefix means something else. */
  readonly names: Map<string, ElementName>
  readonly open: OpenElement[]
}

interface OpenElement {
  readonly qualifiedName: string
  /** Prefixes it declares, with what they mean outside. */
  readonly shadowed: readonly (readonly [prefix: string, namespace: string | undefined])[]
}

const SLASH = 0x2f

/**
 * Tells of one element in the form of exclusive C14N, its texts by where they stand. Octets that a parser would read
 * otherwise than they stand are in no such form: SIGNATURE_STRUCTURE.
 */
export function walkCanonical(octets: Uint8Array, visitor: XmlVisitor): void {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
  // One character for each octet, so that places in one are places in the other.
  const characters = buffer.toString('latin1')
  if (!isUtf8(buffer) || characters.includes('\r')) throw notCanonical()
  const tellText = textTeller(buffer, characters, visitor)
  const scope: Scope = { namespaces: new Map([['xml', XML_NAMESPACE]]), names: new Map(), open: [] }
  let isOver = false
  for (let at = 0, end: number; at < characters.length; at = end) {
    const tag = characters.indexOf('<', at)
    if (tag !== at) {
      end = tag === -1 ? characters.length : tag
      if (scope.open.length > 0) tellText(at, end)
      else if (kindOfText(buffer, at, end) !== 'blank') throw notCanonical()
    } else if (characters.charCodeAt(tag + 1) === SLASH) {
      end = closeElement(characters, tag, scope)
      visitor.close()
      isOver = scope.open.length === 0
    } else {
      if (isOver) throw notCanonical()
      const start = readStartTag(characters, tag)
      openElement(start, scope, visitor)
      end = start.end
    }
  }
  if (scope.open.length > 0) throw notCanonical()
}

/** Tells of texts, each behind the one before it: where they stand, unless references have to be resolved. */
function textTeller(octets: Buffer, characters: string, visitor: XmlVisitor): (start: number, end: number) => void {
  let reference = characters.indexOf('&')
  return (start, end) => {
    if (characters.indexOf('>', start) < end) throw notCanonical()
    if (reference !== -1 && reference < start) reference = characters.indexOf('&', start)
    if (reference === -1 || reference >= end) visitor.text(octets, start, end)
    else {
      const utf8 = Buffer.from(resolveReferences(octets.toString('utf8', start, end)))
      visitor.text(utf8, 0, utf8.length)
    }
  }
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'

function openElement({ qualifiedName, declarations, attributes }: StartTag, scope: Scope, visitor: XmlVisitor): void {
  scope.open.push({ qualifiedName, shadowed: declarations.length === 0 ? NONE : declare(declarations, scope) })
  const name = nameOf(qualifiedName, scope)
  visitor.open(name, attributes.length === 0 ? NONE : resolveAll(attributes, scope))
}

const NONE: readonly never[] = []

function declare(declarations: readonly NamePair[], { namespaces, names }: Scope): OpenElement['shadowed'] {
  const shadowed = declarations.map(([prefix]) => [prefix, namespaces.get(prefix)] as const)
  for (const [prefix, namespace] of declarations) namespaces.set(prefix, toText(namespace))
  if (hasTwice(declarations.map(([prefix]) => prefix))) throw notCanonical()
  names.clear()
  return shadowed
}

function nameOf(qualifiedName: string, scope: Scope): ElementName {
  const known = scope.names.get(qualifiedName)
  if (known) return known
  const [prefix, local] = splitName(qualifiedName)
  const name = { namespace: namespaceOf(prefix, scope), prefix, name: toText(local) }
  scope.names.set(qualifiedName, name)
  return name
}

function resolveAll(attributes: readonly NamePair[], scope: Scope): readonly XmlAttribute[] {
  const resolved = attributes.map((attribute) => resolve(attribute, scope))
  if (hasTwice(resolved.map(({ namespace, name }) => `${name} ${namespace}`))) throw notCanonical()
  return resolved
}

function hasTwice(names: readonly string[]): boolean {
  return names.length > 1 && new Set(names).size < names.length
}

function resolve([qualifiedName, value]: NamePair, scope: Scope): XmlAttribute {
  const [prefix, name] = splitName(qualifiedName)
  const namespace = prefix === '' ? '' : namespaceOf(prefix, scope)
  if (/[\t\n]/.test(value)) throw notCanonical()
  return { namespace, name: toText(name), value: resolveReferences(toText(value)) }
}

/** Where the end tag at `at` ends, which has to be that of the innermost element. */
function closeElement(characters: string, at: number, { namespaces, names, open }: Scope): number {
  const element = open.pop()
  if (element === undefined) throw notCanonical()
  const { qualifiedName, shadowed } = element
  const end = at + 3 + qualifiedName.length
  if (!characters.startsWith(qualifiedName, at + 2) || characters[end - 1] !== '>') throw notCanonical()
  if (shadowed.length > 0) names.clear()
  for (const [prefix, namespace] of shadowed) {
    if (namespace === undefined) namespaces.delete(prefix)
    else namespaces.set(prefix, namespace)
  }
  return end
}

function namespaceOf(prefix: string, { namespaces }: Scope): string {
  const namespace = namespaces.get(prefix)
  if (namespace !== undefined) return namespace
  if (prefix === '') return ''
  throw notCanonical()
}

function splitName(qualifiedName: string): readonly [prefix: string, local: string] {
  const colon = qualifiedName.indexOf(':')
  return colon === -1 ? ['', qualifiedName] : [qualifiedName.slice(0, colon), qualifiedName.slice(colon + 1)]
}

/** Characters that stand for octets each, as the text that the octets are. */
function toText(octets: string): string {
  return /[\x80-\xff]/.test(octets) ? Buffer.from(octets, 'latin1').toString() : octets
}
