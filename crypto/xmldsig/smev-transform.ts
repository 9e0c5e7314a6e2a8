/**
 * The transform `urn://smev-gov-ru/xmldsig/transform`: octets of exclusive C14N -> normal form of SMEV 3. The door writes
 * the same form from the tree (normal-form.ts), without octets in between.
 */
import type { XmlVisitor } from '../../gateway/ports/xml.ts'
import { notCanonical, readStartTag, resolveReferences, skipEndTag } from './canonical-tags.ts'
import type { NamePair, StartTag } from './canonical-tags.ts'
import { NormalFormWriter, normalForms } from './normal-form.ts'
import { isBlank } from './text-escaping.ts'
import type { GreaterThanRule } from './text-escaping.ts'

/**
 * Normal form of `canonical`, the octets that exclusive C14N gave for one element.
 *
 * `rule` says how `>` in text is written; see text-escaping.ts. Throws SIGNATURE_STRUCTURE for an element in no
 * namespace, an attribute of the XML namespace, or octets that no canonicaliser writes.
 */
export function smevTransform(canonical: Uint8Array, rule: GreaterThanRule = 'always'): Uint8Array {
  const writer = new NormalFormWriter(rule)
  walkOctets(decode(canonical), writer)
  return writer.octets
}

/** Every normal form a signer may have meant, the likeliest first. */
export function transformVariants(canonical: Uint8Array): Generator<Uint8Array> {
  const text = decode(canonical)
  return normalForms((visitor) => walkOctets(text, visitor))
}

function decode(canonical: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(canonical)
}

/** Namespaces of the prefixes in scope; of each open element, what it has to undo when it closes. */
interface Scope {
  readonly namespaces: Map<string, string>
  readonly open: (readonly (readonly [prefix: string, namespace: string | undefined])[])[]
}

const SLASH = 0x2f

function walkOctets(canonical: string, visitor: XmlVisitor): void {
  const scope: Scope = { namespaces: new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]), open: [] }
  let position = 0
  while (position < canonical.length) {
    const tag = canonical.indexOf('<', position)
    if (tag !== position) {
      const end = tag === -1 ? canonical.length : tag
      const text = resolveReferences(canonical.slice(position, end))
      if (scope.open.length > 0) tellText(text, visitor)
      else if (!isBlank(text)) throw notCanonical()
      position = end
    } else if (canonical.charCodeAt(tag + 1) === SLASH) {
      position = skipEndTag(canonical, tag)
      closeElement(scope)
      visitor.close()
    } else {
      const start = readStartTag(canonical, tag)
      position = start.end
      openElement(start, scope, visitor)
    }
  }
  if (scope.open.length > 0) throw notCanonical()
}

function tellText(text: string, visitor: XmlVisitor): void {
  const utf8 = Buffer.from(text)
  visitor.text(utf8, 0, utf8.length)
}

function openElement({ qualifiedName, declarations, attributes }: StartTag, scope: Scope, visitor: XmlVisitor): void {
  const { namespaces, open } = scope
  open.push(declarations.map(([prefix]) => [prefix, namespaces.get(prefix)] as const))
  for (const [prefix, namespace] of declarations) namespaces.set(prefix, namespace)
  const [prefix, name] = splitName(qualifiedName)
  visitor.open(
    { namespace: namespaceOf(prefix, scope), prefix, name },
    attributes.map((attribute) => resolve(attribute, scope)),
  )
}

function resolve([qualifiedName, value]: NamePair, scope: Scope) {
  const [prefix, name] = splitName(qualifiedName)
  return { namespace: prefix === '' ? '' : namespaceOf(prefix, scope), name, value: resolveReferences(value) }
}

function closeElement({ namespaces, open }: Scope): void {
  const shadowed = open.pop()
  if (shadowed === undefined) throw notCanonical()
  for (const [prefix, namespace] of shadowed) {
    if (namespace === undefined) namespaces.delete(prefix)
    else namespaces.set(prefix, namespace)
  }
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
