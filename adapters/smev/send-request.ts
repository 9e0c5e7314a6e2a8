/** SendRequest behind a verified system signature: the message, its content and the official's signature over that. */
import type { OfficialSignature, Reading, SignerFacts } from '../../gateway/domain/reading.ts'
import { GatewayError, faultOf } from '../../gateway/domain/faults.ts'
import type { SendRequestCall } from '../../gateway/ports/exchange.ts'
import type { SignedPart, SignerEvidence, XmlSignatures } from '../../gateway/ports/signatures.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { readAttachmentIds } from './attachments.ts'
import { readFields } from './content-shape.ts'
import { judgedCertificate } from './judged-certificate.ts'
import { INQUIRY_ROOT, checkInquiry, readInquiry } from './inquiry-content.ts'
import { toInstant } from './moment.ts'
import type { ProvedCall } from './proved-call.ts'
import { vocabularyOf } from './versions.ts'
import { REQUEST_HEAD } from './wire-shapes.ts'
import { findChild, getChild, isNamed } from './xml-path.ts'

/**
 * Throws ATTACHMENT_MISMATCH, and MESSAGE_TYPE_UNSUPPORTED for a root that nobody here serves. A fault of a known
 * content, or of the official's signature, is part of the reading (I8).
 */
export function readSendRequest(call: ProvedCall): SendRequestCall {
  const { target, version, document, signatures, common } = call
  const { t, b } = vocabularyOf(version)
  const head = readFields(REQUEST_HEAD, target)
  const attachmentIds = readAttachmentIds(call, target)
  const root = getContentRoot(getChild(target, b('MessagePrimaryContent')))
  const reading = readContent(call, root, attachmentIds)
  return {
    ...common,
    operation: 'SendRequest',
    message: {
      messageId: head.MessageID,
      ...(head.ReferenceMessageID === undefined ? {} : { referenceMessageId: head.ReferenceMessageID }),
      ...(head.TransactionCode === undefined ? {} : { transactionCode: head.TransactionCode }),
      ...(head.NodeID === undefined ? {} : { nodeId: head.NodeID }),
      type: { namespace: root.namespace, name: root.name },
      digest: common.signature.digest,
      contentDigest: contentDigestOf(reading.official) ?? signatures.digest(document, root),
      smevVersion: version.version,
      test: findChild(target, t('TestMessage')) !== undefined,
    },
    reading,
    ...(head.EOL === undefined ? {} : { endOfLifeAt: toInstant(head.EOL, 'EOL') }),
  }
}

/** As the official signed it: with `>` in a text, several forms of one content are in use. */
function contentDigestOf(official: OfficialSignature): string | undefined {
  return official.verdict === 'VERIFIED' ? official.digest : undefined
}

function getContentRoot(content: XmlElement): XmlElement {
  const [root] = content.children
  if (!root) throw new GatewayError('ENVELOPE_SCHEMA', 'MessagePrimaryContent: no content')
  if (isNamed(root, INQUIRY_ROOT)) return root
  const facts = { type: { namespace: root.namespace, name: root.name } }
  throw new GatewayError('MESSAGE_TYPE_UNSUPPORTED', 'a content that is not served here', { facts })
}

function readContent(call: ProvedCall, root: XmlElement, attachmentIds: ReadonlySet<string>): Reading {
  const { document, target, version, signatures, receivedAt } = call
  const wrapper = findChild(target, vocabularyOf(version).t('PersonalSignature'))
  const signature = wrapper?.children[0]
  const official = judgeOfficial({ document, signature, target: root }, signatures, receivedAt)
  const errors = document.validate(root, 'inquiry-1.0').map(({ message }) => message)
  if (errors.length > 0) return { readable: false, errors, official }
  const { pdConsent, ...inquiry } = readInquiry(root)
  const broken = checkInquiry(inquiry)
  if (broken.length > 0) return { readable: false, errors: broken, official }
  // A consent that is named but not attached is no consent (¶23(2), 45).
  const consent = pdConsent !== undefined && attachmentIds.has(pdConsent) ? { pdConsent } : {}
  return { readable: true, inquiry: { ...inquiry, ...consent }, official }
}

function judgeOfficial(part: SignedPart, signatures: XmlSignatures, at: Date): OfficialSignature {
  if (!part.signature) return { verdict: 'MISSING' }
  try {
    return { verdict: 'VERIFIED', ...signerFacts(signatures.verify(part, at)) }
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

function signerFacts(evidence: SignerEvidence): SignerFacts {
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
