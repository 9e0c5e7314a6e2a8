/** Key agreement VKO_GOSTR3410_2012_256 and _512 (RFC 7836 section 4.3), for keys of 256 and of 512 bits. */
import { bytesToNumberLE } from '@noble/curves/utils.js'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { multiplyPoint, type PrivateKey, type PublicKey } from './gost3410.ts'
import { streebog256, streebog512 } from './streebog.ts'

/**
 * The 32-byte key shared by both sides; `ukm` (8 or more bytes) is read little-endian. Throws CMS_UNOPENABLE when the
 * peer's point is not a point of the prime subgroup of our curve or the UKM is zero modulo the order, KEY_UNUSABLE
 * when our own key is bad.
 */
export function vko256(privateKey: PrivateKey, peer: PublicKey, ukm: Uint8Array): Uint8Array {
  return streebog256(sharedPoint(privateKey, peer, ukm))
}

/** The same with 64 bytes. */
export function vko512(privateKey: PrivateKey, peer: PublicKey, ukm: Uint8Array): Uint8Array {
  return streebog512(sharedPoint(privateKey, peer, ukm))
}

function sharedPoint(privateKey: PrivateKey, peer: PublicKey, ukm: Uint8Array): Uint8Array {
  const { curve } = privateKey
  const factor = (curve.cofactor * bytesToNumberLE(ukm)) % curve.order
  if (factor === 0n) throw new GatewayError('CMS_UNOPENABLE', 'the key agreement has a zero UKM')
  const shared = multiplyPoint(privateKey, peer, factor)
  if (!shared) throw new GatewayError('CMS_UNOPENABLE', `the peer's public key is not a point of ${curve.name}`)
  return shared
}
