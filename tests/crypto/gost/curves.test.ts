import { describe, expect, test } from 'vitest'
import { PARAMETER_SETS } from '../../../crypto/gost/curve-parameters.ts'
import { findCurve } from '../../../crypto/gost/curves.ts'
import { curveOf } from './openssl-tables.ts'

const NAMES = PARAMETER_SETS.flatMap(({ names }) => Object.entries(names))

describe('GOST curves (RFC 4357 section 11.4, RFC 7836 appendix A)', () => {
  test('are these twelve, by their registered identifiers', () => {
    expect(Object.fromEntries(NAMES)).toEqual({
      '1.2.643.2.2.35.1': 'CryptoPro-A',
      '1.2.643.2.2.35.2': 'CryptoPro-B',
      '1.2.643.2.2.35.3': 'CryptoPro-C',
      '1.2.643.2.2.36.0': 'CryptoPro-XchA',
      '1.2.643.2.2.36.1': 'CryptoPro-XchB',
      '1.2.643.7.1.2.1.1.1': 'TC26-256-A',
      '1.2.643.7.1.2.1.1.2': 'TC26-256-B',
      '1.2.643.7.1.2.1.1.3': 'TC26-256-C',
      '1.2.643.7.1.2.1.1.4': 'TC26-256-D',
      '1.2.643.7.1.2.1.2.1': 'TC26-512-A',
      '1.2.643.7.1.2.1.2.2': 'TC26-512-B',
      '1.2.643.7.1.2.1.2.3': 'TC26-512-C',
    })
  })

  test.each(NAMES)('%s (%s): G lies on the curve and has the stated order', (oid, name) => {
    const curve = curveOf(oid)
    const { p, a, b, Gx, Gy } = curve.Point.CURVE()
    expect([curve.oid, curve.name]).toEqual([oid, name])
    expect((Gx ** 3n + a * Gx + b - Gy ** 2n) % p).toBe(0n)
    expect(
      curve.Point.BASE.multiplyUnsafe(curve.order - 1n)
        .add(curve.Point.BASE)
        .is0(),
    ).toBe(true)
    expect(curve.byteLength).toBe(name.includes('512') ? 64 : 32)
  })

  test.each(PARAMETER_SETS)('$names: the numbers are prime and the cofactor fits the field (Hasse)', ({ p, n, h }) => {
    expect([p, n].map(isProbablyPrime)).toEqual([true, true])
    const trace = p + 1n - h * n
    expect(trace * trace <= 4n * p).toBe(true)
  })

  test('that one set names twice share their arithmetic', () => {
    expect(curveOf('1.2.643.2.2.36.0').Point).toBe(curveOf('1.2.643.7.1.2.1.1.2').Point)
  })

  test.each(['1.2.643.2.2.35.0', '1.2.643.7.1.2.1.1.0', '', 'constructor'])('do not include %o', (oid) => {
    expect(findCurve(oid)).toBeUndefined()
  })
})

/** Miller-Rabin to twelve bases. */
function isProbablyPrime(candidate: bigint): boolean {
  const twos = (candidate - 1n).toString(2).length - (candidate - 1n).toString(2).replace(/0+$/, '').length
  return [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n].every((base) => {
    let power = powerModulo(base, (candidate - 1n) >> BigInt(twos), candidate)
    if (power === 1n) return true
    for (let i = 0; i < twos; i++, power = (power * power) % candidate) if (power === candidate - 1n) return true
    return false
  })
}

function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let square = base, bits = exponent; bits > 0n; bits >>= 1n, square = (square * square) % modulus) {
    if (bits & 1n) result = (result * square) % modulus
  }
  return result
}
