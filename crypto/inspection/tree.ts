/** The tree that `inspect` looks at. Implemented outside by a parser that is more tolerant than the door's. */
import type { ReadableXml, XmlElement } from '../../gateway/ports/xml.ts'
import { Unsupported } from './finding.ts'

export interface CanonicalForm {
  readonly method: 'exclusive' | 'inclusive' | 'inclusive-1.1'
  readonly withComments: boolean
  /** PrefixList of InclusiveNamespaces; `#default` for the default namespace. */
  readonly prefixes: readonly string[]
}

export interface InspectedDocument extends ReadableXml {
  /** Of the file. */
  readonly byteLength: number
  /** Octets in that form, as if the element `without` were not there. Throws XML_NOT_WELL_FORMED. */
  canonicalizeAs(part: XmlElement | 'document', form: CanonicalForm, without?: XmlElement): Uint8Array
}

/** Throws the XML_* faults. */
export type ParseInspected = (bytes: Uint8Array) => InspectedDocument

/** A document with what is looked up in it again and again. */
export interface XmlInspection {
  readonly document: InspectedDocument
  readonly parse: ParseInspected
  readonly elementsById: ReadonlyMap<string, readonly XmlElement[]>
  /** Comes before each walk through so many octets. Throws Unsupported once the signatures have had their share of work. */
  readonly allowWalk: (octets: number) => void
}

const MB = 1024 * 1024
/**
 * For all signatures together, some five seconds. The canonicaliser walks through the whole document for any part of it,
 * so that the work grows with the number of signatures times the size of the file.
 */
const MAX_WALKED_MB = 1500

export function openInspection(document: InspectedDocument, parse: ParseInspected): XmlInspection {
  let walked = 0
  const allowWalk = (octets: number): void => {
    walked += octets
    if (walked <= MAX_WALKED_MB * MB) return
    throw new Unsupported(`too much to judge in one file: its signatures lead through more than ${MAX_WALKED_MB} MB`)
  }
  return { document, parse, elementsById: indexIds(document.root), allowWalk }
}

/** The element and all below it, in document order. */
export function* elementsIn(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of element.children) yield* elementsIn(child)
}

export function childrenNamed({ children }: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return children.filter((child) => child.name === name && child.namespace === namespace)
}

/** By every attribute that somebody takes for an identifier: Id, ID, id, of any namespace. */
function indexIds(root: XmlElement): Map<string, XmlElement[]> {
  const found = new Map<string, XmlElement[]>()
  for (const element of elementsIn(root)) {
    const ids = element.attributes.filter(({ name }) => name.toLowerCase() === 'id').map(({ value }) => value)
    for (const id of new Set(ids)) {
      const others = found.get(id)
      if (others === undefined) found.set(id, [element])
      else others.push(element)
    }
  }
  return found
}

/** Base64 whose line breaks and blanks say nothing; undefined when it is none. */
export function findBase64(text: string): Uint8Array | undefined {
  const joined = text.replaceAll(/[\t\n\r ]+/g, '')
  const bytes = Buffer.from(joined, 'base64')
  // Node skips what it does not understand; the way back shows whether it did.
  return bytes.length > 0 && bytes.toString('base64') === joined ? bytes : undefined
}
