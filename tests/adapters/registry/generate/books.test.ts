import { expect, test } from 'vitest'
import { booksOf } from '../../../../adapters/registry/generate/books.ts'
import { createRegion } from '../../../../adapters/registry/generate/region.ts'

const region = createRegion({ acts: 60_000, seed: 11, offices: ['39000001'] })
const acts = [...region.acts()].filter(({ copyNo }) => copyNo === 1)
const books = booksOf(region)

test('every act stands in a book whose cover names its first and last record', () => {
  const stand = Map.groupBy(acts, ({ kind, recordedOn, bookNumber }) =>
    [kind, recordedOn.value.slice(0, 4), bookNumber].join(),
  )
  expect(books.length).toBe(stand.size)
  for (const { kind, year, number, firstRecord, lastRecord, sheets } of books) {
    const inside = stand.get([kind, year, number].join())!
    expect([inside[0]?.recordNumber, inside.at(-1)?.recordNumber]).toEqual([firstRecord, lastRecord])
    expect(sheets).toBeGreaterThanOrEqual(inside.length)
    expect(sheets).toBeLessThanOrEqual(250)
  }
})

test('books of a year follow each other', () => {
  const [one, two] = books.filter(({ kind, year }) => kind === 'BIRTH' && year === 1960)
  expect(one!.endedOn! <= two!.begunOn!).toBe(true)
  expect(books.some(({ number }) => number > 1)).toBe(true)
})
