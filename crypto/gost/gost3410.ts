/**
 * Signatures of GOST R 34.10-2012 (RFC 7091), 256 and 512 bits, over the arithmetic that backend.ts chose.
 *
 * In WebAssembly signing takes the same steps for every key and nonce; the TypeScript fallback is NOT constant time.
 * Neither is a certified cryptographic tool: keys that must have legal force belong in a certified provider.
 */
import { randomFillSync } from 'node:crypto'
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js'
import type { SignatureArithmetic } from './arithmetic.ts'
import { gostArithmetic } from './backend.ts'
import type { GostCurve } from './curves.ts'
import type { PrivateKey, PublicKey } from './gost3410-keys.ts'

export { encodePoint, secretOf, type PrivateKey, type PublicKey } from './gost3410-keys.ts'

/** The operations, over one arithmetic or another. */
export interface Gost3410 {
  /** The public half. Throws KEY_UNUSABLE when the scalar has a wrong length or is not in 1..n-1. */
  publicKeyOf(key: PrivateKey): PublicKey
  /**
   * Signs a digest (32 or 64 bytes, in the order the hash gives it). Returns s || r, each big-endian, as XMLDSig in
   * SMEV, X.509 and CMS carry it. Throws KEY_UNUSABLE for a bad key; a digest of the wrong length is a bug (RangeError).
   */
  signDigest(key: PrivateKey, digest: Uint8Array): Uint8Array
  /**
   * Steps 2 to 6 of RFC 7091 section 6.1 with a given nonce; undefined when r or s is zero and another nonce is due.
   * For the published examples only: a nonce used twice gives the private key away.
   */
  signWithNonce(parameters: SignatureParameters): Uint8Array | undefined
  /**
   * Whether s || r is the key's signature over the digest (RFC 7091 section 6.2). Never throws on what a stranger sent:
   * wrong lengths, numbers out of range, points off the curve or outside the subgroup are simply not a signature.
   */
  verifyDigest(key: PublicKey, digest: Uint8Array, signature: Uint8Array): boolean
  /**
   * The peer's point times the key and a factor, as x || y, for key agreement; undefined when the peer's is no point of
   * the prime subgroup of the same curve or the factor is zero modulo the order. Throws KEY_UNUSABLE.
   */
  multiplyPoint(key: PrivateKey, peer: PublicKey, factor: bigint): Uint8Array | undefined
}

export interface SignatureParameters {
  readonly curve: GostCurve
  readonly secret: bigint
  readonly digest: Uint8Array
  readonly nonce: bigint
}

export function gost3410Over(arithmetic: SignatureArithmetic): Gost3410 {
  return {
    publicKeyOf: (key) => ({ curve: key.curve, point: arithmetic.derivePublicPoint(key) }),

    signDigest(key, digest) {
      if (digest.length !== key.curve.byteLength) throw new RangeError('digest and key differ in length')
      const nonce = new Uint8Array(2 * key.curve.byteLength)
      for (;;) {
        const signature = arithmetic.sign(key, digest, randomFillSync(nonce))
        nonce.fill(0)
        if (signature) return signature
      }
    },

    signWithNonce({ curve, secret, digest, nonce }) {
      const scalar = numberToBytesLE(secret, curve.byteLength)
      return arithmetic.sign({ curve, scalar }, digest, numberToBytesLE(nonce, 2 * curve.byteLength))
    },

    verifyDigest(key, digest, signature) {
      const { byteLength } = key.curve
      if (digest.length !== byteLength || signature.length !== 2 * byteLength) return false
      return arithmetic.verify(key, digest, signature)
    },

    multiplyPoint: (key, peer, factor) => arithmetic.multiplyPoint(key, peer, factor),
  }
}

let chosen: Gost3410 | undefined
function operations(): Gost3410 {
  return (chosen ??= gost3410Over(gostArithmetic().signatures))
}

// The same over the arithmetic chosen at start.
export const publicKeyOf: Gost3410['publicKeyOf'] = (key) => operations().publicKeyOf(key)
export const signDigest: Gost3410['signDigest'] = (key, digest) => operations().signDigest(key, digest)
export const signWithNonce: Gost3410['signWithNonce'] = (parameters) => operations().signWithNonce(parameters)
export const verifyDigest: Gost3410['verifyDigest'] = (key, digest, signature) =>
  operations().verifyDigest(key, digest, signature)
export const multiplyPoint: Gost3410['multiplyPoint'] = (key, peer, factor) =>
  operations().multiplyPoint(key, peer, factor)

/** A new key from the system's random source. */
export function generatePrivateKey(curve: GostCurve): PrivateKey {
  // Twice as many bits as the order has, so that the reduction leaves no bias to speak of.
  const random = randomFillSync(new Uint8Array(2 * curve.byteLength))
  return { curve, scalar: numberToBytesLE((bytesToNumberLE(random) % (curve.order - 1n)) + 1n, curve.byteLength) }
}
