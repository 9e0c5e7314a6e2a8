/** The content of an Inquiry, whether it came in clear or was opened. */
import type { ReadContent } from '../../gateway/domain/reading.ts'
import type { XmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import { checkInquiry, findStatedMessageId, readInquiry } from './inquiry-content.ts'

export interface InquiryFrame {
  /** MessageID of the message around it. */
  readonly messageId: string
  /** Ids of the attachments that came with it. */
  readonly attachmentIds: ReadonlySet<string>
}

/** Schema-valid and by the rules of the content, or the rules it broke. */
export function readClearInquiry(
  document: XmlDocument,
  root: XmlElement,
  { messageId, attachmentIds }: InquiryFrame,
): ReadContent {
  const errors = document.validate(root, 'inquiry-1.0').map(({ message }) => message)
  if (errors.length > 0) return { readable: false, errors }
  const { pdConsent, ...inquiry } = readInquiry(root)
  const stated = findStatedMessageId(root)
  const broken = [
    ...checkInquiry(inquiry),
    ...(stated === undefined || stated === messageId ? [] : ['MessageId: not that of the message']),
  ]
  if (broken.length > 0) return { readable: false, errors: broken }
  // A consent that is named but not attached is no consent (¶23(2), 45).
  const consent = pdConsent !== undefined && attachmentIds.has(pdConsent) ? { pdConsent } : {}
  return { readable: true, inquiry: { ...inquiry, ...consent } }
}
