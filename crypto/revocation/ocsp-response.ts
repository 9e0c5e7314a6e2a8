/** OCSP responses (RFC 6960 4.2): DER -> what the responder says. Parsing proves nothing; that is `verify-ocsp.ts`. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, DerReader, TAG, contextConstructed, contextPrimitive, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseNull, parseOctetAlignedBits, parseOctets, parseOid, parseTime, parseUnsigned } from '../asn1/values.ts'
import { readExtensions } from '../x509/extensions.ts'
import { parseAlgorithm, parseBareAlgorithm } from '../x509/public-key.ts'
import type { SignedObject } from '../x509/signed-object.ts'
import type { CertificateId } from './ocsp-request.ts'

export interface OcspResponse extends SignedObject {
  readonly responder: ResponderName
  readonly producedAt: Date
  readonly answers: readonly OcspAnswer[]
  readonly nonce: Uint8Array | undefined
  /** DER of the certificates that came along, of which one may be the responder's. */
  readonly certificates: readonly Uint8Array[]
}

export type ResponderName = { readonly nameDer: Uint8Array } | { readonly keyHash: Uint8Array }

export interface OcspAnswer {
  readonly certificate: CertificateId
  readonly status: 'GOOD' | 'REVOKED' | 'UNKNOWN'
  readonly revokedAt: Date | undefined
  readonly thisUpdateAt: Date
  readonly nextUpdateAt: Date | undefined
}

export const MAX_OCSP_BYTES = 64 * 1024
const MAX_ANSWERS = 16
const MAX_CERTIFICATES = 8
const ENUMERATED = 0x0a
const SUCCESSFUL = 0

/** Throws OCSP_REFUSED when the responder did not answer the question, OCSP_MALFORMED. */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  try {
    return readResponse(openSequence(parseTlv(der, MAX_OCSP_BYTES)))
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw new GatewayError('OCSP_MALFORMED', `OCSP response is malformed: ${cause.message}`, { cause })
  }
}

function readResponse(fields: DerReader): OcspResponse {
  const [status] = fields.read(ENUMERATED).content
  if (status !== SUCCESSFUL) throw new GatewayError('OCSP_REFUSED', `the OCSP responder answers with status ${status}`)
  const wrapper = new DerReader(fields.read(), contextConstructed(0))
  fields.end()
  const typed = wrapper.readSequence()
  wrapper.end()
  if (parseOid(typed.read()) !== OID.ocspBasic) throw new DerError('type of response')
  const basic = openSequence(parseTlv(parseOctets(typed.read()), MAX_OCSP_BYTES))
  typed.end()
  const tbs = basic.read(TAG.sequence)
  const { oid: signatureOid } = parseAlgorithm(basic.read())
  const signature = parseOctetAlignedBits(basic.read())
  const enclosed = basic.readOptional(contextConstructed(0))
  basic.end()
  return {
    ...readResponseData(openSequence(tbs)),
    tbs: tbs.raw,
    signature,
    signatureOid,
    certificates: enclosed === undefined ? [] : readCertificates(enclosed),
  }
}

function readCertificates(enclosed: Tlv): readonly Uint8Array[] {
  const list = new DerReader(enclosed, contextConstructed(0)).readSequence()
  return list.readAll(TAG.sequence, MAX_CERTIFICATES).map(({ raw }) => raw)
}

function readResponseData(fields: DerReader): Pick<OcspResponse, 'responder' | 'producedAt' | 'answers' | 'nonce'> {
  // DER leaves out version 1, and there is no other.
  const responder = readResponder(fields.read())
  const producedAt = parseTime(fields.read(TAG.generalizedTime))
  const answers = fields.readSequence().readAll(TAG.sequence, MAX_ANSWERS).map(readAnswer)
  const wrapper = fields.readOptional(contextConstructed(1))
  fields.end()
  const extensions = readWrappedExtensions(wrapper, OID.ocspNonce)
  const nonce = extensions.get(OID.ocspNonce)?.read()
  return { responder, producedAt, answers, nonce: nonce && parseOctets(nonce) }
}

function readResponder(element: Tlv): ResponderName {
  const isByName = element.tag === contextConstructed(1)
  const fields = new DerReader(element, contextConstructed(isByName ? 1 : 2))
  const name = fields.read()
  fields.end()
  return isByName ? { nameDer: name.raw } : { keyHash: parseOctets(name) }
}

function readAnswer(element: Tlv): OcspAnswer {
  const fields = openSequence(element)
  const certificate = readCertificateId(fields.readSequence())
  const status = readStatus(fields.read())
  const thisUpdateAt = parseTime(fields.read(TAG.generalizedTime))
  const next = fields.readOptional(contextConstructed(0))
  const wrapper = fields.readOptional(contextConstructed(1))
  fields.end()
  readWrappedExtensions(wrapper)
  const nextUpdateAt = next && parseTime(new DerReader(next, contextConstructed(0)).read(TAG.generalizedTime))
  return { certificate, ...status, thisUpdateAt, nextUpdateAt }
}

function readCertificateId(fields: DerReader): CertificateId {
  const hashOid = parseBareAlgorithm(fields.read())
  const issuerNameHash = parseOctets(fields.read())
  const issuerKeyHash = parseOctets(fields.read())
  const serial = Buffer.from(parseUnsigned(fields.read())).toString('hex')
  fields.end()
  return { hashOid, issuerNameHash, issuerKeyHash, serial }
}

function readStatus(element: Tlv): Pick<OcspAnswer, 'status' | 'revokedAt'> {
  if (element.tag === contextConstructed(1)) {
    const revokedAt = parseTime(new DerReader(element, contextConstructed(1)).read(TAG.generalizedTime))
    return { status: 'REVOKED', revokedAt }
  }
  const isGood = element.tag === contextPrimitive(0)
  if (!isGood && element.tag !== contextPrimitive(2)) throw new DerError('status of the certificate')
  parseNull({ ...element, tag: TAG.null })
  return { status: isGood ? 'GOOD' : 'UNKNOWN', revokedAt: undefined }
}

/** Extensions inside an explicit tag; DerError for a critical one that is not the one processed. */
function readWrappedExtensions(wrapper: Tlv | undefined, processed?: string): ReturnType<typeof readExtensions> {
  const extensions = readExtensions(wrapper && parseTlv(wrapper.content, MAX_OCSP_BYTES))
  for (const { oid, isCritical } of extensions.values())
    if (isCritical && oid !== processed) throw new DerError(`it demands ${oid}`)
  return extensions
}
