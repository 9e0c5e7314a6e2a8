/** Opens the document that came with an answer and checks that it answers the inquiry which was sent. */
import type { Inquiry } from '../../gateway/domain/inquiry.ts'
import { readReply, type ReplyDocument } from '../smev/reply-document.ts'
import { AnswerRejected, type AgencyParts } from './parts.ts'

/** What the document must name. */
export interface ExpectedReply {
  readonly inquiry: Inquiry
  /** Hex digest of the canonical inquiry as its official signed it. */
  readonly inquiryDigest: string
  readonly number: string | undefined
}

export interface OpenedReply {
  readonly reply: ReplyDocument
  /** CMS SignedData of the Head: what the agency files. */
  readonly signed: Uint8Array
  readonly xml: Uint8Array
}

/** Throws AnswerRejected. What could be opened is kept before it is judged, so that a dispute has its evidence. */
export async function openReply(
  sealed: Uint8Array,
  expected: ExpectedReply,
  { documents, parseXml, clock, keep, onProgress }: AgencyParts,
): Promise<OpenedReply> {
  await keep?.('document.p7m', sealed)
  const signed = await rejecting('DECRYPTION', () => documents.decrypt(sealed))
  onProgress?.({ step: 'DECRYPTED' })
  await keep?.('document.p7s', signed)
  const { content, signer } = await rejecting('HEAD_SIGNATURE', () => documents.verify(signed, clock.now()))
  await keep?.('document.xml', content)
  using parsed = parseXml(content)
  const errors = parsed.validate(parsed.root, 'reply-document-1.0')
  if (errors.length > 0) throw new AnswerRejected('SCHEMA', errors.map(({ message }) => message).join('; '))
  const reply = readReply(parsed.root)
  if (signer.commonName !== reply.office.head.name)
    throw new AnswerRejected('HEAD_SIGNATURE', 'the document is signed by another person than the Head it names')
  onProgress?.({ step: 'HEAD_VERIFIED' })
  checkReference(reply, expected)
  onProgress?.({ step: 'DOCUMENT_MATCHES' })
  return { reply, signed, xml: content }
}

/** An answer to somebody else, or to another inquiry, must not be taken for ours. */
function checkReference(reply: ReplyDocument, { inquiry, inquiryDigest, number }: ExpectedReply): void {
  const differing = Object.entries({
    Addressee: reply.addressee.id === inquiry.requester.id,
    OutgoingNumber: reply.outgoingNumber === inquiry.outgoingNumber,
    OutgoingDate: reply.outgoingDate === inquiry.outgoingDate,
    InquiryDigest: reply.inquiryDigest === inquiryDigest,
    Number: number === undefined || reply.number === number,
  })
    .filter(([, agrees]) => !agrees)
    .map(([field]) => field)
  if (differing.length > 0)
    throw new AnswerRejected('REFERENCE', `the document does not fit the inquiry: ${differing.join(', ')}`)
}

async function rejecting<T>(check: AnswerRejected['check'], open: () => T | Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (cause) {
    throw new AnswerRejected(check, cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
