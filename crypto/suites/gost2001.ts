/**
 * GOST R 34.10-2001 with GOST R 34.11-94 (RFC 4357, 4491): what Russian documents were signed with until 2018. For reading
 * archives: nothing here signs, and crypto/suite.ts, the allow-list of the door, does not know it.
 */
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid } from '../asn1/values.ts'
import { findCurve } from '../gost/curves.ts'
import { gost341194 } from '../gost/gost341194.ts'
import { verifyDigest } from '../gost/gost3410.ts'
import type { GostPublicKey, KeyInfo } from '../signature-suite.ts'

/** A suite that verifies only. Its names are lists where both spellings are found in documents. */
export interface ArchiveSuite {
  readonly id: 'gost2001'
  readonly spkiAlgorithm: string
  readonly digestOid: string
  readonly signatureOid: string
  readonly cmsSignatureOids: readonly string[]
  readonly xmlDigestUris: readonly string[]
  readonly xmlSignatureUris: readonly string[]
  digest(data: Uint8Array): Uint8Array
  /** Throws DerError for a malformed key, for other curves and for another substitution of the digest. */
  parsePublicKey(info: KeyInfo): GostPublicKey
  /** Of s || r, as XMLDSig, X.509 and CMS all have it; false for every signature that does not verify. */
  verify(publicKey: GostPublicKey, digest: Uint8Array, signature: Uint8Array): boolean
}

const POINT_BYTES = 64
/** CryptoPro A, B, C, XchA and XchB. */
const CURVES: ReadonlySet<string> = new Set([
  '1.2.643.2.2.35.1',
  '1.2.643.2.2.35.2',
  '1.2.643.2.2.35.3',
  '1.2.643.2.2.36.0',
  '1.2.643.2.2.36.1',
])
const URN = 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:'
const W3C = 'http://www.w3.org/2001/04/xmldsig-more#'

export const gost2001Suite: ArchiveSuite = {
  id: 'gost2001',
  spkiAlgorithm: OID.gost2001Key,
  digestOid: OID.gost341194,
  signatureOid: OID.gost2001Signature,
  cmsSignatureOids: [OID.gost2001Key, OID.gost2001Signature],
  xmlDigestUris: [`${W3C}gostr3411`, `${URN}gostr3411`],
  xmlSignatureUris: [`${W3C}gostr34102001-gostr3411`, `${URN}gostr34102001-gostr3411`],
  digest: gost341194,
  parsePublicKey: ({ parameters, bits }) => ({
    curve: parseCurve(parameters),
    point: Uint8Array.from(parsePoint(bits)),
  }),
  verify: verifyDigest,
}

/** GostR3410-2001-PublicKeyParameters (RFC 4491 section 2.3.2): curve, digest, perhaps a cipher. */
function parseCurve(parameters: Tlv | undefined): GostPublicKey['curve'] {
  if (parameters === undefined) throw new DerError('GOST key without parameters')
  const fields = openSequence(parameters)
  const oid = parseOid(fields.read())
  const digest = parseOid(fields.read())
  fields.readOptional(TAG.oid)
  fields.end()
  const curve = CURVES.has(oid) ? findCurve(oid) : undefined
  if (curve === undefined) throw new DerError('unknown curve')
  if (digest !== OID.gost341194CryptoPro) throw new DerError('unknown substitution of GOST R 34.11-94')
  return curve
}

function parsePoint(bits: Uint8Array): Uint8Array {
  const point = parseOctets(parseTlv(bits, POINT_BYTES + 2))
  if (point.length !== POINT_BYTES) throw new DerError('GOST public key length')
  return point
}
