/**
 * SubjectPublicKeyInfo and AlgorithmIdentifier (RFC 5280 4.1.1.2, 4.1.2.7; GOST parameters by RFC 9215 chapter 4, those of
 * ECDSA by RFC 5480).
 */
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { TAG, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseNull, parseOctetAlignedBits, parseOid } from '../asn1/values.ts'
import type { GostCurve } from '../gost/curves.ts'
import { findSuite } from '../suite.ts'
import type { PublicKey, SignatureSuite } from '../suite.ts'

export interface Algorithm {
  readonly oid: string
  readonly parameters: Tlv | undefined
  readonly raw: Uint8Array
}

export interface SubjectPublicKeyInfo {
  readonly algorithmDer: Uint8Array
  /** undefined together with `publicKey` when the gateway does not speak the key's algorithm. */
  readonly suite: SignatureSuite | undefined
  readonly publicKey: PublicKey | undefined
  /** Content of the BIT STRING: key identifiers are digests of it. */
  readonly bits: Uint8Array
}

const MAX_SPKI_BYTES = 4096

export function parseAlgorithm(element: Tlv): Algorithm {
  const fields = openSequence(element)
  const oid = parseOid(fields.read())
  const parameters = fields.atEnd ? undefined : fields.read()
  fields.end()
  return { oid, parameters, raw: element.raw }
}

/** The OID of an algorithm that has no parameters: absent or NULL, as tools differ. */
export function parseBareAlgorithm(element: Tlv): string {
  const { oid, parameters } = parseAlgorithm(element)
  if (parameters !== undefined) parseNull(parameters)
  return oid
}

/** Throws DerError for bytes that are no key, and for a known algorithm with a key that is not one of its own. */
export function parseSubjectPublicKeyInfo(spki: Uint8Array): SubjectPublicKeyInfo {
  const fields = openSequence(parseTlv(spki, MAX_SPKI_BYTES))
  const algorithm = parseAlgorithm(fields.read())
  const bits = parseOctetAlignedBits(fields.read(TAG.bitString))
  fields.end()
  const found = findSuite(algorithm.oid, { parameters: algorithm.parameters, bits, spki })
  return { algorithmDer: algorithm.raw, suite: found?.suite, publicKey: found?.publicKey, bits }
}

export function encodeSubjectPublicKeyInfo(key: PublicKey): Uint8Array {
  if ('rsaPublic' in key) return key.rsaPublic.export({ format: 'der', type: 'spki' })
  if ('nistCurve' in key) {
    const curve = key.nistCurve === 'P-256' ? OID.curveP256 : OID.curveP384
    return der.sequence(der.sequence(der.oid(OID.ecKey), der.oid(curve)), der.bitString(key.point))
  }
  return der.sequence(encodeKeyAlgorithm(key.curve), der.bitString(der.octetString(key.point)))
}

/** RFC 9215 4.2: the digest is named beside the older CryptoPro curves and left out beside those of TC26. */
export function encodeKeyAlgorithm({ oid, byteLength }: GostCurve): Uint8Array {
  const isTc26 = oid.startsWith('1.2.643.7.1.2.1.')
  const digest = isTc26 ? [] : [der.oid(OID.streebog256)]
  const algorithm = byteLength === 32 ? OID.gost2012Key256 : OID.gost2012Key512
  return der.sequence(der.oid(algorithm), der.sequence(der.oid(oid), ...digest))
}
