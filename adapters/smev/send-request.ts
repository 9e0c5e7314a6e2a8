/** SendRequest behind a verified system signature: the message, its content and the official's signature over that. */
import type { OfficialSignature, Reading } from '../../gateway/domain/reading.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { SendRequestCall } from '../../gateway/ports/exchange.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { readFields } from './content-shape.ts'
import { INQUIRY_ROOT, checkInquiry, readInquiry } from './inquiry-content.ts'
import { judgeAttachments } from './judged-attachments.ts'
import { toInstant } from './moment.ts'
import type { ProvedCall } from './proved-call.ts'
import { judgeSigner } from './signer-verdict.ts'
import { vocabularyOf } from './versions.ts'
import { REQUEST_HEAD } from './wire-shapes.ts'
import { findChild, getChild, isNamed } from './xml-path.ts'

/**
 * Throws ATTACHMENT_*, and MESSAGE_TYPE_UNSUPPORTED for a root that nobody here serves. A fault of a known
 * content, or of the official's signature, is part of the reading (I8).
 */
export function readSendRequest(call: ProvedCall): SendRequestCall {
  const { target, version, document, signatures, common } = call
  const { t, b } = vocabularyOf(version)
  const head = readFields(REQUEST_HEAD, target)
  const root = getContentRoot(getChild(target, b('MessagePrimaryContent')))
  const { facts, contents } = judgeAttachments(call)
  const read = readContent(call, root, new Set(facts.map(({ contentId }) => contentId)))
  const reading = facts.length > 0 ? { ...read, attachments: facts } : read
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
    ...(contents.length > 0 ? { attachments: contents } : {}),
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
  const official: OfficialSignature = signature
    ? judgeSigner(() => signatures.verify({ document, signature, target: root }, receivedAt))
    : { verdict: 'MISSING' }
  const errors = document.validate(root, 'inquiry-1.0').map(({ message }) => message)
  if (errors.length > 0) return { readable: false, errors, official }
  const { pdConsent, ...inquiry } = readInquiry(root)
  const broken = checkInquiry(inquiry)
  if (broken.length > 0) return { readable: false, errors: broken, official }
  // A consent that is named but not attached is no consent (¶23(2), 45).
  const consent = pdConsent !== undefined && attachmentIds.has(pdConsent) ? { pdConsent } : {}
  return { readable: true, inquiry: { ...inquiry, ...consent }, official }
}
