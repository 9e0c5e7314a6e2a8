/** Whether the signer's certificate leads to somebody the reader trusts. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { FaultCode } from '../../gateway/domain/faults.ts'
import type { SignatureSuite, SuiteId } from '../suite.ts'
import { createTrustStore } from '../trust-store.ts'
import type { Certificate } from '../x509/certificate.ts'
import { findArchive } from './keys.ts'

export type ChainVerdict = (typeof VERDICTS)[keyof typeof VERDICTS] | 'trusted' | 'not-checked'

const VERDICTS = {
  CERTIFICATE_EXPIRED: 'expired',
  CERTIFICATE_NOT_YET_VALID: 'not-yet-valid',
  CERTIFICATE_UNTRUSTED: 'untrusted',
  CERTIFICATE_CHAIN: 'authority-not-in-force',
  CERTIFICATE_USAGE: 'wrong-usage',
} as const satisfies Partial<Record<FaultCode, string>>

export interface ChainQuestion {
  /** Whom the reader trusts; undefined when he did not say. */
  readonly anchors: readonly Certificate[] | undefined
  /** Links between: authorities of the reader, and certificates that came with the signature. */
  readonly links: readonly Certificate[]
  readonly at: Date
}

/** By the rules of the door's trust store, but for two: certificates sent along may be links, and archive keys are read. */
export function judgeChain(certificate: Certificate, { anchors, links, at }: ChainQuestion): ChainVerdict {
  if (anchors === undefined) return 'not-checked'
  const store = createTrustStore(anchors.map(withArchiveKey), links.map(withArchiveKey))
  try {
    store.verifyCertificate(withArchiveKey(certificate), at)
    return 'trusted'
  } catch (error) {
    if (error instanceof GatewayError && isJudged(error.code)) return VERDICTS[error.code]
    throw error
  }
}

const isJudged = (code: FaultCode): code is keyof typeof VERDICTS => Object.hasOwn(VERDICTS, code)

/** Lends an archive key to the trust store, which otherwise knows only those of the door. Never leaves this file. */
function withArchiveKey(certificate: Certificate): Certificate {
  const found = certificate.suite === undefined ? findArchive(certificate.spkiDer) : undefined
  if (found === undefined) return certificate
  const { suite: archive, publicKey } = found
  const unused = (): never => {
    throw new Error('an archive key only verifies certificates')
  }
  const verify: SignatureSuite['verify'] = (_key, digest, signature) => archive.verify(publicKey, digest, signature)
  const suite: SignatureSuite = {
    ...archive,
    id: archive.id as string as SuiteId,
    cmsSignatureOids: [archive.signatureOid],
    hasNullParameters: false,
    xmlDigestUri: '',
    xmlSignatureUri: '',
    newDigest: unused,
    findPublicKey: unused,
    sign: unused,
    verify,
    verifyEncoded: verify,
    encodeSignature: unused,
  }
  return { ...certificate, suite, publicKey }
}
