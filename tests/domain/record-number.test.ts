import { describe, expect, test } from 'vitest'
import { isSameNumber, numberKey, numberSpellings } from '../../gateway/domain/record-number.ts'

describe('one number in two spellings', () => {
  test.each([
    ['letter case', '15а', '15А', true],
    ['a hyphen', '15-а', '15а', true],
    ['a blank', '15 а', '15а', true],
    ['leading zeros', '0015', '15', false],
    ['a Latin letter', '15A', '15А', false],
    ['a Latin letter drawn like another', '7B', '7в', false],
    ['a numero sign', '№ 15', '15', false],
    ['a stroke', '15/а', '15а', false],
  ])('%s: %s / %s', (_what, asked, stored, isSame) => {
    expect(numberKey(asked)).toBe(numberKey(stored))
    expect(isSameNumber(asked, stored)).toBe(isSame)
    expect(numberSpellings(asked)).toContain(stored)
  })
})

test.each([
  ['15', '16'],
  ['15', '150'],
  ['15', '15а'],
  ['15а', '15б'],
  ['0', '00а'],
])('%s and %s are two numbers', (one, other) => {
  expect(numberKey(one)).not.toBe(numberKey(other))
})

test('a number that is not digits and letters is looked for as it stands', () => {
  expect(numberSpellings('запись 12/3')).toContain('запись 12/3')
})
