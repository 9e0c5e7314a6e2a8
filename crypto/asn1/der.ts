/** Small DER writer: every function returns one complete element. The inputs are ours, so nothing is checked twice. */
import { DerError, TAG, contextConstructed, contextPrimitive } from './tlv.ts'

/** Any element from its tag and the parts of its content. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([Uint8Array.of(tag, ...lengthOctets(length)), ...parts])
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => element(TAG.sequence, ...parts)

/** SET OF: elements in ascending order of their encodings (X.690 11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array =>
  element(TAG.set, ...parts.toSorted((a, b) => Buffer.compare(a, b)))

export const explicit = (number: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  element(contextConstructed(number), ...parts)

/** [number] IMPLICIT over a primitive type. */
export const implicit = (number: number, content: Uint8Array): Uint8Array => element(contextPrimitive(number), content)

/** The same element under another tag: IMPLICIT tagging of something already encoded. */
export function retag(tag: number, encoded: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(encoded)
  copy[0] = tag
  return copy
}

export const boolean = (value: boolean): Uint8Array => element(TAG.boolean, Uint8Array.of(value ? 0xff : 0))
export const nullElement = (): Uint8Array => element(TAG.null)
export const octetString = (content: Uint8Array): Uint8Array => element(TAG.octetString, content)

/** BIT STRING of whole octets. */
export const bitString = (content: Uint8Array): Uint8Array => element(TAG.bitString, Uint8Array.of(0), content)

/** Named-bit BIT STRING of up to 16 bits, trailing zero bits cut off. */
export function namedBits(positions: readonly number[]): Uint8Array {
  const highest = Math.max(-1, ...positions)
  const octets = new Uint8Array(Math.ceil((highest + 1) / 8))
  for (const position of positions) octets[position >> 3]! |= 0x80 >> (position & 7)
  return element(TAG.bitString, Uint8Array.of(highest < 0 ? 0 : 7 - (highest & 7)), octets)
}

/** Non-negative INTEGER from a number or from big-endian octets. */
export function integer(value: number | Uint8Array): Uint8Array {
  const octets = typeof value === 'number' ? Buffer.from(evenHex(value), 'hex') : Buffer.from(value)
  let start = 0
  while (start < octets.length - 1 && octets[start] === 0) start++
  const trimmed = octets.subarray(start)
  return element(TAG.integer, ...(trimmed[0]! > 0x7f ? [Uint8Array.of(0), trimmed] : [trimmed]))
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(TAG.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

export const utf8String = (text: string): Uint8Array => element(TAG.utf8String, Buffer.from(text, 'utf8'))
export const printableString = (text: string): Uint8Array => element(TAG.printableString, Buffer.from(text, 'latin1'))
export const numericString = (text: string): Uint8Array => element(TAG.numericString, Buffer.from(text, 'latin1'))

/** UTCTime up to 2049, GeneralizedTime later (RFC 5280 4.1.2.5), to the second. */
export function time(instant: Date): Uint8Array {
  const digits = instant
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:T]/g, '')
  const year = instant.getUTCFullYear()
  return year >= 1950 && year <= 2049
    ? element(TAG.utcTime, Buffer.from(digits.slice(2), 'latin1'))
    : element(TAG.generalizedTime, Buffer.from(digits, 'latin1'))
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  if (length > 0xffffffff) throw new DerError('too long')
  const octets = [...Buffer.from(evenHex(length), 'hex')]
  return [0x80 | octets.length, ...octets]
}

function base128(arc: number): number[] {
  const octets = [arc % 128]
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128))
  return octets
}

const evenHex = (value: number): string => {
  const digits = value.toString(16)
  return digits.length % 2 === 0 ? digits : `0${digits}`
}
