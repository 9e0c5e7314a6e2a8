/**
 * Production calendars as the development trust bundle carries them (domain section 9): years of government decrees,
 * and provisional ones after them. 2014-2023 are not supplied, so nothing may be counted in them (T14).
 */
import { provisionalYear, type CalendarYear } from '../domain/calendar.ts'

/** How many years after the current one development can count in. */
const YEARS_AHEAD = 2

const DECREED: readonly CalendarYear[] = [
  decreed(2012, {
    source: 'постановления Правительства РФ от 20.07.2011 № 581, от 15.03.2012 № 201',
    off: '01-01..01-09 02-23 03-08 03-09 04-30 05-01 05-07 05-08 05-09 06-11 06-12 11-05 12-31',
    work: '03-11 04-28 05-05 05-12 06-09 12-29',
  }),
  decreed(2013, {
    source: 'постановление Правительства РФ от 15.10.2012 № 1048',
    off: '01-01..01-08 03-08 05-01 05-02 05-03 05-09 05-10 06-12 11-04',
  }),
  decreed(2024, {
    source: 'постановление Правительства РФ от 10.08.2023 № 1314',
    off: '01-01..01-08 02-23 03-08 04-29 04-30 05-01 05-09 05-10 06-12 11-04 12-30 12-31',
    work: '04-27 11-02 12-28',
  }),
  decreed(2025, {
    source: 'постановление Правительства РФ от 04.10.2024 № 1335',
    off: '01-01..01-08 05-01 05-02 05-08 05-09 06-12 06-13 11-03 11-04 12-31',
    work: '11-01',
  }),
  decreed(2026, {
    source: 'постановление Правительства РФ от 24.09.2025',
    off: '01-01..01-09 02-23 03-09 05-01 05-11 06-12 11-04 12-31',
  }),
]

/** The decreed years, and every missing one from `currentYear` to two years later as article 112 alone gives it. */
export function developmentCalendars(currentYear: number): readonly CalendarYear[] {
  const coming = Array.from({ length: YEARS_AHEAD + 1 }, (_, ahead) => currentYear + ahead)
  const missing = coming.filter((year) => !DECREED.some((decree) => decree.year === year))
  return [...DECREED, ...missing.map(provisionalYear)]
}

function decreed(year: number, { source, off, work }: { source: string; off: string; work?: string }): CalendarYear {
  return { year, off: off.split(' '), work: work?.split(' ') ?? [], provisional: false, source }
}
