/** What an agency gets from us, as it reads it: one tagged union, with the signed parts it has to verify. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { ReplyRouting } from '../../gateway/ports/exchange.ts'
import type { SignedPart } from '../../gateway/ports/signatures.ts'
import type { ReceivedXmlDocument, XmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import { includablePlaces, readAttachments } from './attachments.ts'
import type { AttachedContent } from './attachments.ts'
import { parseBase64 } from './base64.ts'
import { readFields } from './content-shape.ts'
import { getBodyElement, soapName } from './envelope.ts'
import { readReplyContent } from './inquiry-content.ts'
import type { MimePackage } from './mime.ts'
import { findOperation } from './operations.ts'
import { DOCUMENT_PARAMETER } from './response-message.ts'
import { SMEV_VERSIONS, vocabularyOf } from './versions.ts'
import type { SmevVersion } from './versions.ts'
import { MESSAGE_METADATA, REQUEST_REJECTED, REQUEST_STATUS, RESPONSE_HEAD, RESPONSE_ORIGIN } from './wire-shapes.ts'
import type { MessageMetadata, RequestStatus } from './wire-shapes.ts'
import { childrenNamed, findChild, findText, getChild, isNamed } from './xml-path.ts'
import { restoreContents } from './xop.ts'
import type { IncludablePlaces, PackageLimits } from './xop.ts'
import { unqualified } from './xml-writer.ts'
import type { XmlName } from './xml-writer.ts'

/** Signed parts hold elements of the document: they are usable until it is disposed. */
export type AgencyAnswer =
  | { readonly kind: 'RECEIPT'; readonly metadata: MessageMetadata; readonly smev: SignedPart }
  | AgencyMessage
  | { readonly kind: 'QUEUE_EMPTY' }
  | { readonly kind: 'ACKNOWLEDGED' }
  | { readonly kind: 'NO_STATUS' }
  | AgencyFaultRead

export interface AgencyMessage {
  readonly kind: 'MESSAGE'
  readonly messageId: string
  readonly to: string
  readonly originalMessageId?: string
  readonly metadata: MessageMetadata
  readonly content: AgencyContent
  /** Each has to be verified by its own signature: no other covers its content. */
  readonly attachments: readonly AttachedContent[]
  /** SMEVSignature over Response. */
  readonly smev: SignedPart
  /** SenderInformationSystemSignature over SenderProvidedResponseData. */
  readonly office: SignedPart
}

/** `document` is the sealed CMS (DER). */
export type AgencyContent =
  | {
      readonly form: 'STATUS'
      readonly code: number
      readonly parameters: Readonly<Record<string, string>>
      readonly description: string
      readonly document?: Uint8Array
    }
  | {
      readonly form: 'REJECTED'
      readonly entries: readonly { readonly code: string; readonly description: string }[]
    }
  | { readonly form: 'REPLY'; readonly routing: ReplyRouting; readonly document: Uint8Array }

export interface AgencyFaultRead {
  readonly kind: 'FAULT'
  /** Element of the faults namespace, with the reason of a signature fault after a slash. */
  readonly fault: string
  /** b:Code, where the fault has a body. */
  readonly code?: string
  readonly text: string
}

/**
 * Puts the parts of a package back into the answer that refers to them. Throws ENVELOPE_MULTIPART, ATTACHMENT_*,
 * XML_TOO_LARGE.
 */
export function restoreAnswer(
  document: ReceivedXmlDocument,
  received: MimePackage & { readonly limits: PackageLimits },
): void {
  const answer = getBodyElement(document)
  const version = SMEV_VERSIONS.find(({ types }) => types === answer.namespace)
  const [message] = version ? childrenNamed(answer, vocabularyOf(version).t('ResponseMessage')) : []
  const places = version && message ? placesIn(message, version) : { structured: [], attached: [] }
  restoreContents(document, places, received)
}

function placesIn(message: XmlElement, version: SmevVersion): IncludablePlaces {
  const { t } = vocabularyOf(version)
  const data = getChild(getChild(message, t('Response')), t('SenderProvidedResponseData'))
  return includablePlaces({ data, beside: message, version })
}

/** Throws the ENVELOPE_* faults for an answer of another make. */
export function readAnswer(document: XmlDocument): AgencyAnswer {
  const answer = getBodyElement(document)
  if (isNamed(answer, soapName('Fault'))) return readFault(answer)
  const version = SMEV_VERSIONS.find(({ types }) => types === answer.namespace)
  const operation = version && findOperation('response', answer.name)
  if (!version || !operation) throw new GatewayError('ENVELOPE_OPERATION', 'an answer to no operation served here')
  if (operation === 'SendRequest') return readReceipt(document, answer, version)
  if (operation === 'Ack') return { kind: 'ACKNOWLEDGED' }
  if (operation === 'GetStatus') return { kind: 'NO_STATUS' }
  const message = findChild(answer, vocabularyOf(version).t('ResponseMessage'))
  return message ? readMessage(document, message, version) : { kind: 'QUEUE_EMPTY' }
}

function readReceipt(document: XmlDocument, answer: XmlElement, version: SmevVersion): AgencyAnswer {
  const { t } = vocabularyOf(version)
  const target = getChild(answer, t('MessageMetadata'))
  const metadata = readFields(MESSAGE_METADATA, target)
  return { kind: 'RECEIPT', metadata, smev: { document, target, signature: signatureIn(answer, t('SMEVSignature')) } }
}

function readMessage(document: XmlDocument, message: XmlElement, version: SmevVersion): AgencyMessage {
  const { t } = vocabularyOf(version)
  const response = getChild(message, t('Response'))
  const data = getChild(response, t('SenderProvidedResponseData'))
  const { MessageID: messageId, To: to } = readFields(RESPONSE_HEAD, data)
  const { OriginalMessageId } = readFields(RESPONSE_ORIGIN, response)
  const officeSignature = signatureIn(response, t('SenderInformationSystemSignature'))
  const attachments = readAttachments({ data, beside: message, version })
  return {
    kind: 'MESSAGE',
    messageId,
    to,
    ...(OriginalMessageId === undefined ? {} : { originalMessageId: OriginalMessageId }),
    metadata: readFields(MESSAGE_METADATA, getChild(response, t('MessageMetadata'))),
    content: readContent(data, version, attachments),
    attachments,
    smev: { document, target: response, signature: signatureIn(message, t('SMEVSignature')) },
    office: { document, target: data, signature: officeSignature },
  }
}

function readContent(data: XmlElement, version: SmevVersion, attachments: readonly AttachedContent[]): AgencyContent {
  const { t, b } = vocabularyOf(version)
  const reply = findChild(data, b('MessagePrimaryContent'))?.children[0]
  if (reply) return readReplyDocument(reply, attachments)
  const status = findChild(data, t('RequestStatus'))
  if (status) return readStatus(readFields(REQUEST_STATUS, status))
  const entries = childrenNamed(data, t('RequestRejected')).map((rejected) => {
    const wire = readFields(REQUEST_REJECTED, rejected)
    return { code: wire.RejectionReasonCode, description: wire.RejectionReasonDescription }
  })
  return { form: 'REJECTED', entries }
}

function readReplyDocument(reply: XmlElement, attachments: readonly AttachedContent[]): AgencyContent {
  const { document, documentAttachment, ...routing } = readReplyContent(reply)
  const attached = attachments.find(({ contentId }) => contentId === documentAttachment)
  if (document === undefined && !attached)
    throw new GatewayError('ATTACHMENT_MISMATCH', 'the document of the reply is not attached')
  return { form: 'REPLY', routing, document: attached?.bytes ?? parseBase64(document ?? '', 'Document') }
}

function readStatus(wire: RequestStatus): AgencyContent {
  const all = Object.fromEntries(wire.StatusParameter.map(({ Key, Value }) => [Key, Value]))
  const { [DOCUMENT_PARAMETER]: document, ...parameters } = all
  return {
    form: 'STATUS',
    code: wire.StatusCode,
    parameters,
    description: wire.StatusDescription,
    ...(document === undefined ? {} : { document: parseBase64(document, 'StatusParameter') }),
  }
}

function readFault(fault: XmlElement): AgencyFaultRead {
  const text = findText(fault, unqualified('faultstring')) ?? ''
  const [detail] = findChild(fault, unqualified('detail'))?.children ?? []
  const version = SMEV_VERSIONS.find(({ faults }) => faults === detail?.namespace)
  if (!detail || !version) return { kind: 'FAULT', fault: detail?.name ?? '', text }
  const { b, f } = vocabularyOf(version)
  const reason = findText(detail, f(detail.name))
  const code = findText(detail, b('Code'))
  return {
    kind: 'FAULT',
    fault: reason === undefined ? detail.name : `${detail.name}/${reason}`,
    ...(code === undefined ? {} : { code }),
    text,
  }
}

function signatureIn(parent: XmlElement, wrapperName: XmlName): XmlElement | undefined {
  return findChild(parent, wrapperName)?.children[0]
}
