/** Proves an OCSP answer (RFC 6960 3.2): asked by us, of this certificate, by a responder the issuer vouches for, fresh. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { FaultCode } from '../../gateway/domain/faults.ts'
import { OID } from '../asn1/oids.ts'
import { parseCertificate } from '../x509/certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import { judgeSignature } from '../x509/signed-object.ts'
import { keyHashOf } from './ocsp-request.ts'
import type { CertificateId } from './ocsp-request.ts'
import { parseOcspResponse } from './ocsp-response.ts'
import type { OcspAnswer, OcspResponse, ResponderName } from './ocsp-response.ts'
import { CLOCK_SKEW_MS } from './verify-crl.ts'

export interface OcspQuestion {
  readonly id: CertificateId
  readonly nonce: Uint8Array
  /** Who issued the certificate asked about. */
  readonly issuer: Certificate
  /** When the answer came. */
  readonly at: Date
  /**
   * Judges a responder's certificate that its issuer did not exempt from revocation (ocsp-nocheck). Throws when it is not
   * known to be good.
   */
  readonly checkResponder: (responder: Certificate) => void
}

/**
 * Throws OCSP_MALFORMED, OCSP_REFUSED, OCSP_RESPONDER, OCSP_SIGNATURE, OCSP_NONCE, OCSP_CERTIFICATE, OCSP_TIME. An answer
 * UNKNOWN is returned like any other: the responder does not know the certificate.
 */
export function verifyOcsp(der: Uint8Array, question: OcspQuestion): OcspAnswer {
  const response = parseOcspResponse(der)
  const responder = findResponder(response, question)
  const verdict = judgeSignature(response, responder)
  if (verdict !== 'VERIFIES') throw refuse('OCSP_SIGNATURE', `signature ${verdict}`)
  checkNonce(response.nonce, question.nonce)
  const answer = findAnswer(response.answers, question.id)
  checkTime(answer, { at: question.at, hasNonce: response.nonce !== undefined })
  return answer
}

/** The issuer itself, or whom it has certified for this purpose directly (RFC 6960 4.2.2.2). */
function findResponder({ responder, certificates }: OcspResponse, question: OcspQuestion): Certificate {
  const { issuer } = question
  if (isNamed(issuer, responder)) return issuer
  const named = certificates.map(parseCertificate).find((certificate) => isNamed(certificate, responder))
  if (named === undefined) throw refuse('OCSP_RESPONDER', 'the certificate of the responder is missing')
  checkDelegated(named, question)
  return named
}

function isNamed({ subjectDer, spkiDer }: Certificate, name: ResponderName): boolean {
  return 'nameDer' in name
    ? Buffer.compare(subjectDer, name.nameDer) === 0
    : Buffer.compare(keyHashOf(spkiDer), name.keyHash) === 0
}

function checkDelegated(responder: Certificate, { issuer, at, checkResponder }: OcspQuestion): void {
  const { issuerDer, notBefore, notAfter, extendedKeyUsage, unknownCritical, keyUsage } = responder
  const isIssued = Buffer.compare(issuerDer, issuer.subjectDer) === 0
  if (!isIssued || judgeSignature(responder, issuer) !== 'VERIFIES')
    throw refuse('OCSP_RESPONDER', 'the responder is not certified by the issuer')
  if (!(at >= notBefore && at <= notAfter))
    throw refuse('OCSP_RESPONDER', 'the responder is not certified at this time')
  const isSigner = keyUsage === undefined || keyUsage.includes('digitalSignature')
  const isUnderstood = unknownCritical.every((oid) => oid === OID.extendedKeyUsage)
  if (!extendedKeyUsage?.includes(OID.ocspSigning) || !isSigner || !isUnderstood)
    throw refuse('OCSP_RESPONDER', 'the responder is not certified for OCSP signing')
  if (!responder.hasOcspNoCheck) checkResponder(responder)
}

/** Responders that answer from stock leave the nonce out (RFC 5019); a wrong one is another question's answer. */
function checkNonce(answered: Uint8Array | undefined, asked: Uint8Array): void {
  if (answered !== undefined && Buffer.compare(answered, asked) !== 0)
    throw refuse('OCSP_NONCE', 'it answers another question')
}

function findAnswer(answers: readonly OcspAnswer[], id: CertificateId): OcspAnswer {
  const found = answers.filter(({ certificate }) => isSame(certificate, id))
  const [answer, second] = found
  if (answer === undefined) throw refuse('OCSP_CERTIFICATE', 'it is about another certificate')
  if (second !== undefined) throw refuse('OCSP_CERTIFICATE', 'it says two things about the certificate')
  return answer
}

function isSame(one: CertificateId, other: CertificateId): boolean {
  return (
    one.hashOid === other.hashOid &&
    one.serial === other.serial &&
    Buffer.compare(one.issuerNameHash, other.issuerNameHash) === 0 &&
    Buffer.compare(one.issuerKeyHash, other.issuerKeyHash) === 0
  )
}

/** An answer without a nonce can be an old one: it must say itself until when it holds. */
function checkTime(
  { thisUpdateAt, nextUpdateAt }: OcspAnswer,
  { at, hasNonce }: { at: Date; hasNonce: boolean },
): void {
  if (!(thisUpdateAt.getTime() <= at.getTime() + CLOCK_SKEW_MS)) throw refuse('OCSP_TIME', 'it is of the future')
  if (nextUpdateAt === undefined && !hasNonce) throw refuse('OCSP_TIME', 'neither nonce nor next update')
  if (nextUpdateAt !== undefined && !(at < nextUpdateAt)) throw refuse('OCSP_TIME', 'a newer one was due')
}

const refuse = (code: FaultCode, reason: string): GatewayError => new GatewayError(code, `OCSP response: ${reason}`)
