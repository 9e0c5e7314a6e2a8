/**
 * BER to DER (X.690 chapters 8 and 10), as far as CMS of streaming tools needs it: indefinite lengths are replaced by
 * definite ones, lengths become minimal, an OCTET STRING in pieces becomes one. What the values mean is not looked at, so
 * the order of a SET and the octets of a primitive value stay as they are: the strict reader judges them.
 */
import { element } from './der.ts'
import { DerError, TAG } from './tlv.ts'

const MAX_DEPTH = 24
const MAX_ELEMENTS = 65_536
const CONSTRUCTED = 0x20
const INDEFINITE = 0x80

interface Cursor {
  readonly bytes: Uint8Array
  offset: number
  elements: number
}

/** Whether the outermost element leaves its end open, which DER never does. */
export function hasIndefiniteLength(bytes: Uint8Array): boolean {
  return bytes[1] === INDEFINITE
}

/** DER of the one element that fills `bytes`. Throws DerError when longer than `maxBytes`, not BER, or too intricate. */
export function toDer(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.length > maxBytes) throw new DerError(`longer than ${maxBytes} bytes`)
  const cursor = { bytes, offset: 0, elements: 0 }
  const converted = convert(cursor, bytes.length, 0)
  if (converted === undefined || cursor.offset !== bytes.length) throw new DerError('bytes after the last element')
  return converted
}

/** The next element before `end`; undefined for the two zero octets that close an indefinite length. */
function convert(cursor: Cursor, end: number, depth: number): Uint8Array | undefined {
  if (depth > MAX_DEPTH || ++cursor.elements > MAX_ELEMENTS) throw new DerError('too intricate')
  const tag = readOctet(cursor, end)
  const length = readLength(cursor, end)
  if (tag === 0 && length === 0) return undefined
  if (tag === 0 || (tag & 0x1f) === 0x1f) throw new DerError('tag')
  if ((tag & CONSTRUCTED) === 0) {
    if (length === undefined) throw new DerError('primitive element of indefinite length')
    return element(tag, cursor.bytes.subarray(cursor.offset, (cursor.offset += length)))
  }
  const parts =
    length === undefined
      ? convertOpen(cursor, end, depth + 1)
      : convertClosed(cursor, cursor.offset + length, depth + 1)
  return tag === (TAG.octetString | CONSTRUCTED) ? joinPieces(parts) : element(tag, ...parts)
}

/** The parts of an element of indefinite length, up to its end of contents. */
function convertOpen(cursor: Cursor, end: number, depth: number): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (;;) {
    const part = convert(cursor, end, depth)
    if (part === undefined) return parts
    parts.push(part)
  }
}

/** The parts of an element that ends at `end`. */
function convertClosed(cursor: Cursor, end: number, depth: number): Uint8Array[] {
  const parts: Uint8Array[] = []
  while (cursor.offset < end) {
    const part = convert(cursor, end, depth)
    if (part === undefined) throw new DerError('end of contents where none is due')
    parts.push(part)
  }
  return parts
}

function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.some((piece) => piece[0] !== TAG.octetString)) throw new DerError('OCTET STRING of other pieces')
  return element(TAG.octetString, ...pieces.map(contentOf))
}

/** Content of an element that `element` has written, whose length is therefore well-formed. */
function contentOf(encoded: Uint8Array): Uint8Array {
  const first = encoded[1]!
  return encoded.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f))
}

/** undefined when it is indefinite. */
function readLength(cursor: Cursor, end: number): number | undefined {
  const first = readOctet(cursor, end)
  if (first === INDEFINITE) return undefined
  const octets = first < 0x80 ? 0 : first & 0x7f
  if (octets > 4) throw new DerError('length form')
  let length = first < 0x80 ? first : 0
  for (let i = 0; i < octets; i++) length = length * 256 + readOctet(cursor, end)
  if (cursor.offset + length > end) throw new DerError('truncated')
  return length
}

function readOctet(cursor: Cursor, end: number): number {
  const octet = cursor.offset < end ? cursor.bytes[cursor.offset++] : undefined
  if (octet === undefined) throw new DerError('truncated')
  return octet
}
