import type { AttachedContent } from './attachments.ts'
import type { Vocabulary } from './versions.ts'
import { element } from './xml-writer.ts'
import type { XmlNode } from './xml-writer.ts'

/** AttachmentHeaderList for the signed data; nothing for no attachments. */
export function writeAttachmentHeaders(attachments: readonly AttachedContent[], { b }: Vocabulary): readonly XmlNode[] {
  const headers = attachments.map(({ contentId, mediaType, signature }) =>
    element(b('AttachmentHeader'), [
      element(b('contentId'), contentId),
      element(b('MimeType'), mediaType),
      signature && element(b('SignaturePKCS7'), base64(signature)),
    ]),
  )
  return headers.length > 0 ? [element(b('AttachmentHeaderList'), headers)] : []
}

/** AttachmentContentList, which stands beside the signed data; nothing for no attachments. */
export function writeAttachmentContents(
  attachments: readonly AttachedContent[],
  { b }: Vocabulary,
): readonly XmlNode[] {
  const contents = attachments.map(({ contentId, bytes }) =>
    element(b('AttachmentContent'), [element(b('Id'), contentId), element(b('Content'), base64(bytes))]),
  )
  return contents.length > 0 ? [element(b('AttachmentContentList'), contents)] : []
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
