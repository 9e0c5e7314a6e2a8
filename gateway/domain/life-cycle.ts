/**
 * The state machine of domain section 18: the only transitions there are. Rows for the commands of persons (returns,
 * suspensions, region checks, forwarding, withdrawal) join here with those commands.
 */
import type { CaseState } from './case.ts'
import { GatewayError } from './faults.ts'

export type CaseEvent =
  | 'RECEIVE'
  | 'REGISTER'
  | 'REGISTER_DUPLICATE'
  | 'PASS_TO_HEAD'
  | 'REFUSE'
  | 'SIGN_REFUSAL'
  | 'VISA'
  | 'TAKE'
  | 'GIVE_BACK'
  | 'MARK_FOUND'
  | 'MARK_NOT_FOUND'
  | 'DRAFT'
  | 'SIGN'
  | 'ISSUE'
  | 'DISPATCH'
  | 'FILE'

interface Transition {
  readonly from: CaseState | '-'
  readonly event: CaseEvent
  readonly to: CaseState
  readonly role: 'system' | 'IntakeClerk' | 'RecordsClerk' | 'Searcher' | 'Drafter' | 'Issuer' | 'Head'
  /** Paragraph of the 2012 regulation; 'DESIGN' where the seeds are silent. */
  readonly paragraph: string
}

const TRANSITIONS: readonly Transition[] = [
  { from: '-', event: 'RECEIVE', to: 'RECEIVED', role: 'system', paragraph: '¶43' },
  { from: 'RECEIVED', event: 'REGISTER', to: 'REGISTERED', role: 'RecordsClerk', paragraph: '¶31, 49' },
  { from: 'RECEIVED', event: 'REGISTER_DUPLICATE', to: 'DUPLICATE', role: 'system', paragraph: 'DESIGN' },
  { from: 'REGISTERED', event: 'PASS_TO_HEAD', to: 'HEAD_REVIEW', role: 'IntakeClerk', paragraph: '¶42-49' },
  { from: 'HEAD_REVIEW', event: 'REFUSE', to: 'REFUSAL_DRAFT', role: 'Head', paragraph: '¶51, 75' },
  { from: 'HEAD_REVIEW', event: 'VISA', to: 'QUEUED', role: 'Head', paragraph: '¶53' },
  { from: 'REFUSAL_DRAFT', event: 'SIGN_REFUSAL', to: 'SIGNED', role: 'Head', paragraph: '¶76-77' },
  { from: 'QUEUED', event: 'TAKE', to: 'SEARCHING', role: 'Searcher', paragraph: '¶54' },
  { from: 'SEARCHING', event: 'GIVE_BACK', to: 'QUEUED', role: 'Searcher', paragraph: 'DESIGN' },
  { from: 'SEARCHING', event: 'MARK_FOUND', to: 'DRAFTING', role: 'Searcher', paragraph: '¶57' },
  { from: 'SEARCHING', event: 'MARK_NOT_FOUND', to: 'DRAFTING', role: 'Searcher', paragraph: '¶66(1)' },
  { from: 'SEARCHING', event: 'MARK_NOT_FOUND', to: 'SUSPENSION_DRAFT', role: 'Searcher', paragraph: '¶57, 59' },
  { from: 'SEARCHING', event: 'MARK_NOT_FOUND', to: 'LOCAL_ABSENCE_DRAFT', role: 'Searcher', paragraph: '¶65(3)' },
  { from: 'SEARCHING', event: 'MARK_NOT_FOUND', to: 'REGION_CHECK_DRAFT', role: 'Searcher', paragraph: '¶66(2)' },
  { from: 'DRAFTING', event: 'DRAFT', to: 'AWAITING_SIGNATURE', role: 'Drafter', paragraph: '¶65-68' },
  { from: 'AWAITING_SIGNATURE', event: 'SIGN', to: 'SIGNED', role: 'Head', paragraph: '¶69' },
  { from: 'SIGNED', event: 'ISSUE', to: 'ISSUED', role: 'Issuer', paragraph: '¶71, 72, 78' },
  { from: 'ISSUED', event: 'DISPATCH', to: 'DISPATCHED', role: 'RecordsClerk', paragraph: '¶72, 73(3)' },
  { from: 'DISPATCHED', event: 'FILE', to: 'FILED', role: 'RecordsClerk', paragraph: '¶73(1), 73(4), 78' },
]

/** The row for this move. Throws LIFE_CYCLE_VIOLATED: no other transitions exist. */
export function getTransition(from: CaseState | '-', event: CaseEvent, to: CaseState): Transition {
  const row = TRANSITIONS.find((t) => t.from === from && t.event === event && t.to === to)
  if (!row) throw new GatewayError('LIFE_CYCLE_VIOLATED', `no transition ${from} --${event}--> ${to}`)
  return row
}

/** States in which nothing more happens to a case. */
export const FINAL_STATES: readonly CaseState[] = ['FILED', 'DUPLICATE']
