/** Terms of execution and the due date (¶20, 21; domain section 8). Pure; dates are local to the office. */
import type { LocalDate } from './act.ts'
import { rollForward, workingDayAfter, type WorkCalendar } from './calendar.ts'
import { GatewayError } from './faults.ts'
import { addDays, addMonths } from './local-date.ts'

export type Term = 'EXACT' | 'URGENT' | 'OPERATIVE' | 'ELECTRONIC' | 'MONTH'

export interface TermBasis {
  readonly registeredOn: LocalDate
  readonly mark: 'NONE' | 'URGENT' | 'OPERATIVE'
  readonly exactDate?: LocalDate | undefined
  readonly channel: 'ELECTRONIC'
}

export type ComputedTerm =
  | { readonly term: Term; readonly status: 'COMPUTED'; readonly dueOn: LocalDate }
  | { readonly term: Term; readonly status: 'NOT_NEEDED' }
  | { readonly term: Term; readonly status: 'CALENDAR_MISSING' }

export interface Deadline {
  /** Empty until the calendar year that decides it is loaded (T14). */
  readonly dueOn?: LocalDate
  readonly terms: readonly ComputedTerm[]
  readonly calendarVersion: string
  readonly warnings: readonly ('EXACT_DATE_PASSED' | 'CALENDAR_YEAR_MISSING')[]
}

interface TermRule {
  readonly term: Term
  readonly applies: (basis: TermBasis) => boolean
  readonly dueOn: (basis: TermBasis, calendar: WorkCalendar) => LocalDate
}

/** ¶20(4): five working days; a later law may shorten it by a profile, so it is never hard-coded elsewhere (T13). */
const ELECTRONIC_WORKING_DAYS = 5

/** T3, one row a term. */
const RULES: readonly TermRule[] = [
  {
    term: 'EXACT',
    applies: ({ exactDate, registeredOn }) => exactDate !== undefined && exactDate >= registeredOn,
    dueOn: ({ exactDate, registeredOn }, calendar) => lastWorkingDayIn(registeredOn, exactDate as LocalDate, calendar),
  },
  calendarDays('URGENT', 3),
  calendarDays('OPERATIVE', 10),
  {
    term: 'ELECTRONIC',
    applies: ({ channel }) => channel === 'ELECTRONIC',
    dueOn: ({ registeredOn }, calendar) => workingDayAfter(registeredOn, ELECTRONIC_WORKING_DAYS, calendar),
  },
  {
    term: 'MONTH',
    applies: () => true,
    dueOn: ({ registeredOn }, calendar) => rollForward(addMonths(registeredOn, 1), calendar),
  },
]

/** T5: the earliest applicable term. A missing calendar year is no error where it decides nothing (T14). */
export function computeDeadline(basis: TermBasis, calendar: WorkCalendar): Deadline {
  const rules = RULES.filter((rule) => rule.applies(basis))
  const counted = rules.map((rule) => count(rule, basis, calendar))
  const earliest = counted.flatMap(({ dueOn }) => dueOn ?? []).toSorted()[0]
  const terms = counted.map(({ term, dueOn, stoppedOn }): ComputedTerm => {
    if (dueOn !== undefined) return { term, status: 'COMPUTED', dueOn }
    return { term, status: earliest !== undefined && earliest < stoppedOn ? 'NOT_NEEDED' : 'CALENDAR_MISSING' }
  })
  const missing = terms.some(({ status }) => status === 'CALENDAR_MISSING')
  const warnings: Deadline['warnings'][number][] = []
  if (basis.exactDate !== undefined && basis.exactDate < basis.registeredOn) warnings.push('EXACT_DATE_PASSED') // T6
  if (missing) warnings.push('CALENDAR_YEAR_MISSING')
  return {
    ...(missing || earliest === undefined ? {} : { dueOn: earliest }),
    terms,
    calendarVersion: calendar.version,
    warnings,
  }
}

/** T4, A6: marks count calendar days, rolled forward. */
function calendarDays(mark: 'URGENT' | 'OPERATIVE', days: number): TermRule {
  return {
    term: mark,
    applies: (basis) => basis.mark === mark,
    dueOn: ({ registeredOn }, calendar) => rollForward(addDays(registeredOn, days), calendar),
  }
}

/** A16: the last working day in [from, to]; if there is none, the first one after. */
function lastWorkingDayIn(from: LocalDate, to: LocalDate, calendar: WorkCalendar): LocalDate {
  for (let day = to; day >= from; day = addDays(day, -1)) if (calendar.isWorkingDay(day)) return day
  return rollForward(to, calendar)
}

interface Counted {
  readonly term: Term
  /** Undefined when counting met a year that is not loaded. */
  readonly dueOn: LocalDate | undefined
  /** The last day asked for. */
  readonly stoppedOn: LocalDate
}

/**
 * A term counted forward is not before the day at which counting stopped; EXACT is not before any working day up to the
 * exact date. So a computed term before that day is the earlier one.
 */
function count({ term, dueOn }: TermRule, basis: TermBasis, calendar: WorkCalendar): Counted {
  let stoppedOn = basis.registeredOn
  const isWorkingDay = (on: LocalDate): boolean => calendar.isWorkingDay((stoppedOn = on))
  try {
    return { term, dueOn: dueOn(basis, { ...calendar, isWorkingDay }), stoppedOn }
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'CALENDAR_YEAR_MISSING') throw error
    return { term, dueOn: undefined, stoppedOn }
  }
}
