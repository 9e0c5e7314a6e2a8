import { expect, test } from 'vitest'
import { booksOf } from '../../../../adapters/registry/generate/books.ts'
import { createRegion } from '../../../../adapters/registry/generate/region.ts'

const region = createRegion({ acts: 60_000, seed: 11, offices: ['39000001'] })
const acts = [...region.acts()]
const books = booksOf(region)
const originals = acts.filter(({ copyNo }) => copyNo === 1)
const firsts = books.filter(({ copyNo }) => copyNo === 1)

test('every act stands in a book whose cover names its first and last record', () => {
  const stand = Map.groupBy(originals, ({ kind, recordedOn, bookNumber }) =>
    [kind, recordedOn.value.slice(0, 4), bookNumber].join(),
  )
  expect(firsts.length).toBe(stand.size)
  for (const { kind, year, number, firstRecord, lastRecord, sheets } of firsts) {
    const inside = stand.get([kind, year, number].join())!
    expect([inside[0]?.recordNumber, inside.at(-1)?.recordNumber]).toEqual([firstRecord, lastRecord])
    expect(sheets).toBeGreaterThanOrEqual(inside.length)
    expect(sheets).toBeLessThanOrEqual(250)
  }
})

test('books of a year follow each other', () => {
  const [one, two] = firsts.filter(({ kind, year }) => kind === 'BIRTH' && year === 1960)
  expect(one!.endedOn! <= two!.begunOn!).toBe(true)
  expect(books.some(({ number }) => number > 1)).toBe(true)
})

test('second copies stand in books of their own, with the covers of the first', () => {
  const addressOf = ({ office, kind, recordedOn, bookNumber }: (typeof acts)[number]): string =>
    [office, kind, recordedOn.value.slice(0, 4), bookNumber].join()
  const copies = books.filter(({ copyNo }) => copyNo === 2)
  const copied = new Set(acts.filter(({ copyNo }) => copyNo === 2).map(addressOf))
  expect(copied.size).toBeGreaterThan(100)
  expect(new Set(copies.map(({ office, kind, year, number }) => [office, kind, year, number].join()))).toEqual(copied)
  for (const copy of copies) expect(firsts).toContainEqual({ ...copy, copyNo: 1 })
})
