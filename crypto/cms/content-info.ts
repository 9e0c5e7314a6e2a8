/** What the CMS types share (RFC 5652): the outer ContentInfo, versions, and how a message names a certificate. */
import { hasIndefiniteLength, toDer } from '../asn1/ber.ts'
import * as der from '../asn1/der.ts'
import { DerError, DerReader, TAG, contextConstructed, contextPrimitive, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOid, parseSmallInteger, parseUnsigned } from '../asn1/values.ts'
import type { Certificate } from '../x509/certificate.ts'

const MAX_CMS_BYTES = 16 * 1024 * 1024

export function encodeContentInfo(contentType: string, content: Uint8Array): Uint8Array {
  return der.sequence(der.oid(contentType), der.explicit(0, content))
}

/**
 * The fields of the SEQUENCE inside a ContentInfo of this type. Throws DerError, also for another type. CMS may be in BER
 * (RFC 5652 chapter 2), and streaming tools do write indefinite lengths; it is read as the DER of the same values.
 */
export function openContentInfo(cms: Uint8Array, contentType: string): DerReader {
  const fields = openSequence(parseTlv(hasIndefiniteLength(cms) ? toDer(cms, MAX_CMS_BYTES) : cms, MAX_CMS_BYTES))
  if (parseOid(fields.read()) !== contentType) throw new DerError('CMS of another type')
  const wrapper = new DerReader(fields.read(), contextConstructed(0))
  fields.end()
  const content = wrapper.readSequence()
  wrapper.end()
  return content
}

/** RFC 5652 ties the version to the choices made inside; only those that we read are accepted. */
export function readVersion(fields: DerReader, accepted: readonly number[]): void {
  if (!accepted.includes(parseSmallInteger(fields.read()))) throw new DerError('CMS version')
}

export function encodeIssuerAndSerial({ issuerDer, serial }: Certificate): Uint8Array {
  return der.sequence(issuerDer, der.integer(Buffer.from(serial, 'hex')))
}

/** Reads SignerIdentifier or RecipientIdentifier and returns the question whether it names a certificate. */
export function parseCertificateIdentifier(element: Tlv): (certificate: Certificate) => boolean {
  if (element.tag === contextPrimitive(0)) {
    const keyId = Buffer.from(element.content).toString('hex')
    return ({ subjectKeyId }) => subjectKeyId === keyId
  }
  const fields = openSequence(element)
  const issuer = fields.read(TAG.sequence).raw
  const serial = Buffer.from(parseUnsigned(fields.read())).toString('hex')
  fields.end()
  return (certificate) => certificate.serial === serial && Buffer.compare(certificate.issuerDer, issuer) === 0
}
