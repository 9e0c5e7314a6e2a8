/** Whom we trust: signed records, verified when read, cached by digest (design section 6). */
import type { LocalDate } from '../domain/act.ts'
import type { WorkCalendar } from '../domain/calendar.ts'
import type { EncryptionProfile, Requester, Sender } from '../domain/requester.ts'
import type { HeadDecision, StandingOrder } from '../domain/standing-order.ts'

export interface Trust {
  findRequester(id: string): Requester | undefined
  /** Encryption certificates (DER) of the sender's system that are valid at the instant: one recipient each. */
  recipientCertificates(sender: Sender, at: Date): readonly Uint8Array[]
  /** As the sender's record states it; undefined when it states none, and for a stranger. */
  findEncryptionProfile(sender: Sender): EncryptionProfile | undefined
  readonly calendar: WorkCalendar
}

export interface StandingOrders {
  /**
   * The order in force on the day that covers the decision. Every order's signature is verified again at each use; one
   * that fails does not exist, and `onRejected` hears of it.
   */
  findCovering(decision: HeadDecision, on: LocalDate, at: Date): Promise<StandingOrder | undefined>
}
