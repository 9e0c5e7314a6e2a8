/** Cases that random numbers hardly ever hit: sums of equal and of opposite points, odd numbers in odd places. */
import { describe, expect, test } from 'vitest'
import type { GostCurve } from '../../../../crypto/gost/curves.ts'
import { ARITHMETICS, TYPESCRIPT, WASM } from '../arithmetics.ts'
import { curveOf, hex, message } from '../openssl-tables.ts'

const CRYPTOPRO_A = curveOf('1.2.643.2.2.35.1')
const CRYPTOPRO_C = curveOf('1.2.643.2.2.35.3')
const TC26_A = curveOf('1.2.643.7.1.2.1.1.1')
const CURVES = [CRYPTOPRO_A, CRYPTOPRO_C, TC26_A]

describe.each(CURVES)('signing on $name', (curve) => {
  const { order } = curve
  const key = { curve, scalar: encode(0x1234567890abcdefn, 32) }
  const digest = message(32)

  // With k = 2d * 2^248 modulo n, d being the topmost digit, the last addition to kG is that of two equal points.
  const topDigit = (order >> 248n) | 1n
  test.each([
    ['one', 1n],
    ['two', 2n],
    ['minus one', order - 1n],
    ['minus two', order - 2n],
    ['the topmost row alone', 2n ** 248n],
    ['just below the topmost row', 2n ** 248n - 1n],
    ['all ones', 2n ** 254n - 1n],
    ['one whose last addition doubles', (2n * topDigit * 2n ** 248n) % order],
    ['one whose last addition doubles, negated', order - ((2n * topDigit * 2n ** 248n) % order)],
    ['that needs a reduction to one', order + 1n],
    ['of full length', 2n ** 512n - 1n],
  ])('with a nonce of %s agrees with TypeScript', (_what, nonce) => {
    // On CryptoPro-C the abscissa of G is zero, so that a nonce of one or minus one gives no signature at all.
    const answers = ARITHMETICS.map(({ signatures }) => hexOrNone(signatures.sign(key, digest, encode(nonce, 64))))
    expect(answers[0]).toBe(answers[1])
  })

  test.each([
    ['zero', 0n],
    ['the order', order],
    ['five times the order', 5n * order],
  ])('asks for another nonce instead of %s', (_what, nonce) => {
    expect(WASM.signatures.sign(key, digest, encode(nonce, 64))).toBeUndefined()
  })

  test('verifies over digests of every length in bits', () => {
    const publicKey = { curve, point: WASM.signatures.derivePublicPoint(key) }
    for (let bit = 0n; bit < 256n; bit++) {
      for (const number of [2n ** bit, 2n ** bit - 1n, 2n ** 256n - 2n ** bit - 1n]) {
        const over = encode(number, 32)
        const made = WASM.signatures.sign(key, over, encode(bit + 7n, 64))!
        expect(WASM.signatures.verify(publicKey, over, made), number.toString(16)).toBe(true)
      }
    }
  })
})

/**
 * The key is d = 1 or -1, so that z1 G + z2 Q = kG with k = z1 + d z2. Choosing the z first gives k, then r, then e and s.
 * The ladder or table of Q comes first, then the rows of G: the first adds z1's lowest digit, 5 here, times G.
 */
describe.each(CURVES)('verification on $name', (curve) => {
  const { order } = curve
  const withLowDigitFive = 261n + 512n * 0x1234567890abcdefn

  test.each([
    ['5G and 5G', 1n, 5n],
    ['5G and 5G, the key being -G', order - 1n, order - 5n],
    ['-5G and 5G, which is infinity half-way', 1n, order - 5n],
    ['-5G and 5G, the key being -G', order - 1n, 5n],
    ['G and a great multiple', 1n, 1n],
    ['-G and a great multiple', 1n, order - 1n],
  ])('adds %s', (_what, d, z2) => {
    const { point, digest, signature } = signatureOf(curve, { d, z1: withLowDigitFive, z2 })
    // The third good one makes the table, with which the later ones are verified.
    for (const { signatures } of ARITHMETICS) {
      for (let i = 0; i < 5; i++) expect(signatures.verify({ curve, point }, digest, signature)).toBe(true)
    }
  })

  test('refuses what comes to infinity, with and without a table', () => {
    const d = 0xabcdefn
    const digest = message(32)
    const key = { curve, scalar: encode(d, 32) }
    const point = WASM.signatures.derivePublicPoint(key)
    // s = r d: then z1 G + z2 Q = (s - r d) / e G = O.
    const forged = concatenate(6n * d, 6n)
    const { signatures } = WASM
    expect(signatures.verify({ curve, point }, digest, forged)).toBe(false)
    for (let i = 0n; i < 4n; i++) {
      const good = signatures.sign(key, digest, encode(99n + i, 64))!
      expect(signatures.verify({ curve, point }, digest, good)).toBe(true)
    }
    expect(signatures.verify({ curve, point }, digest, forged)).toBe(false)
    expect(TYPESCRIPT.signatures.verify({ curve, point }, digest, forged)).toBe(false)
  })
})

function signatureOf(curve: GostCurve, { d, z1, z2 }: Record<'d' | 'z1' | 'z2', bigint>) {
  const { Fn, BASE } = curve.Point
  const r = BASE.multiply(Fn.create(z1 + d * z2)).x % curve.order
  const e = Fn.neg(Fn.div(r, z2))
  const point = WASM.signatures.derivePublicPoint({ curve, scalar: encode(d, 32) })
  return { point, digest: encode(e, 32), signature: concatenate(Fn.mul(z1, e), r) }
}

function hexOrNone(signature: Uint8Array | undefined): string {
  return signature ? hex(signature) : 'none'
}

/** s || r, big-endian. */
function concatenate(s: bigint, r: bigint): Uint8Array {
  return Buffer.concat([encode(s, 32).toReversed(), encode(r, 32).toReversed()])
}

/** Little-endian. */
function encode(value: bigint, length: number): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex')).toReversed()
}
