import { describe, expect, test } from 'vitest'
import { findExceeded, traceOf, type SearchUsage } from '../../gateway/domain/search-limits.ts'
import { child, subject } from '../support/builders.ts'
import { SEARCH_LIMITS } from '../support/fakes.ts'

const QUIET: SearchUsage = { inHour: 1, inDay: 1, subjects: 1, unidentified: 0, alike: [], searched: 0, absent: 0 }
const codes = (usage: Partial<SearchUsage>) =>
  findExceeded({ ...QUIET, ...usage }, SEARCH_LIMITS).map(({ code }) => code)

describe('a limit is passed by the first search over it, and by none at it', () => {
  test.each<[string, Partial<SearchUsage>, Partial<SearchUsage>]>([
    ['SEARCHES_PER_HOUR', { inHour: 20 }, { inHour: 21 }],
    ['SEARCHES_PER_DAY', { inDay: 50 }, { inDay: 51 }],
    ['UNIDENTIFIED_SUBJECTS', { unidentified: 5 }, { unidentified: 6 }],
    ['SAME_SURNAME', { alike: [{ kind: 'SURNAME', subjects: 4 }] }, { alike: [{ kind: 'SURNAME', subjects: 5 }] }],
    [
      'SAME_BIRTH_DATE',
      { alike: [{ kind: 'BIRTH_DATE', subjects: 4 }] },
      { alike: [{ kind: 'BIRTH_DATE', subjects: 5 }] },
    ],
    ['SAME_BOOK', { alike: [{ kind: 'BOOK', subjects: 4 }] }, { alike: [{ kind: 'BOOK', subjects: 5 }] }],
    ['ABSENT_SHARE', { searched: 20, absent: 12 }, { searched: 20, absent: 13 }],
  ])('%s', (code, within, over) => {
    expect(codes(within)).toEqual([])
    expect(codes(over)).toEqual([code])
  })
})

test('the hour counts in its own window, everything else in a day', () => {
  const exceeded = findExceeded({ ...QUIET, inHour: 21, inDay: 51 }, SEARCH_LIMITS)
  expect(exceeded).toEqual([
    { code: 'SEARCHES_PER_HOUR', count: 21, allowed: 20, windowSeconds: 3_600 },
    { code: 'SEARCHES_PER_DAY', count: 51, allowed: 50, windowSeconds: 86_400 },
  ])
})

test('a share says nothing of a few searches', () => {
  expect(codes({ searched: 19, absent: 19 })).toEqual([])
})

test('a common surname is no pattern of a body that asks for many people', () => {
  expect(codes({ subjects: 400, alike: [{ kind: 'SURNAME', subjects: 20 }] })).toEqual([])
  expect(codes({ subjects: 400, alike: [{ kind: 'SURNAME', subjects: 21 }] })).toEqual(['SAME_SURNAME'])
})

describe('the trace of a subject', () => {
  const identityOf = (...given: Parameters<typeof subject>) => traceOf(subject(...given)).subject

  test('is the same for the same person by any act, in any letters and in either gender form', () => {
    const first = identityOf({ persons: [child()] })
    expect(identityOf({ actKind: 'DEATH', persons: [child({ role: 'DECEASED', familyName: 'ИВАНОВА' })] })).toBe(first)
  })

  test.each([
    ['another given name', { givenName: 'Павел' }],
    ['another birth date', { birthDate: '1990-05-13' }],
    ['another surname', { familyName: 'Петров' }],
  ])('is another one with %s', (_difference, changes) => {
    expect(identityOf({ persons: [child(changes)] })).not.toBe(identityOf({ persons: [child()] }))
  })

  test('does not depend on the order of spouses', () => {
    const spouses = [child({ role: 'SPOUSE' }), child({ role: 'SPOUSE', familyName: 'Ким', givenName: 'Анна' })]
    const actKind = 'MARRIAGE'
    expect(identityOf({ actKind, persons: spouses })).toBe(identityOf({ actKind, persons: spouses.toReversed() }))
  })

  test('shares surname and birth date with others, and the book only where a record number is given', () => {
    const period = { from: '1990-01-01', to: '1990-12-31' }
    expect(traceOf(subject({ period, office: '39000001' })).facts).toEqual([
      { kind: 'SURNAME', value: 'иванов' },
      { kind: 'BIRTH_DATE', value: '1990-05-12' },
    ])
    const byAddress = (recordNumber: string) =>
      traceOf(subject({ persons: [], period, office: '39000001', recordNumber }))
    expect(byAddress('1').facts).toEqual([{ kind: 'BOOK', value: '39000001|BIRTH|1990' }])
    expect(byAddress('1').subject).not.toBe(byAddress('2').subject)
  })

  test('by a bare name is not identified', () => {
    expect(traceOf(subject({ persons: [{ role: 'CHILD', familyName: 'Иванов', givenName: 'Пётр' }] })).identified).toBe(
      false,
    )
    expect(traceOf(subject()).identified).toBe(true)
  })
})
