/** SignedInfo: as we write it, and the octets under the signature of one that was received. */
import type { ElementName, XmlDocument, XmlAttribute, XmlElement, XmlVisitor } from '../../gateway/ports/xml.ts'
import type { SignatureSuite } from '../suite.ts'
import { DSIG_NAMESPACE, EXCLUSIVE_C14N, TRANSFORMS } from './algorithms.ts'

export interface SignedInfoContent {
  readonly suite: SignatureSuite
  readonly id: string
  readonly digestValue: Uint8Array
  /** Canonicalised alone, SignedInfo declares the prefix; inside the signature it inherits it. */
  readonly declaresPrefix: boolean
}

/** XML of a SignedInfo over the element with that Id, as exclusive C14N would write it. */
export function writeSignedInfo({ suite, id, digestValue, declaresPrefix }: SignedInfoContent): string {
  return [
    `<ds:SignedInfo${declaresPrefix ? ` xmlns:ds="${DSIG_NAMESPACE}"` : ''}>`,
    writeAlgorithm('CanonicalizationMethod', EXCLUSIVE_C14N),
    writeAlgorithm('SignatureMethod', suite.xmlSignatureUri),
    `<ds:Reference URI="#${id}"><ds:Transforms>`,
    ...TRANSFORMS.map((uri) => writeAlgorithm('Transform', uri)),
    `</ds:Transforms>${writeAlgorithm('DigestMethod', suite.xmlDigestUri)}`,
    `<ds:DigestValue>${Buffer.from(digestValue).toString('base64')}</ds:DigestValue></ds:Reference></ds:SignedInfo>`,
  ].join('')
}

function writeAlgorithm(name: string, uri: string): string {
  return `<ds:${name} Algorithm="${uri}"></ds:${name}>`
}

/**
 * Exclusive C14N of a SignedInfo that structure.ts has approved: elements of one namespace, attributes of none. Written
 * from the tree, as the library's canonicaliser visits every node of the document to write these few.
 */
export function canonicalSignedInfo(document: XmlDocument, signedInfo: XmlElement): Uint8Array {
  const writer = new SignedInfoWriter()
  document.walk(signedInfo, writer)
  return Buffer.from(writer.output)
}

class SignedInfoWriter implements XmlVisitor {
  output = ''
  /** Of the open elements, innermost last; which of them declares a prefix is in the second list. */
  readonly #tags: string[] = []
  readonly #declared: (string | undefined)[] = []

  open({ namespace, prefix, name }: ElementName, attributes: readonly XmlAttribute[]): void {
    if (namespace !== DSIG_NAMESPACE) throw new Error('SignedInfo with an element of another namespace')
    const tag = prefix === '' ? name : `${prefix}:${name}`
    const isDeclared = this.#declared.includes(prefix)
    const declaration = isDeclared ? '' : ` xmlns${prefix && ':'}${prefix}="${DSIG_NAMESPACE}"`
    this.output += `<${tag}${declaration}${attributes.toSorted(byName).map(writeAttribute).join('')}>`
    this.#tags.push(tag)
    this.#declared.push(isDeclared ? undefined : prefix)
  }

  text(utf8: Uint8Array, start: number, end: number): void {
    const text = Buffer.from(utf8.subarray(start, end)).toString()
    this.output += text.replaceAll(/[&<>\r]/g, toReference)
  }

  close(): void {
    this.output += `</${this.#tags.pop()}>`
    this.#declared.pop()
  }
}

function writeAttribute({ namespace, name, value }: XmlAttribute): string {
  if (namespace !== '') throw new Error('SignedInfo with a qualified attribute')
  return ` ${name}="${value.replaceAll(/[&<"\t\n\r]/g, toReference)}"`
}

function byName(a: XmlAttribute, b: XmlAttribute): number {
  return a.name < b.name ? -1 : 1
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

function toReference(character: string): string {
  return REFERENCES[character] ?? character
}
