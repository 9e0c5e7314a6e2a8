/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2); the arithmetic is OpenSSL's, through node:crypto. */
import { constants, privateEncrypt, publicDecrypt } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'

export interface RsaPublicKey {
  readonly rsaPublic: KeyObject
}

export interface RsaPrivateKey {
  readonly rsaPrivate: KeyObject
}

/** Below, a key is too weak; above, one verification costs a stranger nothing and us too much. */
const MIN_MODULUS_BITS = 2048
const MAX_MODULUS_BITS = 8192
const MAX_EXPONENT = 2n ** 32n
const SHA256_BYTES = 32

/** Whether a key is of a size that the gateway works with: a modulus of 2048 to 8192 bits, a public exponent below 2^32. */
export function isAcceptedSize(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  const isOfSize = modulusLength >= MIN_MODULUS_BITS && modulusLength <= MAX_MODULUS_BITS
  return isOfSize && publicExponent >= 3n && publicExponent < MAX_EXPONENT
}

/** Signature over a SHA-256 digest, as long as the modulus. A digest of another length is a bug (RangeError). */
export function signRsa({ rsaPrivate }: RsaPrivateKey, digest: Uint8Array): Uint8Array {
  return privateEncrypt({ key: rsaPrivate, padding: constants.RSA_PKCS1_PADDING }, encodeDigestInfo(digest))
}

/**
 * Whether the signature is the key's over the SHA-256 digest. The expected block is built and compared as a whole (RFC
 * 8017 section 8.2.2): nothing of a stranger's padding is ever parsed.
 */
export function verifyRsa({ rsaPublic }: RsaPublicKey, digest: Uint8Array, signature: Uint8Array): boolean {
  const modulusBytes = Math.ceil((rsaPublic.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
  if (digest.length !== SHA256_BYTES || signature.length !== modulusBytes) return false
  try {
    const block = publicDecrypt({ key: rsaPublic, padding: constants.RSA_NO_PADDING }, signature)
    return Buffer.compare(block, encodeBlock(digest, modulusBytes)) === 0
  } catch {
    // OpenSSL throws for a number that is not below the modulus: here that is an answer, not an accident.
    return false
  }
}

/** DigestInfo of a SHA-256 digest: what a token is given to pad and sign (CKM_RSA_PKCS). */
export function encodeDigestInfo(digest: Uint8Array): Uint8Array {
  if (digest.length !== SHA256_BYTES) throw new RangeError('not a digest of SHA-256')
  return der.sequence(der.sequence(der.oid(OID.sha256), der.nullElement()), der.octetString(digest))
}

/** EMSA-PKCS1-v1_5 (RFC 8017 section 9.2): 00 01 ff..ff 00 DigestInfo. */
function encodeBlock(digest: Uint8Array, modulusBytes: number): Uint8Array {
  const digestInfo = encodeDigestInfo(digest)
  const block = new Uint8Array(modulusBytes).fill(0xff)
  block.set([0, 1])
  block.set([0, ...digestInfo], modulusBytes - digestInfo.length - 1)
  return block
}
