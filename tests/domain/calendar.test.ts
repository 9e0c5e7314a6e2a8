import { describe, expect, test } from 'vitest'
import { createCalendar, provisionalYear, rollForward, workingDayAfter } from '../../gateway/domain/calendar.ts'
import { addDays, weekdayOf } from '../../gateway/domain/local-date.ts'
import { calendarOf, DECREED_YEARS, workingDaysByMonth } from '../support/calendars.ts'

describe('the calendars of the decrees agree with the published ones (domain section 9)', () => {
  test.each([
    [2012, 249],
    [2013, 247],
    [2024, 248],
    [2025, 247],
    [2026, 247],
  ])('%i has %i working days', (year, total) => {
    const months = workingDaysByMonth(calendarOf(year), year)
    expect(months.reduce((sum, days) => sum + days, 0)).toBe(total)
  })

  test('2012 month by month', () => {
    expect(workingDaysByMonth(calendarOf(2012), 2012)).toEqual([16, 20, 21, 21, 21, 20, 22, 23, 20, 23, 21, 21])
  })

  test.each(['2012-03-11', '2012-06-09', '2012-12-29', '2024-04-27', '2025-11-01'])(
    '%s, a transferred day at a weekend, is worked',
    (on) => {
      expect(weekdayOf(on)).toBeGreaterThan(5)
      expect(calendarOf().isWorkingDay(on)).toBe(true)
    },
  )

  test.each(['2012-05-07', '2013-05-10', '2024-12-30', '2025-06-13', '2026-03-09', '2026-01-09'])(
    '%s, a transferred day of the week, is off',
    (on) => {
      expect(weekdayOf(on)).toBeLessThan(6)
      expect(calendarOf().isWorkingDay(on)).toBe(false)
    },
  )

  test('25 February 2013 is an ordinary working Monday', () => {
    expect(calendarOf().isWorkingDay('2013-02-25')).toBe(true)
  })
})

describe('the calendar is data and never a guess (T14)', () => {
  test('a year that is not loaded is an error', () => {
    expect(() => calendarOf(2026).isWorkingDay('2027-01-11')).toThrow(
      expect.objectContaining({ code: 'CALENDAR_YEAR_MISSING' }),
    )
  })

  test('a provisional year counts as not loaded without explicit permission', () => {
    const years = [provisionalYear(2027)]
    const strict = createCalendar(years, { version: 'v', allowProvisional: false })
    const lenient = createCalendar(years, { version: 'v', allowProvisional: true })
    expect(() => strict.isWorkingDay('2027-01-11')).toThrow(expect.objectContaining({ code: 'CALENDAR_YEAR_MISSING' }))
    expect(lenient.isWorkingDay('2027-01-11')).toBe(true)
  })

  test('2014-2023 are not supplied', () => {
    const missing = DECREED_YEARS.filter(({ year }) => year > 2013 && year < 2024)
    expect(missing).toEqual([])
  })
})

test('2027 by article 112 alone is the provisional year of domain section 9', () => {
  const listed = {
    year: 2027,
    off: ['01-01..01-08', '02-23', '03-08', '05-03', '05-10', '06-14', '11-04'],
    work: [],
    provisional: true,
    source: 'domain section 9',
  }
  const options = { version: 'v', allowProvisional: true }
  const [derived, expected] = [createCalendar([provisionalYear(2027)], options), createCalendar([listed], options)]
  const differing = Array.from({ length: 365 }, (_, day) => addDays('2027-01-01', day)).filter(
    (on) => derived.isWorkingDay(on) !== expected.isWorkingDay(on),
  )
  expect(differing).toEqual([])
  expect(provisionalYear(2027).provisional).toBe(true)
})

test('a day off is rolled forward to the nearest working day, a working day stays (T4, art. 193)', () => {
  expect(rollForward('2026-03-07', calendarOf())).toBe('2026-03-10')
  expect(rollForward('2026-03-10', calendarOf())).toBe('2026-03-10')
  expect(rollForward('2025-12-31', calendarOf())).toBe('2026-01-12')
})

test('working days are counted from the next day on (T2, art. 191)', () => {
  expect(workingDayAfter('2026-03-10', 1, calendarOf())).toBe('2026-03-11')
  expect(workingDayAfter('2026-03-06', 1, calendarOf())).toBe('2026-03-10')
  expect(workingDayAfter('2026-03-10', 0, calendarOf())).toBe('2026-03-10')
})
