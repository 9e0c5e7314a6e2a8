/** How the birth date of a record differs from the stated one: the slips of a pen are near, anything else is another. */
import type { LocalDate, PartialDate } from './act.ts'
import { editDistance } from './edit-distance.ts'
import { addDays, addMonths, addYears, spanOf } from './local-date.ts'

/** Near: DAY_MONTH_SWAPPED ... ONE_DIGIT. A date that one side does not know is MISSING. */
export type DateCode = 'DAY_MONTH_SWAPPED' | 'ONE_DAY' | 'ONE_MONTH' | 'ONE_YEAR' | 'ONE_DIGIT' | 'MISSING' | 'OTHER'

/** Nothing when the stated day may be the recorded one. */
export function findDateDifference(asked: LocalDate, found: PartialDate | undefined): DateCode | undefined {
  if (!found) return 'MISSING'
  if (mayBe(asked, found)) return undefined
  const near = Object.entries(NEAR).find(([, daysNear]) => daysNear(asked).some((day) => mayBe(day, found)))
  if (near) return near[0] as DateCode
  return isOneDigitOff(asked.slice(0, found.value.length), found.value) ? 'ONE_DIGIT' : 'OTHER'
}

const NEAR: { readonly [C in DateCode]?: (day: LocalDate) => readonly LocalDate[] } = {
  DAY_MONTH_SWAPPED: (day) => [`${day.slice(0, 4)}-${day.slice(8, 10)}-${day.slice(5, 7)}`],
  ONE_DAY: (day) => [addDays(day, -1), addDays(day, 1)],
  ONE_MONTH: (day) => [addMonths(day, -1), addMonths(day, 1)],
  ONE_YEAR: (day) => [addYears(day, -1), addYears(day, 1)],
}

function mayBe(day: LocalDate, found: PartialDate): boolean {
  const { from, to } = spanOf(found)
  return day >= from && day <= to
}

/** One digit replaced, or two neighbours swapped: 1978 for 1987. */
function isOneDigitOff(asked: string, found: string): boolean {
  return editDistance(asked.replaceAll('-', ''), found.replaceAll('-', ''), 1) === 1
}
