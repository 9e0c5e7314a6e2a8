import { describe, expect, test } from 'vitest'
import { generatePrivateKey, publicKeyOf } from '../../../crypto/gost/gost3410.ts'
import { vko256 } from '../../../crypto/gost/vko.ts'
import { bytes, curveOf, hex, message, privateKeyOf, publicKeyIn, tableRows } from './openssl-tables.ts'

const agreements = tableRows('agreement.txt')
const unopenable = expect.objectContaining({ code: 'CMS_UNOPENABLE' })

/** The point of TC26-256-A with x = 8: on the curve, but n times it is not O. */
const OUTSIDE_SUBGROUP =
  '0800000000000000000000000000000000000000000000000000000000000000' +
  '07fdadf25214b9a2553b35536820ff02586db76832822fe4b400a8c3be8135ed'

describe('VKO_GOSTR3410_2012_256', () => {
  test('gives the key of RFC 7836 appendix B to both sides', () => {
    const curve = curveOf('1.2.643.7.1.2.1.2.1')
    const ukm = bytes('1d80603c8544c727')
    const a = {
      curve,
      scalar: bytes(
        'c990ecd972fce84ec4db022778f50fcac726f46708384b8d458304962d7147f8' +
          'c2db41cef22c90b102f2968404f9b9be6d47c79692d81826b32b8daca43cb667',
      ),
    }
    const b = {
      curve,
      scalar: bytes(
        '48c859f7b6f11585887cc05ec6ef1390cfea739b1a18c0d4662293ef63b79e3b' +
          '8014070b44918590b4b996acfea4edfbbbcccc8c06edd8bf5bda92a51392d0db',
      ),
    }
    const shared = 'c9a9a77320e2cc559ed72dce6f47e2192ccea95fa648670582c054c0ef36c221'
    expect(hex(vko256(a, publicKeyOf(b), ukm))).toBe(shared)
    expect(hex(vko256(b, publicKeyOf(a), ukm))).toBe(shared)
  })

  test.each(agreements)('%s: agrees with openssl', (oid, pkcs8, spki, ukm, kek) => {
    expect(hex(vko256(privateKeyOf(oid!, pkcs8!), publicKeyIn(oid!, spki!), bytes(ukm!)))).toBe(kek)
  })

  test('keys named by two identifiers of one parameter set agree', () => {
    const own = generatePrivateKey(curveOf('1.2.643.2.2.36.0'))
    const peer = generatePrivateKey(curveOf('1.2.643.2.2.35.1'))
    expect(hex(vko256(own, publicKeyOf(peer), message(8)))).toBe(hex(vko256(peer, publicKeyOf(own), message(8))))
  })

  test('another UKM gives another key', () => {
    const own = generatePrivateKey(curveOf('1.2.643.7.1.2.1.1.1'))
    const peer = publicKeyOf(generatePrivateKey(own.curve))
    expect(hex(vko256(own, peer, bytes('0100000000000000')))).not.toBe(
      hex(vko256(own, peer, bytes('0200000000000000'))),
    )
  })
})

describe('what a stranger may send', () => {
  const curve = curveOf('1.2.643.7.1.2.1.1.1')
  const own = generatePrivateKey(curve)
  const peer = publicKeyOf(generatePrivateKey(curve))

  test.each([
    ['off the curve', { curve, point: peer.point.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) }],
    ['of all zeros', { curve, point: Buffer.alloc(64) }],
    ['outside the prime subgroup', { curve, point: bytes(OUTSIDE_SUBGROUP) }],
    ['too short', { curve, point: peer.point.subarray(1) }],
    ['of another curve', publicKeyOf(generatePrivateKey(curveOf('1.2.643.2.2.35.1')))],
  ])('refuses a peer key %s', (_defect, key) => {
    expect(() => vko256(own, key, message(8))).toThrow(unopenable)
  })

  test('refuses a UKM of zeros, which would make the key known to everybody', () => {
    expect(() => vko256(own, peer, Buffer.alloc(8))).toThrow(unopenable)
  })
})
