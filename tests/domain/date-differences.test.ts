import { describe, expect, test } from 'vitest'
import { findDateDifference } from '../../gateway/domain/date-differences.ts'

const day = (value: string) => ({ value, precision: 'DAY' }) as const
const month = (value: string) => ({ value, precision: 'MONTH' }) as const
const year = (value: string) => ({ value, precision: 'YEAR' }) as const

test.each([
  ['the day itself', '1990-05-12', day('1990-05-12')],
  ['its month', '1990-05-12', month('1990-05')],
  ['its year', '1990-05-12', year('1990')],
])('%s is no difference', (_what, asked, found) => {
  expect(findDateDifference(asked, found)).toBeUndefined()
})

describe('near by a slip of the pen', () => {
  test.each([
    ['DAY_MONTH_SWAPPED', '1990-05-12', day('1990-12-05')],
    ['ONE_DAY', '1990-05-12', day('1990-05-13')],
    ['ONE_DAY', '1990-01-01', day('1989-12-31')],
    ['ONE_MONTH', '1990-05-12', day('1990-06-12')],
    ['ONE_MONTH', '1990-03-31', day('1990-02-28')],
    ['ONE_YEAR', '1990-05-12', day('1989-05-12')],
    ['ONE_YEAR', '1992-02-29', day('1991-02-28')],
    ['ONE_DIGIT', '1990-05-12', day('1990-05-22')],
    ['ONE_DIGIT', '1990-05-12', day('1960-05-12')],
    ['ONE_DIGIT', '1978-05-12', day('1987-05-12')],
    ['ONE_YEAR', '1990-05-12', year('1991')],
    ['ONE_DIGIT', '1990-05-12', year('1960')],
    ['ONE_MONTH', '1990-05-12', month('1990-06')],
    ['DAY_MONTH_SWAPPED', '1990-05-12', month('1990-12')],
  ] as const)('%s: %s, %o', (code, asked, found) => {
    expect(findDateDifference(asked, found)).toBe(code)
  })
})

test.each([
  ['two digits', '1990-05-12', day('1991-06-12')],
  ['everything', '1990-05-12', day('1948-11-30')],
  ['another year altogether', '1990-05-12', year('1948')],
])('%s: another date', (_what, asked, found) => {
  expect(findDateDifference(asked, found)).toBe('OTHER')
})

test('a record without the date cannot confirm it', () => {
  expect(findDateDifference('1990-05-12', undefined)).toBe('MISSING')
})
