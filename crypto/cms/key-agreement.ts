/**
 * KeyAgreeRecipientInfo (RFC 5652 section 6.2.2) with a key of the originator inside, as R 1323565.1.025-2019 writes it
 * for the ciphers of GOST R 34.12-2015. Read only: what we write is key transport.
 */
import * as der from '../asn1/der.ts'
import { DerError, DerReader, TAG, contextConstructed, openSequence } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets } from '../asn1/values.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseAlgorithm } from '../x509/public-key.ts'
import { parseCertificateIdentifier, readVersion } from './content-info.ts'
import type { CarriedKey } from './profile.ts'

const VERSION = 3

/**
 * One entry for each recipient of [1] KeyAgreeRecipientInfo; none when the originator is named by a certificate, which
 * would have to be found and trusted first. Throws DerError.
 */
export function parseKeyAgreement(
  element: Tlv,
  limit: number,
): (CarriedKey & { readonly isFor: (certificate: Certificate) => boolean })[] {
  const fields = new DerReader(element, contextConstructed(1))
  readVersion(fields, [VERSION])
  const spki = findOriginatorKey(fields.read(contextConstructed(0)))
  const ukm = parseExplicitOctets(fields.read(contextConstructed(1)))
  const algorithm = parseAlgorithm(fields.read())
  const keys = fields.readSequence()
  fields.end()
  if (spki === undefined) return []
  return keys.readAll(TAG.sequence, limit).map((item) => {
    const entry = openSequence(item)
    const isFor = parseRecipientIdentifier(entry.read())
    const encryptedKey = parseOctets(entry.read())
    entry.end()
    return { isFor, algorithm, encryptedKey, originator: { spki, ukm } }
  })
}

/** originatorKey [1] OriginatorPublicKey, which is SubjectPublicKeyInfo under another tag. */
function findOriginatorKey(originator: Tlv): Uint8Array | undefined {
  const reader = new DerReader(originator, contextConstructed(0))
  const choice = reader.read()
  reader.end()
  return choice.tag === contextConstructed(1) ? der.retag(TAG.sequence, choice.raw) : undefined
}

function parseExplicitOctets(wrapper: Tlv): Uint8Array {
  const reader = new DerReader(wrapper, contextConstructed(1))
  const octets = parseOctets(reader.read())
  reader.end()
  return octets
}

/** issuerAndSerialNumber, or rKeyId [0] with the subject key identifier first. */
function parseRecipientIdentifier(element: Tlv): (certificate: Certificate) => boolean {
  if (element.tag !== contextConstructed(0)) return parseCertificateIdentifier(element)
  const keyId = Buffer.from(parseOctets(new DerReader(element, contextConstructed(0)).read())).toString('hex')
  if (keyId === '') throw new DerError('empty key identifier')
  return ({ subjectKeyId }) => subjectKeyId === keyId
}
