/**
 * Signature suites: which key goes with which digest and which identifiers. A suite is chosen by the certificate's key,
 * never by what a message claims, so a message cannot talk its verifier into another algorithm.
 *
 * This table is the allow-list: SHA-1, MD5, HMAC, GOST R 34.10-2001, short RSA keys and other curves are not in it. What
 * old documents need is in archive-suite.ts. To add a suite: a file in `suites/` and an entry below.
 */
import type { KeyInfo, PrivateKey, PublicKey, SignatureSuite } from './signature-suite.ts'
import { ecdsaP256Suite, ecdsaP384Suite } from './suites/ecdsa.ts'
import { gost2012Suite256 } from './suites/gost2012-256.ts'
import { gost2012Suite512 } from './suites/gost2012-512.ts'
import { rsaSha256Suite } from './suites/rsa-sha256.ts'

export type * from './signature-suite.ts'

const SUITES: readonly SignatureSuite[] = [
  gost2012Suite256,
  gost2012Suite512,
  rsaSha256Suite,
  ecdsaP256Suite,
  ecdsaP384Suite,
]

/** Suite and key of a SubjectPublicKeyInfo; undefined when the gateway does not speak its algorithm or refuses the key. */
export function findSuite(
  spkiAlgorithm: string,
  info: KeyInfo,
): { readonly suite: SignatureSuite; readonly publicKey: PublicKey } | undefined {
  for (const suite of SUITES) {
    const publicKey = suite.spkiAlgorithm === spkiAlgorithm ? suite.findPublicKey(info) : undefined
    if (publicKey !== undefined) return { suite, publicKey }
  }
  return undefined
}

/** The suite that a private key signs in. */
export function getSuiteOf(key: PrivateKey): SignatureSuite {
  if ('rsaPrivate' in key) return rsaSha256Suite
  if ('nistCurve' in key) return key.nistCurve === 'P-256' ? ecdsaP256Suite : ecdsaP384Suite
  return key.curve.byteLength === 32 ? gost2012Suite256 : gost2012Suite512
}
