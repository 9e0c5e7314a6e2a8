/**
 * Unencrypted PKCS#8 (RFC 5208) for every kind of key that signs here.
 *
 * GOST R 34.10-2012 is written as gost-engine writes: the scalar, little-endian, bare in the OCTET STRING. Read also as
 * other tools write: in an OCTET STRING once more (little-endian), in an INTEGER (big-endian, as every INTEGER), or masked
 * (RFC 9548: the scalar divided by masks, which follow it).
 */
import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, contextConstructed, contextPrimitive, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseSmallInteger, parseUnsigned } from '../asn1/values.ts'
import type { EcdsaPrivateKey } from '../ecdsa/ecdsa.ts'
import type { GostCurve } from '../gost/curves.ts'
import { isAcceptedSize } from '../rsa/pkcs1-v15.ts'
import type { GostPrivateKey, PrivateKey } from '../suite.ts'
import { parseCurve } from '../suites/gost2012.ts'
import { encodeKeyAlgorithm, parseAlgorithm } from './public-key.ts'

const MAX_PKCS8_BYTES = 8192
const MAX_MASKS = 3

/** Throws DerError; whether the scalar of a GOST key is in range shows at its first use. */
export function parsePkcs8(pkcs8: Uint8Array): PrivateKey {
  const fields = openSequence(parseTlv(pkcs8, MAX_PKCS8_BYTES))
  const version = parseSmallInteger(fields.read())
  const { oid, parameters } = parseAlgorithm(fields.read())
  const octets = parseOctets(fields.read())
  fields.readOptional(contextConstructed(0))
  // RFC 5958: version 1 repeats the public key behind the attributes; it adds nothing to the private one.
  if (version === 1) fields.readOptional(contextPrimitive(1))
  fields.end()
  if (version > 1) throw new DerError('PKCS#8 version')
  switch (oid) {
    case OID.gost2012Key256:
      return parseGostKey(parameters, octets, 32)
    case OID.gost2012Key512:
      return parseGostKey(parameters, octets, 64)
    case OID.rsaKey:
      return { rsaPrivate: importRsaKey(pkcs8) }
    case OID.ecKey:
      return importEcKey(pkcs8)
    default:
      throw new DerError('a key of an unknown kind')
  }
}

export function encodePkcs8(key: GostPrivateKey): Uint8Array {
  return der.sequence(der.integer(0), encodeKeyAlgorithm(key.curve), der.octetString(key.scalar))
}

function parseGostKey(parameters: Tlv | undefined, octets: Uint8Array, byteLength: 32 | 64): GostPrivateKey {
  if (parameters === undefined) throw new DerError('GOST key without parameters')
  const curve = parseCurve(parameters, byteLength)
  return { curve, scalar: parseScalar(octets, curve) }
}

function parseScalar(octets: Uint8Array, curve: GostCurve): Uint8Array {
  const { byteLength } = curve
  const masks = octets.length / byteLength - 1
  if (Number.isInteger(masks) && masks >= 0 && masks <= MAX_MASKS) return unmask(octets, curve)
  const inner = parseTlv(octets, MAX_PKCS8_BYTES)
  const scalar = inner.tag === TAG.integer ? littleEndian(parseUnsigned(inner), byteLength) : parseOctets(inner)
  if (scalar.length !== byteLength) throw new DerError('private key length')
  return Uint8Array.from(scalar)
}

/** The product of the masked scalar and its masks, modulo the order. */
function unmask(octets: Uint8Array, { byteLength, order }: GostCurve): Uint8Array {
  if (octets.length === byteLength) return Uint8Array.from(octets)
  let scalar = 1n
  for (let offset = 0; offset < octets.length; offset += byteLength) {
    scalar = (scalar * bytesToNumberLE(octets.subarray(offset, offset + byteLength))) % order
  }
  return numberToBytesLE(scalar, byteLength)
}

function littleEndian(bigEndian: Uint8Array, byteLength: number): Uint8Array {
  const padded = new Uint8Array(Math.max(byteLength, bigEndian.length))
  padded.set(bigEndian.toReversed())
  return padded
}

function importRsaKey(pkcs8: Uint8Array): KeyObject {
  const key = importKey(pkcs8)
  if (!isAcceptedSize(key)) throw new DerError('an RSA key of a size that is not accepted')
  return key
}

function importEcKey(pkcs8: Uint8Array): EcdsaPrivateKey {
  const { crv, d } = importKey(pkcs8).export({ format: 'jwk' })
  if ((crv !== 'P-256' && crv !== 'P-384') || d === undefined) throw new DerError('an EC key on an unknown curve')
  return { nistCurve: crv, scalar: Uint8Array.from(Buffer.from(d, 'base64url')) }
}

function importKey(pkcs8: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
  } catch (cause) {
    throw new DerError('private key', { cause })
  }
}
