/** Proves that a revocation list is its authority's, whole and fresh (RFC 5280 6.3.3, for complete lists). */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { FaultCode } from '../../gateway/domain/faults.ts'
import type { Certificate } from '../x509/certificate.ts'
import { judgeSignature } from '../x509/signed-object.ts'
import { parseCrl } from './crl.ts'
import type { Crl } from './crl.ts'
import { digestInSlices } from './digest-in-slices.ts'

/** How far a source's clock may be ahead of ours. */
export const CLOCK_SKEW_MS = 5 * 60_000

/**
 * The list, once `authority` is known to have signed it and `at`, the instant of fetching, lies in its time. Throws
 * CRL_MALFORMED, CRL_UNSUPPORTED, CRL_ISSUER, CRL_SIGNATURE, CRL_TIME.
 */
export async function verifyCrl(der: Uint8Array, authority: Certificate, at: Date): Promise<Crl> {
  const crl = await parseCrl(der)
  checkIssuer(crl, authority)
  checkTime(crl, at)
  const verdict = judgeSignature(crl, authority, await digestInSlices(crl.tbs, authority.suite))
  if (verdict !== 'VERIFIES') throw refuse('CRL_SIGNATURE', `signature ${verdict}`)
  return crl
}

function checkIssuer({ issuerDer, authorityKeyId }: Crl, authority: Certificate): void {
  const { subjectDer, subjectKeyId, keyUsage } = authority
  if (Buffer.compare(issuerDer, subjectDer) !== 0) throw refuse('CRL_ISSUER', 'it is of another authority')
  const isSameKey = authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId
  if (!isSameKey) throw refuse('CRL_ISSUER', 'it is of another key of the authority')
  if (!keyUsage?.includes('cRLSign')) throw refuse('CRL_ISSUER', 'the authority may not sign lists')
}

function checkTime({ thisUpdateAt, nextUpdateAt }: Crl, at: Date): void {
  // Written so that an invalid Date, which compares as false, is refused.
  if (!(thisUpdateAt.getTime() <= at.getTime() + CLOCK_SKEW_MS)) throw refuse('CRL_TIME', 'it is of the future')
  if (!(at < nextUpdateAt)) throw refuse('CRL_TIME', 'a newer one was due')
}

const refuse = (code: FaultCode, reason: string): GatewayError => new GatewayError(code, `revocation list: ${reason}`)
