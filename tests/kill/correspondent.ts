/**
 * One agency under load: it sends inquiry after inquiry and, beside that, reads its answer queue, proves each message
 * and acknowledges it. What broke off is done again with the same bytes.
 */
import { createAgency, type Agency } from '../../adapters/agency/agency.ts'
import { ExchangeFailed, type AgencyParts } from '../../adapters/agency/parts.ts'
import type { Inquiry } from '../../gateway/domain/inquiry.ts'
import { readNext } from './answer-queue.ts'
import { isSame, newSent, type FinalKind, type Ledger, type SentInquiry } from './ledger.ts'

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
  /** So many inquiries may wait for their answers at once. */
  readonly maxOpen: number
  /** How long the gateway holds a fetched message for its Ack. */
  readonly ackWindowSeconds: number
  readonly stopSending: AbortSignal
  /** Gives up at once. */
  readonly over: AbortSignal
}

const PAUSE_MS = 50

/** Runs until `stopSending`, and then until every inquiry is answered and every message acknowledged. */
export async function correspond(options: CorrespondentOptions): Promise<void> {
  const own: SentInquiry[] = []
  const sending = sendInquiries(own, options)
  await Promise.all([sending, readAnswers(own, sending, options)])
}

async function sendInquiries(own: SentInquiry[], options: CorrespondentOptions): Promise<void> {
  const { parts, maxOpen, stopSending } = options
  const agency = createAgency(parts)
  while (!stopSending.aborted) {
    if (own.filter(({ outcome }) => !outcome.final).length < maxOpen) await sendOne(agency, own, options)
    else await parts.pause(PAUSE_MS)
  }
}

async function readAnswers(
  own: readonly SentInquiry[],
  sending: Promise<void>,
  { parts, ledger, ackWindowSeconds, over }: CorrespondentOptions,
): Promise<void> {
  const now = (): number => parts.clock.now().getTime()
  let isSending = true
  sending.then(
    () => (isSending = false),
    () => undefined,
  )
  // What was fetched, or lost on its way, may come again until then, if its Ack did not arrive.
  let heldUntil = now()
  while (!over.aborted) {
    const askedAt = now()
    const fetched = await readNext(parts, ledger)
    if (fetched !== 'EMPTY') heldUntil = now() + ackWindowSeconds * 1_000
    else if (!isSending && askedAt > heldUntil && own.every(({ outcome }) => outcome.final)) break
    if (fetched !== 'MESSAGE') await parts.pause(PAUSE_MS)
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
async function deliver(agency: Agency, { signed }: SentInquiry, { over }: CorrespondentOptions) {
  while (!over.aborted) {
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
