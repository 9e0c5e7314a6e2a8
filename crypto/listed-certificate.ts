/** Certificates as the signed trust bundle lists them: DER in base64 at a JSON path. */
import { GatewayError } from '../gateway/domain/faults.ts'
import { parseCertificate, type Certificate } from './x509/certificate.ts'

/** Throws TRUST_BUNDLE_INVALID naming the path, also for a key of an unknown kind. */
export function parseListedCertificate(base64: string, path: string): Certificate {
  const certificate = parseOrFault(base64, path)
  if (certificate.publicKey === undefined)
    throw new GatewayError('TRUST_BUNDLE_INVALID', `${path} has a key of an unknown kind`)
  return certificate
}

function parseOrFault(base64: string, path: string): Certificate {
  try {
    return parseCertificate(Buffer.from(base64, 'base64'))
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause
    throw new GatewayError('TRUST_BUNDLE_INVALID', `${path}: ${cause.message}`, { cause })
  }
}
