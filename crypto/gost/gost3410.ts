/**
 * Signatures of GOST R 34.10-2012 (RFC 7091), 256 and 512 bits.
 *
 * This is plain TypeScript over BigInt: it is NOT constant time (multiplication of secrets is blinded, as far as
 * @noble/curves does it; reduction modulo the order is not) and it is NOT a certified cryptographic tool. Keys that
 * must have legal force belong in a certified provider.
 */
import { randomBytes } from 'node:crypto'
import { bytesToNumberBE, bytesToNumberLE, concatBytes, numberToBytesBE, numberToBytesLE } from '@noble/curves/utils.js'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { CurvePoint, GostCurve } from './curves.ts'
import { findPoint, noteVerified } from './public-points.ts'

export interface PublicKey {
  readonly curve: GostCurve
  /** x || y, each little-endian, as in SubjectPublicKeyInfo. */
  readonly point: Uint8Array
}

export interface PrivateKey {
  readonly curve: GostCurve
  /** Little-endian, as in PKCS#8. */
  readonly scalar: Uint8Array
}

/** The public half. Throws KEY_UNUSABLE when the scalar has a wrong length or is not in 1..n-1. */
export function publicKeyOf(key: PrivateKey): PublicKey {
  return { curve: key.curve, point: encodePoint(key.curve, key.curve.Point.BASE.multiply(secretOf(key))) }
}

/** A new key from the system's random source. */
export function generatePrivateKey(curve: GostCurve): PrivateKey {
  return { curve, scalar: numberToBytesLE(randomScalar(curve), curve.byteLength) }
}

/**
 * Signs a digest (32 or 64 bytes, in the order the hash gives it). Returns s || r, each big-endian, as XMLDSig in SMEV,
 * X.509 and CMS carry it. Throws KEY_UNUSABLE for a bad key; a digest of the wrong length is a bug (RangeError).
 */
export function signDigest(key: PrivateKey, digest: Uint8Array): Uint8Array {
  const { curve } = key
  if (digest.length !== curve.byteLength) throw new RangeError('digest and key differ in length')
  const secret = secretOf(key)
  for (;;) {
    const signature = signWithNonce({ curve, secret, digest, nonce: randomScalar(curve) })
    if (signature) return signature
  }
}

/**
 * Steps 2 to 6 of RFC 7091 section 6.1 with a given nonce; undefined when r or s is zero and another nonce is due.
 * Exported for the published examples only: a nonce used twice gives the private key away.
 */
export function signWithNonce(parameters: {
  curve: GostCurve
  secret: bigint
  digest: Uint8Array
  nonce: bigint
}): Uint8Array | undefined {
  const { curve, secret, digest, nonce } = parameters
  const r = curve.Point.BASE.multiply(nonce).x % curve.order
  const s = (r * secret + nonce * digestNumber(curve, digest)) % curve.order
  if (r === 0n || s === 0n) return undefined
  return concatBytes(numberToBytesBE(s, curve.byteLength), numberToBytesBE(r, curve.byteLength))
}

/**
 * Whether s || r is the key's signature over the digest (RFC 7091 section 6.2). Never throws on what a stranger sent:
 * wrong lengths, numbers out of range, points off the curve or outside the subgroup are simply not a signature.
 */
export function verifyDigest(key: PublicKey, digest: Uint8Array, signature: Uint8Array): boolean {
  const { curve } = key
  if (digest.length !== curve.byteLength || signature.length !== 2 * curve.byteLength) return false
  const s = bytesToNumberBE(signature.subarray(0, curve.byteLength))
  const r = bytesToNumberBE(signature.subarray(curve.byteLength))
  if (r === 0n || r >= curve.order || s === 0n || s >= curve.order) return false
  const point = findPoint(curve, key.point)
  if (!point) return false
  const v = curve.Point.Fn.inv(digestNumber(curve, digest))
  const z1 = (s * v) % curve.order
  const z2 = ((curve.order - r) * v) % curve.order
  const sum = curve.Point.BASE.multiplyUnsafe(z1).add(point.multiplyUnsafe(z2))
  const matches = !sum.is0() && sum.x % curve.order === r
  if (matches) noteVerified(curve, key.point)
  return matches
}

/** The private scalar as a number. Throws KEY_UNUSABLE when its length is wrong or it is not in 1..n-1. */
export function secretOf({ curve, scalar }: PrivateKey): bigint {
  const secret = scalar.length === curve.byteLength ? bytesToNumberLE(scalar) : 0n
  if (secret === 0n || secret >= curve.order)
    throw new GatewayError('KEY_UNUSABLE', `not a private key of ${curve.name}`)
  return secret
}

/** x || y, each little-endian. */
export function encodePoint({ byteLength }: GostCurve, point: CurvePoint): Uint8Array {
  const { x, y } = point.toAffine()
  return concatBytes(numberToBytesLE(x, byteLength), numberToBytesLE(y, byteLength))
}

/** The digest as a little-endian number modulo the order; zero counts as one (RFC 7091 section 6.1, step 2). */
function digestNumber(curve: GostCurve, digest: Uint8Array): bigint {
  return bytesToNumberLE(digest) % curve.order || 1n
}

/** Sixteen bytes more than the order has, so that the reduction leaves no bias to speak of. */
function randomScalar({ byteLength, order }: GostCurve): bigint {
  for (;;) {
    const scalar = bytesToNumberLE(randomBytes(byteLength + 16)) % order
    if (scalar !== 0n) return scalar
  }
}
