/** Production calendars for tests: the decreed years of the development bundle, as many of them as a test wants loaded. */
import { developmentCalendars } from '../../gateway/development/calendars.ts'
import { createCalendar, type WorkCalendar } from '../../gateway/domain/calendar.ts'
import { addDays } from '../../gateway/domain/local-date.ts'

export const DECREED_YEARS = developmentCalendars(2026).filter(({ provisional }) => !provisional)

/** Only these years are loaded; all the decreed ones when none is named. */
export function calendarOf(...years: readonly number[]): WorkCalendar {
  const loaded = DECREED_YEARS.filter(({ year }) => years.length === 0 || years.includes(year))
  return createCalendar(loaded, { version: 'decreed', allowProvisional: false })
}

/** Working days of each month, January first. */
export function workingDaysByMonth(calendar: WorkCalendar, year: number): readonly number[] {
  const months = Array.from({ length: 12 }, () => 0)
  for (let on = `${year}-01-01`; on <= `${year}-12-31`; on = addDays(on, 1)) {
    const month = Number(on.slice(5, 7)) - 1
    if (calendar.isWorkingDay(on)) months[month] = (months[month] ?? 0) + 1
  }
  return months
}
