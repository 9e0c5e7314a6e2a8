/** What a signature suite is, and the keys of those there are; suite.ts lists them. */
import type { Tlv } from './asn1/tlv.ts'
import type { EcdsaPrivateKey, EcdsaPublicKey } from './ecdsa/ecdsa.ts'
import type { PrivateKey as GostPrivateKey, PublicKey as GostPublicKey } from './gost/gost3410.ts'
import type { RsaPrivateKey, RsaPublicKey } from './rsa/pkcs1-v15.ts'

export type { GostPrivateKey, GostPublicKey }
export type PublicKey = GostPublicKey | RsaPublicKey | EcdsaPublicKey
export type PrivateKey = GostPrivateKey | RsaPrivateKey | EcdsaPrivateKey

export type SuiteId = 'gost2012-256' | 'gost2012-512' | 'rsa-sha256' | 'ecdsa-p256-sha256' | 'ecdsa-p384-sha384'

export interface Digest {
  update(data: Uint8Array): Digest
  digest(): Uint8Array
}

/** A SubjectPublicKeyInfo taken apart. */
export interface KeyInfo {
  readonly parameters: Tlv | undefined
  /** Content of the BIT STRING. */
  readonly bits: Uint8Array
  readonly spki: Uint8Array
}

export interface SignatureSuite {
  readonly id: SuiteId
  /** Algorithm of SubjectPublicKeyInfo. */
  readonly spkiAlgorithm: string
  readonly digestOid: string
  /** Signature-with-digest algorithm, as X.509 names it. */
  readonly signatureOid: string
  /** How SignerInfo of CMS names the signature: the first is written, any of them is read. */
  readonly cmsSignatureOids: readonly [string, ...string[]]
  /** Whether the signature identifiers carry NULL (RSA) or nothing. */
  readonly hasNullParameters: boolean
  readonly xmlDigestUri: string
  readonly xmlSignatureUri: string
  digest(data: Uint8Array): Uint8Array
  newDigest(): Digest
  /** The key of a SubjectPublicKeyInfo; undefined when this suite does not accept it. Throws DerError for a malformed one. */
  findPublicKey(info: KeyInfo): PublicKey | undefined
  /** Signature in the layout of XMLDSig and of tokens. Throws KEY_UNUSABLE for a bad key. */
  sign(privateKey: PrivateKey, digest: Uint8Array): Uint8Array
  /** Of a signature as XMLDSig and tokens lay it out. false for every one that does not verify, however malformed. */
  verify(publicKey: PublicKey, digest: Uint8Array, signature: Uint8Array): boolean
  /** The same of a signature as X.509, CRL, OCSP and CMS lay it out; only ECDSA tells the two apart. */
  verifyEncoded(publicKey: PublicKey, digest: Uint8Array, signature: Uint8Array): boolean
  /** From the layout of XMLDSig to that of X.509 and CMS. */
  encodeSignature(signature: Uint8Array): Uint8Array
}
