import { describe, expect, test } from 'vitest'
import { buildCurve, type CurvePoint, type GostCurve } from '../../../crypto/gost/curves.ts'
import { encodePoint, generatePrivateKey, gost3410Over } from '../../../crypto/gost/gost3410.ts'
import { ARITHMETICS } from './arithmetics.ts'
import { bytes, curveOf, hex, message, privateKeyOf, publicKeyIn, tableRows } from './openssl-tables.ts'
import { EXAMPLES } from './published-signatures.ts'

describe.each(ARITHMETICS)('over $name', ({ signatures }) => {
  const { publicKeyOf, signDigest, signWithNonce, verifyDigest } = gost3410Over(signatures)

  describe('published examples', () => {
    test.each(EXAMPLES)('$source: exact public key, r and s', (example) => {
      const curve = buildCurve(example.oid, example)
      const { byteLength } = curve
      const digest = littleEndian(example.e, byteLength)
      const key = { curve, scalar: littleEndian(example.d, byteLength) }
      const signature = signWithNonce({ curve, secret: example.d, digest, nonce: example.k })
      expect(signature && hex(signature)).toBe(hexNumber(example.s, byteLength) + hexNumber(example.r, byteLength))
      expect(verifyDigest(publicKeyOf(key), digest, signature!)).toBe(true)
      const point = Buffer.concat([littleEndian(example.Qx, byteLength), littleEndian(example.Qy, byteLength)])
      expect(hex(publicKeyOf(key).point)).toBe(hex(point))
    })
  })

  describe.each(tableRows('signatures.txt'))(
    '%s',
    (oid = '', pkcs8 = '', spki = '', digestHex = '', signatureHex = '') => {
      const digest = bytes(digestHex)
      const signature = bytes(signatureHex)
      const key = publicKeyIn(oid, spki)

      test('the public key is the one openssl derives', () => {
        expect(hex(publicKeyOf(privateKeyOf(oid, pkcs8)).point)).toBe(hex(key.point))
      })

      test('verifies the signature of openssl, also with the table of a known key', () => {
        for (let i = 0; i < 5; i++) expect(verifyDigest(key, digest, signature)).toBe(true)
      })

      test('verifies its own signature, and no two signatures are equal', () => {
        const own = privateKeyOf(oid, pkcs8)
        const [one, two] = [signDigest(own, digest), signDigest(own, digest)]
        expect([one, two].map((made) => verifyDigest(key, digest, made))).toEqual([true, true])
        expect(hex(one)).not.toBe(hex(two))
      })

      test('rejects a changed digest, a changed signature and another key', () => {
        const other = publicKeyOf(generatePrivateKey(key.curve))
        expect(verifyDigest(key, flipBit(digest, 0), signature)).toBe(false)
        expect(verifyDigest(key, flipBit(digest, digest.length - 1), signature)).toBe(false)
        expect(verifyDigest(key, digest, flipBit(signature, 0))).toBe(false)
        expect(verifyDigest(key, digest, flipBit(signature, signature.length - 1))).toBe(false)
        expect(verifyDigest(other, digest, signature)).toBe(false)
      })

      test('rejects r and s in the other order or reversed', () => {
        const half = signature.length / 2
        const swapped = Buffer.concat([signature.subarray(half), signature.subarray(0, half)])
        expect(verifyDigest(key, digest, swapped)).toBe(false)
        expect(verifyDigest(key, digest, Uint8Array.from(signature).toReversed())).toBe(false)
      })
    },
  )

  describe('what a stranger may send', () => {
    const curve = curveOf('1.2.643.7.1.2.1.1.1')
    const secret = generatePrivateKey(curve)
    const key = publicKeyOf(secret)
    const digest = message(32)
    const signature = signDigest(secret, digest)
    const [s, r] = [signature.subarray(0, 32), signature.subarray(32)]
    const order = bytes(hexNumber(curve.order, 32))
    const ones = Buffer.alloc(32, 0xff)

    test.each([
      ['r = 0', [s, Buffer.alloc(32)]],
      ['s = 0', [Buffer.alloc(32), r]],
      ['r = n', [s, order]],
      ['s = n', [order, r]],
      ['r of all ones', [s, ones]],
      ['r + n', [s, bytes(hexNumber(BigInt(`0x${hex(r)}`) + curve.order, 32))]],
      ['s + n', [bytes(hexNumber(BigInt(`0x${hex(s)}`) + curve.order, 32)), r]],
      ['nothing', []],
      ['one byte less', [s, r.subarray(0, 31)]],
      ['one byte more', [s, r, Buffer.alloc(1)]],
    ])('rejects a signature with %s', (_defect, parts) => {
      expect(verifyDigest(key, digest, signature)).toBe(true)
      expect(verifyDigest(key, digest, Buffer.concat(parts))).toBe(false)
    })

    test.each([0, 31, 33, 64])('rejects a digest of %i bytes', (length) => {
      expect(verifyDigest(key, message(length), signature)).toBe(false)
    })

    test.each([
      ['off the curve', flipBit(key.point, 0)],
      ['of all zeros', Buffer.alloc(64)],
      ['of all ones', Buffer.alloc(64, 0xff)],
      ['too short', key.point.subarray(0, 63)],
      ['too long', Buffer.concat([key.point, Buffer.alloc(1)])],
      ['empty', Buffer.alloc(0)],
      ['of order two', pointOfOrderTwo(curve)],
      ['outside the prime subgroup', pointOutsideSubgroup(curve)],
    ])('rejects a public key %s', (_defect, point) => {
      expect(verifyDigest({ curve, point }, digest, signature)).toBe(false)
    })

    test('a digest that is zero modulo the order is signed as one', () => {
      const zero = Buffer.alloc(32)
      const multiple = littleEndian(curve.order, 32)
      const made = signDigest(secret, zero)
      expect(verifyDigest(key, zero, made)).toBe(true)
      expect(verifyDigest(key, multiple, made)).toBe(true)
      expect(verifyDigest(key, littleEndian(1n, 32), made)).toBe(true)
      expect(verifyDigest(key, littleEndian(2n, 32), made)).toBe(false)
    })

    test('known keys survive more strangers than the cache holds', () => {
      for (let i = 0; i < 70; i++) {
        const stranger = publicKeyOf({ curve, scalar: littleEndian(BigInt(i + 2), 32) })
        expect(verifyDigest(stranger, digest, signature)).toBe(false)
      }
      expect(verifyDigest(key, digest, signature)).toBe(true)
    })
  })

  describe('our own keys', () => {
    const curve = curveOf('1.2.643.2.2.35.1')

    test.each([
      ['zero', Buffer.alloc(32)],
      ['the order', littleEndian(curve.order, 32)],
      ['too short', Buffer.alloc(31, 1)],
      ['too long', Buffer.alloc(64, 1)],
    ])('are unusable when the scalar is %s', (_defect, scalar) => {
      const unusable = expect.objectContaining({ code: 'KEY_UNUSABLE' })
      expect(() => publicKeyOf({ curve, scalar })).toThrow(unusable)
      expect(() => signDigest({ curve, scalar }, message(32))).toThrow(unusable)
    })

    test('do not sign a digest of another length', () => {
      expect(() => signDigest(generatePrivateKey(curve), message(64))).toThrow(RangeError)
    })
  })
})

function littleEndian(value: bigint, length: number): Uint8Array {
  return Uint8Array.from(bytes(hexNumber(value, length))).toReversed()
}

function hexNumber(value: bigint, length: number): string {
  return value.toString(16).padStart(2 * length, '0')
}

function flipBit(data: Uint8Array, index: number): Uint8Array {
  return Uint8Array.from(data, (byte, i) => (i === index ? byte ^ 1 : byte))
}

/** Points of the whole curve; with a cofactor of 4 most of them lie outside the subgroup of G. */
function* pointsOf({ Point }: GostCurve): Generator<CurvePoint> {
  const { a, b } = Point.CURVE()
  for (let x = 2n; ; x++) {
    const square = Point.Fp.create(x ** 3n + a * x + b)
    const y = Point.Fp.pow(square, (Point.Fp.ORDER + 1n) / 4n) // a square root where there is one: p = 3 modulo 4
    if (Point.Fp.sqr(y) === square) yield Point.fromAffine({ x, y })
  }
}

function pointOutsideSubgroup(curve: GostCurve): Uint8Array {
  for (const point of pointsOf(curve)) if (!multipleOfOrder(curve, point)?.is0()) return encodePoint(curve, point)
  throw new Error('every point is in the subgroup')
}

/** The double of a point of order four, by the affine formula: the arithmetic has no points with y = 0. */
function pointOfOrderTwo(curve: GostCurve): Uint8Array {
  const { Fp } = curve.Point
  const { a } = curve.Point.CURVE()
  for (const candidate of pointsOf(curve)) {
    const quarter = multipleOfOrder(curve, candidate)
    if (!quarter || quarter.is0()) continue
    const slope = Fp.div(Fp.create(3n * quarter.x ** 2n + a), Fp.create(2n * quarter.y))
    const x = Fp.create(slope * slope - 2n * quarter.x)
    expect(Fp.create(x ** 3n + a * x + curve.Point.CURVE().b)).toBe(0n)
    return Buffer.concat([littleEndian(x, curve.byteLength), Buffer.alloc(curve.byteLength)])
  }
  throw new Error('no point of order four')
}

/** nP: only the part of small order remains; undefined when that part has order two and no representation. */
function multipleOfOrder({ order }: GostCurve, point: CurvePoint): CurvePoint | undefined {
  try {
    return point.multiplyUnsafe(order - 1n).add(point)
  } catch {
    return undefined
  }
}
