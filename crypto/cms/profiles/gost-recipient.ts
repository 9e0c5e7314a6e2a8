/** Recipients with keys of GOST R 34.10-2012, and the ephemeral key that a sender makes for each. */
import * as der from '../../asn1/der.ts'
import { generatePrivateKey, publicKeyOf } from '../../gost/gost3410.ts'
import type { GostPrivateKey, GostPublicKey } from '../../suite.ts'
import type { Certificate } from '../../x509/certificate.ts'

export function hasGostKey({ publicKey }: Certificate): boolean {
  return publicKey !== undefined && 'curve' in publicKey
}

/** The key of a recipient for which `hasGostKey` is true; for another it is a bug (TypeError). */
export function getGostKey({ publicKey }: Certificate): GostPublicKey {
  if (publicKey !== undefined && 'curve' in publicKey) return publicKey
  throw new TypeError('a recipient without a key of GOST R 34.10-2012')
}

/** A fresh key on the recipient's curve, and its SubjectPublicKeyInfo under the recipient's own algorithm, copied. */
export function makeEphemeralKey(
  recipient: GostPublicKey,
  algorithmDer: Uint8Array,
): { readonly ephemeral: GostPrivateKey; readonly spki: Uint8Array } {
  const ephemeral = generatePrivateKey(recipient.curve)
  const { point } = publicKeyOf(ephemeral)
  return { ephemeral, spki: der.sequence(algorithmDer, der.bitString(der.octetString(point))) }
}
