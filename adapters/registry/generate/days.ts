/** Days by number, 0 = 1 January 1820: dates of millions of acts without a calendar's arithmetic, each made once. */
import type { PartialDate } from '../../../gateway/domain/act.ts'

const [FIRST_YEAR, LAST_YEAR] = [1820, 2026]
const DAY_MS = 86_400_000
const ORIGIN = Date.UTC(FIRST_YEAR, 0, 1)

const YEAR_STARTS = Array.from(
  { length: LAST_YEAR - FIRST_YEAR + 2 },
  (_, index) => (Date.UTC(FIRST_YEAR + index, 0, 1) - ORIGIN) / DAY_MS,
)
const VALUES = Array.from({ length: YEAR_STARTS.at(-1)! }, (_, day) =>
  new Date(ORIGIN + day * DAY_MS).toISOString().slice(0, 10),
)
const DATES: { readonly [P in PartialDate['precision']]: readonly PartialDate[] } = {
  DAY: datesOf('DAY', 10),
  MONTH: datesOf('MONTH', 7),
  YEAR: datesOf('YEAR', 4),
}

/** Throws outside 1820 to 2026: a bug of the caller. */
export function firstDayOf(year: number): number {
  const day = YEAR_STARTS[year - FIRST_YEAR]
  if (day === undefined) throw new Error(`no days of ${year}`)
  return day
}

export function daysIn(year: number): number {
  return firstDayOf(year + 1) - firstDayOf(year)
}

export function yearOfDay(day: number): number {
  return Number(dateOn(day).value.slice(0, 4))
}

export function dateOn(day: number, precision: PartialDate['precision'] = 'DAY'): PartialDate {
  const date = DATES[precision][day]
  if (!date) throw new Error(`no day ${day}`)
  return date
}

/** Days that share a month or a year share its date. */
function datesOf(precision: PartialDate['precision'], length: number): readonly PartialDate[] {
  let last: PartialDate = { value: '', precision }
  return VALUES.map((value) => {
    const cut = value.slice(0, length)
    if (cut !== last.value) last = Object.freeze({ value: cut, precision })
    return last
  })
}
