/** GOST R 34.10-2012 with 256-bit keys and GOST R 34.11-2012 (Streebog-256); identifiers of RFC 9215 and of SMEV 3. */
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid } from '../asn1/values.ts'
import { findCurve } from '../gost/curves.ts'
import { verifyDigest } from '../gost/gost3410.ts'
import type { PublicKey } from '../gost/gost3410.ts'
import { Streebog, streebog256 } from '../gost/streebog.ts'
import type { SignatureSuite } from '../suite.ts'

const BYTE_LENGTH = 32

export const gost2012Suite256: SignatureSuite = {
  id: 'gost2012-256',
  spkiAlgorithm: OID.gost2012Key256,
  digestOid: OID.streebog256,
  signatureOid: OID.gost2012Signature256,
  xmlDigestUri: 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-256',
  xmlSignatureUri: 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256',
  digest: streebog256,
  newDigest: () => new Streebog(256),
  parsePublicKey,
  verify: verifyDigest,
}

/** RFC 9215 4.3: parameters name the curve and perhaps the digest; the key is OCTET STRING x || y, little-endian. */
function parsePublicKey(parameters: Tlv | undefined, bits: Uint8Array): PublicKey {
  if (parameters === undefined) throw new DerError('GOST key without parameters')
  const curve = parseCurve(parameters)
  const point = parseOctets(parseTlv(bits, 2 + 2 * BYTE_LENGTH))
  if (point.length !== 2 * BYTE_LENGTH) throw new DerError('GOST public key length')
  return { curve, point: Uint8Array.from(point) }
}

/** The curve named by GostR3410-2012-PublicKeyParameters; shared with private keys (RFC 9215 4.2). */
export function parseCurve(parameters: Tlv): PublicKey['curve'] {
  const fields = openSequence(parameters)
  const curve = findCurve(parseOid(fields.read()))
  const digest = fields.readOptional(TAG.oid)
  fields.end()
  if (curve?.byteLength !== BYTE_LENGTH) throw new DerError('unknown curve')
  if (digest !== undefined && parseOid(digest) !== OID.streebog256) throw new DerError('digest of another key size')
  return curve
}
