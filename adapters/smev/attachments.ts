/**
 * Attachments of a message: headers, which the system signs with the message, must pair with contents, which it does not;
 * each content is covered by the detached signature in its header (guidance of SMEV 3, section 4.3).
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { parseBase64 } from './base64.ts'
import { ENCRYPTED_DOCUMENT, ENCRYPTED_INQUIRY_ROOT } from './inquiry-content.ts'
import { MAX_ATTACHMENT_BYTES } from './limits.ts'
import { vocabularyOf } from './versions.ts'
import type { SmevVersion } from './versions.ts'
import { childrenNamed, findChild, findText } from './xml-path.ts'
import type { ElementName } from './xml-path.ts'
import type { IncludablePlaces } from './xop.ts'

export interface AttachedContent {
  readonly contentId: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** CMS SignedData (DER), as it came. */
  readonly signature?: Uint8Array
}

/** Where the lists stand: headers in the signed data, contents beside them. */
export interface AttachmentPlaces {
  readonly data: XmlElement
  readonly beside: XmlElement
  readonly version: SmevVersion
}

/** Elements whose base64 a MIME package may have moved out of the envelope. */
export function includablePlaces({ data, beside, version }: AttachmentPlaces): IncludablePlaces {
  const { b } = vocabularyOf(version)
  const below = (parent: XmlElement, path: readonly ElementName[]): readonly XmlElement[] =>
    path.reduce<readonly XmlElement[]>((found, name) => found.flatMap((one) => childrenNamed(one, name)), [parent])
  const signatures = below(data, [b('AttachmentHeaderList'), b('AttachmentHeader'), b('SignaturePKCS7')])
  const sealed = below(data, [b('MessagePrimaryContent'), ENCRYPTED_INQUIRY_ROOT, ENCRYPTED_DOCUMENT])
  return {
    structured: [...signatures, ...sealed],
    attached: below(beside, [b('AttachmentContentList'), b('AttachmentContent'), b('Content')]),
  }
}

/**
 * The attachments of a schema-valid message, in the order of their headers. Throws ATTACHMENT_MISMATCH unless each header
 * has its content and each content its header, ATTACHMENT_BY_REFERENCE for files of a store that is not reached from here,
 * ENVELOPE_SCHEMA for what is no base64 by the letter of its schema.
 */
export function readAttachments({ data, beside, version }: AttachmentPlaces): readonly AttachedContent[] {
  const { b } = vocabularyOf(version)
  if (findChild(data, b('RefAttachmentHeaderList')))
    throw new GatewayError('ATTACHMENT_BY_REFERENCE', 'files by reference are not accepted here')
  const headers = itemsOf(findChild(data, b('AttachmentHeaderList')), b('AttachmentHeader'))
  const items = itemsOf(findChild(beside, b('AttachmentContentList')), b('AttachmentContent'))
  const contents = new Map(items.map((item) => [findText(item, b('Id'))?.trim() ?? '', item]))
  const attachments = headers.map((header) => readAttachment(header, contents, version))
  const distinct = new Set(attachments.map(({ contentId }) => contentId))
  if (distinct.size !== headers.length || items.length !== headers.length) throw mismatch()
  return attachments
}

/** Throws ATTACHMENT_TOO_LARGE. */
export function checkAttachmentSize(attachments: readonly AttachedContent[]): void {
  if (attachments.reduce((sum, { bytes }) => sum + bytes.length, 0) > MAX_ATTACHMENT_BYTES)
    throw new GatewayError('ATTACHMENT_TOO_LARGE', 'the attachments in sum')
}

function readAttachment(
  header: XmlElement,
  contents: ReadonlyMap<string, XmlElement>,
  version: SmevVersion,
): AttachedContent {
  const { b } = vocabularyOf(version)
  const contentId = findText(header, b('contentId'))?.trim() ?? ''
  const content = contents.get(contentId)
  if (!content) throw mismatch()
  const signature = findText(header, b('SignaturePKCS7'))
  return {
    contentId,
    mediaType: findText(header, b('MimeType')) ?? '',
    bytes: parseBase64(findText(content, b('Content')) ?? '', 'Content'),
    ...(signature === undefined ? {} : { signature: parseBase64(signature, 'SignaturePKCS7') }),
  }
}

function itemsOf(list: XmlElement | undefined, name: ElementName): readonly XmlElement[] {
  return list ? childrenNamed(list, name) : []
}

function mismatch(): GatewayError {
  return new GatewayError('ATTACHMENT_MISMATCH', 'headers and contents do not pair')
}
