/** A signature behind a verified system signature: whatever is wrong with it is a fact of the reading and no fault (I8). */
import { GatewayError, faultOf } from '../../gateway/domain/faults.ts'
import type { SignatureVerdict, SignerFacts } from '../../gateway/domain/reading.ts'
import type { SignerEvidence } from '../../gateway/ports/signatures.ts'
import { judgedCertificate } from './judged-certificate.ts'

/** What `verify` proved, or the sender's fault it threw; any other exception passes. */
export function judgeSigner(verify: () => SignerEvidence): SignatureVerdict {
  try {
    return { verdict: 'VERIFIED', ...signerFacts(verify()) }
  } catch (error) {
    if (!(error instanceof GatewayError) || faultOf(error)?.blame !== 'sender') throw error
    const { certificateSerial, algorithm, digest } = error.facts
    return {
      verdict: 'FAILED',
      code: error.code,
      ...(certificateSerial === undefined ? {} : { certificateSerial }),
      ...(algorithm === undefined ? {} : { algorithm }),
      ...(digest === undefined ? {} : { digest }),
    }
  }
}

export function signerFacts(evidence: SignerEvidence): SignerFacts {
  const { certificateSerial, algorithm, digest, certificate } = evidence
  const { commonName, organization, snils, ogrn } = certificate
  return {
    certificateSerial,
    algorithm,
    digest,
    name: commonName ?? organization ?? '',
    ...(snils === undefined ? {} : { snils }),
    ...(ogrn === undefined ? {} : { ogrn }),
    certificate: judgedCertificate(evidence),
  }
}
