/** How values of PostgreSQL types come out of both drivers, so that no caller can tell them apart. */

const OID = { bytea: 17, int8: 20, date: 1082, dateArray: 1182, int8Array: 1016, textArray: 1009 } as const

type Parse = (text: string) => unknown

const asText: Parse = (text) => text
const asOctets: Parse = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))

/** Parsers for PGlite. Its array parsers use those of the element type. */
export const EMBEDDED_PARSERS: Readonly<Record<number, Parse>> = {
  [OID.bytea]: asOctets,
  [OID.int8]: asText,
  [OID.date]: asText,
}

/** PGlite would write octets one by one, which is slow for a message of megabytes. */
export const EMBEDDED_SERIALIZERS: Readonly<Record<number, (value: unknown) => string>> = {
  [OID.bytea](value) {
    if (!(value instanceof Uint8Array)) throw new TypeError('a bytea parameter must be a Uint8Array')
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  },
}

/** The parser `pg` must use for a type, in its text format; undefined where its own is right. */
export function findServerParser(oid: number, parserOf: (oid: number) => Parse): Parse | undefined {
  if (oid === OID.date || oid === OID.int8) return asText
  if (oid === OID.dateArray || oid === OID.int8Array) return parserOf(OID.textArray)
  return oid === OID.bytea ? asOctets : undefined
}
