/** The door's rules for the system signature (ЭП-ОВ), one by one. */
import { judge } from '../../crypto/inspection/finding.ts'
import { holdsInclude } from '../../crypto/inspection/judge-references.ts'
import { judgeXmlSignature } from '../../crypto/inspection/judge-xml-signature.ts'
import { readSignedInfo } from '../../crypto/inspection/read-xml-signature.ts'
import type { StatedReference } from '../../crypto/inspection/read-xml-signature.ts'
import type { XmlInspection } from '../../crypto/inspection/tree.ts'
import { createTrustStore } from '../../crypto/trust-store.ts'
import { parseCertificate } from '../../crypto/x509/certificate.ts'
import type { Certificate } from '../../crypto/x509/certificate.ts'
import { checkAlgorithms } from '../../crypto/xmldsig/algorithms.ts'
import { findReference } from '../../crypto/xmldsig/reference.ts'
import { transformVariants } from '../../crypto/xmldsig/smev-transform.ts'
import { readSignature } from '../../crypto/xmldsig/structure.ts'
import { GatewayError } from '../domain/faults.ts'
import type { XmlElement } from '../ports/xml.ts'
import type { Breaches } from './inspect-breaches.ts'
import type { ReaderTrust } from './inspect-trust.ts'

export interface SystemSignatureQuestion {
  /** ds:Signature at its fixed path, and the element it has to cover. */
  readonly signature: XmlElement | undefined
  readonly target: XmlElement
  readonly inspection: XmlInspection
  readonly trust: ReaderTrust | undefined
  readonly at: Date
}

export function judgeSystemSignature(question: SystemSignatureQuestion, breaches: Breaches): void {
  const { signature, target, inspection, trust, at } = question
  if (signature === undefined) {
    breaches.add(new GatewayError('SIGNATURE_MISSING', 'no signature'))
    return
  }
  const finding = judgeXmlSignature(signature, inspection)
  const strictly = breaches.attempt(() => readSignature(signature))
  const stated = findStated(signature)
  breaches.attempt(() => checkTarget(target, stated))
  const der = strictly?.certificate ?? finding.signer?.der
  const signer = (der && breaches.attempt(() => parseCertificate(der))) ?? finding.signer
  if (signer === undefined) return
  breaches.attempt(() => checkSignerAlgorithms(signer, stated))
  if (trust !== undefined) {
    breaches.attempt(() => createTrustStore(trust.anchors, trust.authorities).verifyCertificate(signer, at))
  }
  // Blanks that `inspect` looks past are none that the door looks past.
  if (finding.signature === 'fails' || finding.signature === 'after-removing-whitespace') {
    breaches.add(new GatewayError('SIGNATURE_VALUE', 'the signature value is not that of SignedInfo'))
  }
  breaches.attempt(() => checkDigest(signer, question, stated))
}

/** What the signature states, as far as it can be read, whatever the profile says to the rest. */
interface Stated {
  readonly method: string
  readonly reference: StatedReference | undefined
}

function findStated(signature: XmlElement): Stated {
  const info = judge(() => readSignedInfo(signature), [])
  if (info === 'unsupported') return { method: '', reference: undefined }
  return { method: info.signatureMethod, reference: info.references[0] }
}

function checkTarget(target: XmlElement, { reference }: Stated): void {
  if (reference !== undefined && reference.uri === findReference(target)) return
  throw new GatewayError('SIGNATURE_TARGET', 'the reference does not point to the element that has to be signed')
}

function checkSignerAlgorithms({ suite }: Certificate, { method, reference }: Stated): void {
  if (suite === undefined) {
    throw new GatewayError('SIGNATURE_ALGORITHM', "the certificate's key is of no accepted algorithm")
  }
  checkAlgorithms(suite, { signature: method, digest: reference?.digestMethod ?? '' })
}

/** Of the element that has to be signed, in the only form that the door knows, whatever the signature refers to. */
function checkDigest({ suite }: Certificate, question: SystemSignatureQuestion, { reference }: Stated): void {
  const { target, inspection } = question
  const value = reference?.digestValue
  if (suite === undefined || value === undefined) return
  for (const form of transformVariants(inspection.document.canonicalize(target))) {
    if (Buffer.compare(suite.digest(form), value) === 0) return
  }
  // In a package the door would put the part in its place first.
  const reason = holdsInclude(target)
    ? 'what xop:Include stands for is not in the file'
    : 'the content is not what was signed'
  throw new GatewayError('SIGNATURE_DIGEST', reason)
}
