/** An answer of the exchange as the agency trusts it: valid by the schema, every signature proved, plain data. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { XmlDocument } from '../../gateway/ports/xml.ts'
import {
  readAnswer,
  restoreAnswer,
  type AgencyAnswer,
  type AgencyContent,
  type AgencyFaultRead,
  type AgencyMessage,
} from '../smev/agency-answers.ts'
import { getBodyElement } from '../smev/envelope.ts'
import { parsePackage } from '../smev/mime.ts'
import { SMEV_VERSIONS } from '../smev/versions.ts'
import { AnswerRejected, type AgencyParts } from './parts.ts'

export type VerifiedAnswer =
  | { readonly kind: 'RECEIPT'; readonly messageId: string | undefined }
  | VerifiedMessage
  | { readonly kind: 'QUEUE_EMPTY' | 'ACKNOWLEDGED' | 'NO_STATUS' }
  | AgencyFaultRead

export interface VerifiedMessage {
  readonly kind: 'MESSAGE'
  readonly messageId: string
  readonly originalMessageId: string | undefined
  readonly content: AgencyContent
}

/**
 * `packageType` is the media type of an answer in several parts. Faults carry no signature and prove nothing. Throws
 * AnswerRejected, naming the message where it is known.
 */
export function readVerified(bytes: Uint8Array, parts: AgencyParts, packageType?: string): VerifiedAnswer {
  using document = parseOrReject(bytes, parts, packageType)
  const answer = readOrReject(document)
  if (answer.kind === 'RECEIPT') {
    verifyAll(undefined, () => parts.signatures.verifySmev(answer.smev, parts.clock.now()))
    return { kind: 'RECEIPT', messageId: answer.metadata.MessageId }
  }
  if (answer.kind === 'FAULT') return answer
  return answer.kind === 'MESSAGE' ? verifyMessage(answer, parts) : { kind: answer.kind }
}

function verifyMessage(
  { messageId, originalMessageId, content, attachments, smev, office }: AgencyMessage,
  { signatures, documents, clock, onProgress }: AgencyParts,
): VerifiedMessage {
  verifyAll(messageId, () => {
    signatures.verifySmev(smev, clock.now())
    signatures.verifyOffice(office, clock.now())
    for (const { bytes, signature } of attachments)
      documents.verifyOfficeFile(signature ?? new Uint8Array(), bytes, clock.now())
  })
  onProgress?.({ step: 'SIGNATURES_VERIFIED' })
  return { kind: 'MESSAGE', messageId, originalMessageId, content }
}

function parseOrReject(bytes: Uint8Array, { parseXml }: AgencyParts, packageType: string | undefined): XmlDocument {
  try {
    if (packageType === undefined) return parseXml(bytes)
    const received = parsePackage(bytes, packageType)
    const document = parseXml(received.root)
    restoreAnswer(document, { ...received, limits: { maxEnvelopeBytes: MAX_BYTES, maxAttachmentBytes: MAX_BYTES } })
    return document
  } catch (cause) {
    throw rejectedFor('SCHEMA', cause)
  }
}

/** Of an answer, envelope and attachments together: its own office is no stranger. */
const MAX_BYTES = 12 * 1024 * 1024

function readOrReject(document: XmlDocument): AgencyAnswer {
  try {
    const body = getBodyElement(document)
    const version = SMEV_VERSIONS.find(({ types }) => types === body.namespace)
    const errors = version ? document.validate(body, version.schema) : []
    if (errors.length === 0) return readAnswer(document)
    throw new GatewayError('ENVELOPE_SCHEMA', errors.map(({ message }) => message).join('; '))
  } catch (cause) {
    throw rejectedFor('SCHEMA', cause)
  }
}

function verifyAll(messageId: string | undefined, verify: () => void): void {
  try {
    verify()
  } catch (cause) {
    throw rejectedFor('SIGNATURE', cause, messageId)
  }
}

function rejectedFor(check: AnswerRejected['check'], cause: unknown, messageId?: string): AnswerRejected {
  if (!(cause instanceof GatewayError)) throw cause
  return new AnswerRejected(check, `${cause.code}: ${cause.message}`, { cause, messageId })
}
