/** Signed attributes of CAdES-BES (ETSI EN 319 122-1; RFC 5652 chapter 11, RFC 5035): what a signer states. */
import { createHash } from 'node:crypto'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, DerReader, TAG, contextConstructed, openSequence, openSet } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid, parseTime } from '../asn1/values.ts'
import { streebog256, streebog512 } from '../gost/streebog.ts'
import type { SignatureSuite } from '../suite.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseBareAlgorithm } from '../x509/public-key.ts'

export interface SignedAttributes {
  /** What the signature is computed over: the attributes as a SET OF. */
  readonly signedBytes: Uint8Array
  readonly contentType: string
  readonly messageDigest: Uint8Array
  /** As the signer claims; proves nothing about the time. */
  readonly signingAt: Date | undefined
  /** undefined when the signer names his certificate by issuer and serial alone. */
  readonly signingCertificate: CertificateDigest | undefined
}

interface CertificateDigest {
  readonly digestOid: string
  readonly digest: Uint8Array
}

const MAX_ATTRIBUTES = 32

/** Digests by which a signer may name his certificate. */
const CERTIFICATE_DIGESTS: Readonly<Record<string, (certificate: Uint8Array) => Uint8Array>> = {
  [OID.streebog256]: streebog256,
  [OID.streebog512]: streebog512,
  [OID.sha256]: (certificate) => createHash('sha256').update(certificate).digest(),
  [OID.sha384]: (certificate) => createHash('sha384').update(certificate).digest(),
}

/** The SET OF that is signed; in SignerInfo it stands under the tag [0]. */
export function encodeSignedAttributes(stated: {
  signer: Certificate
  suite: SignatureSuite
  signingAt: Date
  messageDigest: Uint8Array
}): Uint8Array {
  const { signer, suite, signingAt, messageDigest } = stated
  return der.setOf(
    attribute(OID.contentType, der.oid(OID.data)),
    attribute(OID.signingTime, der.time(signingAt)),
    attribute(OID.messageDigest, der.octetString(messageDigest)),
    attribute(OID.signingCertificateV2, der.sequence(der.sequence(encodeCertificateId(signer, suite)))),
  )
}

/** Reads [0] IMPLICIT SET OF Attribute. Throws DerError when a statement is missing, repeated or malformed. */
export function parseSignedAttributes(element: Tlv): SignedAttributes {
  const reader = new DerReader(element, contextConstructed(0))
  const values = new Map<string, Tlv>()
  for (const item of reader.readAll(TAG.sequence, MAX_ATTRIBUTES)) {
    const fields = openSequence(item)
    const oid = parseOid(fields.read())
    if (values.has(oid)) throw new DerError('signed attribute is repeated')
    values.set(oid, fields.read(TAG.set))
    fields.end()
  }
  const find = (oid: string): Tlv | undefined => {
    const set = values.get(oid)
    return set && parseSingleValue(set)
  }
  const get = (oid: string): Tlv => {
    const value = find(oid)
    if (value === undefined) throw new DerError(`signed attribute ${oid} is missing`)
    return value
  }
  const signingTime = find(OID.signingTime)
  const signingCertificate = find(OID.signingCertificateV2)
  return {
    signedBytes: der.retag(TAG.set, element.raw),
    contentType: parseOid(get(OID.contentType)),
    messageDigest: parseOctets(get(OID.messageDigest)),
    signingAt: signingTime && parseTime(signingTime),
    signingCertificate: signingCertificate && parseSigningCertificate(signingCertificate),
  }
}

/** Whether the signer named exactly this certificate, so that none with the same issuer and serial can replace it. */
export function namesCertificate({ digestOid, digest }: CertificateDigest, certificate: Certificate): boolean {
  const digestOf = CERTIFICATE_DIGESTS[digestOid]
  return digestOf !== undefined && Buffer.compare(digestOf(certificate.der), digest) === 0
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), der.setOf(value))
}

/** ESSCertIDv2 by the digest of the suite; the issuer stands in it as GeneralNames with one directoryName. */
function encodeCertificateId(
  { der: certificateDer, issuerDer, serial }: Certificate,
  suite: SignatureSuite,
): Uint8Array {
  // SHA-256 is the default of RFC 5035, and DER writes no default.
  const algorithm = suite.digestOid === OID.sha256 ? [] : [der.sequence(der.oid(suite.digestOid))]
  return der.sequence(
    ...algorithm,
    der.octetString(suite.digest(certificateDer)),
    der.sequence(der.sequence(der.explicit(4, issuerDer)), der.integer(Buffer.from(serial, 'hex'))),
  )
}

function parseSingleValue(set: Tlv): Tlv {
  const reader = openSet(set)
  const value = reader.read()
  reader.end()
  return value
}

/** SigningCertificateV2: the first ESSCertIDv2 is the signer's; its issuerSerial adds nothing to the digest. Throws DerError. */
export function parseSigningCertificate(element: Tlv): CertificateDigest {
  const first = openSequence(element).readSequence().readSequence()
  const algorithm = first.readOptional(TAG.sequence)
  const digest = parseOctets(first.read())
  return { digestOid: algorithm === undefined ? OID.sha256 : parseBareAlgorithm(algorithm), digest }
}
