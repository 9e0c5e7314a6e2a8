/**
 * ECDSA (FIPS 186-5) on P-256 and P-384 over a given digest; the arithmetic is @noble/curves, as node:crypto offers none
 * that starts from a digest. Nonces by RFC 6979 with fresh randomness mixed in. Over BigInt: not constant time.
 */
import { p256, p384 } from '@noble/curves/nist.js'
import { bytesToNumberBE, concatBytes, numberToBytesBE } from '@noble/curves/utils.js'
import { GatewayError } from '../../gateway/domain/faults.ts'
import * as der from '../asn1/der.ts'
import { DerError, openSequence, parseTlv } from '../asn1/tlv.ts'
import { parseUnsigned } from '../asn1/values.ts'

export type NistCurve = 'P-256' | 'P-384'

export interface EcdsaPublicKey {
  readonly nistCurve: NistCurve
  /** Uncompressed point 04 || x || y, each big-endian (SEC 1 section 2.3.3). */
  readonly point: Uint8Array
}

export interface EcdsaPrivateKey {
  readonly nistCurve: NistCurve
  /** Big-endian. */
  readonly scalar: Uint8Array
}

const CURVES = { 'P-256': { arithmetic: p256, bytes: 32 }, 'P-384': { arithmetic: p384, bytes: 48 } } as const
/** Both halves of a signature's range are good: low-S is a rule of block chains, not of FIPS 186. */
const PLAIN = { prehash: false, lowS: false } as const

/** r || s, each as long as the field (IEEE P1363), as XMLDSig and tokens have it. Throws KEY_UNUSABLE for a bad scalar. */
export function signEcdsa({ nistCurve, scalar }: EcdsaPrivateKey, digest: Uint8Array): Uint8Array {
  const { arithmetic, bytes } = CURVES[nistCurve]
  if (digest.length !== bytes) throw new RangeError('digest and key differ in length')
  if (!arithmetic.utils.isValidSecretKey(scalar)) throw new GatewayError('KEY_UNUSABLE', `not a key of ${nistCurve}`)
  return arithmetic.sign(digest, scalar, { ...PLAIN, extraEntropy: true })
}

/** Whether r || s is the key's signature over the digest; false, never a throw, for whatever a stranger sent. */
export function verifyEcdsa(key: EcdsaPublicKey, digest: Uint8Array, signature: Uint8Array): boolean {
  const { arithmetic, bytes } = CURVES[key.nistCurve]
  if (digest.length !== bytes || signature.length !== 2 * bytes) return false
  return arithmetic.verify(signature, digest, key.point, PLAIN)
}

/** Ecdsa-Sig-Value (RFC 3279 section 2.2.3), as X.509 and CMS have it, of r || s. */
export function encodeEcdsaSignature(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2
  return der.sequence(der.integer(signature.subarray(0, half)), der.integer(signature.subarray(half)))
}

/** r || s of an Ecdsa-Sig-Value; undefined for what is none of this curve. */
export function findEcdsaSignature(nistCurve: NistCurve, encoded: Uint8Array): Uint8Array | undefined {
  const { bytes } = CURVES[nistCurve]
  try {
    const fields = openSequence(parseTlv(encoded, 2 * bytes + 16))
    const halves = [parseUnsigned(fields.read()), parseUnsigned(fields.read())]
    fields.end()
    if (halves.some((half) => half.length > bytes)) return undefined
    return concatBytes(...halves.map((half) => numberToBytesBE(bytesToNumberBE(half), bytes)))
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}
