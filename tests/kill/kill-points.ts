/** Where a gateway can be made to kill itself: at everything that commits, just before and just after the commit. */
import type { CaseEvent } from '../../gateway/domain/life-cycle.ts'

/** GIVE_BACK is left out: the own registry fails only together with the store, and then nothing commits. */
export type KillEvent = Exclude<CaseEvent, 'GIVE_BACK'> | 'SEAL' | 'DELIVER' | 'ACKNOWLEDGE'

/** What the transaction does in which the event commits. */
const EVENTS: { readonly [E in KillEvent]: string } = {
  RECEIVE: 'the inquiry becomes a case, its receipt is kept',
  REGISTER: 'the case gets its number and its due date',
  REGISTER_DUPLICATE: 'the same inquiry once more is answered with the first number',
  PASS_TO_HEAD: 'grounds for refusing to accept were checked',
  VISA: 'the Head lets the search begin',
  REFUSE: 'the Head refuses',
  TAKE: 'the search begins',
  MARK_FOUND: 'the record was found',
  MARK_NOT_FOUND: 'no record was found',
  DRAFT: 'the answer is drafted',
  SIGN: 'the answer is signed',
  SIGN_REFUSAL: 'the refusal is signed',
  ISSUE: 'the journal number is given, the final message laid down',
  DISPATCH: 'the final message is sealed',
  FILE: 'the case is closed',
  SEAL: 'a notice is sealed',
  DELIVER: 'a message is fetched by its addressee',
  ACKNOWLEDGE: 'a message is acknowledged by its addressee',
}

const MOMENTS = ['before-commit', 'after-commit'] as const
export type KillMoment = (typeof MOMENTS)[number]

export interface KillPoint {
  readonly event: KillEvent
  readonly moment: KillMoment
}

export const KILL_EVENTS = Object.keys(EVENTS) as readonly KillEvent[]

export const KILL_POINTS: readonly KillPoint[] = KILL_EVENTS.flatMap((event) =>
  MOMENTS.map((moment) => ({ event, moment })),
)

export function formatKillPoint({ event, moment }: KillPoint): string {
  return `${event}:${moment}`
}

/** Throws RangeError for a point that is not in the list. */
export function parseKillPoint(text: string): KillPoint {
  const point = KILL_POINTS.find((listed) => formatKillPoint(listed) === text)
  if (!point) throw new RangeError(`${text}: no such kill point`)
  return point
}

/** One line per event, for the reader of a run. */
export function listKillPoints(): readonly string[] {
  const width = Math.max(...KILL_EVENTS.map((event) => event.length))
  return KILL_EVENTS.map((event) => `${event.padEnd(width)}  ${MOMENTS.join(', ')}: ${EVENTS[event]}`)
}
