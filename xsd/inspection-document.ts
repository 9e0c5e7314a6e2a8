/**
 * A second entrance of the document gate, for `inspect` alone: it reads what the door refuses (comments, xsi:type,
 * processing instructions, equal identifiers), as an archive or a defective message has to be looked at. Still no DOCTYPE,
 * no load of anything, and bounds on size. tests/architecture.test.ts keeps everybody else from importing it.
 */
import {
  ParseOption,
  XmlC14NMode,
  XmlDocument as LibraryDocument,
  XmlError,
  XmlParseError,
  XmlXPath,
} from 'libxml2-wasm'
import { GatewayError } from '../gateway/domain/faults.ts'
import type { ReadableXml, SchemaError, SchemaName, XmlElement, XmlLimits } from '../gateway/ports/xml.ts'
import { admitBytes } from './byte-gate.ts'
import { validatorOf } from './catalogue.ts'
import { InspectionElement } from './inspection-element.ts'
import { withoutPrologInstructions } from './inspection-prolog.ts'
import { dropUnsignedBlanks } from './unsigned-blanks.ts'

/** Wider than the door's: an archive may hold what SMEV never carried, and nobody waits in line behind it. */
export const INSPECTION_LIMITS: XmlLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxElements: 1_000_000,
  encodings: ['utf-8', 'windows-1251'],
}

// As at the door.
const PARSE_OPTIONS =
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_SKIP_IDS |
  ParseOption.XML_PARSE_NOCDATA

const MODES = {
  exclusive: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
  inclusive: XmlC14NMode.XML_C14N_1_0,
  'inclusive-1.1': XmlC14NMode.XML_C14N_1_1,
} as const

/** A canonical form that a signature may name; `prefixes` are those of InclusiveNamespaces. */
export interface CanonicalForm {
  readonly method: keyof typeof MODES
  readonly withComments: boolean
  readonly prefixes: readonly string[]
}

const EXCLUSIVE: CanonicalForm = { method: 'exclusive', withComments: false, prefixes: [] }

/** Parses what `inspect` was given; dispose of the result with `using`. Throws the XML_* faults of what it cannot read. */
export function parseXmlForInspection(bytes: Uint8Array): InspectionDocument {
  return new InspectionDocument(parseTolerantly(bytes), bytes)
}

/** The same without the blanks that the door takes out before it looks: for asking what the door would say. */
export function parseXmlAsTheDoor(bytes: Uint8Array): InspectionDocument {
  const document = parseTolerantly(bytes)
  dropUnsignedBlanks(document)
  return new InspectionDocument(document, bytes)
}

/** The library's own tree of the same bytes, for checks that look at it directly; dispose of it. */
export function parseTolerantly(bytes: Uint8Array): LibraryDocument {
  // Admitted without the instructions before the root, as the gate does not look behind them for a DOCTYPE.
  const { encoding, attributeCount } = admitBytes(withoutPrologInstructions(bytes), INSPECTION_LIMITS)
  const document = parse(bytes, encoding)
  try {
    checkBounds(document, attributeCount)
    return document
  } catch (error) {
    document.dispose()
    throw error
  }
}

/** Sorting attributes takes the canonicaliser time that grows with the square of their number. */
const MAX_ATTRIBUTES_OF_ELEMENT = 1000
const CROWDED_ELEMENT = XmlXPath.compile(`boolean(//@*[${MAX_ATTRIBUTES_OF_ELEMENT + 1}])`)

function checkBounds(document: LibraryDocument, attributeCount: number): void {
  if (document.dtd !== null) throw new GatewayError('XML_DOCTYPE', 'DOCTYPE')
  if (attributeCount > MAX_ATTRIBUTES_OF_ELEMENT && document.root.eval(CROWDED_ELEMENT) === true) {
    throw new GatewayError('XML_TOO_MANY_ELEMENTS', `more than ${MAX_ATTRIBUTES_OF_ELEMENT} attributes in one tag`)
  }
}

function parse(bytes: Uint8Array, encoding: string): LibraryDocument {
  try {
    return LibraryDocument.fromBuffer(bytes, { encoding, option: PARSE_OPTIONS })
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error
    const isTooDeep = error.details.some(({ message }) => message.includes('Excessive depth'))
    throw isTooDeep
      ? new GatewayError('XML_TOO_DEEP', 'elements are nested too deep')
      : new GatewayError('XML_NOT_WELL_FORMED', `not well-formed near line ${error.details.at(-1)?.line ?? 1}`)
  }
}

export class InspectionDocument implements ReadableXml {
  readonly root: InspectionElement
  readonly #document: LibraryDocument
  readonly #bytes: Uint8Array
  #isDisposed = false

  constructor(document: LibraryDocument, bytes: Uint8Array) {
    this.#document = document
    this.#bytes = bytes
    this.root = new InspectionElement(document.root, this, undefined)
  }

  get byteLength(): number {
    return this.#bytes.length
  }

  get isDisposed(): boolean {
    return this.#isDisposed
  }

  canonicalize(element: XmlElement): Uint8Array {
    return this.canonicalizeAs(element, EXCLUSIVE)
  }

  /**
   * Octets of an element, or of the whole document, in that form, as if the element `without` (not the root) were not
   * there. Throws XML_NOT_WELL_FORMED when there is no canonical form.
   */
  canonicalizeAs(part: XmlElement | 'document', form: CanonicalForm, without?: XmlElement): Uint8Array {
    if (without !== undefined) return this.#canonicalizeWithout(without, part, form)
    const nodes = part === 'document' ? {} : { nodeSet: new Set([this.#own(part).node]) }
    const octets = octetsOf((sink) => this.#document.canonicalize(sink, { ...optionsOf(form), ...nodes }))
    if (octets.length === 0) throw new GatewayError('XML_NOT_WELL_FORMED', 'empty canonical form')
    return octets
  }

  validate(element: XmlElement, schema: SchemaName): readonly SchemaError[] {
    return validatorOf(schema).validate(this.#own(element).node)
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true
    this.#document.dispose()
  }

  /** On a copy, as an element once taken out of a tree cannot be put back. */
  #canonicalizeWithout(left: XmlElement, part: XmlElement | 'document', form: CanonicalForm): Uint8Array {
    using copy = parseXmlForInspection(this.#bytes)
    const counterpart = part === 'document' ? part : copy.#at(placeOf(this.#own(part)))
    copy.#at(placeOf(this.#own(left))).node.remove()
    return copy.canonicalizeAs(counterpart, form)
  }

  #at(place: readonly number[]): InspectionElement {
    let found = this.root
    for (const index of place) {
      const child = found.children[index]
      if (!child) throw new Error('no element at that place')
      found = child
    }
    return found
  }

  #own(element: XmlElement): InspectionElement {
    if (element instanceof InspectionElement && element.owner === this) return element
    throw new Error('element of another XML document')
  }
}

/** Positions among the element children, from the root down. */
function placeOf(element: InspectionElement): readonly number[] {
  const { parent } = element
  return parent === undefined ? [] : [...placeOf(parent), parent.children.indexOf(element)]
}

interface Sink {
  readonly write: (chunk: Uint8Array) => number
  readonly close: () => boolean
}

function octetsOf(canonicalize: (sink: Sink) => void): Uint8Array {
  const chunks: Uint8Array[] = []
  const write = (chunk: Uint8Array): number => {
    // Copied at once: the view is of the parser's memory, which moves and is written again.
    chunks.push(chunk.slice())
    return chunk.byteLength
  }
  try {
    canonicalize({ write, close: () => true })
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new GatewayError('XML_NOT_WELL_FORMED', 'no canonical form')
  }
  return Buffer.concat(chunks)
}

function optionsOf({ method, withComments, prefixes }: CanonicalForm) {
  const listed = prefixes.length === 0 ? {} : { inclusiveNamespacePrefixes: [...prefixes] }
  return { mode: MODES[method], withComments, ...listed }
}
