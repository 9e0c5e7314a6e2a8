import { describe, expect, test } from 'vitest'
import { addDays, addYears, spanOf } from '../../gateway/domain/local-date.ts'
import { checkSearchable, coverageYears, statedWindow, widenedWindow } from '../../gateway/domain/search.ts'
import { child, seeded, subject, TODAY } from '../support/builders.ts'

describe('the stated window (Q4, Q4a)', () => {
  test.each([
    ['the stated period', subject({ period: { from: '1990-01-01', to: '1991-06-30' } }), '1990-01-01', '1991-06-30'],
    [
      'its end clipped to registration',
      subject({ period: { from: '2025-01-01', to: '2030-01-01' } }),
      '2025-01-01',
      TODAY,
    ],
    ['a period yet to come', subject({ period: { from: '2030-01-01', to: '2031-01-01' } }), TODAY, TODAY],
    [
      'a period from late to early',
      subject({ period: { from: '1991-06-30', to: '1990-01-01' } }),
      '1990-01-01',
      '1991-06-30',
    ],
    ['BIRTH without one: the birth date', subject(), '1990-05-12', '1990-05-12'],
    [
      "BIRTH: the child's birth date, not its mother's",
      subject({ persons: [{ role: 'MOTHER', birthDate: '1960-02-01' }, child()] }),
      '1990-05-12',
      '1990-05-12',
    ],
    [
      'DEATH without one: from the birth date on, a hundred years',
      subject({ actKind: 'DEATH', persons: [{ role: 'DECEASED', birthDate: '1920-02-29' }] }),
      '1920-02-29',
      '2020-02-29',
    ],
    [
      'DEATH of somebody who may still live: to registration',
      subject({ actKind: 'DEATH', persons: [{ role: 'DECEASED', birthDate: '1990-05-12' }] }),
      '1990-05-12',
      TODAY,
    ],
    [
      'others without one: the whole holding, from the hundredth year back (H1)',
      subject({ actKind: 'MARRIAGE', persons: [{ role: 'SPOUSE', birthDate: '1960-02-01' }] }),
      '1926-01-01',
      TODAY,
    ],
  ])('%s', (_rule, asked, from, to) => {
    expect(statedWindow(asked, TODAY)).toEqual({ from, to })
  })
})

describe('the widened window (¶55, Q4)', () => {
  test.each([
    ['three years on both sides', '1990-05-12', '1991-06-30', '1987-05-12', '1994-06-30'],
    ['29 February clipped to 28 February', '1992-02-29', '1992-02-29', '1989-02-28', '1995-02-28'],
    ['the upper end clipped to registration', '2024-06-01', '2024-06-01', '2021-06-01', TODAY],
  ])('%s', (_rule, from, to, lower, upper) => {
    expect(widenedWindow({ from, to }, TODAY)).toEqual({ from: lower, to: upper })
  })

  test('always contains the stated one and never passes registration', () => {
    const random = seeded(55)
    for (let run = 0; run < 1000; run++) {
      const from = addDays('1926-01-01', random.below(36_000))
      const stated = statedWindow(subject({ period: { from, to: addDays(from, random.below(4000)) } }), TODAY)
      const widened = widenedWindow(stated, TODAY)
      const context = JSON.stringify({ stated, widened })
      expect(widened.from <= stated.from && stated.to <= widened.to && widened.to <= TODAY, context).toBe(true)
      expect(widened.from, context).toBe(addYears(stated.from, -3))
    }
  })
})

test.each([
  ['a - 3 to b + 4, as an event may be recorded a year later', '1990-05-12', '1991-01-01', 1987, 1995],
  ['clipped to the year of registration', '2023-01-01', '2023-01-01', 2020, 2026],
])('coverage is needed for the record years %s (Q4a)', (_rule, from, to, fromYear, toYear) => {
  expect(coverageYears({ from, to }, TODAY)).toEqual({ fromYear, toYear })
})

describe('a partial date stands for every day it may mean (section 14)', () => {
  test.each([
    ['DAY', '1950-03-04', '1950-03-04', '1950-03-04'],
    ['MONTH', '1952-02', '1952-02-01', '1952-02-29'],
    ['MONTH', '1950-12', '1950-12-01', '1950-12-31'],
    ['YEAR', '1950', '1950-01-01', '1950-12-31'],
  ] as const)('%s %s', (precision, value, from, to) => {
    expect(spanOf({ precision, value })).toEqual({ from, to })
  })
})

test('without a name and an address no pass is run, and the mark says so (Q4b)', () => {
  expect(checkSearchable(subject({ persons: [] }))).toEqual([{ aid: 'NOT_SEARCHABLE', widened: false, found: 0 }])
  expect(checkSearchable(subject())).toEqual([])
})

test.each([
  ['that is no letter', '---'],
  ['in letters that no record has', '王'],
])('nor is a name one to search for %s: %s', (_what, familyName) => {
  expect(checkSearchable(subject({ persons: [child({ familyName })] }))).toMatchObject([{ aid: 'NOT_SEARCHABLE' }])
  expect(checkSearchable(subject({ persons: [child({ givenName: familyName })] }))).toMatchObject([
    { aid: 'NOT_SEARCHABLE' },
  ])
})

test('a name in a role that records are not found by is no name to search for: nobody would be looked for', () => {
  const mother = { role: 'MOTHER', familyName: 'Иванова', givenName: 'Анна' } as const
  expect(checkSearchable(subject({ persons: [mother] }))).toMatchObject([{ aid: 'NOT_SEARCHABLE' }])
  expect(checkSearchable(subject({ persons: [mother, child()] }))).toEqual([])
  const spouse = { ...mother, role: 'SPOUSE' } as const
  expect(checkSearchable(subject({ actKind: 'DIVORCE', persons: [spouse] }))).toEqual([])
  expect(checkSearchable(subject({ actKind: 'DEATH', persons: [spouse] }))).toMatchObject([{ aid: 'NOT_SEARCHABLE' }])
})
