import { expect, test } from 'vitest'
import { addBooks, addOffices, setCoverage } from '../../../../adapters/registry/add-acts.ts'
import { booksOf } from '../../../../adapters/registry/generate/books.ts'
import { fillRegion } from '../../../../adapters/registry/generate/fill.ts'
import { createRegion } from '../../../../adapters/registry/generate/region.ts'
import { readCoverage } from '../../../../adapters/registry/search-coverage.ts'
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
    const expected = { acts: 1200, persons: searched.length, coverage: 2 * 7 * 101, indexes: 1 }
    expect(stored).toMatchObject({ ...expected, books: booksOf(region).length })
  })

  test('what is not recorded is full for the offices that make acts, which are all there are', async () => {
    const database = await open()
    await fillRegion(database, { region, offices: OFFICES })
    const { full, offices } = await readCoverage('BIRTH', { fromYear: 1926, toYear: 2026 }, database)
    expect(full).toBe(true)
    expect(offices.map(({ code }) => code)).toEqual(['39000001', '39000002'])
  })

  test('what the store knows of offices, books, holdings and coverage stays as it is', async () => {
    const database = await open()
    const [, first, second] = OFFICES
    const other = { code: '39000004', name: 'Отдел ЗАГС 39000004' }
    const known = { code: first!.code, name: 'Первый отдел' }
    await addOffices(database, [known, other])
    await setCoverage(database, [
      { office: other.code, kind: 'BIRTH', fromYear: 1926, toYear: 2026, state: 'NONE' },
      { office: known.code, kind: 'BIRTH', fromYear: 1941, toYear: 1943, state: 'NONE' },
    ])
    const [book] = booksOf(region)
    await addBooks(database, [{ ...book!, sheets: 1 }])
    await fillRegion(database, { region, offices: OFFICES })
    const [found] = await database.query(
      `select (select json_agg(name order by code) from registry.office) as offices,
              (select json_agg(office || ' ' || count order by office) from
                (select office, count(*) from registry.coverage where state = 'NONE' group by office) c) as none,
              (select count(distinct (office, kind, year))::int from registry.coverage
               where office = $1 and state = 'FULL') as "coveredElsewhere",
              (select sheets from registry.act_book where (office, kind, year, number, copy_no) = ($2, $3, $4, $5, 1)) as sheets`,
      [other.code, book!.office, book!.kind, book!.year, book!.number],
    )
    expect(found).toEqual({
      offices: [known.name, second!.name, other.name],
      none: ['39000001 3', '39000004 101'],
      coveredElsewhere: 0,
      sheets: 1,
    })
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
