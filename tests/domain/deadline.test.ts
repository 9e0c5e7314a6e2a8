import { describe, expect, test } from 'vitest'
import { createCalendar, provisionalYear } from '../../gateway/domain/calendar.ts'
import { computeDeadline, type TermBasis } from '../../gateway/domain/deadline.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { addDays } from '../../gateway/domain/local-date.ts'
import { seeded } from '../support/builders.ts'
import { calendarOf, DECREED_YEARS } from '../support/calendars.ts'

const due = (basis: Partial<TermBasis>, calendar = calendarOf()) =>
  computeDeadline({ registeredOn: '2026-03-10', mark: 'NONE', channel: 'ELECTRONIC', ...basis }, calendar)
const termOf = (name: string, basis: Partial<TermBasis>) => due(basis).terms.find(({ term }) => term === name)

describe('each term by its formula (T3)', () => {
  test.each([
    ['ELECTRONIC: the fifth working day after', 'ELECTRONIC', { registeredOn: '2026-03-10' }, '2026-03-17'],
    ['ELECTRONIC: over the New Year', 'ELECTRONIC', { registeredOn: '2025-12-30' }, '2026-01-16'],
    ['ELECTRONIC: worked Saturdays count', 'ELECTRONIC', { registeredOn: '2012-04-27' }, '2012-05-05'],
    ['ELECTRONIC: received on a Saturday (T1, A15)', 'ELECTRONIC', { registeredOn: '2026-03-14' }, '2026-03-20'],
    ['URGENT: three calendar days (A6)', 'URGENT', { mark: 'URGENT' }, '2026-03-13'],
    ['URGENT: rolled over a transferred day', 'URGENT', { mark: 'URGENT', registeredOn: '2026-03-04' }, '2026-03-10'],
    ['OPERATIVE: ten calendar days (A6)', 'OPERATIVE', { mark: 'OPERATIVE' }, '2026-03-20'],
    ['OPERATIVE: rolled', 'OPERATIVE', { mark: 'OPERATIVE', registeredOn: '2026-02-13' }, '2026-02-24'],
    ['MONTH: the same day', 'MONTH', { registeredOn: '2026-03-10' }, '2026-04-10'],
    ['MONTH: 31 January ends on 28 February, rolled (A17)', 'MONTH', { registeredOn: '2026-01-31' }, '2026-03-02'],
    ['MONTH: 31 January of a leap year', 'MONTH', { registeredOn: '2024-01-31' }, '2024-02-29'],
    ['MONTH: 31 March ends on 30 April', 'MONTH', { registeredOn: '2025-03-31' }, '2025-04-30'],
    ['MONTH: into the next year', 'MONTH', { registeredOn: '2025-12-15' }, '2026-01-15'],
    ['EXACT: a working day', 'EXACT', { exactDate: '2026-03-12' }, '2026-03-12'],
    ['EXACT: a day off, so the last working day before (A16)', 'EXACT', { exactDate: '2026-03-15' }, '2026-03-13'],
    ['EXACT: the day of registration', 'EXACT', { exactDate: '2026-03-10' }, '2026-03-10'],
  ] as const)('%s', (_formula, term, basis, dueOn) => {
    expect(termOf(term, basis)).toEqual({ term, status: 'COMPUTED', dueOn })
  })

  test('EXACT: no working day between registration and the date, so the first one after (A16)', () => {
    const registeredOn = '2026-03-07'
    expect(termOf('EXACT', { registeredOn, exactDate: '2026-03-09' })).toMatchObject({ dueOn: '2026-03-10' })
    expect(termOf('EXACT', { registeredOn, exactDate: registeredOn })).toMatchObject({ dueOn: '2026-03-10' })
  })

  test('only terms that apply are named: a mark, a date, the channel, always the month', () => {
    expect(due({}).terms.map(({ term }) => term)).toEqual(['ELECTRONIC', 'MONTH'])
    expect(due({ mark: 'URGENT', exactDate: '2026-03-12' }).terms.map(({ term }) => term)).toEqual([
      'EXACT',
      'URGENT',
      'ELECTRONIC',
      'MONTH',
    ])
  })
})

describe('the earliest term wins (T5, A7)', () => {
  test.each([
    ['five working days before the month', {}, '2026-03-17'],
    ['URGENT before five working days', { mark: 'URGENT' }, '2026-03-13'],
    ['OPERATIVE never lengthens five working days', { mark: 'OPERATIVE' }, '2026-03-17'],
    [
      'OPERATIVE before five working days over the New Year',
      { mark: 'OPERATIVE', registeredOn: '2025-12-30' },
      '2026-01-12',
    ],
    ['an exact date before URGENT', { mark: 'URGENT', exactDate: '2026-03-11' }, '2026-03-11'],
    ['a later exact date lengthens nothing', { exactDate: '2026-05-20' }, '2026-03-17'],
  ] as const)('%s', (_rule, basis, dueOn) => {
    expect(due(basis)).toMatchObject({ dueOn, warnings: [] })
  })
})

test('an exact date before registration is ignored with a warning (T6)', () => {
  const deadline = due({ exactDate: '2026-03-09' })
  expect(deadline).toMatchObject({ dueOn: '2026-03-17', warnings: ['EXACT_DATE_PASSED'] })
  expect(deadline.terms.map(({ term }) => term)).not.toContain('EXACT')
})

describe('a year that is not loaded (T14)', () => {
  const only2025 = calendarOf(2025)

  test('decides: no due date, no guess, a warning', () => {
    const deadline = due({ registeredOn: '2025-12-30' }, only2025)
    expect(deadline.dueOn).toBeUndefined()
    expect(deadline.terms).toEqual([
      { term: 'ELECTRONIC', status: 'CALENDAR_MISSING' },
      { term: 'MONTH', status: 'CALENDAR_MISSING' },
    ])
    expect(deadline.warnings).toEqual(['CALENDAR_YEAR_MISSING'])
  })

  test('decides nothing: the later term is not needed', () => {
    const deadline = due({ registeredOn: '2025-12-10' }, only2025)
    expect(deadline).toMatchObject({ dueOn: '2025-12-17', warnings: [] })
    expect(deadline.terms).toContainEqual({ term: 'MONTH', status: 'NOT_NEEDED' })
  })

  test('decides nothing when an urgent term ends before the year does', () => {
    const deadline = due({ registeredOn: '2025-12-24', mark: 'URGENT' }, only2025)
    expect(deadline).toMatchObject({ dueOn: '2025-12-29', warnings: [] })
    expect(deadline.terms).toContainEqual({ term: 'ELECTRONIC', status: 'NOT_NEEDED' })
  })

  test('decides nothing when only a far exact date falls into it', () => {
    const deadline = due({ exactDate: '2099-01-01' })
    expect(deadline).toMatchObject({ dueOn: '2026-03-17', warnings: [] })
    expect(deadline.terms).toContainEqual({ term: 'EXACT', status: 'NOT_NEEDED' })
  })

  test('an exact date in it leaves a due date of the loaded year', () => {
    const deadline = due({ registeredOn: '2025-12-24', mark: 'URGENT', exactDate: '2026-01-03' }, only2025)
    expect(deadline).toMatchObject({ dueOn: '2025-12-29', warnings: [] })
  })

  test('decides when it is the year of registration, though a later one is loaded', () => {
    const deadline = due({ registeredOn: '2023-12-20' }, calendarOf(2024))
    expect(deadline.dueOn).toBeUndefined()
    expect(deadline.terms).toEqual([
      { term: 'ELECTRONIC', status: 'CALENDAR_MISSING' },
      { term: 'MONTH', status: 'COMPUTED', dueOn: '2024-01-22' },
    ])
  })

  test('provisional without permission decides like a missing one', () => {
    const years = [...DECREED_YEARS, provisionalYear(2027)]
    const of = (allowProvisional: boolean) =>
      due({ registeredOn: '2026-12-29' }, createCalendar(years, { version: 'v', allowProvisional })).dueOn
    expect(of(false)).toBeUndefined()
    expect(of(true)).toBe('2027-01-14')
  })

  test.each([new TypeError('broken'), new GatewayError('TRUST_BUNDLE_INVALID', 'broken')])(
    'any other error of the calendar is not taken for a missing year: %s',
    (error) => {
      const broken = {
        version: 'v',
        isWorkingDay: () => {
          throw error
        },
      }
      expect(() => due({}, broken)).toThrow(error)
    },
  )
})

test('the version of the calendar is kept with the date', () => {
  expect(due({}).calendarVersion).toBe('decreed')
})

test('whatever is asked, the due date is a working day, not before registration and not after the month', () => {
  const random = seeded(20_120_123)
  const calendar = calendarOf()
  for (let run = 0; run < 2000; run++) {
    const registeredOn = addDays('2024-01-01', random.below(1000))
    const basis: TermBasis = {
      registeredOn,
      mark: (['NONE', 'URGENT', 'OPERATIVE'] as const)[random.below(3)] ?? 'NONE',
      exactDate: random.below(2) === 0 ? undefined : addDays(registeredOn, random.below(60) - 10),
      channel: 'ELECTRONIC',
    }
    const { dueOn, terms } = computeDeadline(basis, calendar)
    const context = JSON.stringify(basis)
    if (dueOn === undefined) expect.fail(`no due date for ${context}`)
    expect(dueOn >= registeredOn, context).toBe(true)
    expect(calendar.isWorkingDay(dueOn), context).toBe(true)
    for (const term of terms) if (term.status === 'COMPUTED') expect(dueOn <= term.dueOn, context).toBe(true)
  }
})
