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
import { ByteWriter } from './byte-writer.ts'
import { escapeText, escapeValue, isBlank, kindOfText } from './text-escaping.ts'
import type { GreaterThanRule } from './text-escaping.ts'

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'

/** Of a namespace in scope. */
interface Prefix {
  readonly name: string
}

/** Where a qualified name stands in the output already; good as long as its namespace keeps its prefix. */
interface WrittenName {
  readonly prefix: Prefix
  readonly start: number
  readonly end: number
}

/** How an open element is called, and the declarations that end with it. */
interface OpenElement {
  readonly name: WrittenName
  readonly declared: readonly string[]
}

const [LESS_THAN, SLASH, GREATER_THAN] = [0x3c, 0x2f, 0x3e]

/**
 * Writes the normal form of the element that it is told of; `rule` says how `>` in text is written (text-escaping.ts).
 * Names and texts are copied as bytes, as strings made of them would have to be made bytes again.
 *
 * open() throws SIGNATURE_STRUCTURE for an element in no namespace and for names of the XML namespace: readers disagree
 * about them, so nobody signs one.
 */
export class NormalFormWriter implements XmlVisitor {
  readonly #rule: GreaterThanRule
  readonly #output = new ByteWriter()
  readonly #prefixes = new Map<string, Prefix>()
  readonly #names = new Map<ElementName, WrittenName>()
  readonly #open: OpenElement[] = []
  /** One for the whole fragment: a declaration dies with its element, its number is never used again. */
  #counter = 0
  #dependsOnRule = false

  constructor(rule: GreaterThanRule) {
    this.#rule = rule
  }

  get octets(): Uint8Array {
    return this.#output.written
  }

  /** Whether some text holds `>`. */
  get dependsOnRule(): boolean {
    return this.#dependsOnRule
  }

  open(name: ElementName, attributes: readonly XmlAttribute[]): void {
    const declared: string[] = []
    const prefix = this.#prefixFor(name.namespace, declared)
    // Prefixes are handed out in sorted order, the element's own first, and declared in that order.
    const written = attributes.length === 0 ? '' : this.#writeAttributes(attributes, declared)
    this.#output.addByte(LESS_THAN)
    this.#open.push({ name: this.#writeName(name, prefix), declared })
    if (declared.length > 0) this.#output.addString(this.#writeDeclarations(declared))
    this.#output.addString(written)
    this.#output.addByte(GREATER_THAN)
  }

  text(utf8: Uint8Array, start: number, end: number): void {
    const kind = kindOfText(utf8, start, end)
    if (kind === 'plain') this.#output.addRange(utf8, start, end)
    else if (kind === 'special') this.#writeSpecial(Buffer.from(utf8.subarray(start, end)).toString())
  }

  close(): void {
    const element = this.#open.pop()
    if (element === undefined) throw new Error('more elements are closed than were opened')
    for (const namespace of element.declared) this.#prefixes.delete(namespace)
    this.#output.addByte(LESS_THAN)
    this.#output.addByte(SLASH)
    this.#output.repeat(element.name.start, element.name.end)
    this.#output.addByte(GREATER_THAN)
  }

  #writeDeclarations(namespaces: readonly string[]): string {
    return namespaces.map((namespace) => ` xmlns:${this.#prefixes.get(namespace)?.name}="${namespace}"`).join('')
  }

  #writeAttributes(attributes: readonly XmlAttribute[], declared: string[]): string {
    let written = ''
    for (const { namespace, name, value } of attributes.toSorted(byNamespaceThenName)) {
      const prefix = namespace === '' ? '' : `${this.#prefixFor(namespace, declared).name}:`
      written += ` ${prefix}${name}="${escapeValue(value)}"`
    }
    return written
  }

  #writeSpecial(text: string): void {
    if (isBlank(text)) return
    this.#dependsOnRule ||= text.includes('>')
    this.#output.addString(escapeText(text, this.#rule))
  }

  #writeName(name: ElementName, prefix: Prefix): WrittenName {
    const known = this.#names.get(name)
    if (known?.prefix === prefix) {
      this.#output.repeat(known.start, known.end)
      return known
    }
    const start = this.#output.length
    this.#output.addString(`${prefix.name}:${name.name}`)
    const written = { prefix, start, end: this.#output.length }
    this.#names.set(name, written)
    return written
  }

  #prefixFor(namespace: string, declared: string[]): Prefix {
    const known = this.#prefixes.get(namespace)
    if (known !== undefined) return known
    checkNamespace(namespace)
    const prefix = { name: `ns${++this.#counter}` }
    this.#prefixes.set(namespace, prefix)
    declared.push(namespace)
    return prefix
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

function checkNamespace(namespace: string): void {
  // The guidance: "not supported"; its code would bind a prefix to the empty name, which is not XML.
  if (namespace === '') throw unsignable('an element in no namespace')
  // The reference code would give xml:lang a prefix of its own.
  if (namespace === XML_NAMESPACE) throw unsignable('a name of the XML namespace')
  // libxml2 leaves `&` bare in namespace names, other canonicalisers write `&amp;`; the other two are in no URI.
  if (/[&<"]/.test(namespace)) throw unsignable('a namespace name with markup')
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
