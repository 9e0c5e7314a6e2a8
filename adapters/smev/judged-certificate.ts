/** A verified signature's certificate as the case keeps it, to be asked about again (I9). */
import type { JudgedCertificate } from '../../gateway/domain/revocation.ts'
import type { SignerEvidence } from '../../gateway/ports/signatures.ts'

export function judgedCertificate({ certificate, revocation }: SignerEvidence): JudgedCertificate {
  return { der: Buffer.from(certificate.der).toString('base64'), revocation }
}
