/** Documents that leave the office: written by their schema, signed for the Head, sealed to the requester. */
import type { ReplyContent } from '../domain/reply.ts'
import type { EncryptionProfile } from '../domain/requester.ts'

export interface Documents {
  /** XML of the reply document, valid by `reply-document-1.0`; an invalid one is a bug. */
  writeReply(content: ReplyContent): Uint8Array
  /** CMS SignedData (DER) with the document inside, by the automatic-signing key. Throws KEY_UNUSABLE. */
  sign(document: Uint8Array, at: Date): Promise<{ readonly signed: Uint8Array; readonly certificateSerial: string }>
  /**
   * CMS EnvelopedData (DER), one recipient per certificate (DER) whose key can receive the profile. Sign first, then
   * encrypt (D4). Throws RECIPIENT_CERTIFICATE_MISSING when there is no such certificate.
   */
  seal(signed: Uint8Array, recipients: readonly Uint8Array[], profile?: EncryptionProfile): Uint8Array
}
