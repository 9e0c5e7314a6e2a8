/** Every name that a clerk would call the same finds its record in the store, by one of the two methods. */
import { beforeAll, expect, test } from 'vitest'
import { addActs, addOffices } from '../../../adapters/registry/add-acts.ts'
import { createOwnRegistry, type OwnRegistry } from '../../../adapters/registry/own-registry.ts'
import type { LocalDate } from '../../../gateway/domain/act.ts'
import type { Subject } from '../../../gateway/domain/inquiry.ts'
import { addDays } from '../../../gateway/domain/local-date.ts'
import { isSettled, judgeRecords } from '../../../gateway/domain/judgement.ts'
import { SEARCH_METHODS } from '../../../gateway/domain/search.ts'
import { forEachBackend } from '../../support/database.ts'
import { readNamePairs, titleOf } from '../../support/name-pairs.ts'
import { act, day, OFFICES } from './samples.ts'

const SAME = readNamePairs('same.txt')
const DIFFERENT = readNamePairs('different.txt').filter(({ follows }) => follows === 'DIFFERENT')
const PAIRS = [...SAME, ...DIFFERENT]

/** Each pair has a day of its own, so that nobody else is found there. */
const dayOf = (at: number): LocalDate => addDays('1950-01-01', 2 * at)

forEachBackend((backend) => {
  let registry: OwnRegistry
  let ids: readonly string[]

  beforeAll(async () => {
    const database = await backend.open()
    registry = createOwnRegistry(database)
    await addOffices(database, OFFICES)
    const acts = PAIRS.map(({ recorded }, at) => {
      const on = day(dayOf(at))
      return act('BIRTH', { recordedOn: on, eventOn: on, persons: [{ role: 'CHILD', ...recorded, birthDate: on }] })
    })
    ids = await addActs(database, acts)
  })

  /** As the flow goes from method to method. */
  async function judged(at: number, { isBirthStated = true } = {}) {
    const on = dayOf(at)
    const born = isBirthStated ? { birthDate: on } : {}
    const asked: Subject = { actKind: 'BIRTH', persons: [{ role: 'CHILD', ...PAIRS[at]!.asked, ...born }] }
    for (const method of SEARCH_METHODS) {
      const { records, isCut } = await registry.search(asked, { from: on, to: on }, method)
      const found = judgeRecords(asked, records, isCut)
      if (isSettled(found, method)) return found
    }
    return judgeRecords(asked, [])
  }

  test.each(SAME.map((pair, at) => [titleOf(pair), pair, at] as const))('%s', async (_title, { follows }, at) => {
    const mark = follows === 'SAME' ? 'FOUND' : 'FOUND_DISCREPANT'
    expect(await judged(at)).toMatchObject({ mark, record: { id: ids[at] } })
  })

  test('by the names alone all but those that only everything else tells', async () => {
    const notFound: string[] = []
    for (const [at, { why }] of SAME.entries())
      if ((await judged(at, { isBirthStated: false })).mark === 'NOT_FOUND') notFound.push(why)
    expect(notFound).toEqual([
      'a surname changed by marriage',
      'any surname may be changed',
      'a patronymic changed by the establishing of paternity',
    ])
  })

  test('different people are never found, though they stand there', async () => {
    for (const at of DIFFERENT.keys()) expect(await judged(SAME.length + at)).toMatchObject({ mark: 'NOT_FOUND' })
  })
})
