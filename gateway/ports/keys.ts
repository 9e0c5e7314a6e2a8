/**
 * Private-key work behind references: a software key file today, a token or a signing service tomorrow; hence always
 * asynchronous. Nothing on this port returns, or lets one compute, a private key.
 */

/** What a key is for; one key never serves two roles (design section 4). */
export type KeyRole = 'SMEV' | 'OFFICE' | 'AUTOMATIC_SIGNING' | 'DECRYPTION' | 'AUDIT'

/** The keys of the role DECRYPTION: senders encrypt to the certificate before this one until they hear of the change. */
export const OPENING_KEYS = ['DECRYPTION', 'DECRYPTION_PREVIOUS'] as const
export type OpeningKey = (typeof OPENING_KEYS)[number]

/** Opaque name of a key inside its provider, taken from configuration. */
export type KeyRef = string

export interface KeyProvider {
  /**
   * Signature over a digest, in the layout of the key's suite: GOST R 34.10-2012 s || r (64 or 128 octets), ECDSA r || s,
   * RSA PKCS#1 v1.5 as long as the modulus. `message` is what the digest was taken of, for those means of signature that
   * take nothing else. KEY_UNUSABLE.
   */
  sign(ref: KeyRef, digest: Uint8Array, message?: Uint8Array): Promise<Uint8Array>
  /**
   * Key (32 octets) agreed with the holder of `peerSpki` (DER SubjectPublicKeyInfo), VKO GOST R 34.10-2012 with a 256-bit
   * digest, for keys of 256 and 512 bits; `ukm` of 8 or 16 octets. KEY_UNUSABLE when our key is at fault, CMS_UNOPENABLE
   * when the peer's key does not fit ours.
   */
  agree(ref: KeyRef, peerSpki: Uint8Array, ukm: Uint8Array): Promise<Uint8Array>
  /** The same with a 512-bit digest (64 octets), for keys of 512 bits. */
  agree512(ref: KeyRef, peerSpki: Uint8Array, ukm: Uint8Array): Promise<Uint8Array>
  /** RSAES-OAEP with SHA-256. KEY_UNUSABLE when our key is at fault, CMS_UNOPENABLE for everything else, in one wording. */
  decrypt(ref: KeyRef, encrypted: Uint8Array): Promise<Uint8Array>
}
