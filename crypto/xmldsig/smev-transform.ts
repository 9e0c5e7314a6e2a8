/**
 * The transform `urn://smev-gov-ru/xmldsig/transform`: octets of exclusive C14N -> normal form of SMEV 3.
 *
 * Source: the SMEV 3 guidance ("Методические рекомендации по работе с ЕСМЭВ"), read together with real signed messages.
 * The model code printed there never pops its prefix stack, which contradicts its own second scenario; real messages
 * agree with popping, and so do we.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import { escapeText } from './text-escaping.ts'
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
      position = endOfEndTag(canonical, tag)
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
// U+0020 and below; below it a canonicaliser writes TAB and LF as they are and CR as a reference.
const BLANK = /^(?:[\t\n ]|&#x[dD];)*$/

function normalText(text: string, rule: GreaterThanRule, { open }: Scope): string {
  if (BLANK.test(text)) return ''
  if (open.length === 0) throw notCanonical()
  return escapeText(text, rule)
}

interface StartTag {
  readonly qualifiedName: string
  readonly declarations: readonly (readonly [prefix: string, namespace: string])[]
  readonly attributes: readonly (readonly [qualifiedName: string, value: string])[]
  readonly end: number
}

const ELEMENT_NAME = /<([^\s<>/="'&!?]+)/y
const ATTRIBUTE = / ([^\s<>/="'&]+)="([^"<]*)"/y

function readStartTag(canonical: string, at: number): StartTag {
  ELEMENT_NAME.lastIndex = at
  const qualifiedName = ELEMENT_NAME.exec(canonical)?.[1]
  if (qualifiedName === undefined) throw notCanonical()
  const declarations: [string, string][] = []
  const attributes: [string, string][] = []
  let end = ELEMENT_NAME.lastIndex
  while (canonical.charCodeAt(end) === 0x20) {
    ATTRIBUTE.lastIndex = end
    const [, name, value] = ATTRIBUTE.exec(canonical) ?? []
    if (name === undefined || value === undefined) throw notCanonical()
    if (name === 'xmlns') declarations.push(['', namespaceName(value)])
    else if (name.startsWith('xmlns:')) declarations.push([name.slice(6), namespaceName(value)])
    else attributes.push([name, value])
    end = ATTRIBUTE.lastIndex
  }
  if (canonical[end] !== '>') throw notCanonical()
  return { qualifiedName, declarations, attributes, end: end + 1 }
}

/** libxml2 leaves `&` bare in namespace names where other canonicalisers write `&amp;`: nobody signs such a name. */
function namespaceName(value: string): string {
  if (value.includes('&')) throw new GatewayError('SIGNATURE_STRUCTURE', 'namespace name with an ampersand')
  return value
}

function endOfEndTag(canonical: string, at: number): number {
  const end = canonical.indexOf('>', at)
  if (end === -1) throw notCanonical()
  return end + 1
}

function openElement(tag: StartTag, scope: Scope): string {
  const shadowed = tag.declarations.map(([prefix]) => [prefix, scope.source.get(prefix)] as const)
  for (const [prefix, namespace] of tag.declarations) scope.source.set(prefix, namespace)

  const declared: string[] = []
  const [prefix, local] = splitName(tag.qualifiedName)
  const name = `${prefixFor(namespaceOf(prefix, scope), scope, declared)}:${local}`
  const attributes = tag.attributes.map((attribute) => resolve(attribute, scope)).toSorted(byNamespaceThenName)
  // Prefixes are handed out in sorted order, the element's own first; so written only after all are known.
  const written = attributes.map(({ namespace, name: attribute, value }) =>
    namespace === '' ? ` ${attribute}="${value}"` : ` ${prefixFor(namespace, scope, declared)}:${attribute}="${value}"`,
  )
  const namespaces = declared.map((namespace) => ` xmlns:${scope.made.get(namespace)}="${namespace}"`)
  scope.open.push({ endTag: `</${name}>`, shadowed, declared })
  return `<${name}${namespaces.join('')}${written.join('')}>`
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

function resolve([qualifiedName, value]: readonly [string, string], scope: Scope): Attribute {
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

function notCanonical(): GatewayError {
  return new GatewayError('SIGNATURE_STRUCTURE', 'the octets to transform are not in canonical form')
}
