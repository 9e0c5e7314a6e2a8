/** The names a clerk would call one person's, and those of different people, each with its reason (tests/domain/name-pairs). */
import { describe, expect, test } from 'vitest'
import type { LocalDate, PartialDate } from '../../gateway/domain/act.ts'
import { compareRecord, type Comparison } from '../../gateway/domain/scoring.ts'
import { judgeRecords } from '../../gateway/domain/judgement.ts'
import { actRecord, subject } from '../support/builders.ts'
import { readNamePairs, titleOf, type NamePair } from '../support/name-pairs.ts'

const BIRTH_DATE: LocalDate = '1990-05-12'

/** Child of the inquiry and child of the record, born on one day unless the record says otherwise, or nothing. */
function caseOf({ asked, recorded }: NamePair, born: LocalDate | undefined = BIRTH_DATE) {
  const birthDate: { birthDate?: PartialDate } = born ? { birthDate: { value: born, precision: 'DAY' } } : {}
  return {
    subject: subject({ persons: [{ role: 'CHILD', ...asked, birthDate: BIRTH_DATE }] }),
    record: actRecord({ persons: [{ role: 'CHILD', ...recorded, ...birthDate }] }),
  }
}

function compared(pair: NamePair): Comparison {
  const { subject: asked, record } = caseOf(pair)
  return compareRecord(asked, record)
}

const pairsOf = (file: 'same.txt' | 'different.txt', follows: NamePair['follows']) =>
  readNamePairs(file)
    .filter((pair) => pair.follows === follows)
    .map((pair) => [titleOf(pair), pair] as const)

test.each(['same.txt', 'different.txt'] as const)('%s has 120 pairs or more, each once and with its reason', (file) => {
  const pairs = readNamePairs(file)
  expect(pairs.length).toBeGreaterThanOrEqual(120)
  expect(new Set(pairs.map((pair) => JSON.stringify([pair.asked, pair.recorded]))).size).toBe(pairs.length)
  for (const pair of pairs) {
    expect(file === 'same.txt' ? ['SAME', 'PLAUSIBLE'] : ['DIFFERENT', 'A_PERSON']).toContain(pair.follows)
    expect(pair.why).not.toBe('')
  }
})

describe('one person', () => {
  test.each(pairsOf('same.txt', 'SAME'))('in every letter that counts: %s', (_title, pair) => {
    expect(compared(pair)).toMatchObject({ differences: [], weight: 0, isPlausible: true })
  })

  test.each(pairsOf('same.txt', 'PLAUSIBLE'))('put before somebody, with the reason: %s', (_title, pair) => {
    const { isPlausible, differences } = compared(pair)
    expect(isPlausible).toBe(true)
    expect(differences).not.toEqual([])
    for (const { reason } of differences) expect(reason).toMatch(/^(другая )?(фамилия|другое |имя|отчество)/)
  })
})

describe('different people', () => {
  test.each(pairsOf('different.txt', 'DIFFERENT'))('not even shown: %s', (_title, pair) => {
    expect(compared(pair)).toMatchObject({ isPlausible: false })
  })

  test.each(pairsOf('different.txt', 'DIFFERENT'))('nor with a birth date unknown or another: %s', (_title, pair) => {
    for (const born of [undefined, '1961-11-30']) {
      const { subject: asked, record } = caseOf(pair, born ?? '')
      expect(compareRecord(asked, record)).toMatchObject({ isPlausible: false })
    }
  })

  test.each(pairsOf('different.txt', 'A_PERSON'))('near by the letters, so somebody looks: %s', (_title, pair) => {
    const { subject: asked, record } = caseOf(pair)
    expect(judgeRecords(asked, [record])).toMatchObject({ mark: 'FOUND_DISCREPANT' })
  })
})
