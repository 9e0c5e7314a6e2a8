import { expect, test } from 'vitest'
import { fillRegion } from '../../../../adapters/registry/generate/fill.ts'
import { createRegion } from '../../../../adapters/registry/generate/region.ts'
import { SEARCHED_ROLES } from '../../../../gateway/domain/act.ts'
import { forEachBackend } from '../../../support/database.ts'

const OFFICES = ['39000000', '39000001', '39000002'].map((code) => ({ code, name: `Отдел ЗАГС ${code}` }))
const region = createRegion({ acts: 1200, seed: 8, offices: ['39000001', '39000002'] })
const acts = [...region.acts()]

forEachBackend(({ open }) => {
  test('a region goes into the store with its books, and its coverage is full', async () => {
    const database = await open()
    const counts: number[] = []
    const filling = { region, offices: OFFICES, onWritten: (count: number) => counts.push(count) }
    expect(await fillRegion(database, filling)).toBe(acts.length)
    expect(counts.at(-1)).toBe(acts.length)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    const [stored] = await database.query(
      `select (select count(*)::int from registry.act where superseded_at is null) as acts,
              (select count(distinct (act_id, person_no))::int from registry.subject) as persons,
              (select count(*)::int from registry.act_book) as books,
              (select count(*)::int from registry.coverage where state = 'FULL') as coverage,
              (select count(*)::int from pg_indexes where indexname = 'subject_by_name') as indexes`,
    )
    const searched = acts.flatMap(({ kind, persons }) =>
      persons.filter(({ role }) => SEARCHED_ROLES[kind].includes(role)),
    )
    const expected = { acts: 1200, persons: searched.length, coverage: 3 * 7 * 101, indexes: 1 }
    expect(stored).toMatchObject({ ...expected, books: region.shelves.length })
  })

  test('a store that refuses a batch ends the filling with its fault', async () => {
    const database = await open()
    const strange = createRegion({ acts: 12_000, seed: 1, offices: ['39000009'] })
    await expect(fillRegion(database, { region: strange, offices: OFFICES })).rejects.toThrow('unknown office')
  })

  test('what stands there already is not added again', async () => {
    const database = await open()
    await fillRegion(database, { region, offices: OFFICES })
    expect(await fillRegion(database, { region, offices: OFFICES })).toBe(0)
  })
})
