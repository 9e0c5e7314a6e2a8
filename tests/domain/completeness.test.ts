import { describe, expect, test } from 'vitest'
import { completenessOf, isSearchable } from '../../gateway/domain/completeness.ts'
import type { Subject, SubjectPerson } from '../../gateway/domain/inquiry.ts'

const period = { from: '1990-01-01', to: '1990-12-31' }
const named = (role: SubjectPerson['role'], more: Partial<SubjectPerson> = {}): SubjectPerson => ({
  role,
  familyName: 'Иванов',
  givenName: 'Пётр',
  ...more,
})
const born = { birthDate: '1990-05-12' }
const act = (actKind: Subject['actKind'], persons: SubjectPerson[], more: Partial<Subject> = {}): Subject => ({
  actKind,
  persons,
  ...more,
})
const spouses: SubjectPerson[] = [named('SPOUSE'), { role: 'SPOUSE', familyName: 'Петрова' }]

describe('the minimum for a search, by kind (¶25, domain section 4)', () => {
  test.each<[string, Subject, boolean]>([
    ['BIRTH with a place', act('BIRTH', [named('CHILD', { ...born, birthPlace: 'Калининград' })]), true],
    ['BIRTH with an office', act('BIRTH', [named('CHILD', born)], { office: '39000001' }), true],
    ['BIRTH with neither', act('BIRTH', [named('CHILD', born)]), false],
    ['BIRTH without the birth date', act('BIRTH', [named('CHILD', { birthPlace: 'К' })], { period }), false],
    ['BIRTH of another role', act('BIRTH', [named('MOTHER', { ...born, birthPlace: 'К' })]), false],
    ['DEATH with the birth date', act('DEATH', [named('DECEASED', born)], { period }), true],
    ['DEATH with the age', act('DEATH', [named('DECEASED', { ageYears: 0 })], { period }), true],
    ['DEATH with neither', act('DEATH', [named('DECEASED')], { period }), false],
    ['DEATH without date or period', act('DEATH', [named('DECEASED', born)]), false],
    ['MARRIAGE: one full name, the other family name', act('MARRIAGE', spouses, { period }), true],
    ['MARRIAGE of one spouse', act('MARRIAGE', [named('SPOUSE')], { period }), false],
    ['MARRIAGE without any given name', act('MARRIAGE', [spouses[1]!, spouses[1]!], { period }), false],
    ['MARRIAGE without a period', act('MARRIAGE', spouses), false],
    ['DIVORCE likewise', act('DIVORCE', spouses, { period }), true],
    ['DIVORCE without a period', act('DIVORCE', spouses), false],
    ['PATERNITY by the child', act('PATERNITY', [named('CHILD', born)], { period }), true],
    ['PATERNITY by a child without birth date', act('PATERNITY', [named('CHILD')], { period }), false],
    ['PATERNITY by the father', act('PATERNITY', [named('FATHER')], { period }), true],
    ['PATERNITY without a period', act('PATERNITY', [named('FATHER')]), false],
    ['ADOPTION', act('ADOPTION', [named('CHILD', born)], { period }), true],
    ['ADOPTION without the birth date', act('ADOPTION', [named('CHILD')], { period }), false],
    ['NAME_CHANGE', act('NAME_CHANGE', [named('SUBJECT', born)], { period }), true],
    ['NAME_CHANGE without a period', act('NAME_CHANGE', [named('SUBJECT', born)]), false],
  ])('%s', (_data, subject, complete) => {
    expect(completenessOf(subject)).toBe(complete ? 'COMPLETE' : 'BARE')
  })

  test('a patronymic is asked for «if any»: its absence never makes an inquiry incomplete', () => {
    const child = named('CHILD', { ...born, birthPlace: 'Калининград' })
    expect(completenessOf(act('BIRTH', [child]))).toBe(completenessOf(act('BIRTH', [{ ...child, patronymic: 'И' }])))
  })
})

describe('incomplete data are excused by a reason and an alternative (¶25, A4)', () => {
  const incomplete = act('BIRTH', [named('CHILD')])
  test.each([
    ['both', { unknownReason: 'утрачено', alternativeInfo: 'со слов матери' }, 'EXCUSED'],
    ['only a reason', { unknownReason: 'утрачено' }, 'PARTLY_EXCUSED'],
    ['only an alternative', { alternativeInfo: 'со слов матери' }, 'PARTLY_EXCUSED'],
    ['blanks', { unknownReason: ' ', alternativeInfo: '' }, 'BARE'],
    ['neither', {}, 'BARE'],
  ] as const)('%s', (_given, excuse, expected) => {
    expect(completenessOf({ ...incomplete, ...excuse })).toBe(expected)
  })

  test('complete data need no excuse', () => {
    const complete = act('BIRTH', [named('CHILD', { ...born, birthPlace: 'К' })], { unknownReason: 'утрачено' })
    expect(completenessOf(complete)).toBe('COMPLETE')
  })
})

describe('a search needs a name or a full record address (Q4b)', () => {
  const address = { office: '39000001', period, recordNumber: '12' }
  test.each<[string, Subject, boolean]>([
    ['a full name', act('BIRTH', [named('CHILD')]), true],
    ['a family name alone', act('BIRTH', [{ role: 'CHILD', familyName: 'Иванов' }]), false],
    ['nobody', act('BIRTH', []), false],
    ['office, year and number', act('BIRTH', [], address), true],
    ['an address without the number', act('BIRTH', [], { office: '39000001', period }), false],
    ['an address without the office', act('BIRTH', [], { period, recordNumber: '12' }), false],
    ['an address without the year', act('BIRTH', [], { office: '39000001', recordNumber: '12' }), false],
    [
      'an address of several years: the number is another record in each (B4)',
      act('BIRTH', [], { ...address, period: { from: '1990-01-01', to: '1991-01-01' } }),
      false,
    ],
  ])('%s', (_data, subject, searchable) => {
    expect(isSearchable(subject)).toBe(searchable)
  })
})
