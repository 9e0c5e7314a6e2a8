/**
 * GOST R 34.10-2012 in plain TypeScript over BigInt: for where WebAssembly is not to be had, and to compare with.
 *
 * It is NOT constant time: @noble/curves blinds the multiplication of secrets as far as it can, but BigInt's own
 * multiplication and reduction take longer for longer numbers, and secrets stay in memory until they are collected.
 */
import { bytesToNumberBE, bytesToNumberLE, concatBytes, numberToBytesBE } from '@noble/curves/utils.js'
import type { SignatureArithmetic } from './arithmetic.ts'
import type { GostCurve } from './curves.ts'
import { encodePoint, secretOf } from './gost3410-keys.ts'
import { findPoint, noteVerified } from './public-points.ts'

export const typescriptSignatures: SignatureArithmetic = {
  derivePublicPoint: (key) => encodePoint(key.curve, key.curve.Point.BASE.multiply(secretOf(key))),

  sign(key, digest, nonceBytes) {
    const { curve } = key
    const { byteLength, order } = curve
    const secret = secretOf(key)
    const nonce = bytesToNumberLE(nonceBytes) % order
    if (nonce === 0n) return undefined
    const r = curve.Point.BASE.multiply(nonce).x % order
    const s = (r * secret + nonce * digestNumber(curve, digest)) % order
    if (r === 0n || s === 0n) return undefined
    return concatBytes(numberToBytesBE(s, byteLength), numberToBytesBE(r, byteLength))
  },

  verify(key, digest, signature) {
    const { curve } = key
    const { order } = curve
    const s = bytesToNumberBE(signature.subarray(0, curve.byteLength))
    const r = bytesToNumberBE(signature.subarray(curve.byteLength))
    if (r === 0n || r >= order || s === 0n || s >= order) return false
    const point = findPoint(curve, key.point)
    if (!point) return false
    const v = curve.Point.Fn.inv(digestNumber(curve, digest))
    const z1 = (s * v) % order
    const z2 = ((order - r) * v) % order
    const sum = curve.Point.BASE.multiplyUnsafe(z1).add(point.multiplyUnsafe(z2))
    const matches = !sum.is0() && sum.x % order === r
    if (matches) noteVerified(curve, key.point)
    return matches
  },

  multiplyPoint(key, peer, factor) {
    const { curve } = key
    const secret = secretOf(key)
    const point = peer.curve.Point === curve.Point ? findPoint(curve, peer.point) : undefined
    const scalar = ((factor % curve.order) * secret) % curve.order
    return point && scalar !== 0n ? encodePoint(curve, point.multiply(scalar)) : undefined
  },
}

/** The digest as a little-endian number modulo the order; zero counts as one (RFC 7091 section 6.1, step 2). */
function digestNumber(curve: GostCurve, digest: Uint8Array): bigint {
  return bytesToNumberLE(digest) % curve.order || 1n
}
