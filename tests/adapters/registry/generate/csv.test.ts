import { expect, test } from 'vitest'
import { CSV_HEADER, csvLine } from '../../../../adapters/registry/generate/csv.ts'
import { createRegion } from '../../../../adapters/registry/generate/region.ts'
import { actTable } from '../../../../adapters/registry/import/csv-acts.ts'

const OFFICES = ['39000001', '39000002']
const table = actTable({ offices: new Set(OFFICES), today: '2026-11-22' }, (act) => act)
const columns = CSV_HEADER.trim().split(',')

test('the import knows every column, and finds those it needs', () => {
  expect(columns.filter((column) => !table.columns.has(column))).toEqual([])
  expect(new Set(columns).size).toBe(columns.length)
  for (const group of table.needed) expect(group.some((column) => columns.includes(column))).toBe(true)
})

test('the import reads the very acts that were generated', () => {
  const read = table.rowReader(columns)
  const region = createRegion({ acts: 20_000, seed: 5, offices: OFFICES })
  for (const act of region.acts()) {
    const fields = csvLine(act).slice(0, -1).split(',')
    expect(read(fields, 2)).toMatchObject(act)
  }
})

test('a text with a comma or a quotation mark is quoted', () => {
  const act = createRegion({ acts: 1, seed: 5, offices: OFFICES }).actAt(0)
  expect(csvLine({ ...act, marks: 'см. «А», "Б"' })).toContain(',"см. «А», ""Б""",')
})
