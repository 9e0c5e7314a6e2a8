/** What `inspect --json` prints. */
import type { Certificate } from '../../crypto/x509/certificate.ts'
import type { Inspection, JudgedFinding } from './inspect-file.ts'

export type Validity = 'valid' | 'not-yet-valid' | 'expired'

/** Whether the instant lies in the certificate's own term. */
export function validityOf({ notBefore, notAfter }: Certificate, at: Date): Validity {
  if (at < notBefore) return 'not-yet-valid'
  return at > notAfter ? 'expired' : 'valid'
}

/** `message` only for a message of SMEV 3, `reasons` only where a verdict needs one; all else always. */
export function toJson({ message, findings, door }: Inspection, at: Date): object {
  return {
    ...(message === undefined ? {} : { message }),
    signatures: findings.map((finding) => signatureOf(finding, at)),
    door,
  }
}

function signatureOf(finding: JudgedFinding, at: Date): object {
  const { role, target, digest, signature, algorithm, signer, chain, reasons } = finding
  const judged = { role, target, digest, signature, algorithm, signer: signer ? signerOf(signer, at) : null, chain }
  return reasons.length === 0 ? judged : { ...judged, reasons }
}

function signerOf(certificate: Certificate, at: Date): object {
  const { subject, issuer, serial, notBefore, notAfter } = certificate
  return {
    subject,
    issuer,
    serial,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    validity: validityOf(certificate, at),
  }
}
