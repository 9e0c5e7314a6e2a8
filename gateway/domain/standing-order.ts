/**
 * A standing order of the Head: which of his decisions the system may take in his name (domain section 18,
 * «Automation»). It names the events it covers; whatever it does not name waits for a person.
 */
import type { LocalDate } from './act.ts'
import type { DraftKind } from './draft.ts'
import type { RequesterCategory } from './requester.ts'

export interface StandingOrder {
  readonly id: string
  readonly validFrom: LocalDate
  readonly validTo?: LocalDate
  readonly covers: readonly CoveredEvent[]
}

export type CoveredEvent =
  | { readonly event: 'VISA'; readonly categories: readonly RequesterCategory[] }
  | { readonly event: 'REFUSE_28' }
  | {
      readonly event: 'SIGN'
      readonly result: DraftKind
      readonly categories: readonly (RequesterCategory | 'STRANGER')[]
    }

/** A decision of the Head that an order may take. */
export type HeadDecision =
  | { readonly event: 'VISA'; readonly category: RequesterCategory }
  | { readonly event: 'REFUSE_28' }
  | { readonly event: 'SIGN'; readonly result: DraftKind; readonly category: RequesterCategory | 'STRANGER' }

/** The first order in force on the day that covers the decision. */
export function findCoveringOrder(
  orders: readonly StandingOrder[],
  decision: HeadDecision,
  on: LocalDate,
): StandingOrder | undefined {
  return orders.find(
    ({ validFrom, validTo, covers }) =>
      validFrom <= on &&
      (validTo === undefined || on <= validTo) &&
      covers.some((covered) => isCovered(covered, decision)),
  )
}

function isCovered(covered: CoveredEvent, decision: HeadDecision): boolean {
  if (covered.event === 'VISA' && decision.event === 'VISA') return covered.categories.includes(decision.category)
  if (covered.event === 'SIGN' && decision.event === 'SIGN')
    return covered.result === decision.result && covered.categories.includes(decision.category)
  return covered.event === 'REFUSE_28' && decision.event === 'REFUSE_28'
}
