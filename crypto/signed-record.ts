/**
 * Signed records: JSON enclosed in a CMS SignedData, made outside the gateway and proved again whenever it is read
 * (design section 6). What was changed, or signed by anyone but the pinned person, is not a record.
 */
import { GatewayError } from '../gateway/domain/faults.ts'
import { signCms, verifyCms, type CmsSigner } from './cms/signed-data.ts'
import type { TrustStore } from './trust-store.ts'
import type { Certificate } from './x509/certificate.ts'

export interface PinnedSigner {
  readonly certificate: Certificate
  /** Judges the pinned certificate at the instant: pinning alone does not outlive its validity. */
  readonly trust: TrustStore
  readonly at: Date
}

/**
 * The JSON value that the pinned person signed; its shape is not yet checked. Throws CMS_MALFORMED (also for what is
 * no JSON in UTF-8), CMS_SIGNATURE (also for another signer) and CERTIFICATE_* faults.
 */
export function openSignedRecord(bytes: Uint8Array, { certificate, trust, at }: PinnedSigner): unknown {
  const { content, signer } = verifyCms(bytes, { trust, at })
  if (signer.fingerprint !== certificate.fingerprint)
    throw new GatewayError('CMS_SIGNATURE', 'it is signed with another certificate than the pinned one')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch (cause) {
    throw new GatewayError('CMS_MALFORMED', 'the signed content is not JSON in UTF-8', { cause })
  }
}

/** DER of the signed record. Throws KEY_UNUSABLE. */
export function signRecord(record: object, signer: CmsSigner, signingAt: Date): Promise<Uint8Array> {
  return signCms(Buffer.from(JSON.stringify(record, undefined, 2), 'utf8'), signer, { signingAt })
}
