import { expect, test } from 'vitest'
import { createCalendar } from '../../gateway/domain/calendar.ts'
import { addDays } from '../../gateway/domain/local-date.ts'
import { developmentCalendars } from '../../gateway/development/calendars.ts'

test.each([
  [2012, 249],
  [2013, 247],
  [2024, 248],
  [2025, 247],
  [2026, 247],
])('%i has %i working days, as published', (year, expected) => {
  const calendar = createCalendar(developmentCalendars(2026), { version: '1', allowProvisional: false })
  let count = 0
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
    if (calendar.isWorkingDay(day)) count++
  }
  expect(count).toBe(expected)
})

test('years without a decree are provisional, and none is supplied for 2014-2023', () => {
  const calendars = developmentCalendars(2027)
  expect(calendars.filter(({ provisional }) => provisional).map(({ year }) => year)).toEqual([2027, 2028, 2029])
  expect(calendars.some(({ year }) => year > 2013 && year < 2024)).toBe(false)
})
