/** SendRequest behind a verified system signature: the message, its content and the official's signature over that. */
import type { SignatureVerdict } from '../../gateway/domain/reading.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { SendRequestCall } from '../../gateway/ports/exchange.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { readClearInquiry } from './clear-inquiry.ts'
import type { InquiryFrame } from './clear-inquiry.ts'
import { readFields } from './content-shape.ts'
import { readEncryptedInquiry } from './encrypted-inquiry.ts'
import type { ReadInquiry } from './encrypted-inquiry.ts'
import { ENCRYPTED_INQUIRY_ROOT, INQUIRY_ROOT } from './inquiry-content.ts'
import { judgeAttachments } from './judged-attachments.ts'
import { toInstant } from './moment.ts'
import type { ProvedCall } from './proved-call.ts'
import { judgeSigner } from './signer-verdict.ts'
import { vocabularyOf } from './versions.ts'
import { REQUEST_HEAD } from './wire-shapes.ts'
import { findChild, getChild, isNamed } from './xml-path.ts'

/**
 * Throws ATTACHMENT_*, MESSAGE_TYPE_UNSUPPORTED for a root that nobody here serves, and KEY_UNUSABLE. A fault of a known
 * content, or of the official's signature, is part of the reading (I8).
 */
export async function readSendRequest(call: ProvedCall): Promise<SendRequestCall> {
  const { target, version, document, signatures, common } = call
  const { t, b } = vocabularyOf(version)
  const head = readFields(REQUEST_HEAD, target)
  const root = getContentRoot(getChild(target, b('MessagePrimaryContent')))
  const { facts, contents } = judgeAttachments(call)
  const frame = { messageId: head.MessageID, attachmentIds: new Set(facts.map(({ contentId }) => contentId)) }
  const isEncrypted = isNamed(root, ENCRYPTED_INQUIRY_ROOT)
  const read = isEncrypted ? await readEncryptedInquiry(call, root, frame) : readInquiryInClear(call, root, frame)
  const { reading, opened, contentDigest, duplicateDigest } = read
  return {
    ...common,
    operation: 'SendRequest',
    message: {
      messageId: head.MessageID,
      ...(head.ReferenceMessageID === undefined ? {} : { referenceMessageId: head.ReferenceMessageID }),
      ...(head.TransactionCode === undefined ? {} : { transactionCode: head.TransactionCode }),
      ...(head.NodeID === undefined ? {} : { nodeId: head.NodeID }),
      type: { namespace: INQUIRY_ROOT.namespace, name: INQUIRY_ROOT.name },
      digest: common.signature.digest,
      contentDigest: contentDigest ?? signatures.digest(document, root),
      ...(duplicateDigest === undefined ? {} : { duplicateDigest }),
      smevVersion: version.version,
      test: findChild(target, t('TestMessage')) !== undefined,
    },
    reading: facts.length > 0 ? { ...reading, attachments: facts } : reading,
    ...(opened ? { opened } : {}),
    ...(contents.length > 0 ? { attachments: contents } : {}),
    ...(head.EOL === undefined ? {} : { endOfLifeAt: toInstant(head.EOL, 'EOL') }),
  }
}

function getContentRoot(content: XmlElement): XmlElement {
  const [root] = content.children
  if (!root) throw new GatewayError('ENVELOPE_SCHEMA', 'MessagePrimaryContent: no content')
  if (isNamed(root, INQUIRY_ROOT) || isNamed(root, ENCRYPTED_INQUIRY_ROOT)) return root
  const facts = { type: { namespace: root.namespace, name: root.name } }
  throw new GatewayError('MESSAGE_TYPE_UNSUPPORTED', 'a content that is not served here', { facts })
}

function readInquiryInClear(call: ProvedCall, root: XmlElement, frame: InquiryFrame): ReadInquiry {
  const { document, target, version, signatures, receivedAt } = call
  const wrapper = findChild(target, vocabularyOf(version).t('PersonalSignature'))
  const signature = wrapper?.children[0]
  const official: SignatureVerdict = signature
    ? judgeSigner(() => signatures.verify({ document, signature, target: root }, receivedAt))
    : { verdict: 'MISSING' }
  const reading = { ...readClearInquiry(document, root, frame), official }
  // As the official signed it: with `>` in a text, several forms of one content are in use.
  return official.verdict === 'VERIFIED' ? { reading, contentDigest: official.digest } : { reading }
}
