import { describe, expect, test } from 'vitest'
import { DerError, TAG, openSequence, parseTlv } from '../../../crypto/asn1/tlv.ts'
import type { Tlv } from '../../../crypto/asn1/tlv.ts'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const parse = (hex: string): Tlv => parseTlv(bytes(hex), 1024)

describe('what is read', () => {
  test('one element with its content and its raw bytes', () => {
    const element = parse('04 03 010203')
    expect(element.tag).toBe(TAG.octetString)
    expect(Buffer.from(element.content).toString('hex')).toBe('010203')
    expect(Buffer.from(element.raw).toString('hex')).toBe('0403010203')
  })

  test('a length of two octets', () => {
    expect(parse(`04 81 80 ${'00'.repeat(128)}`).content).toHaveLength(128)
  })

  test('the elements of a sequence in order, an optional one only when its tag is there', () => {
    const fields = openSequence(parse('30 08 020101 0500 0401ff'))
    expect(fields.read(TAG.integer).content).toEqual(bytes('01'))
    expect(fields.readOptional(TAG.boolean)).toBeUndefined()
    expect(fields.readOptional(TAG.null)).toBeDefined()
    expect(fields.read().content).toEqual(bytes('ff'))
    expect(fields.atEnd).toBe(true)
    expect(() => fields.end()).not.toThrow()
  })
})

describe('what is refused', () => {
  test.each([
    ['nothing', ''],
    ['a tag without length', '04'],
    ['a truncated content', '04 03 0102'],
    ['a truncated length', '04 82 01'],
    ['a byte after the element', '04 01 00 00'],
    ['an indefinite length', '30 80 0000'],
    ['a length of five octets', '04 85 0000000001 00'],
    ['a long form for a short length', '04 81 01 00'],
    ['a length with a leading zero octet', `04 82 0080 ${'00'.repeat(128)}`],
    ['a high tag number', '1f 81 01 00'],
  ])('%s', (_defect, hex) => {
    expect(() => parse(hex)).toThrow(DerError)
  })

  test('more bytes than the caller allows', () => {
    expect(() => parseTlv(new Uint8Array(2000), 1024)).toThrow('longer than 1024 bytes')
  })

  test('another tag than expected', () => {
    expect(() => openSequence(parse('31 00'))).toThrow('expected tag 0x30, found 0x31')
    expect(() => openSequence(parse('30 02 0500')).read(TAG.integer)).toThrow(DerError)
  })

  test('a left-over element', () => {
    expect(() => openSequence(parse('30 02 0500')).end()).toThrow(DerError)
  })

  test('more elements than the caller allows', () => {
    expect(() => openSequence(parse('30 06 0500 0500 0500')).readAll(TAG.null, 2)).toThrow('more than 2 elements')
  })

  test('deep nesting', () => {
    let nested = bytes('0500')
    for (let depth = 0; depth < 30; depth++) nested = Uint8Array.of(0x30, nested.length, ...nested)
    const descend = (element: Tlv): unknown => descend(openSequence(element).read())
    expect(() => descend(parseTlv(nested, 1024))).toThrow('nested too deeply')
  })
})
