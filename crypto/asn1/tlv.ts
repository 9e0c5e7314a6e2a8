/**
 * Strict DER reader (X.690 chapter 10) for bytes of a stranger: definite and minimal lengths, low tag numbers, nothing
 * after the last element, size and depth bounded. It reads lazily: only what a caller asks for is descended into.
 */

/** Any violation of DER or of the expected structure; callers turn it into the fault of their own format. */
export class DerError extends Error {
  override readonly name = 'DerError'
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** Context tag [number] of a constructed element. */
export const contextConstructed = (number: number): number => 0xa0 | number
/** Context tag [number] of a primitive element. */
export const contextPrimitive = (number: number): number => 0x80 | number

export interface Tlv {
  readonly tag: number
  readonly content: Uint8Array
  /** Tag, length and content, as received: what a signature covers is taken from here, never rebuilt. */
  readonly raw: Uint8Array
  readonly depth: number
}

const MAX_DEPTH = 24

/** Parses exactly one element that fills `bytes`. Throws DerError when longer than `maxBytes` or not DER. */
export function parseTlv(bytes: Uint8Array, maxBytes: number): Tlv {
  if (bytes.length > maxBytes) throw new DerError(`longer than ${maxBytes} bytes`)
  const element = elementAt(bytes, 0, 0)
  if (element.raw.length !== bytes.length) throw new DerError('bytes after the last element')
  return element
}

/** The elements inside a constructed element, one after the other; `end()` proves that none was left over. */
export class DerReader {
  readonly #content: Uint8Array
  readonly #depth: number
  #offset = 0

  constructor(parent: Tlv, tag: number) {
    if (parent.tag !== tag) throw new DerError(`expected tag ${hex(tag)}, found ${hex(parent.tag)}`)
    if (parent.depth >= MAX_DEPTH) throw new DerError('nested too deeply')
    this.#content = parent.content
    this.#depth = parent.depth + 1
  }

  get atEnd(): boolean {
    return this.#offset === this.#content.length
  }

  /** The next element; DerError when there is none or its tag is not `tag`. */
  read(tag?: number): Tlv {
    const element = elementAt(this.#content, this.#offset, this.#depth)
    if (tag !== undefined && element.tag !== tag) {
      throw new DerError(`expected tag ${hex(tag)}, found ${hex(element.tag)}`)
    }
    this.#offset += element.raw.length
    return element
  }

  /** The next element when its tag is `tag`, otherwise undefined and nothing is consumed. */
  readOptional(tag: number): Tlv | undefined {
    return this.#content[this.#offset] === tag ? this.read(tag) : undefined
  }

  readSequence(): DerReader {
    return openSequence(this.read())
  }

  /** All remaining elements, each with this tag; more than `limit` is refused. */
  readAll(tag: number, limit: number): Tlv[] {
    const elements: Tlv[] = []
    while (!this.atEnd) {
      if (elements.length === limit) throw new DerError(`more than ${limit} elements`)
      elements.push(this.read(tag))
    }
    return elements
  }

  end(): void {
    if (!this.atEnd) throw new DerError('unexpected element')
  }
}

export const openSequence = (element: Tlv): DerReader => new DerReader(element, TAG.sequence)
export const openSet = (element: Tlv): DerReader => new DerReader(element, TAG.set)

function elementAt(bytes: Uint8Array, offset: number, depth: number): Tlv {
  const tag = bytes[offset]
  const first = bytes[offset + 1]
  if (tag === undefined || first === undefined) throw new DerError('truncated')
  if ((tag & 0x1f) === 0x1f) throw new DerError('high tag number')
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  const start = offset + 2 + lengthBytes
  const length = first < 0x80 ? first : longLength(bytes.subarray(offset + 2, start), lengthBytes)
  const end = start + length
  if (end > bytes.length) throw new DerError('truncated')
  return { tag, content: bytes.subarray(start, end), raw: bytes.subarray(offset, end), depth }
}

/** 0x80 (indefinite) and lengths of five and more bytes never occur in what we accept. */
function longLength(octets: Uint8Array, count: number): number {
  if (count === 0 || count > 4) throw new DerError('length form')
  if (octets.length < count) throw new DerError('truncated')
  const length = octets.reduce((value, octet) => value * 256 + octet, 0)
  if (octets[0] === 0 || length < 0x80) throw new DerError('length is not minimal')
  return length
}

const hex = (tag: number): string => `0x${tag.toString(16).padStart(2, '0')}`
