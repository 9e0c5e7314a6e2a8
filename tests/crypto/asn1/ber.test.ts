import { describe, expect, test } from 'vitest'
import { hasIndefiniteLength, toDer } from '../../../crypto/asn1/ber.ts'
import { DerError } from '../../../crypto/asn1/tlv.ts'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const convert = (hex: string): string => Buffer.from(toDer(bytes(hex), 100_000)).toString('hex')

describe('BER becomes the DER of the same values', () => {
  test.each([
    ['DER itself', '3006 0201ff 040100', '30060201ff040100'],
    ['an indefinite length', '3080 0201ff 0000', '30030201ff'],
    ['indefinite lengths inside each other', '3080 a080 0201ff 0000 0500 0000', '3007a0030201ff0500'],
    ['an empty element of indefinite length', '3080 0000', '3000'],
    ['a long form for a short length', '308103 0201ff', '30030201ff'],
    ['an OCTET STRING in pieces', '2480 040161 04026263 0000', '0403616263'],
    ['pieces of pieces', '2480 2403 040161 040162 0000', '04026162'],
    ['no piece at all', '2400', '0400'],
    ['contents that look like an end', '3080 04020000 0000', '300404020000'],
  ])('%s', (_form, ber, der) => {
    expect(convert(ber)).toBe(der)
  })

  test('long OCTET STRINGs in pieces', () => {
    const piece = `0482${(300).toString(16).padStart(4, '0')}${'61'.repeat(300)}`
    expect(convert(`2480${piece}${piece}0000`)).toBe(`04820258${'61'.repeat(600)}`)
  })
})

describe('what is no BER is refused', () => {
  test.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['an element that is cut off', '3003 0201'],
    ['a length beyond the one around it', '3003 0402 61'],
    ['no end of contents', '3080 0201ff'],
    ['an end of contents where none is due', '3002 0000'],
    ['an end of contents on its own', '0000'],
    ['bytes after the end', '3080 0000 00'],
    ['a primitive element of indefinite length', '0480 61 0000'],
    ['pieces of another type', '2480 020161 0000'],
    ['a high tag number', '3f8101 00'],
    ['a length of five octets', '30850000000000'],
    ['too deep nesting', '3080'.repeat(30) + '0000'.repeat(30)],
    ['too many elements', `3080${'0500'.repeat(65_536)}0000`],
  ])('%s', (_defect, ber) => {
    expect(() => toDer(bytes(ber), 200_000)).toThrow(DerError)
  })

  test('what is longer than allowed', () => {
    expect(() => toDer(new Uint8Array(11), 10)).toThrow(DerError)
  })
})

test('only an outermost open end calls for it', () => {
  expect(hasIndefiniteLength(bytes('3080 0000'))).toBe(true)
  expect(hasIndefiniteLength(bytes('3002 0500'))).toBe(false)
  expect(hasIndefiniteLength(bytes('30'))).toBe(false)
})
