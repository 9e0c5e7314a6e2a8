/** OCSP requests (RFC 6960 4.1, RFC 8954): one certificate, always with a nonce. */
import { createHash } from 'node:crypto'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { contextConstructed } from '../asn1/tlv.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseSubjectPublicKeyInfo } from '../x509/public-key.ts'

/** Which certificate a question or an answer is about. */
export interface CertificateId {
  readonly hashOid: string
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  /** Hex, as certificates name it. */
  readonly serial: string
}

/** SHA-1 only names the issuer here and proves nothing; it is the one digest that every responder knows (RFC 5019 2.1.1). */
export function certificateIdOf({ serial }: Certificate, issuer: Certificate): CertificateId {
  const { subjectDer, spkiDer } = issuer
  return {
    hashOid: OID.sha1,
    issuerNameHash: sha1(subjectDer),
    issuerKeyHash: keyHashOf(spkiDer),
    serial,
  }
}

/** SHA-1 of the key without its wrapping: how responders are named by key, too. */
export const keyHashOf = (spki: Uint8Array): Uint8Array => sha1(parseSubjectPublicKeyInfo(spki).bits)

export function composeOcspRequest(id: CertificateId, nonce: Uint8Array): Uint8Array {
  const certificateId = der.sequence(
    der.sequence(der.oid(id.hashOid), der.nullElement()),
    der.octetString(id.issuerNameHash),
    der.octetString(id.issuerKeyHash),
    der.integer(Buffer.from(id.serial, 'hex')),
  )
  const extension = der.sequence(der.oid(OID.ocspNonce), der.octetString(der.octetString(nonce)))
  const extensions = der.element(contextConstructed(2), der.sequence(extension))
  return der.sequence(der.sequence(der.sequence(der.sequence(certificateId)), extensions))
}

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest()
