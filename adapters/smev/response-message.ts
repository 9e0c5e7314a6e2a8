/** What stands in SenderProvidedResponseData and MessageMetadata of our messages (wire mapping of design section 4). */
import type { OutgoingContent } from '../../gateway/ports/exchange.ts'
import type { AttachedContent } from './attachments.ts'
import { writeFields } from './content-shape.ts'
import { writeReply } from './inquiry-content.ts'
import { MAX_ENVELOPE_BYTES } from './limits.ts'
import { namingOf, vocabularyOf } from './versions.ts'
import type { SmevVersion } from './versions.ts'
import { MESSAGE_METADATA, REQUEST_REJECTED, REQUEST_STATUS } from './wire-shapes.ts'
import type { MessageMetadata } from './wire-shapes.ts'
import { writeAttachmentHeaders } from './write-attachments.ts'
import { element } from './xml-writer.ts'
import type { XmlNode } from './xml-writer.ts'

/** The status parameter that holds a sealed document in base64. */
export const DOCUMENT_PARAMETER = 'document'

/** A party as SMEV metadata name it: mnemonic of its system (at most 50 characters) and a name for people. */
export interface Party {
  readonly mnemonic: string
  readonly name: string
}

export interface DocumentToWrite {
  readonly sealed: Uint8Array | undefined
  /** The same document, where it is attached. */
  readonly attached: AttachedContent | undefined
}

/** Whether a reply with this document would make the envelope longer than one may be. */
export function isTooLong(content: OutgoingContent, sealed: Uint8Array | undefined): sealed is Uint8Array {
  const encodedBytes = Math.ceil((sealed?.length ?? 0) / 3) * 4
  return content.form === 'REPLY' && encodedBytes > MAX_ENVELOPE_BYTES - WITHOUT_DOCUMENT_BYTES
}

/** More than a reply comes to without its document: certificates, signatures, routing facts. */
const WITHOUT_DOCUMENT_BYTES = 64 * 1024

/** The branch of the choice. A document that is due and not there, or the reverse, is a bug: a plain Error. */
export function writeContent(
  content: OutgoingContent,
  version: SmevVersion,
  { sealed, attached }: DocumentToWrite,
): readonly XmlNode[] {
  const { t, b } = vocabularyOf(version)
  const naming = namingOf(version).t
  const document = getDocument(content, sealed)
  if (content.form === 'REPLY') {
    const held = attached ? { documentAttachment: attached.contentId } : { document: document ?? '' }
    const reply = writeReply({ ...content.routing, ...held })
    const headers = writeAttachmentHeaders(attached ? [attached] : [], vocabularyOf(version))
    return [element(b('MessagePrimaryContent'), [reply]), ...headers]
  }
  if (content.form === 'REJECTED') {
    return content.entries.map(({ code, description }) => {
      const entry = { RejectionReasonCode: code, RejectionReasonDescription: clip(description, 4000) }
      return element(t('RequestRejected'), writeFields(REQUEST_REJECTED, entry, naming))
    })
  }
  const parameters = content.parameters.map(({ key, value }) => ({ Key: key, Value: value }))
  const withDocument = document === undefined ? [] : [{ Key: DOCUMENT_PARAMETER, Value: document }]
  const status = {
    StatusCode: content.code,
    StatusParameter: [...parameters, ...withDocument],
    StatusDescription: clip(content.description, 4000),
  }
  return [element(t('RequestStatus'), writeFields(REQUEST_STATUS, status, naming))]
}

/** MessageMetadata; with an Id where it is signed itself. Names are cut to what the schema holds. */
export function writeMetadata(metadata: MetadataFacts, version: SmevVersion, id?: string): XmlNode {
  const { messageId, type, sender, recipient, sentAt, queue, status } = metadata
  const wire: MessageMetadata = {
    MessageId: messageId,
    MessageType: type,
    Sender: wireParty(sender),
    SendingTimestamp: sentAt.toISOString(),
    ...(version.hasBrokerFields ? { DestinationName: clip(queue, 500) } : {}),
    ...(recipient ? { Recipient: wireParty(recipient) } : {}),
    ...(version.hasBrokerFields ? { SupplementaryData: { InteractionType: 'OIV2OIV' } } : {}),
    ...(status === undefined ? {} : { Status: status }),
  }
  const fields = writeFields(MESSAGE_METADATA, wire, namingOf(version).t)
  return element(vocabularyOf(version).t('MessageMetadata'), fields, id === undefined ? {} : { Id: id })
}

export interface MetadataFacts {
  readonly messageId: string
  readonly type: 'REQUEST' | 'RESPONSE'
  readonly sender: Party
  readonly recipient?: Party
  readonly sentAt: Date
  readonly queue: string
  readonly status?: 'requestIsQueued'
}

function getDocument(content: OutgoingContent, sealed: Uint8Array | undefined): string | undefined {
  const isDue = content.form !== 'REJECTED' && content.documentId !== undefined
  if (isDue !== (sealed !== undefined)) throw new Error(`${content.form}: the sealed document does not fit the content`)
  return sealed && Buffer.from(sealed).toString('base64')
}

function wireParty({ mnemonic, name }: Party): { Mnemonic: string; HumanReadableName: string } {
  return { Mnemonic: clip(mnemonic, 50), HumanReadableName: clip(name, 500) }
}

/** Schemas count characters, not UTF-16 units. */
function clip(text: string, length: number): string {
  return text.length <= length ? text : Array.from(text).slice(0, length).join('')
}
