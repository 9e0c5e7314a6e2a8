/**
 * RSA (PKCS#1 v1.5, 2048 bits and up) with SHA-256: a profile of this project, as SMEV lists GOST only. Identifiers of
 * RFC 4055 and of the W3C (RFC 6931 section 2.3.2).
 */
import { createHash, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import { DerError } from '../asn1/tlv.ts'
import { parseNull } from '../asn1/values.ts'
import { isAcceptedSize, signRsa, verifyRsa } from '../rsa/pkcs1-v15.ts'
import type { RsaPublicKey } from '../rsa/pkcs1-v15.ts'
import type { KeyInfo, PublicKey, SignatureSuite } from '../signature-suite.ts'

const verify: SignatureSuite['verify'] = (key, digest, signature) => verifyRsa(publicKeyOf(key), digest, signature)

export const rsaSha256Suite: SignatureSuite = {
  id: 'rsa-sha256',
  spkiAlgorithm: OID.rsaKey,
  digestOid: OID.sha256,
  signatureOid: OID.rsaSha256,
  cmsSignatureOids: [OID.rsaKey, OID.rsaSha256],
  hasNullParameters: true,
  xmlDigestUri: 'http://www.w3.org/2001/04/xmlenc#sha256',
  xmlSignatureUri: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  digest: (data) => createHash('sha256').update(data).digest(),
  newDigest: () => createHash('sha256'),
  findPublicKey,
  sign(key, digest) {
    if (!('rsaPrivate' in key)) throw new TypeError('a key of another suite')
    return signRsa(key, digest)
  },
  verify,
  verifyEncoded: verify,
  encodeSignature: (signature) => signature,
}

function findPublicKey({ parameters, spki }: KeyInfo): RsaPublicKey | undefined {
  if (parameters === undefined) throw new DerError('RSA key without parameters')
  parseNull(parameters)
  const rsaPublic = importKey(spki)
  return isAcceptedSize(rsaPublic) ? { rsaPublic } : undefined
}

function importKey(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch (cause) {
    throw new DerError('RSA public key', { cause })
  }
}

function publicKeyOf(key: PublicKey): RsaPublicKey {
  if ('rsaPublic' in key) return key
  throw new TypeError('a key of another suite')
}
