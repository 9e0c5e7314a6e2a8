/**
 * Signature suites: which key goes with which digest and which identifiers. A suite is chosen by the certificate's key,
 * never by what a message claims, so a message cannot talk its verifier into another algorithm.
 *
 * To add one: a file in `suites/` and an entry in the table below.
 */
import type { PublicKey } from './gost/gost3410.ts'
import { gost2012Suite256 } from './suites/gost2012-256.ts'
import type { Tlv } from './asn1/tlv.ts'

export interface Digest {
  update(data: Uint8Array): Digest
  digest(): Uint8Array
}

export interface SignatureSuite {
  readonly id: 'gost2012-256'
  /** Algorithm of SubjectPublicKeyInfo; CMS names the signature by it, too. */
  readonly spkiAlgorithm: string
  readonly digestOid: string
  /** Signature-with-digest algorithm, as X.509 names it. */
  readonly signatureOid: string
  readonly xmlDigestUri: string
  readonly xmlSignatureUri: string
  digest(data: Uint8Array): Uint8Array
  newDigest(): Digest
  /** Key of a SubjectPublicKeyInfo. Throws DerError when the key is not one of this suite's. */
  parsePublicKey(parameters: Tlv | undefined, bits: Uint8Array): PublicKey
  /** false for every signature that does not verify, however malformed. */
  verify(publicKey: PublicKey, digest: Uint8Array, signature: Uint8Array): boolean
}

const SUITES: readonly SignatureSuite[] = [gost2012Suite256]

/** The suite of keys with this SubjectPublicKeyInfo algorithm; undefined when the gateway does not speak it. */
export function findSuite(spkiAlgorithm: string): SignatureSuite | undefined {
  return SUITES.find((suite) => suite.spkiAlgorithm === spkiAlgorithm)
}
