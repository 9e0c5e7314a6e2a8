import { expect, test } from 'vitest'
import * as der from '../../../crypto/asn1/der.ts'
import { parseTlv } from '../../../crypto/asn1/tlv.ts'
import * as values from '../../../crypto/asn1/values.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test.each([0, 1, 127, 128, 255, 256, 65_535, 65_536, 1_000_000])(
  'writes a content of %i bytes in minimal form',
  (n) => {
    const written = der.octetString(new Uint8Array(n))
    expect(parseTlv(written, 2_000_000).content).toHaveLength(n)
  },
)

test.each(['1.2.643.7.1.1.1.1', '2.5.4.3', '2.999.3', '1.2.840.113549.1.9.16.2.47'])('writes %s', (dotted) => {
  expect(values.parseOid(parseTlv(der.oid(dotted), 64))).toBe(dotted)
})

test('writes integers with a sign octet only where it is needed', () => {
  expect(hex(der.integer(0))).toBe('020100')
  expect(hex(der.integer(127))).toBe('02017f')
  expect(hex(der.integer(128))).toBe('02020080')
  expect(hex(der.integer(Uint8Array.of(0, 0, 0x80)))).toBe('02020080')
})

test('writes named bits without trailing zeros', () => {
  expect(hex(der.namedBits([0, 1]))).toBe('030206c0')
  expect(hex(der.namedBits([8]))).toBe('0303070080')
  expect(hex(der.namedBits([]))).toBe('030100')
})

test('writes a set in the order of its encodings', () => {
  expect(hex(der.setOf(der.integer(2), der.integer(1), der.nullElement()))).toBe('31080201010201020500')
})

test('writes times up to 2049 short and later ones long', () => {
  expect(hex(der.time(new Date('2049-12-31T23:59:59.900Z')))).toBe(hex(Buffer.from('\u0017\r491231235959Z', 'latin1')))
  expect(hex(der.time(new Date('2050-01-01T00:00:00Z')))).toBe(
    hex(Buffer.from('\u0018\u000f20500101000000Z', 'latin1')),
  )
})
