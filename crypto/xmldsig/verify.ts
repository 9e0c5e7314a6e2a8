/** Verifies detached XML signatures by the strict profile of structure.ts, on a tree that passed the document gate. */
import { GatewayError, withFacts } from '../../gateway/domain/faults.ts'
import type { XmlDocument, XmlElement, XmlVisitor } from '../../gateway/ports/xml.ts'
import type { SignatureSuite } from '../suite.ts'
import type { TrustedCertificate, TrustStore } from '../trust-store.ts'
import { parseCertificate } from '../x509/certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import { checkAlgorithms } from './algorithms.ts'
import { normalForms } from './normal-form.ts'
import { findReference } from './reference.ts'
import { canonicalSignedInfo } from './signed-info.ts'
import { readSignature } from './structure.ts'
import type { StatedSignature } from './structure.ts'

export interface SignatureToVerify {
  readonly document: XmlDocument
  /** ds:Signature at its fixed path; undefined when nothing stands there. */
  readonly signature: XmlElement | undefined
  /** The element that has to be signed, found by path: never looked up by the Id a message names. */
  readonly target: XmlElement
  /** The instant at which the certificate is judged: that of receipt. */
  readonly at: Date
  readonly trust: Pick<TrustStore, 'verifyCertificate'>
}

/** What was proved: the holder of `certificate`, trusted at `judgedAt`, signed `target` as it stands in the tree. */
export interface VerifiedSignature {
  readonly target: XmlElement
  readonly certificate: Certificate
  /** From the certificate to the root. */
  readonly chain: readonly Certificate[]
  readonly judgedAt: Date
  /** What was known of it at that instant. */
  readonly revocation: TrustedCertificate['revocation']
  /** Hex of the digest of the canonical target: equal for the same message sent again. */
  readonly digest: string
  readonly algorithm: SignatureSuite['id']
  readonly signatureValue: Uint8Array
}

/**
 * Cheap checks first: the digest of the content, which a sender may make long, is taken only after a trusted key is
 * known to have signed SignedInfo.
 *
 * Throws SIGNATURE_MISSING, SIGNATURE_STRUCTURE, SIGNATURE_TARGET, CERTIFICATE_*, SIGNATURE_ALGORITHM, SIGNATURE_VALUE,
 * SIGNATURE_DIGEST.
 */
export function verifySignature({ document, signature, target, at, trust }: SignatureToVerify): VerifiedSignature {
  if (signature === undefined) throw new GatewayError('SIGNATURE_MISSING', 'no signature')
  const stated = readSignature(signature)
  if (stated.referenceUri !== findReference(target)) {
    throw new GatewayError('SIGNATURE_TARGET', 'the reference does not point to the element that has to be signed')
  }

  const certificate = parseCertificate(stated.certificate)
  const digest = Buffer.from(stated.digestValue).toString('hex')
  const algorithm = certificate.suite ? { algorithm: certificate.suite.id } : {}
  const facts = { certificateSerial: certificate.serial, digest, ...algorithm }
  return withFacts(facts, () => proveSignature({ document, target, at, trust }, stated, certificate))
}

function proveSignature(
  { document, target, at, trust }: Omit<SignatureToVerify, 'signature'>,
  stated: StatedSignature,
  certificate: Certificate,
): VerifiedSignature {
  const { suite, publicKey } = certificate
  if (suite === undefined || publicKey === undefined) {
    throw new GatewayError('SIGNATURE_ALGORITHM', "the certificate's key is of no accepted algorithm")
  }
  checkAlgorithms(suite, { signature: stated.signatureAlgorithm, digest: stated.digestAlgorithm })
  const { chain, judgedAt, revocation }: TrustedCertificate = trust.verifyCertificate(certificate, at)

  const signedInfoDigest = suite.digest(canonicalSignedInfo(document, stated.signedInfo))
  if (!suite.verify(publicKey, signedInfoDigest, stated.signatureValue)) {
    throw new GatewayError('SIGNATURE_VALUE', 'the signature value is not that of SignedInfo')
  }
  const digest = verifyDigest(suite, (visitor) => document.walk(target, visitor), stated.digestValue)
  const { signatureValue } = stated
  return { target, certificate, chain, judgedAt, revocation, digest, algorithm: suite.id, signatureValue }
}

/** Hex of the digest as stated, when one of the forms the signer may have meant has it. */
function verifyDigest(suite: SignatureSuite, walk: (visitor: XmlVisitor) => void, stated: Uint8Array): string {
  for (const form of normalForms(walk)) {
    const digest = Buffer.from(suite.digest(form))
    if (digest.equals(stated)) return digest.toString('hex')
  }
  throw new GatewayError('SIGNATURE_DIGEST', 'the content is not what was signed')
}
