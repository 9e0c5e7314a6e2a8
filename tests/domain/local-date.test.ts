import { describe, expect, test } from 'vitest'
import { addDays, addMonths, addYears, isLocalDate, localDateOf, weekdayOf } from '../../gateway/domain/local-date.ts'

describe('the day of receipt is the calendar date of the office (T1, A15)', () => {
  const zone = 'Europe/Kaliningrad'
  test.each([
    ['winter of 2012, UTC+3: 23:59:59 is still the same day', '2012-01-31T20:59:59.999Z', '2012-01-31'],
    ['winter of 2012, UTC+3: midnight begins the next day', '2012-01-31T21:00:00.000Z', '2012-02-01'],
    ['the last evening of UTC+3', '2014-10-25T20:59:59.999Z', '2014-10-25'],
    ['midnight before the change, still UTC+3', '2014-10-25T21:00:00.000Z', '2014-10-26'],
    ['the evening after the change of 26.10.2014, UTC+2', '2014-10-26T21:30:00.000Z', '2014-10-26'],
    ['midnight after the change, UTC+2', '2014-10-26T22:00:00.000Z', '2014-10-27'],
    ['spring of 2026, UTC+2: 23:59:59', '2026-03-10T21:59:59.999Z', '2026-03-10'],
    ['spring of 2026, UTC+2: midnight', '2026-03-10T22:00:00.000Z', '2026-03-11'],
    ['summer of 2026: no summer time', '2026-07-01T21:30:00.000Z', '2026-07-01'],
  ])('%s', (_moment, at, on) => {
    expect(localDateOf(new Date(at), zone)).toBe(on)
  })
})

test('the same instant is another day in another zone', () => {
  expect(localDateOf(new Date('2026-03-10T22:30:00Z'), 'UTC')).toBe('2026-03-10')
})

test.each([
  ['the day after 28 February of a leap year', '2024-02-28', 1, '2024-02-29'],
  ['the day after 28 February of another year', '2025-02-28', 1, '2025-03-01'],
  ['no leap year in 1900', '1900-02-28', 1, '1900-03-01'],
  ['a leap year in 2000', '2000-02-28', 1, '2000-02-29'],
  ['the day before the first of the year', '2026-01-01', -1, '2025-12-31'],
])('days are those of the calendar: %s', (_case, on, days, expected) => {
  expect(addDays(on, days)).toBe(expected)
})

test.each([
  ['the same day of the next month', '2026-03-10', 1, '2026-04-10'],
  ['31 January has no counterpart in February', '2026-01-31', 1, '2026-02-28'],
  ['31 January of a leap year', '2024-01-31', 1, '2024-02-29'],
  ['31 March has none in April', '2026-03-31', 1, '2026-04-30'],
  ['December leads into the next year', '2025-12-15', 1, '2026-01-15'],
  ['back over the beginning of a year', '2026-01-31', -2, '2025-11-30'],
])('a month later is the same day or the last one (art. 192): %s', (_case, on, months, expected) => {
  expect(addMonths(on, months)).toBe(expected)
})

test('29 February becomes 28 February in a common year, and stays in a leap year (Q4)', () => {
  expect(addYears('2024-02-29', -3)).toBe('2021-02-28')
  expect(addYears('2024-02-29', 3)).toBe('2027-02-28')
  expect(addYears('2024-02-29', -4)).toBe('2020-02-29')
})

test('weeks begin on Monday', () => {
  const week = Array.from({ length: 7 }, (_, day) => weekdayOf(addDays('2026-03-09', day)))
  expect(week).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['1900-02-29', false],
  ['2026-04-31', false],
  ['2026-13-01', false],
  ['2026-3-1', false],
  ['2026-03-10Z', false],
  ['', false],
])('%j is a date of the calendar: %s', (text, expected) => {
  expect(isLocalDate(text)).toBe(expected)
})
