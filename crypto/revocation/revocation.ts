/** The flow's view of revocation: the trust store's verdict on a certificate, asked again at any time. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Revocation } from '../../gateway/ports/revocation.ts'
import type { TrustStore } from '../trust-store.ts'
import { parseCertificate } from '../x509/certificate.ts'
import type { RevocationCache } from './revocation-cache.ts'

export function createRevocation(trustStore: TrustStore, cache: Pick<RevocationCache, 'revision'>): Revocation {
  return {
    getStatus(certificate, at) {
      try {
        return trustStore.verifyCertificate(parseCertificate(certificate), at).revocation
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error
        const isRevoked = error.code === 'CERTIFICATE_REVOKED' || error.code === 'CERTIFICATE_ISSUER_REVOKED'
        // Any other fault: a trust bundle that came since no longer knows the authority, so nobody can say.
        return isRevoked ? 'REVOKED' : 'UNKNOWN'
      }
    },
    get revision() {
      return cache.revision
    },
  }
}
