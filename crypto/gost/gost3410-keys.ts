/** Keys of GOST R 34.10-2012, as bytes in the order certificates and PKCS#8 carry them. */
import { bytesToNumberLE, concatBytes, numberToBytesLE } from '@noble/curves/utils.js'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { CurvePoint, GostCurve } from './curves.ts'

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

/** The private scalar as a number. Throws KEY_UNUSABLE when its length is wrong or it is not in 1..n-1. */
export function secretOf({ curve, scalar }: PrivateKey): bigint {
  const secret = scalar.length === curve.byteLength ? bytesToNumberLE(scalar) : 0n
  if (secret === 0n || secret >= curve.order) throw unusableKey(curve)
  return secret
}

/** KEY_UNUSABLE, naming the curve and nothing of the key. */
export function unusableKey(curve: GostCurve): GatewayError {
  return new GatewayError('KEY_UNUSABLE', `not a private key of ${curve.name}`)
}

/** x || y, each little-endian. */
export function encodePoint({ byteLength }: GostCurve, point: CurvePoint): Uint8Array {
  const { x, y } = point.toAffine()
  return concatBytes(numberToBytesLE(x, byteLength), numberToBytesLE(y, byteLength))
}
