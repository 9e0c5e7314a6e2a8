/**
 * ECDSA on P-256 with SHA-256 and on P-384 with SHA-384: a profile of this project, as SMEV lists GOST only. Identifiers
 * of RFC 5480 and 5758, and of the W3C (RFC 6931 section 2.3.6).
 */
import { createHash } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import { DerError, TAG } from '../asn1/tlv.ts'
import { parseOid } from '../asn1/values.ts'
import { encodeEcdsaSignature, findEcdsaSignature, signEcdsa, verifyEcdsa } from '../ecdsa/ecdsa.ts'
import type { EcdsaPublicKey, NistCurve } from '../ecdsa/ecdsa.ts'
import type { KeyInfo, PublicKey, SignatureSuite } from '../signature-suite.ts'

export const ecdsaP256Suite: SignatureSuite = {
  id: 'ecdsa-p256-sha256',
  spkiAlgorithm: OID.ecKey,
  digestOid: OID.sha256,
  signatureOid: OID.ecdsaSha256,
  cmsSignatureOids: [OID.ecdsaSha256],
  xmlDigestUri: 'http://www.w3.org/2001/04/xmlenc#sha256',
  xmlSignatureUri: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  digest: (data) => createHash('sha256').update(data).digest(),
  newDigest: () => createHash('sha256'),
  ...ecdsaOn('P-256'),
}

export const ecdsaP384Suite: SignatureSuite = {
  id: 'ecdsa-p384-sha384',
  spkiAlgorithm: OID.ecKey,
  digestOid: OID.sha384,
  signatureOid: OID.ecdsaSha384,
  cmsSignatureOids: [OID.ecdsaSha384],
  xmlDigestUri: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  xmlSignatureUri: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
  digest: (data) => createHash('sha384').update(data).digest(),
  newDigest: () => createHash('sha384'),
  ...ecdsaOn('P-384'),
}

type OnCurve = 'hasNullParameters' | 'findPublicKey' | 'sign' | 'verify' | 'verifyEncoded' | 'encodeSignature'

function ecdsaOn(nistCurve: NistCurve): Pick<SignatureSuite, OnCurve> {
  return {
    hasNullParameters: false,
    findPublicKey: (info) => findPublicKey(info, nistCurve),
    sign(key, digest) {
      if (!('nistCurve' in key)) throw new TypeError('a key of another suite')
      return signEcdsa(key, digest)
    },
    verify: (key, digest, signature) => verifyEcdsa(publicKeyOf(key), digest, signature),
    verifyEncoded(key, digest, encoded) {
      const signature = findEcdsaSignature(nistCurve, encoded)
      return signature !== undefined && verifyEcdsa(publicKeyOf(key), digest, signature)
    },
    encodeSignature: encodeEcdsaSignature,
  }
}

const CURVES = {
  'P-256': { oid: OID.curveP256, pointBytes: 65 },
  'P-384': { oid: OID.curveP384, pointBytes: 97 },
} as const

/** Named curves and uncompressed points only (RFC 5480 section 2); explicit parameters are nobody's key here. */
function findPublicKey({ parameters, bits }: KeyInfo, nistCurve: NistCurve): EcdsaPublicKey | undefined {
  const { oid, pointBytes } = CURVES[nistCurve]
  if (parameters?.tag !== TAG.oid || parseOid(parameters) !== oid) return undefined
  if (bits.length !== pointBytes || bits[0] !== 4) throw new DerError('EC public key is no uncompressed point')
  return { nistCurve, point: Uint8Array.from(bits) }
}

function publicKeyOf(key: PublicKey): EcdsaPublicKey {
  if ('nistCurve' in key && 'point' in key) return key
  throw new TypeError('a key of another suite')
}
