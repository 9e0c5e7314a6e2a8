import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addBooks,
  addOffices,
  addTransferredHoldings,
  setCoverage,
  type Coverage,
} from '../../../adapters/registry/add-acts.ts'
import type { RowOutcome, RowRules } from '../../../adapters/registry/known-rows.ts'
import type { Database, Sql } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'

const RECORDS = { kind: 'DEATH', year: 1941 } as const
const PAPERS = { archive: 'ГАКО', actNumber: '1', actOn: '2026-01-15', fond: 'Р-1', inventory: '2' } as const

/** The row of an office, what another says of the same, and what of the first must be kept. */
const TABLES = [
  {
    table: 'office',
    add: addOffices,
    rowOf: (code: string) => ({ code, name: 'Первый отдел' }),
    other: { name: 'Отдел № 1' },
    differing: 'name',
    stood: { name: 'Первый отдел' },
  },
  {
    table: 'act_book',
    add: addBooks,
    rowOf: (office: string) => ({ office, ...RECORDS, number: 2, copyNo: 1, missingRecords: ['7'] }),
    other: { missingRecords: ['7', '12-А'] },
    differing: 'missing_records',
    stood: { missing_records: ['7'], begun_on: null },
  },
  {
    table: 'transferred_holding',
    add: addTransferredHoldings,
    rowOf: (office: string) => ({ office, ...RECORDS, ...PAPERS }),
    other: { fond: 'Р-9', actNumber: '2' },
    differing: 'act_number, fond',
    stood: { fond: 'Р-1', book_number: null },
  },
  {
    table: 'coverage',
    add: setCoverage,
    rowOf: (office: string) => ({ office, kind: 'DEATH', fromYear: 1941, toYear: 1941, state: 'FULL' }),
    other: { state: 'NONE' },
    differing: 'state',
    stood: { state: 'FULL', year: 1941 },
  },
] as const

type Add = (sql: Sql, rows: readonly object[], rules?: RowRules) => Promise<readonly RowOutcome[]>

forEachBackend((backend) => {
  let database: Database
  let offices = 0
  beforeAll(async () => {
    database = await backend.open()
  })

  const newCode = (): string => `39-${++offices}`
  const historyOf = (code: string): Promise<readonly unknown[]> =>
    database.query(
      `select table_name as "table", stood, taken_by as by from registry.former_row
       where $1 in (stood->>'office', stood->>'code') order by id`,
      [code],
    )

  describe.each(TABLES)('a row of registry.$table', ({ table, add, rowOf, other, differing, stood }) => {
    let code: string
    let [first, second] = [{}, {}]
    beforeEach(async () => {
      code = newCode()
      if (table !== 'office') await addOffices(database, [{ code, name: code }])
      first = rowOf(code)
      second = { ...first, ...other }
    })
    const write = async (row: object, rules?: RowRules): Promise<RowOutcome | undefined> =>
      (await (add as Add)(database, [row], rules))[0]

    test('is added, known again, and kept as history when another takes its place', async () => {
      expect(await write(first, { source: 'import 1, line 2' })).toBe('ADDED')
      expect(await write(first)).toBe('DUPLICATE')
      expect(await historyOf(code)).toEqual([])
      expect(await write(second, { source: 'import 2, line 3' })).toBe('VERSION')
      const kept = expect.objectContaining({ ...stood, source: 'import 1, line 2' })
      expect(await historyOf(code)).toEqual([{ table, stood: kept, by: 'import 2, line 3' }])
    })

    test('is not replaced by another row of the import that added it or stated it once more', async () => {
      await write(first)
      expect(await write(first, { source: 'import 12, line 2' })).toBe('DUPLICATE')
      expect(await write(second, { source: 'import 12, line 3' })).toEqual({ contradicts: differing })
      expect(await write(first)).toBe('DUPLICATE')
      expect(await historyOf(code)).toEqual([])
      expect(await write(second, { source: 'import 1, line 3' })).toBe('VERSION')
      expect(await write(first, { source: 'import 1, line 4' })).toEqual({ contradicts: differing })
    })

    test('is left as it is where that is asked for', async () => {
      await write(first)
      await write(second, { keep: true })
      expect(await write(first)).toBe('DUPLICATE')
    })

    test('leaves a trace when it is deleted, and its table cannot be emptied at a stroke', async () => {
      await write(first)
      const ofOffice = table === 'office' ? 'code' : 'office'
      await database.query(`delete from registry.${table} where ${ofOffice} = $1`, [code])
      expect(await historyOf(code)).toEqual([{ table, stood: expect.objectContaining(stood), by: null }])
      await expect(database.query(`truncate registry.${table} cascade`)).rejects.toThrow('history of')
    })
  })

  test.each([
    'update registry.former_row set taken_by = null',
    'delete from registry.former_row',
    'truncate registry.former_row',
  ])('the history itself refuses: %s', async (statement) => {
    const code = newCode()
    for (const name of ['Один', 'Другой']) await addOffices(database, [{ code, name }])
    await expect(database.query(statement)).rejects.toThrow('history of')
    expect(await historyOf(code)).toHaveLength(1)
  })

  test('of a span of years, those that say something else are replaced, and none of a span that contradicts', async () => {
    const office = newCode()
    await addOffices(database, [{ code: office, name: office }])
    const cover = async (
      fromYear: number,
      toYear: number,
      state: Coverage['state'],
      source?: string,
    ): Promise<unknown> => {
      const span = { office, kind: 'DEATH', fromYear, toYear, state } as const
      return (await setCoverage(database, [span], source === undefined ? {} : { source }))[0]
    }
    expect(await cover(1941, 1941, 'FULL')).toBe('ADDED')
    expect(await cover(1941, 1943, 'FULL')).toBe('ADDED')
    expect(await cover(1943, 1944, 'PARTIAL', 'import 1, line 2')).toBe('VERSION')
    expect(await cover(1940, 1943, 'NONE', 'import 1, line 3')).toEqual({ contradicts: 'state' })
    const years = await database.query('select year, state from registry.coverage where office = $1 order by year', [
      office,
    ])
    expect(years.map(({ year, state }) => `${String(year)} ${String(state)}`)).toEqual([
      '1941 FULL',
      '1942 FULL',
      '1943 PARTIAL',
      '1944 PARTIAL',
    ])
    expect(await historyOf(office)).toHaveLength(1)
  })
})
