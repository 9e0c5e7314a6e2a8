/** What the two suites of GOST R 34.10-2012 share: keys and their parameters by RFC 9215, signatures by RFC 7091. */
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid } from '../asn1/values.ts'
import { findCurve } from '../gost/curves.ts'
import type { GostCurve } from '../gost/curves.ts'
import { signDigest, verifyDigest } from '../gost/gost3410.ts'
import type { GostPrivateKey, GostPublicKey, PrivateKey, PublicKey, SignatureSuite } from '../signature-suite.ts'

const DIGESTS = { 32: OID.streebog256, 64: OID.streebog512 } as const

type Shared = 'hasNullParameters' | 'findPublicKey' | 'sign' | 'verify' | 'verifyEncoded' | 'encodeSignature'

export function gost2012(byteLength: 32 | 64): Pick<SignatureSuite, Shared> {
  return {
    hasNullParameters: false,
    findPublicKey: ({ parameters, bits }) => parsePublicKey(parameters, bits, byteLength),
    sign: (key, digest) => signDigest(privateKeyOf(key), digest),
    verify: (key, digest, signature) => verifyDigest(publicKeyOf(key), digest, signature),
    verifyEncoded: (key, digest, signature) => verifyDigest(publicKeyOf(key), digest, signature),
    encodeSignature: (signature) => signature,
  }
}

/** RFC 9215 4.3: parameters name the curve and perhaps the digest; the key is OCTET STRING x || y, little-endian. */
function parsePublicKey(parameters: Tlv | undefined, bits: Uint8Array, byteLength: 32 | 64): GostPublicKey {
  if (parameters === undefined) throw new DerError('GOST key without parameters')
  const curve = parseCurve(parameters, byteLength)
  const point = parseOctets(parseTlv(bits, 3 + 2 * byteLength))
  if (point.length !== 2 * byteLength) throw new DerError('GOST public key length')
  return { curve, point: Uint8Array.from(point) }
}

/** The curve named by GostR3410-2012-PublicKeyParameters; shared with private keys (RFC 9215 4.2). */
export function parseCurve(parameters: Tlv, byteLength: 32 | 64): GostCurve {
  const fields = openSequence(parameters)
  const curve = findCurve(parseOid(fields.read()))
  const digest = fields.readOptional(TAG.oid)
  fields.end()
  if (curve?.byteLength !== byteLength) throw new DerError('unknown curve')
  if (digest !== undefined && parseOid(digest) !== DIGESTS[byteLength]) throw new DerError('digest of another key size')
  return curve
}

function publicKeyOf(key: PublicKey): GostPublicKey {
  if ('curve' in key) return key
  throw new TypeError('a key of another suite')
}

function privateKeyOf(key: PrivateKey): GostPrivateKey {
  if ('curve' in key) return key
  throw new TypeError('a key of another suite')
}
