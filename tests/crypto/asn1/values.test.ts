import { describe, expect, test } from 'vitest'
import { DerError, parseTlv } from '../../../crypto/asn1/tlv.ts'
import type { Tlv } from '../../../crypto/asn1/tlv.ts'
import * as values from '../../../crypto/asn1/values.ts'

const element = (hex: string): Tlv => parseTlv(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')), 1024)
const utf8 = (tag: string, text: string): Tlv =>
  element(`${tag} ${Buffer.from([text.length]).toString('hex')} ${Buffer.from(text, 'latin1').toString('hex')}`)

test.each([
  ['06 08 2a85030701010101', '1.2.643.7.1.1.1.1'],
  ['06 03 550403', '2.5.4.3'],
  ['06 03 883703', '2.999.3'],
  ['06 01 00', '0.0'],
])('reads object identifier %s as %s', (hex, dotted) => {
  expect(values.parseOid(element(hex))).toBe(dotted)
})

test.each([
  ['17 0d 3439313233313233353935395a', '2049-12-31T23:59:59.000Z'],
  ['17 0d 3530303130313030303030305a', '1950-01-01T00:00:00.000Z'],
  ['18 0f 32303530303130313030303030305a', '2050-01-01T00:00:00.000Z'],
])('reads time %s as %s', (hex, iso) => {
  expect(values.parseTime(element(hex)).toISOString()).toBe(iso)
})

test('reads integers without their sign octet', () => {
  expect(Buffer.from(values.parseUnsigned(element('02 02 00ff'))).toString('hex')).toBe('ff')
  expect(values.parseSmallInteger(element('02 01 00'))).toBe(0)
  expect(values.parseSmallInteger(element('02 02 0100'))).toBe(256)
})

test('reads the named bits of a key usage', () => {
  expect(values.parseNamedBits(element('03 02 06c0'))).toEqual([0, 1])
  expect(values.parseNamedBits(element('03 03 070080'))).toEqual([8])
  expect(values.parseNamedBits(element('03 01 00'))).toEqual([])
})

test('reads texts in the string types of directories, and no other', () => {
  expect(values.findText(element('0c 04 d0a1d183'))).toBe('Су')
  expect(values.findText(element('1e 04 04210443'))).toBe('Су')
  expect(values.findText(element('12 02 3132'))).toBe('12')
  expect(values.findText(element('14 01 41'))).toBeUndefined()
})

describe('refuses', () => {
  const cases: readonly (readonly [string, (read: Tlv) => unknown, Tlv])[] = [
    ['a boolean that is neither 00 nor FF', values.parseBoolean, element('01 01 01')],
    ['a negative integer', values.parseUnsigned, element('02 01 80')],
    ['an empty integer', values.parseUnsigned, element('02 00')],
    ['an integer with a superfluous zero', values.parseUnsigned, element('02 02 0001')],
    ['a large number where a small one stands', values.parseSmallInteger, element('02 03 010000')],
    ['an object identifier that ends inside an arc', values.parseOid, element('06 02 2a85')],
    ['an object identifier padded with 80', values.parseOid, element('06 03 2a8001')],
    ['an arc beyond 32 bits', values.parseOid, element('06 07 2affffffffff7f')],
    ['a bit string with an unknown number of unused bits', values.parseOctetAlignedBits, element('03 02 0100')],
    ['unused bits that are set', values.parseNamedBits, element('03 02 06c1')],
    ['named bits with trailing zeros', values.parseNamedBits, element('03 02 00c0')],
    ['a NULL with content', values.parseNull, element('05 01 00')],
    ['the 31st of June', values.parseTime, utf8('17', '300631000000Z')],
    ['a time with an offset', values.parseTime, utf8('17', '300601000000+0300')],
    ['a time without seconds', values.parseTime, utf8('17', '3006010000Z')],
    ['bytes that are no UTF-8', values.findText, element('0c 01 ff')],
    ['an odd number of bytes in a BMPString', values.findText, element('1e 01 41')],
    ['a byte above 7F in a PrintableString', values.findText, element('13 01 c1')],
    ['another tag', values.parseOctets, element('05 00')],
  ]
  test.each(cases)('%s', (_defect, read, given) => {
    expect(() => read(given)).toThrow(DerError)
  })
})
