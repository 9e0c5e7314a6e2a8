/**
 * One agency under load: it sends inquiry after inquiry and, beside that, reads its answer queue, proves each message
 * and acknowledges it. What broke off is done again with the same bytes.
 */
import { createAgency, type Agency } from '../../adapters/agency/agency.ts'
import { postCall } from '../../adapters/agency/caller.ts'
import { foldAnswer } from '../../adapters/agency/outcome.ts'
import { ExchangeFailed, type AgencyParts } from '../../adapters/agency/parts.ts'
import { readVerified, type VerifiedMessage } from '../../adapters/agency/read-verified.ts'
import { writeAck, writeGetResponse } from '../../adapters/smev/agency-envelopes.ts'
import type { Inquiry } from '../../gateway/domain/inquiry.ts'
import { isFinalContent, newSent, type FinalKind, type Ledger, type SentInquiry } from './ledger.ts'

export interface NextInquiry {
  readonly inquiry: Inquiry
  readonly expected: FinalKind
}

export interface CorrespondentOptions {
  readonly parts: AgencyParts
  readonly ledger: Ledger
  /** Called for each inquiry to send. */
  readonly next: (answered: readonly SentInquiry[]) => NextInquiry
  /** One in so many accepted inquiries is sent once more, as if the receipt had been lost. */
  readonly isResent: () => boolean
  readonly maxOpen: number
  readonly stopSending: AbortSignal
  readonly stopReading: AbortSignal
}

export interface Correspondent {
  /** Until `stopSending`, and until what was being sent then is accepted. */
  send(): Promise<void>
  /** Until `stopReading`. */
  read(): Promise<void>
}

const PAUSE_MS = 50

export function createCorrespondent(options: CorrespondentOptions): Correspondent {
  const { parts, ledger, maxOpen, stopSending, stopReading } = options
  const agency = createAgency(parts)
  const own: SentInquiry[] = []
  return {
    async send() {
      while (!stopSending.aborted) {
        if (own.filter(({ outcome }) => !outcome.final).length < maxOpen) await sendOne(agency, own, options)
        else await parts.pause(PAUSE_MS)
      }
    },
    async read() {
      while (!stopReading.aborted) if (!(await readOne(parts, ledger))) await parts.pause(PAUSE_MS)
    },
  }
}

async function sendOne(agency: Agency, own: SentInquiry[], options: CorrespondentOptions): Promise<void> {
  const { ledger, next, isResent } = options
  const { inquiry, expected } = next(own.filter(({ outcome }) => outcome.final))
  const sent = newSent(await agency.write(inquiry), expected)
  own.push(sent)
  // Before it goes out: its answer may come although its receipt was lost.
  ledger.sent.set(sent.signed.messageId, sent)
  sent.receipt = await deliver(agency, sent, options)
  if (!isResent()) return
  const again = await deliver(agency, sent, options)
  if (!isSame(sent.receipt, again)) ledger.complaints.push('the same inquiry got two different receipts')
}

/** The receipt, however many lives of the gateway it takes. */
async function deliver(agency: Agency, { signed }: SentInquiry, { stopReading }: CorrespondentOptions) {
  while (!stopReading.aborted) {
    try {
      const delivery = await agency.deliver(signed)
      if (!delivery.accepted) throw new Error(`an inquiry was refused: ${delivery.fault.fault} ${delivery.fault.text}`)
      if (!delivery.receipt) throw new Error('the same bytes were taken for another message')
      return delivery.receipt
    } catch (error) {
      if (!(error instanceof ExchangeFailed)) throw error
    }
  }
  throw new Error('the run is over before an inquiry was accepted')
}

/** False when nothing waits, or the answer got lost: then the message comes again after the acknowledgement window. */
async function readOne(parts: AgencyParts, ledger: Ledger): Promise<boolean> {
  const { signatures, clock } = parts
  const wanted = await writeGetResponse({ timestamp: clock.now() }, signatures.signAsSystem)
  const result = await postCall(parts, 'GetResponse', wanted)
  if (!result.answered) return false
  const answer = readVerified(result.bytes, parts)
  if (answer.kind === 'FAULT' && answer.fault !== 'SMEVFailure')
    throw new Error(`GetResponse was refused: ${answer.fault} ${answer.text}`)
  if (answer.kind !== 'MESSAGE') return false
  if (await keep(answer, result.bytes, { parts, ledger })) await acknowledge(answer.messageId, parts, ledger)
  return true
}

/** False for a message that cannot be understood yet; unacknowledged, it comes again. */
async function keep(
  { messageId, originalMessageId = '', content }: VerifiedMessage,
  bytes: Uint8Array,
  { parts, ledger }: Pick<CorrespondentOptions, 'parts' | 'ledger'>,
): Promise<boolean> {
  const known = ledger.received.get(messageId)
  if (known) {
    known.deliveries++
    if (!isSame(known.bytes, bytes)) ledger.complaints.push(`message ${messageId} came again with other bytes`)
    return true
  }
  const sent = ledger.sent.get(originalMessageId)
  if (!sent) throw new Error(`message ${messageId} answers no inquiry of ours`)
  // The status with the document was fetched in a call that broke off, and is still held by the gateway.
  if (content.form === 'REJECTED' && !sent.outcome.document) return false
  const isFinal = isFinalContent(content)
  ledger.received.set(messageId, { originalMessageId, isFinal, bytes, deliveries: 1, acknowledged: false })
  sent.outcome = await foldAnswer(sent.outcome, content, { expected: sent.signed, parts })
  return true
}

async function acknowledge(messageId: string, parts: AgencyParts, ledger: Ledger): Promise<void> {
  const ack = await writeAck({ messageId, accepted: true }, parts.signatures.signAsSystem)
  const result = await postCall(parts, 'Ack', ack)
  if (!result.answered) return
  const answer = readVerified(result.bytes, parts)
  if (answer.kind === 'FAULT' && answer.fault !== 'SMEVFailure')
    throw new Error(`an Ack was refused: ${answer.fault} ${answer.text}`)
  const received = ledger.received.get(messageId)
  if (answer.kind === 'ACKNOWLEDGED' && received) received.acknowledged = true
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.from(left).equals(right)
}
