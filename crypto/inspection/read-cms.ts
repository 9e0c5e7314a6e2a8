/** What a CMS message (RFC 5652, and PKCS#7 1.5 before it) states, read with patience; proves nothing. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import { toDer } from '../asn1/ber.ts'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, DerReader, TAG, contextConstructed, openSequence, openSet, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid } from '../asn1/values.ts'
import { parseCertificateIdentifier } from '../cms/content-info.ts'
import { parseSigningCertificate } from '../cms/signed-attributes.ts'
import { parseCertificateOfAnyVersion } from '../x509/certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseAlgorithm } from '../x509/public-key.ts'
import { Unsupported } from './finding.ts'
import { findDigest } from './keys.ts'

export interface StatedSigner {
  readonly isSignerOf: (certificate: Certificate) => boolean
  readonly digestOid: string
  readonly signatureOid: string
  readonly signature: Uint8Array
  /** undefined when the signature is over the content itself. */
  readonly attributes: StatedAttributes | undefined
}

export interface StatedAttributes {
  /** The attributes as the SET OF that was signed. */
  readonly signedBytes: Uint8Array
  readonly contentType: string | undefined
  readonly messageDigest: Uint8Array | undefined
  /**
   * By the digest in its own statement (RFC 5035), where it made one; true where it made none. Throws Unsupported and
   * DerError for a statement that cannot be judged.
   */
  readonly mayBeSignedWith: (certificate: Certificate) => boolean
}

export interface StatedSignedData {
  readonly contentType: string
  /** undefined when the signature is detached. */
  readonly enclosed: Uint8Array | undefined
  /** Those that can be read. */
  readonly certificates: readonly Certificate[]
  readonly signers: readonly StatedSigner[]
}

const MAX_CMS_BYTES = 64 * 1024 * 1024
const MAX_MEMBERS = 1000

/** undefined for CMS of another type than SignedData. Throws CMS_MALFORMED for what is no CMS. */
export function parseStatedSignedData(cms: Uint8Array): StatedSignedData | undefined {
  try {
    const fields = openSequence(parseTlv(toDer(cms, MAX_CMS_BYTES), MAX_CMS_BYTES))
    const type = parseOid(fields.read(TAG.oid))
    const wrapper = new DerReader(fields.read(), contextConstructed(0))
    fields.end()
    return type === OID.signedData ? readSignedData(wrapper.readSequence()) : undefined
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw new GatewayError('CMS_MALFORMED', `malformed CMS: ${cause.message}`, { cause })
  }
}

function readSignedData(fields: DerReader): StatedSignedData {
  fields.read(TAG.integer)
  fields.read(TAG.set)
  const content = openSequence(fields.read())
  const contentType = parseOid(content.read())
  const wrapper = content.readOptional(contextConstructed(0))
  const certificates = fields.readOptional(contextConstructed(0))
  fields.readOptional(contextConstructed(1))
  const signers = openSet(fields.read()).readAll(TAG.sequence, MAX_MEMBERS)
  return {
    contentType,
    // Octets of an OCTET STRING, or of whatever PKCS#7 1.5 puts there: both are digested without tag and length.
    enclosed: wrapper && new DerReader(wrapper, contextConstructed(0)).read().content,
    certificates: certificates === undefined ? [] : readCertificates(certificates),
    signers: signers.map(readSigner),
  }
}

function readCertificates(set: Tlv): readonly Certificate[] {
  const reader = new DerReader(set, contextConstructed(0))
  const found: Certificate[] = []
  while (!reader.atEnd) {
    const member = reader.read()
    const certificate = member.tag === TAG.sequence ? findCertificate(member.raw) : undefined
    if (certificate !== undefined) found.push(certificate)
  }
  return found
}

function findCertificate(raw: Uint8Array): Certificate | undefined {
  try {
    return parseCertificateOfAnyVersion(raw)
  } catch (error) {
    if (error instanceof GatewayError) return undefined
    throw error
  }
}

function readSigner(element: Tlv): StatedSigner {
  const fields = openSequence(element)
  fields.read(TAG.integer)
  const isSignerOf = parseCertificateIdentifier(fields.read())
  const { oid: digestOid } = parseAlgorithm(fields.read())
  const attributes = fields.readOptional(contextConstructed(0))
  const { oid: signatureOid } = parseAlgorithm(fields.read())
  const signature = parseOctets(fields.read())
  return { isSignerOf, digestOid, signatureOid, signature, attributes: attributes && readAttributes(attributes) }
}

function readAttributes(element: Tlv): StatedAttributes {
  const items = new DerReader(element, contextConstructed(0)).readAll(TAG.sequence, MAX_MEMBERS).map(openSequence)
  const values = new Map(items.map((item) => [parseOid(item.read()), openSet(item.read()).read()]))
  const contentType = values.get(OID.contentType)
  const messageDigest = values.get(OID.messageDigest)
  const signingCertificate = values.get(OID.signingCertificateV2)
  return {
    signedBytes: der.retag(TAG.set, element.raw),
    contentType: contentType && parseOid(contentType),
    messageDigest: messageDigest && parseOctets(messageDigest),
    mayBeSignedWith: signingCertificate === undefined ? () => true : namedBy(signingCertificate),
  }
}

/** Read when it is asked about: a statement that cannot be judged leaves the rest of the message to be judged. */
function namedBy(statement: Tlv): StatedAttributes['mayBeSignedWith'] {
  return (certificate) => {
    const { digestOid, digest } = parseSigningCertificate(statement)
    const digestOf = findDigest(digestOid)
    if (digestOf === undefined) throw new Unsupported(`the signer named his certificate by digest ${digestOid}`)
    return Buffer.compare(digestOf(certificate.der), digest) === 0
  }
}
