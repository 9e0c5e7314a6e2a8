/** What the agencies can prove together: which inquiries were accepted, and each message that came for them. */
import { NO_ANSWER_YET, type AgencyOutcome } from '../../adapters/agency/outcome.ts'
import type { SignedInquiry } from '../../adapters/agency/agency.ts'
import type { AgencyContent } from '../../adapters/smev/agency-answers.ts'

export type FinalKind = NonNullable<AgencyOutcome['final']>['kind']

export interface SentInquiry {
  readonly signed: SignedInquiry
  readonly expected: FinalKind
  /** Undefined until the gateway has accepted it. */
  receipt: Uint8Array | undefined
  outcome: AgencyOutcome
}

export interface ReceivedMessage {
  readonly originalMessageId: string
  readonly isFinal: boolean
  /** The whole answer as it came. */
  readonly bytes: Uint8Array
  deliveries: number
}

export interface Ledger {
  /** By MessageID. */
  readonly sent: Map<string, SentInquiry>
  /** By the MessageID of the message that came. */
  readonly received: Map<string, ReceivedMessage>
  /** How often an inquiry went out; a repetition is the same bytes. */
  sendings: number
  /** What must not happen. */
  readonly complaints: string[]
}

export function newLedger(): Ledger {
  return { sent: new Map(), received: new Map(), sendings: 0, complaints: [] }
}

export function newSent(signed: SignedInquiry, expected: FinalKind): SentInquiry {
  return { signed, expected, receipt: undefined, outcome: NO_ANSWER_YET }
}

export function listAccepted(ledger: Ledger): readonly SentInquiry[] {
  return [...ledger.sent.values()].filter(({ receipt }) => receipt)
}

/** Accepted inquiries without their final answer. */
export function listUnanswered(ledger: Ledger): readonly SentInquiry[] {
  return listAccepted(ledger).filter(({ outcome }) => !outcome.final)
}

/** Inquiries for which more than one final message came. */
export function listAnsweredTwice(ledger: Ledger): readonly string[] {
  const finals = new Map<string, number>()
  for (const { originalMessageId, isFinal } of ledger.received.values())
    if (isFinal) finals.set(originalMessageId, (finals.get(originalMessageId) ?? 0) + 1)
  return [...finals].filter(([, count]) => count > 1).map(([messageId]) => messageId)
}

/** The duplicate notice, the rejection and the last part of a reply end an inquiry. */
export function isFinalContent(content: AgencyContent): boolean {
  if (content.form === 'STATUS') return content.code === 11
  return content.form === 'REJECTED' || content.routing.last
}

export function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.from(left).equals(right)
}
