import { expect, test } from 'vitest'
import { createOwnRegistry } from '../../adapters/registry/own-registry.ts'
import { ABSENT_MARRIAGE, EXAMPLE_SUBJECTS } from '../../gateway/development/inquiries.ts'
import { fillDevelopmentRegistry } from '../../gateway/development/registry.ts'
import type { Subject } from '../../gateway/domain/inquiry.ts'
import { judgeRecords } from '../../gateway/domain/judgement.ts'
import { coverageYears, statedWindow } from '../../gateway/domain/search.ts'
import { forEachBackend } from '../support/database.ts'

const TODAY = '2026-03-10'

function birthOf(familyName: string, givenName: string, born: string): Subject {
  const period = born.length === 4 ? { from: `${born}-01-01`, to: `${born}-12-31` } : { from: born, to: born }
  const birthDate = born.length === 4 ? {} : { birthDate: born }
  return { actKind: 'BIRTH', persons: [{ role: 'CHILD', familyName, givenName, ...birthDate }], period }
}

const SITUATIONS: readonly (readonly [string, Subject, string])[] = [
  ['the birth of the examples', EXAMPLE_SUBJECTS.BIRTH!, 'FOUND'],
  ['the death of the examples', EXAMPLE_SUBJECTS.DEATH!, 'FOUND'],
  ['the marriage of the examples', EXAMPLE_SUBJECTS.MARRIAGE!, 'FOUND'],
  ['the marriage that was never made', ABSENT_MARRIAGE, 'NOT_FOUND'],
  ['an adopted child', birthOf('Лесная', 'Вера', '2001-09-09'), 'RESTRICTED'],
  ['two namesakes of one day', birthOf('Павлов', 'Иван', '1985-06-15'), 'AMBIGUOUS'],
  ['a record handed to the archive', birthOf('Корнев', 'Захар', '1926'), 'ARCHIVED'],
]

forEachBackend((backend) => {
  test('the development registry holds every situation its examples promise, and covers all offices', async () => {
    const database = await backend.open()
    await fillDevelopmentRegistry(database, 2026)
    const registry = createOwnRegistry(database)
    for (const [name, subject, mark] of SITUATIONS) {
      const window = statedWindow(subject, TODAY)
      const { records } = await registry.search(subject, window, 'VARIANTS')
      expect(`${name}: ${judgeRecords(subject, records).mark}`).toBe(`${name}: ${mark}`)
    }
    const years = coverageYears(statedWindow(ABSENT_MARRIAGE, TODAY), TODAY)
    expect(await registry.getCoverage('MARRIAGE', years)).toMatchObject({ full: true, gaps: [] })
  })

  test('filling it again changes nothing', async () => {
    const database = await backend.open()
    const count = () => database.query('select count(*)::integer as acts, max(version) as version from registry.act')
    await fillDevelopmentRegistry(database, 2026)
    const before = await count()
    await fillDevelopmentRegistry(database, 2026)
    expect(await count()).toEqual(before)
  })
})
