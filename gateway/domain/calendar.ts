/**
 * The production calendar (Labour Code art. 111-112 and yearly decrees), as data. A year that is not loaded, or that is
 * provisional without permission, is an error and never a guess (T14).
 */
import type { LocalDate } from './act.ts'
import { GatewayError } from './faults.ts'
import { addDays, weekdayOf, yearOf } from './local-date.ts'

/** One year: days off besides ordinary weekends, and weekend days worked; 'MM-DD' or a range 'MM-DD..MM-DD'. */
export interface CalendarYear {
  readonly year: number
  readonly off: readonly string[]
  readonly work: readonly string[]
  readonly provisional: boolean
  readonly source: string
}

export interface WorkCalendar {
  /** Stored with each computed date. */
  readonly version: string
  /** Throws CALENDAR_YEAR_MISSING. */
  isWorkingDay(on: LocalDate): boolean
}

export function createCalendar(
  years: readonly CalendarYear[],
  options: { version: string; allowProvisional: boolean },
): WorkCalendar {
  const loaded = new Map(
    years
      .filter((year) => options.allowProvisional || !year.provisional)
      .map(({ year, off, work }) => [year, { off: datesOf(year, off), work: datesOf(year, work) }]),
  )
  return {
    version: options.version,
    isWorkingDay(on) {
      const days = loaded.get(yearOf(on))
      if (!days)
        throw new GatewayError('CALENDAR_YEAR_MISSING', `production calendar of ${yearOf(on)} is not loaded (T14)`)
      return days.work.has(on) || (weekdayOf(on) <= 5 && !days.off.has(on))
    },
  }
}

/** T4: the nearest working day, this one included (civil code art. 193). */
export function rollForward(on: LocalDate, calendar: WorkCalendar): LocalDate {
  let day = on
  while (!calendar.isWorkingDay(day)) day = addDays(day, 1)
  return day
}

/** The n-th working day after a date; the date itself is day 0 (T2). */
export function workingDayAfter(on: LocalDate, count: number, calendar: WorkCalendar): LocalDate {
  let day = on
  for (let counted = 0; counted < count;) {
    day = addDays(day, 1)
    if (calendar.isWorkingDay(day)) counted++
  }
  return day
}

/**
 * A year as article 112 alone gives it (from 2013), for development only: no government decree has moved its days yet.
 * A holiday on a weekend moves to the next working day, except those of 1-8 January (art. 112 part 2).
 */
export function provisionalYear(year: number): CalendarYear {
  const january = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08']
  const off = new Set(january)
  for (const holiday of ['02-23', '03-08', '05-01', '05-09', '06-12', '11-04']) {
    let day = `${year}-${holiday}`
    off.add(holiday)
    if (weekdayOf(day) > 5) {
      while (weekdayOf(day) > 5 || off.has(day.slice(5))) day = addDays(day, 1)
      off.add(day.slice(5))
    }
  }
  return { year, off: [...off], work: [], provisional: true, source: 'ТК РФ ст. 112 (PROVISIONAL)' }
}

function datesOf(year: number, entries: readonly string[]): Set<LocalDate> {
  const dates = new Set<LocalDate>()
  for (const entry of entries) {
    const [first, last = first] = entry.split('..') as [string, string?]
    for (let day = `${year}-${first}`; day <= `${year}-${last}`; day = addDays(day, 1)) dates.add(day)
  }
  return dates
}
