/**
 * Unencrypted PKCS#8 (RFC 5208) for GOST R 34.10-2012 keys of 256 bits. Written as gost-engine writes: the scalar,
 * little-endian, bare in the OCTET STRING. Read also as other tools write: in an OCTET STRING once more
 * (little-endian) or in an INTEGER (big-endian, as every INTEGER).
 */
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, contextConstructed, openSequence, parseTlv } from '../asn1/tlv.ts'
import { parseOctets, parseSmallInteger, parseUnsigned } from '../asn1/values.ts'
import type { PrivateKey } from '../gost/gost3410.ts'
import { parseCurve } from '../suites/gost2012-256.ts'
import { encodeKeyAlgorithm, parseAlgorithm } from './public-key.ts'

const MAX_PKCS8_BYTES = 4096

/** Throws DerError; whether the scalar is in range shows at its first use. */
export function parsePkcs8(pkcs8: Uint8Array): PrivateKey {
  const fields = openSequence(parseTlv(pkcs8, MAX_PKCS8_BYTES))
  if (parseSmallInteger(fields.read()) !== 0) throw new DerError('PKCS#8 version')
  const { oid, parameters } = parseAlgorithm(fields.read())
  if (oid !== OID.gost2012Key256 || parameters === undefined) throw new DerError('not a GOST R 34.10-2012 256 key')
  const octets = parseOctets(fields.read())
  fields.readOptional(contextConstructed(0))
  fields.end()
  const curve = parseCurve(parameters)
  return { curve, scalar: parseScalar(octets, curve.byteLength) }
}

export function encodePkcs8(key: PrivateKey): Uint8Array {
  return der.sequence(der.integer(0), encodeKeyAlgorithm(key.curve), der.octetString(key.scalar))
}

function parseScalar(octets: Uint8Array, byteLength: number): Uint8Array {
  if (octets.length === byteLength) return Uint8Array.from(octets)
  const inner = parseTlv(octets, MAX_PKCS8_BYTES)
  const scalar = inner.tag === TAG.integer ? littleEndian(parseUnsigned(inner), byteLength) : parseOctets(inner)
  if (scalar.length !== byteLength) throw new DerError('private key length')
  return Uint8Array.from(scalar)
}

function littleEndian(bigEndian: Uint8Array, byteLength: number): Uint8Array {
  const padded = new Uint8Array(Math.max(byteLength, bigEndian.length))
  padded.set(bigEndian.toReversed())
  return padded
}
