/** Structure of CMS EnvelopedData (RFC 5652 chapter 6), as far as our profiles need it; opens nothing yet. */
import { OID } from '../asn1/oids.ts'
import { DerError, DerReader, TAG, contextConstructed, contextPrimitive, openSequence, openSet } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid } from '../asn1/values.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseAlgorithm } from '../x509/public-key.ts'
import { openContentInfo, parseCertificateIdentifier, readVersion } from './content-info.ts'
import { parseKeyAgreement } from './key-agreement.ts'
import type { CarriedKey, ReceivedContent } from './profile.ts'

export interface RecipientInfo extends CarriedKey {
  readonly isFor: (certificate: Certificate) => boolean
}

export interface EnvelopedData {
  readonly recipients: readonly RecipientInfo[]
  readonly content: ReceivedContent
}

const MAX_RECIPIENTS = 64
const MAX_ATTRIBUTES = 16
const MAX_PIECES = 65_536

/** Throws DerError. */
export function parseEnvelopedData(cms: Uint8Array): EnvelopedData {
  const fields = openContentInfo(cms, OID.envelopedData)
  readVersion(fields, [0, 2])
  fields.readOptional(contextConstructed(0))
  const recipients = readRecipients(openSet(fields.read()))
  const content = fields.readSequence()
  const mac = findMac(fields.readOptional(contextConstructed(1)))
  fields.end()
  if (parseOid(content.read()) !== OID.data) throw new DerError('content of another type')
  const algorithm = parseAlgorithm(content.read())
  const encrypted = readEncrypted(content.read())
  content.end()
  return { recipients, content: { algorithm, encrypted, mac } }
}

/** encryptedContent [0] IMPLICIT OCTET STRING, also in pieces, as BER allows and streaming tools write it. */
function readEncrypted(element: Tlv): Uint8Array {
  if (element.tag === contextPrimitive(0)) return element.content
  const pieces = new DerReader(element, contextConstructed(0)).readAll(TAG.octetString, MAX_PIECES)
  return Buffer.concat(pieces.map(parseOctets))
}

/** Key transport and key agreement; recipients by other ways are somebody else's and passed over. */
function readRecipients(set: DerReader): RecipientInfo[] {
  const recipients: RecipientInfo[] = []
  for (let count = 0; !set.atEnd; count++) {
    if (count === MAX_RECIPIENTS) throw new DerError('too many recipients')
    const recipient = set.read()
    if (recipient.tag === TAG.sequence) recipients.push(parseKeyTransport(recipient))
    else if (recipient.tag === contextConstructed(1)) recipients.push(...parseKeyAgreement(recipient, MAX_RECIPIENTS))
  }
  return recipients
}

function parseKeyTransport(element: Tlv): RecipientInfo {
  const fields = openSequence(element)
  readVersion(fields, [0, 2])
  const isFor = parseCertificateIdentifier(fields.read())
  const algorithm = parseAlgorithm(fields.read())
  const encryptedKey = parseOctets(fields.read())
  fields.end()
  return { isFor, algorithm, encryptedKey, originator: undefined }
}

/** The encrypted MAC of the content among the unprotected attributes (R 1323565.1.025-2019); others say nothing to us. */
function findMac(attributes: Tlv | undefined): Uint8Array | undefined {
  if (attributes === undefined) return undefined
  const items = new DerReader(attributes, contextConstructed(1)).readAll(TAG.sequence, MAX_ATTRIBUTES)
  const macs = items.map(openSequence).flatMap((fields) => {
    if (parseOid(fields.read()) !== OID.cmsMac) return []
    const values = openSet(fields.read())
    fields.end()
    const mac = parseOctets(values.read())
    values.end()
    return [mac]
  })
  if (macs.length > 1) throw new DerError('MAC is repeated')
  return macs[0]
}
