/** HMAC, key derivation and key agreement against the examples of RFC 7836 (R 50.1.113-2016), KEG against its definition. */
import { describe, expect, test } from 'vitest'
import { hmacStreebog } from '../../../crypto/gost/hmac.ts'
import { kdfTree } from '../../../crypto/gost/kdf.ts'
import { generatePrivateKey, publicKeyOf } from '../../../crypto/gost/gost3410.ts'
import { kegAgreementUkm, kegKeys } from '../../../crypto/gost/keg.ts'
import { vko256, vko512 } from '../../../crypto/gost/vko.ts'
import { bytes, curveOf, hex, message } from './openssl-tables.ts'

const KEY = Uint8Array.from({ length: 32 }, (_, index) => index)

test.each([
  [256, 'a1aa5f7de402d7b3d323f2991c8d4534013137010a83754fd0af6d7cd4922ed9'],
  [
    512,
    'a59bab22ecae19c65fbde6e5f4e9f5d8549d31f037f9df9b905500e171923a773d5f1530f2ed7e964cb2eedc29e9ad2f3afe93b2814f79f5000ffc0366c251e6',
  ],
] as const)('HMAC_GOSTR3411_2012_%i (RFC 7836 appendix B)', (bits, mac) => {
  expect(hex(hmacStreebog(bits, KEY)(bytes('0126bdb87800af214341456563780100')))).toBe(mac)
})

test('KDF_TREE_GOSTR3411_2012_256 (RFC 7836 appendix B)', () => {
  const use = { label: bytes('26bdb878'), seed: bytes('af21434145656378'), bytes: 64 }
  expect(hex(kdfTree(KEY, use))).toBe(
    '22b6837845c6bef65ea71672b265831086d3c76aebe6dae91cad51d83f79d16b074c9330599d7f8d712fca54392f4ddde93751206b3584c8f43f9e6dc51531f9',
  )
})

describe('VKO on TC26 512-A (RFC 7836 appendix B)', () => {
  const curve = curveOf('1.2.643.7.1.2.1.2.1')
  const a = {
    curve,
    scalar: bytes(
      'c990ecd972fce84ec4db022778f50fcac726f46708384b8d458304962d7147f8c2db41cef22c90b102f2968404f9b9be6d47c79692d81826b32b8daca43cb667',
    ),
  }
  const b = {
    curve,
    scalar: bytes(
      '48c859f7b6f11585887cc05ec6ef1390cfea739b1a18c0d4662293ef63b79e3b8014070b44918590b4b996acfea4edfbbbcccc8c06edd8bf5bda92a51392d0db',
    ),
  }
  const ukm = bytes('1d80603c8544c727')

  test('the public keys are those published', () => {
    expect(hex(publicKeyOf(a).point)).toBe(
      'aab0eda4abff21208d18799fb9a8556654ba783070eba10cb9abb253ec56dcf5d3ccba6192e464e6e5bcb6dea137792f2431f6c897eb1b3c0cc14327b1adc0a7' +
        '914613a3074e363aedb204d38d3563971bd8758e878c9db11403721b48002d38461f92472d40ea92f9958c0ffa4c93756401b97f89fdbe0b5e46e4a4631cdb5a',
    )
    expect(hex(publicKeyOf(b).point)).toMatch(/^192fe183b9713a077253c72c8735de2ea42a3dbc66ea3178/)
  })

  test.each([
    ['256', vko256, 'c9a9a77320e2cc559ed72dce6f47e2192ccea95fa648670582c054c0ef36c221'],
    [
      '512',
      vko512,
      '79f002a96940ce7bde3259a52e015297adaad84597a0d205b50e3e1719f97bfa7ee1d2661fa9979a5aa235b558a7e6d9f88f982dd63fc35a8ec0dd5e242d3bdf',
    ],
  ])('both sides agree on the published %s bits', (_bits, vko, expected) => {
    expect(hex(vko(a, publicKeyOf(b), ukm))).toBe(expected)
    expect(hex(vko(b, publicKeyOf(a), ukm))).toBe(expected)
  })
})

describe('KEG (RFC 9189 section 8.3.1)', () => {
  const ukm = message(32)

  test('reads its first half big-endian, and zero as one', () => {
    expect(hex(kegAgreementUkm(ukm))).toBe(hex(ukm.subarray(0, 16).toReversed()))
    const zero = kegAgreementUkm(new Uint8Array(32).fill(7).fill(0, 0, 16))
    expect(hex(zero)).toBe('01'.padEnd(32, '0'))
  })

  test('with 512 bits takes the agreed secret as both keys', () => {
    expect(kegKeys(message(64), ukm)).toEqual({
      macKey: message(64).subarray(0, 32),
      encryptionKey: message(64).subarray(32),
    })
  })

  test('with 256 bits derives both keys from it and from bytes 17 to 24', () => {
    const derived = kdfTree(message(32), { label: Buffer.from('kdf tree'), seed: ukm.subarray(16, 24), bytes: 64 })
    const { macKey, encryptionKey } = kegKeys(message(32), ukm)
    expect(hex(macKey) + hex(encryptionKey)).toBe(hex(derived))
  })

  test.each(['1.2.643.7.1.2.1.1.1', '1.2.643.7.1.2.1.2.3'])('gives both sides the same keys: %s', (oid) => {
    const [own, peer] = [generatePrivateKey(curveOf(oid)), generatePrivateKey(curveOf(oid))]
    const vko = own.curve.byteLength === 64 ? vko512 : vko256
    const ours = kegKeys(vko(own, publicKeyOf(peer), kegAgreementUkm(ukm)), ukm)
    expect(kegKeys(vko(peer, publicKeyOf(own), kegAgreementUkm(ukm)), ukm)).toEqual(ours)
  })
})
