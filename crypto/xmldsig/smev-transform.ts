/**
 * The transform `urn://smev-gov-ru/xmldsig/transform`: octets of exclusive C14N -> normal form of SMEV 3.
 *
 * Source: the SMEV 3 guidance ("Методические рекомендации по работе с ЕСМЭВ"), read together with real signed messages.
 * The model code printed there never pops its prefix stack, which contradicts its own second scenario; real messages
 * agree with popping, and so do we.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import { notCanonical, readStartTag, skipEndTag } from './canonical-tags.ts'
import type { NamePair, StartTag } from './canonical-tags.ts'
import { escapeText, isBlank } from './text-escaping.ts'
import type { GreaterThanRule } from './text-escaping.ts'

interface Attribute {
  readonly namespace: string
  readonly name: string
  readonly value: string
}

/** What one open element has to undo when it closes, and how its end tag is written. */
interface OpenElement {
  readonly endTag: string
  readonly shadowed: readonly (readonly [prefix: string, namespace: string | undefined])[]
  readonly declared: readonly string[]
}

/** Prefixes of the source in scope, prefixes made by us in scope, and the one counter of the whole fragment. */
interface Scope {
  readonly source: Map<string, string>
  readonly made: Map<string, string>
  readonly open: OpenElement[]
  counter: number
}

/**
 * Normal form of `canonical`, the octets that exclusive C14N gave for one element.
 *
 * `rule` says how `>` in text is written; see text-escaping.ts. Throws SIGNATURE_STRUCTURE for an element in no
 * namespace, an attribute of the XML namespace, or octets that no canonicaliser writes.
 */
export function smevTransform(canonical: Uint8Array, rule: GreaterThanRule = 'always'): Uint8Array {
  return new TextEncoder().encode(transform(decode(canonical), rule))
}

/**
 * Every normal form a signer may have meant, the likeliest first: SMEV's own writer, then `&gt;` everywhere, then a bare
 * `>` everywhere. There is only one when no text holds `>`; attribute values never differ.
 */
export function* transformVariants(canonical: Uint8Array): Generator<Uint8Array> {
  const text = decode(canonical)
  const encoder = new TextEncoder()
  yield encoder.encode(transform(text, 'woodstox'))
  // C14N writes `>` as a reference in text, and never does in attribute values.
  if (!text.includes('&gt;')) return
  yield encoder.encode(transform(text, 'always'))
  yield encoder.encode(transform(text, 'never'))
}

function decode(canonical: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(canonical)
}

function transform(canonical: string, rule: GreaterThanRule): string {
  const scope: Scope = { source: new Map(), made: new Map(), open: [], counter: 0 }
  let output = ''
  let position = 0
  while (position < canonical.length) {
    const tag = canonical.indexOf('<', position)
    if (tag !== position) {
      const end = tag === -1 ? canonical.length : tag
      output += normalText(canonical.slice(position, end), rule, scope)
      position = end
    } else if (canonical.charCodeAt(tag + 1) === SLASH) {
      position = skipEndTag(canonical, tag)
      output += closeElement(scope)
    } else {
      const start = readStartTag(canonical, tag)
      position = start.end
      output += openElement(start, scope)
    }
  }
  if (scope.open.length > 0) throw notCanonical()
  return output
}

const SLASH = 0x2f

function normalText(text: string, rule: GreaterThanRule, { open }: Scope): string {
  if (isBlank(text)) return ''
  if (open.length === 0) throw notCanonical()
  return escapeText(text, rule)
}

const NONE: readonly never[] = []

function openElement(tag: StartTag, scope: Scope): string {
  const shadowed = tag.declarations.length === 0 ? NONE : declareSource(tag.declarations, scope)
  const declared: string[] = []
  const [prefix, local] = splitName(tag.qualifiedName)
  const name = `${prefixFor(namespaceOf(prefix, scope), scope, declared)}:${local}`
  // Prefixes are handed out in sorted order, the element's own first, and declared in that order.
  const attributes = tag.attributes.length === 0 ? '' : writeAttributes(tag.attributes, scope, declared)
  let namespaces = ''
  for (const namespace of declared) namespaces += ` xmlns:${scope.made.get(namespace)}="${namespace}"`
  scope.open.push({ endTag: `</${name}>`, shadowed, declared: declared.length === 0 ? NONE : declared })
  return `<${name}${namespaces}${attributes}>`
}

function declareSource(declarations: readonly NamePair[], { source }: Scope): OpenElement['shadowed'] {
  const shadowed = declarations.map(([prefix]) => [prefix, source.get(prefix)] as const)
  for (const [prefix, namespace] of declarations) {
    // libxml2 leaves `&` bare in namespace names, other canonicalisers write `&amp;`: nobody signs such a name.
    if (namespace.includes('&')) throw new GatewayError('SIGNATURE_STRUCTURE', 'namespace name with an ampersand')
    source.set(prefix, namespace)
  }
  return shadowed
}

function writeAttributes(attributes: readonly NamePair[], scope: Scope, declared: string[]): string {
  const sorted = attributes.map((attribute) => resolve(attribute, scope)).toSorted(byNamespaceThenName)
  let written = ''
  for (const { namespace, name, value } of sorted) {
    const prefix = namespace === '' ? '' : `${prefixFor(namespace, scope, declared)}:`
    written += ` ${prefix}${name}="${value}"`
  }
  return written
}

/** The declaration dies with its element, its number is never used again. */
function closeElement({ source, made, open }: Scope): string {
  const element = open.pop()
  if (element === undefined) throw notCanonical()
  for (const namespace of element.declared) made.delete(namespace)
  for (const [prefix, namespace] of element.shadowed) {
    if (namespace === undefined) source.delete(prefix)
    else source.set(prefix, namespace)
  }
  return element.endTag
}

function prefixFor(namespace: string, scope: Scope, declared: string[]): string {
  const known = scope.made.get(namespace)
  if (known !== undefined) return known
  const prefix = `ns${(scope.counter += 1)}`
  scope.made.set(namespace, prefix)
  declared.push(namespace)
  return prefix
}

function namespaceOf(prefix: string, { source }: Scope): string {
  const namespace = source.get(prefix)
  if (namespace === undefined || namespace === '') {
    // The guidance: "not supported"; its code would bind a prefix to the empty name, which is not XML.
    throw new GatewayError('SIGNATURE_STRUCTURE', 'a signed name must be in a namespace of its own')
  }
  return namespace
}

function resolve([qualifiedName, value]: NamePair, scope: Scope): Attribute {
  const [prefix, name] = splitName(qualifiedName)
  // The reference code would give xml:lang a prefix of its own; as no two readers agree, nobody signs it.
  return { namespace: prefix === '' ? '' : namespaceOf(prefix, scope), name, value: lowerCaseReferences(value) }
}

/** C14N writes TAB, LF and CR of a value as `&#x9; &#xA; &#xD;`; SMEV's writer uses lower-case digits. */
function lowerCaseReferences(value: string): string {
  return value.includes('&#x') ? value.replaceAll('&#xA;', '&#xa;').replaceAll('&#xD;', '&#xd;') : value
}

function splitName(qualifiedName: string): readonly [prefix: string, local: string] {
  const colon = qualifiedName.indexOf(':')
  return colon === -1 ? ['', qualifiedName] : [qualifiedName.slice(0, colon), qualifiedName.slice(colon + 1)]
}

/** Qualified attributes first, by namespace and name, then the others by name; by UTF-16 code unit, as Java compares. */
function byNamespaceThenName(a: Attribute, b: Attribute): number {
  if (a.namespace !== b.namespace) {
    if (a.namespace === '') return 1
    if (b.namespace === '') return -1
    return a.namespace < b.namespace ? -1 : 1
  }
  return a.name < b.name ? -1 : 1
}
