/** Attachments of a request, each with the verdict on the signature that covers its content. */
import { randomUUID } from 'node:crypto'
import type { Attachment, SignatureVerdict } from '../../gateway/domain/reading.ts'
import type { AttachmentContent } from '../../gateway/ports/exchange.ts'
import type { AttachedContent } from './attachments.ts'
import { checkAttachmentSize, readAttachments } from './attachments.ts'
import type { ProvedCall } from './proved-call.ts'
import { judgeSigner } from './signer-verdict.ts'

export interface JudgedAttachments {
  readonly facts: readonly Attachment[]
  readonly contents: readonly AttachmentContent[]
}

/** Throws ATTACHMENT_MISMATCH, ATTACHMENT_BY_REFERENCE, ATTACHMENT_TOO_LARGE, ENVELOPE_SCHEMA. */
export function judgeAttachments(call: ProvedCall): JudgedAttachments {
  const attached = readAttachments({ data: call.target, beside: call.request, version: call.version })
  checkAttachmentSize(attached)
  const judged = attached.map((attachment) => ({ facts: factsOf(attachment, call), bytes: attachment.bytes }))
  return {
    facts: judged.map(({ facts }) => facts),
    contents: judged.map(({ facts: { documentId, mediaType }, bytes }) => ({ documentId, mediaType, bytes })),
  }
}

function factsOf(attachment: AttachedContent, call: ProvedCall): Attachment {
  const { contentId, mediaType } = attachment
  const documentId = randomUUID()
  const signature = judgeSignature(attachment, call)
  if (signature.verdict !== 'VERIFIED') return { contentId, mediaType, documentId, signature }
  const isOfSystem = signature.certificate.der === call.common.certificate.der
  return { contentId, mediaType, documentId, signature, signer: isOfSystem ? 'SYSTEM' : 'OFFICIAL' }
}

function judgeSignature(
  { signature, bytes }: AttachedContent,
  { documents, receivedAt }: ProvedCall,
): SignatureVerdict {
  if (!signature) return { verdict: 'MISSING' }
  return judgeSigner(() => documents.verifyDetached(signature, bytes, receivedAt))
}
