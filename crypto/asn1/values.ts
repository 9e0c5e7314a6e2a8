/** Values of primitive DER elements (X.690 chapters 8, 10 and 11): bytes -> value, or DerError. */
import { DerError, TAG } from './tlv.ts'
import type { Tlv } from './tlv.ts'

const expectTag = (element: Tlv, tag: number): Uint8Array => {
  if (element.tag !== tag) throw new DerError(`expected tag ${tag}, found ${element.tag}`)
  return element.content
}

export function parseBoolean(element: Tlv): boolean {
  const content = expectTag(element, TAG.boolean)
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new DerError('BOOLEAN')
  return content[0] === 0xff
}

export function parseNull(element: Tlv): void {
  if (expectTag(element, TAG.null).length > 0) throw new DerError('NULL')
}

/** Content octets of a minimal, non-negative INTEGER, the sign octet removed (zero stays one octet). */
export function parseUnsigned(element: Tlv): Uint8Array {
  const content = expectTag(element, TAG.integer)
  const [first, second] = content
  if (first === undefined || first > 0x7f) throw new DerError('INTEGER is empty or negative')
  if (first !== 0 || second === undefined) return content
  if (second < 0x80) throw new DerError('INTEGER is not minimal')
  return content.subarray(1)
}

/** A small non-negative INTEGER such as a version. */
export function parseSmallInteger(element: Tlv): number {
  const octets = parseUnsigned(element)
  if (octets.length > 2) throw new DerError('INTEGER out of range')
  return octets.reduce((value, octet) => value * 256 + octet, 0)
}

/** Dotted form of an OBJECT IDENTIFIER. */
export function parseOid(element: Tlv): string {
  const content = expectTag(element, TAG.oid)
  if (content.length === 0 || content.length > 32 || content.at(-1)! > 0x7f) throw new DerError('OBJECT IDENTIFIER')
  const arcs: number[] = []
  let arc = 0
  let isFirstOctet = true
  for (const octet of content) {
    if (isFirstOctet && octet === 0x80) throw new DerError('OBJECT IDENTIFIER is not minimal')
    arc = arc * 128 + (octet & 0x7f)
    if (arc > 0xffffffff) throw new DerError('OBJECT IDENTIFIER arc out of range')
    isFirstOctet = octet < 0x80
    if (!isFirstOctet) continue
    arcs.push(arc)
    arc = 0
  }
  const [joint = 0, ...rest] = arcs
  const root = Math.min(Math.floor(joint / 40), 2)
  return [root, joint - root * 40, ...rest].join('.')
}

/** Content of a BIT STRING that holds whole octets (keys, signatures). */
export function parseOctetAlignedBits(element: Tlv): Uint8Array {
  const content = expectTag(element, TAG.bitString)
  if (content[0] !== 0) throw new DerError('BIT STRING')
  return content.subarray(1)
}

/** Positions of the bits set in a named-bit BIT STRING (X.690 11.2: no trailing zero bits). */
export function parseNamedBits(element: Tlv): number[] {
  const content = expectTag(element, TAG.bitString)
  const [unused, ...octets] = content
  const last = octets.at(-1)
  if (unused === undefined || unused > 7 || octets.length > 4) throw new DerError('BIT STRING')
  if (last === undefined ? unused !== 0 : ((last >> unused) & 1) === 0 || (last & ((1 << unused) - 1)) !== 0) {
    throw new DerError('BIT STRING is not minimal')
  }
  return octets.flatMap((octet, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (octet & (0x80 >> bit)) !== 0).map((bit) => index * 8 + bit),
  )
}

export const parseOctets = (element: Tlv): Uint8Array => expectTag(element, TAG.octetString)

/** Instant of a UTCTime (1950..2049) or GeneralizedTime, to the second and in Z only (RFC 5280 4.1.2.5). */
export function parseTime(element: Tlv): Date {
  if (element.tag !== TAG.utcTime && element.tag !== TAG.generalizedTime) throw new DerError('time')
  const text = Buffer.from(element.content).toString('latin1')
  const isShort = element.tag === TAG.utcTime
  if (!(isShort ? /^\d{12}Z$/ : /^\d{14}Z$/).test(text)) throw new DerError('time')
  const long = isShort ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const iso = long.replace(/^(....)(..)(..)(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6.000Z')
  const instant = new Date(iso)
  // The round trip refuses dates that JavaScript would roll over, such as 31 June.
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== iso) throw new DerError('time')
  return instant
}

/** Text of a directory string; undefined when the string type is not one that we read. */
export function findText(element: Tlv): string | undefined {
  switch (element.tag) {
    case TAG.utf8String:
      return decode('utf-8', element.content)
    case TAG.printableString:
    case TAG.numericString:
    case TAG.ia5String:
      if (element.content.some((octet) => octet > 0x7f)) throw new DerError('string')
      return decode('utf-8', element.content)
    case TAG.bmpString:
      if (element.content.length % 2 === 1) throw new DerError('string')
      return decode('utf-16be', element.content)
    default:
      return undefined
  }
}

function decode(encoding: 'utf-8' | 'utf-16be', octets: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(octets)
  } catch (cause) {
    throw new DerError('string', { cause })
  }
}
