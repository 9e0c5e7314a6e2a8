/**
 * The normal form of SMEV 3, which the transform `urn://smev-gov-ru/xmldsig/transform` gives: prefixes ns1, ns2, ... in the
 * order of use, attributes sorted, blank texts dropped.
 *
 * Source: the SMEV 3 guidance ("Методические рекомендации по работе с ЕСМЭВ"), read together with real signed messages.
 * The model code printed there never pops its prefix stack, which contradicts its own second scenario; real messages
 * agree with popping, and so do we.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { ElementName, XmlAttribute, XmlVisitor } from '../../gateway/ports/xml.ts'
import { escapeText, escapeValue, isBlank } from './text-escaping.ts'
import type { GreaterThanRule } from './text-escaping.ts'

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'

/** What one open element has to undo when it closes, and how its end tag is written. */
interface OpenElement {
  readonly tag: string
  readonly declared: readonly string[]
}

const NONE: readonly never[] = []

/**
 * Writes the normal form of the element that it is told of; `rule` says how `>` in text is written (text-escaping.ts).
 *
 * open() throws SIGNATURE_STRUCTURE for an element in no namespace and for names of the XML namespace: readers disagree
 * about them, so nobody signs one.
 */
export class NormalFormWriter implements XmlVisitor {
  readonly #rule: GreaterThanRule
  /** Of the namespaces in scope. */
  readonly #prefixes = new Map<string, string>()
  readonly #open: OpenElement[] = []
  /** One for the whole fragment: a declaration dies with its element, its number is never used again. */
  #counter = 0
  #output = ''
  #dependsOnRule = false

  constructor(rule: GreaterThanRule) {
    this.#rule = rule
  }

  get octets(): Uint8Array {
    return new TextEncoder().encode(this.#output)
  }

  /** Whether some text holds `>`. */
  get dependsOnRule(): boolean {
    return this.#dependsOnRule
  }

  open({ namespace, name }: ElementName, attributes: readonly XmlAttribute[]): void {
    const declared: string[] = []
    const tag = `${this.#prefixFor(namespace, declared)}:${name}`
    // Prefixes are handed out in sorted order, the element's own first, and declared in that order.
    const written = attributes.length === 0 ? '' : this.#writeAttributes(attributes, declared)
    let declarations = ''
    for (const added of declared) declarations += ` xmlns:${this.#prefixes.get(added)}="${added}"`
    this.#output += `<${tag}${declarations}${written}>`
    this.#open.push({ tag, declared: declared.length === 0 ? NONE : declared })
  }

  text(text: string): void {
    if (isBlank(text)) return
    this.#dependsOnRule ||= text.includes('>')
    this.#output += escapeText(text, this.#rule)
  }

  close(): void {
    const element = this.#open.pop()
    if (element === undefined) throw new Error('more elements are closed than were opened')
    for (const namespace of element.declared) this.#prefixes.delete(namespace)
    this.#output += `</${element.tag}>`
  }

  #writeAttributes(attributes: readonly XmlAttribute[], declared: string[]): string {
    let written = ''
    for (const { namespace, name, value } of attributes.toSorted(byNamespaceThenName)) {
      const prefix = namespace === '' ? '' : `${this.#prefixFor(namespace, declared)}:`
      written += ` ${prefix}${name}="${escapeValue(value)}"`
    }
    return written
  }

  #prefixFor(namespace: string, declared: string[]): string {
    const known = this.#prefixes.get(namespace)
    if (known !== undefined) return known
    // The guidance: "not supported"; its code would bind a prefix to the empty name, which is not XML.
    if (namespace === '') throw unsignable('an element in no namespace')
    // The reference code would give xml:lang a prefix of its own.
    if (namespace === XML_NAMESPACE) throw unsignable('a name of the XML namespace')
    // libxml2 leaves `&` bare in namespace names, other canonicalisers write `&amp;`; the other two are in no URI.
    if (/[&<"]/.test(namespace)) throw unsignable('a namespace name with markup')
    const made = `ns${++this.#counter}`
    this.#prefixes.set(namespace, made)
    declared.push(namespace)
    return made
  }
}

/**
 * Every normal form a signer may have meant, the likeliest first: SMEV's own writer, then `&gt;` everywhere, then a bare
 * `>` everywhere. There is only one when no text holds `>`; attribute values never differ.
 */
export function* normalForms(walk: (visitor: XmlVisitor) => void): Generator<Uint8Array> {
  for (const rule of ['woodstox', 'always', 'never'] as const) {
    const writer = new NormalFormWriter(rule)
    walk(writer)
    yield writer.octets
    if (!writer.dependsOnRule) return
  }
}

/** Qualified attributes first, by namespace and name, then the others by name; by UTF-16 code unit, as Java compares. */
function byNamespaceThenName(a: XmlAttribute, b: XmlAttribute): number {
  if (a.namespace !== b.namespace) {
    if (a.namespace === '') return 1
    if (b.namespace === '') return -1
    return a.namespace < b.namespace ? -1 : 1
  }
  return a.name < b.name ? -1 : 1
}

function unsignable(what: string): GatewayError {
  return new GatewayError('SIGNATURE_STRUCTURE', what)
}
