/** What an agency's side of the exchange needs: its keys, a parser, a connection, time. */
import type { Clock } from '../../gateway/ports/clock.ts'
import type { SignedPart, SignerCertificate, SignerEvidence } from '../../gateway/ports/signatures.ts'
import type { ExchangeVersion, ParseXml, XmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import type { Connection } from './caller.ts'
import type { SignElement } from '../smev/agency-envelopes.ts'

export interface AgencyParts extends Connection {
  /** requester.id that the agency states in its inquiries. */
  readonly requesterId: string
  /** Names a queue of its own for this agency's answers (NodeID). */
  readonly nodeId?: string
  /** Inquiries go encrypted to the office. */
  readonly encrypted?: boolean
  /** Version of the exchange it speaks; the default one when none is given. */
  readonly smevVersion?: ExchangeVersion
  readonly clock: Clock
  readonly pause: (milliseconds: number) => Promise<void>
  readonly parseXml: ParseXml
  readonly signatures: AgencySignatures
  readonly documents: AgencyDocuments
  /** Keeps what was sent and received; polls that brought nothing are left out. */
  readonly keep?: (name: string, bytes: Uint8Array) => Promise<void>
  readonly onProgress?: (progress: AgencyProgress) => void
}

/** Verification throws SIGNATURE_* and CERTIFICATE_* faults, also for anybody but the one expected. */
export interface AgencySignatures {
  readonly signAsSystem: SignElement
  readonly signAsOfficial: SignElement
  readonly verifySmev: (part: SignedPart, at: Date) => SignerEvidence
  readonly verifyOffice: (part: SignedPart, at: Date) => SignerEvidence
  readonly digest: (document: XmlDocument, element: XmlElement) => string
}

export interface AgencyDocuments {
  /** CMS EnvelopedData -> SignedData, with the agency's own key. Throws CMS_UNOPENABLE. */
  readonly decrypt: (sealed: Uint8Array) => Promise<Uint8Array>
  /** Proves that the office's system signed the attachment. Throws CMS_* and CERTIFICATE_* faults. */
  readonly verifyOfficeFile: (signature: Uint8Array, content: Uint8Array, at: Date) => void
  /** SignedData of the agency's official, encrypted to the office. */
  readonly sealInquiry: (inquiry: Uint8Array, at: Date) => Promise<Uint8Array>
  /** Signature of the agency's official beside a file. */
  readonly signFile: (content: Uint8Array, at: Date) => Promise<Uint8Array>
  /** Proves that somebody of the office signed. Throws CMS_* and CERTIFICATE_* faults. */
  readonly verify: (
    signed: Uint8Array,
    at: Date,
  ) => { readonly content: Uint8Array; readonly signer: SignerCertificate }
}

export type AgencyProgress =
  | { readonly step: 'SENT' | 'RECEIPT' }
  | { readonly step: 'LOST'; readonly reason: string }
  | { readonly step: 'FAULT'; readonly fault: string }
  | { readonly step: 'STATUS'; readonly code: number; readonly number?: string; readonly dueOn?: string }
  | { readonly step: 'SIGNATURES_VERIFIED' | 'DECRYPTED' | 'HEAD_VERIFIED' | 'DOCUMENT_MATCHES' | 'ACKNOWLEDGED' }

/** A message that the agency does not take for an answer: `check` is what it failed. */
export class AnswerRejected extends Error {
  override readonly name = 'AnswerRejected'
  readonly check: 'SCHEMA' | 'SIGNATURE' | 'DECRYPTION' | 'HEAD_SIGNATURE' | 'REFERENCE'
  /** The message it came with, when that much could be read. */
  readonly messageId: string | undefined
  constructor(
    check: AnswerRejected['check'],
    message: string,
    options?: ErrorOptions & { messageId?: string | undefined },
  ) {
    super(message, options)
    this.check = check
    this.messageId = options?.messageId
  }
}

/** Nobody answered, or the agency's own queue was refused to it: nothing is known of the inquiry. */
export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed'
}
