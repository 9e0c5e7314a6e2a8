/**
 * The SMEV 3 message exchange as the flow sees it: calls read and proved, messages written and signed. Implemented by
 * `adapters/smev` on the parser and the signature profile that `main` hands to it.
 */
import type { ReceivedMessage } from '../domain/case.ts'
import type { Reading } from '../domain/reading.ts'
import type { FaultCode } from '../domain/faults.ts'
import type { LocalDate } from '../domain/act.ts'
import type { Sender } from '../domain/requester.ts'
import type { JudgedCertificate } from '../domain/revocation.ts'

/** What the system signature (ЭП-ОВ) proved. `digest` is hex of the digest of the canonical signed element. */
export interface SystemSignature {
  readonly certificateSerial: string
  readonly algorithm: string
  readonly digest: string
}

interface Call {
  readonly sender: Sender
  readonly signature: SystemSignature
  readonly certificate: JudgedCertificate
  readonly smevVersion: string
}

export interface SendRequestCall extends Call {
  readonly operation: 'SendRequest'
  readonly message: ReceivedMessage
  readonly reading: Reading
  /** Contents of the attachments that the reading names, by document id. */
  readonly attachments?: readonly AttachmentContent[]
  /** Of an encrypted inquiry what was inside: CMS SignedData (DER) of the official; absent when it could not be opened. */
  readonly opened?: Uint8Array
  /** The message in one XML document, where it came as a package of several parts. */
  readonly infoset?: Uint8Array
  /** ISO 8601: the moment after which the answer is of no use to the sender. */
  readonly endOfLifeAt?: string
}

export interface AttachmentContent {
  readonly documentId: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export interface GetResponseCall extends Call {
  readonly operation: 'GetResponse'
  readonly selector: Selector
  readonly timestamp: string
}

/** Which message of the caller's queue is wanted: of a type of request or any, of a node or of none. */
export interface Selector {
  readonly type?: { readonly namespace: string; readonly name: string }
  readonly nodeId?: string
}

export interface AckCall extends Call {
  readonly operation: 'Ack'
  readonly messageId: string
  readonly accepted: boolean
}

export interface GetStatusCall extends Call {
  readonly operation: 'GetStatus'
  readonly timestamp: string
}

export type IncomingCall = SendRequestCall | GetResponseCall | AckCall | GetStatusCall

/**
 * One parse of a stranger's bytes: gate, structure, certificate, system signature, envelope schema, then the content.
 * `packageType` is the media type of a multipart/related package, with its parameters; absent for XML alone. Throws the
 * XML_*, ENVELOPE_*, SIGNATURE_*, CERTIFICATE_*, ATTACHMENT_*, MESSAGE_TYPE_UNSUPPORTED and SENDER_UNIDENTIFIABLE faults;
 * `error.facts` holds what was established before. A fault of the content behind a valid system signature is no fault here:
 * it is part of `reading` (I8).
 */
export type ReadCall = (bytes: Uint8Array, receivedAt: Date, packageType?: string) => Promise<IncomingCall>

/** A message of ours before it is sealed; document ids point to signed documents (CMS SignedData) of the case. */
export type OutgoingContent =
  | {
      readonly form: 'STATUS'
      readonly code: StatusCode
      readonly parameters: readonly { readonly key: string; readonly value: string }[]
      readonly description: string
      readonly documentId?: string
    }
  | {
      readonly form: 'REJECTED'
      readonly entries: readonly { readonly code: RejectionCode; readonly description: string }[]
    }
  | { readonly form: 'REPLY'; readonly routing: ReplyRouting; readonly documentId: string }

/** 10 registered, 11 duplicate, 60 refusal; 20, 30, 31, 40, 50 come with their commands (design section 4). */
export type StatusCode = 10 | 11 | 60
export type RejectionCode = 'ACCESS_DENIED' | 'UNKNOWN_REQUEST_DESCRIPTION'

/** Routing facts that stand in clear beside the encrypted document. */
export interface ReplyRouting {
  readonly kind: 'INFORMATION' | 'ABSENCE_NOTICE'
  readonly number: string
  readonly registeredOn: LocalDate
  readonly outgoingNumber: string
  readonly outgoingDate: LocalDate
  readonly journalNumber?: string
  readonly part: number
  readonly last: boolean
}

/** Envelope facts of one message in an answer queue. */
export interface OutgoingEnvelope {
  readonly messageId: string
  /** Opaque copy of our own ReplyTo token. */
  readonly to: string
  readonly original: Pick<ReceivedMessage, 'messageId' | 'referenceMessageId' | 'transactionCode' | 'smevVersion'>
  readonly queue: string
  readonly sealedAt: Date
}

/** Writes and signs what leaves: throws KEY_UNUSABLE when a key does not answer. All results are UTF-8 octets. */
export interface ExchangeWriter {
  /** SendRequestResponse in its envelope, MessageMetadata signed with the SMEV key. */
  writeReceipt(message: ReceivedMessage, sender: Sender, receivedAt: Date): Promise<Uint8Array>
  /** ResponseMessage signed by the office (ЭП-ОВ) and with the SMEV key; stored, and delivered as it stands. */
  writeResponseMessage(
    content: OutgoingContent,
    envelope: OutgoingEnvelope,
    sealedDocument?: Uint8Array,
  ): Promise<Uint8Array>
  /** GetResponseResponse around the stored bytes, in the version these were signed in, or the empty one in the caller's. */
  wrapResponse(smevVersion: string, responseMessage?: Uint8Array): Uint8Array
  /** The same answer with its attachments as parts of a package; undefined when it has none. */
  packAttachments(answer: Uint8Array): { readonly body: Uint8Array; readonly packageType: string } | undefined
  writeAckResponse(smevVersion: string): Uint8Array
  writeStatusResponse(smevVersion: string): Uint8Array
  /** SOAP Fault for a fault of the table; `smevVersion` when it is known. A bug or a fault of ours becomes SMEVFailure. */
  writeFault(code: FaultCode | 'BUG', context?: FaultContext): Uint8Array
}

export interface FaultContext {
  readonly smevVersion?: string
  /** MESSAGE_TYPE_UNSUPPORTED names the root it did not know. */
  readonly type?: { readonly namespace: string; readonly name: string }
}
