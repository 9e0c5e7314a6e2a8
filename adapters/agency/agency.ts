/**
 * The other side of the door: an agency's system that sends inquiries, fetches, proves and acknowledges answers. Used by
 * the demo, the command line and the tests over real HTTP; it shares with the gateway the codec and the cryptography.
 */
import { randomBytes } from 'node:crypto'
import type { Inquiry } from '../../gateway/domain/inquiry.ts'
import { composeMessageId } from '../../gateway/domain/message-id.ts'
import type { AgencyFaultRead } from '../smev/agency-answers.ts'
import type { AttachedContent } from '../smev/attachments.ts'
import { writeAck, writeGetResponse, writeSendRequest } from '../smev/agency-envelopes.ts'
import { INQUIRY_ROOT, writeEncryptedInquiry, writeInquiry } from '../smev/inquiry-content.ts'
import { serialize, toBytes } from '../smev/xml-writer.ts'
import { postCall } from './caller.ts'
import { NO_ANSWER_YET, foldAnswer, type AgencyOutcome } from './outcome.ts'
import { AnswerRejected, ExchangeFailed, type AgencyParts } from './parts.ts'
import { readVerified, type VerifiedMessage } from './read-verified.ts'

/** An inquiry as it goes out: a repetition is these very bytes. */
export interface SignedInquiry {
  readonly messageId: string
  readonly inquiry: Inquiry
  /** Hex digest of the canonical inquiry as its official signed it. */
  readonly inquiryDigest: string
  readonly bytes: Uint8Array
}

/** A file to be attached; its contentId is what the inquiry calls it. */
export type AgencyFile = Omit<AttachedContent, 'signature'>

export type Delivery =
  | {
      readonly accepted: true
      readonly attempts: number
      /** The receipt as it came; undefined when only MessageIsAlreadySent told that an earlier attempt had arrived. */
      readonly receipt: Uint8Array | undefined
    }
  | { readonly accepted: false; readonly attempts: number; readonly fault: AgencyFaultRead }

export interface Agency {
  /** `files` go with it as attachments, signed by its official. */
  write(inquiry: Inquiry, files?: readonly AgencyFile[]): Promise<SignedInquiry>
  /**
   * Sends until there is an answer: the same bytes after a lost connection or SMEVFailure (reference: section 3). Throws
   * AnswerRejected for a receipt that proves nothing, ExchangeFailed when nobody answers at all.
   */
  deliver(message: Pick<SignedInquiry, 'messageId' | 'bytes'>): Promise<Delivery>
  /** Fetches and acknowledges answers to that inquiry until its final one, or until the instant. Throws AnswerRejected, ExchangeFailed. */
  collect(message: SignedInquiry, until: Date): Promise<AgencyOutcome>
}

const SEND_ATTEMPTS = 6
const FIRST_PAUSE_MS = 100
const POLL_PAUSE_MS = 250
const SIGNED_BY_OFFICIAL = 'SIGNED_BY_OFFICIAL'

export function createAgency(parts: AgencyParts): Agency {
  const exchange = { ...parts, keep: numbered(parts.keep) }
  return {
    write: (inquiry, files = []) => write(inquiry, files, exchange),
    deliver: (message) => deliver(message, exchange),
    collect: (message, until) => collect(message, until, exchange),
  }
}

async function write(inquiry: Inquiry, files: readonly AgencyFile[], parts: AgencyParts): Promise<SignedInquiry> {
  const { signatures, documents, parseXml, clock, nodeId, smevVersion, encrypted } = parts
  const messageId = composeMessageId(clock.now(), randomBytes(10))
  const stated = writeInquiry(inquiry, SIGNED_BY_OFFICIAL, encrypted ? messageId : undefined)
  const xml = toBytes(serialize(stated))
  const head = { MessageID: messageId, ReferenceMessageID: messageId, ...(nodeId ? { NodeID: nodeId } : {}) }
  const { signAsOfficial: official, signAsSystem: system } = signatures
  const content = encrypted ? writeEncryptedInquiry(await documents.sealInquiry(xml, clock.now())) : stated
  const signers = encrypted ? { system } : { official, system }
  const sign = (bytes: Uint8Array): Promise<Uint8Array> => documents.signFile(bytes, clock.now())
  const attachments = await Promise.all(files.map(async (file) => ({ ...file, signature: await sign(file.bytes) })))
  const bytes = await writeSendRequest({ head, content, attachments, smevVersion }, signers)
  using parsed = parseXml(xml)
  return { messageId, inquiry, inquiryDigest: signatures.digest(parsed, parsed.root), bytes }
}

async function deliver(message: Pick<SignedInquiry, 'messageId' | 'bytes'>, parts: AgencyParts): Promise<Delivery> {
  await parts.keep?.('sent-SendRequest.xml', message.bytes)
  let reason = ''
  for (let attempts = 1; attempts <= SEND_ATTEMPTS; attempts++) {
    parts.onProgress?.({ step: 'SENT' })
    const result = await postCall(parts, 'SendRequest', message.bytes)
    const delivery = result.answered ? await judgeReceipt(message, { ...result, attempts }, parts) : undefined
    if (delivery) return delivery
    reason = result.answered ? 'SMEVFailure' : result.reason
    parts.onProgress?.({ step: 'LOST', reason })
    await parts.pause(FIRST_PAUSE_MS * 2 ** (attempts - 1))
  }
  throw new ExchangeFailed(`${parts.url} does not answer: ${reason}`)
}

/** undefined: the same bytes have to be sent again. */
async function judgeReceipt(
  { messageId }: Pick<SignedInquiry, 'messageId'>,
  { bytes, packageType, attempts }: { bytes: Uint8Array; packageType: string | undefined; attempts: number },
  parts: AgencyParts,
): Promise<Delivery | undefined> {
  await parts.keep?.('received-SendRequest.xml', bytes)
  const answer = readVerified(bytes, parts, packageType)
  if (answer.kind === 'FAULT') {
    if (answer.fault === 'SMEVFailure') return undefined
    // After an answer that got lost this fault is good news: an earlier attempt had arrived.
    if (answer.fault === 'MessageIsAlreadySent' && attempts > 1) return { accepted: true, attempts, receipt: undefined }
    parts.onProgress?.({ step: 'FAULT', fault: answer.fault })
    return { accepted: false, attempts, fault: answer }
  }
  if (answer.kind !== 'RECEIPT' || answer.messageId !== messageId)
    throw new AnswerRejected('REFERENCE', 'the receipt is for another message')
  parts.onProgress?.({ step: 'RECEIPT' })
  return { accepted: true, attempts, receipt: bytes }
}

async function collect(message: SignedInquiry, until: Date, parts: AgencyParts): Promise<AgencyOutcome> {
  let outcome = NO_ANSWER_YET
  const taken = new Set<string>()
  while (!outcome.final) {
    const answer = await fetchNext(parts)
    if (answer) outcome = await take(answer, { outcome, message, taken, parts })
    else if (parts.clock.now() >= until) return outcome
    else await parts.pause(POLL_PAUSE_MS)
  }
  return outcome
}

/** undefined: nothing waits, or the answer got lost. If that held a message, that one comes again after the acknowledgement window. */
async function fetchNext(parts: AgencyParts): Promise<VerifiedMessage | undefined> {
  const { clock, nodeId, signatures, smevVersion, keep } = parts
  const wanted = { timestamp: clock.now(), type: INQUIRY_ROOT, smevVersion, ...(nodeId ? { nodeId } : {}) }
  const sent = await writeGetResponse(wanted, signatures.signAsSystem)
  const result = await postCall(parts, 'GetResponse', sent)
  if (!result.answered) return undefined
  try {
    const answer = readVerified(result.bytes, parts, result.packageType)
    if (answer.kind === 'FAULT' && answer.fault !== 'SMEVFailure')
      throw new ExchangeFailed(`GetResponse was refused: ${answer.fault} ${answer.code ?? ''}`.trim())
    if (answer.kind !== 'MESSAGE') return undefined
    await keep?.('sent-GetResponse.xml', sent)
    await keep?.('received-GetResponse.xml', result.bytes)
    return answer
  } catch (error) {
    if (!(error instanceof AnswerRejected)) throw error
    await keep?.('rejected-GetResponse.xml', result.bytes)
    if (error.messageId !== undefined) await acknowledge(error.messageId, false, parts)
    throw error
  }
}

interface Taking {
  readonly outcome: AgencyOutcome
  readonly message: SignedInquiry
  /** MessageIDs of the answers that stand in the outcome. */
  readonly taken: Set<string>
  readonly parts: AgencyParts
}

/** Folds first, acknowledges then: what the agency could not prove is never told to be received. */
async function take(answer: VerifiedMessage, { outcome, message, taken, parts }: Taking): Promise<AgencyOutcome> {
  // Another inquiry of this agency: whoever waits for it gets it after the acknowledgement window.
  if (answer.originalMessageId !== message.messageId) return { ...outcome, passedOver: outcome.passedOver + 1 }
  try {
    // Delivery is at least once: the same message again changes nothing.
    const isKnown = taken.has(answer.messageId)
    const folded = isKnown ? outcome : await foldAnswer(outcome, answer.content, { expected: message, parts })
    taken.add(answer.messageId)
    await acknowledge(answer.messageId, true, parts)
    return folded
  } catch (error) {
    if (error instanceof AnswerRejected) await acknowledge(answer.messageId, false, parts)
    throw error
  }
}

/** A lost answer is no matter: an unacknowledged message comes again and is folded again, to the same outcome. */
async function acknowledge(messageId: string, accepted: boolean, parts: AgencyParts): Promise<void> {
  const sent = await writeAck({ messageId, accepted, smevVersion: parts.smevVersion }, parts.signatures.signAsSystem)
  await parts.keep?.('sent-Ack.xml', sent)
  const result = await postCall(parts, 'Ack', sent)
  if (!result.answered) return
  await parts.keep?.('received-Ack.xml', result.bytes)
  if (readVerified(result.bytes, parts, result.packageType).kind === 'ACKNOWLEDGED')
    parts.onProgress?.({ step: 'ACKNOWLEDGED' })
}

/** File names in the order of the exchange. */
function numbered(keep: AgencyParts['keep']): Required<AgencyParts>['keep'] {
  let count = 0
  return async (name, bytes) => keep?.(`${String(++count).padStart(3, '0')}-${name}`, bytes)
}
