import { expect, test } from 'vitest'
import { editDistance } from '../../gateway/domain/edit-distance.ts'
import { seeded } from '../support/builders.ts'

test.each([
  ['иванов', 'иванов', 0],
  ['', '', 0],
  ['', 'ли', 2],
  ['ивнаов', 'иванов', 1],
  ['иванв', 'иванов', 1],
  ['иваннов', 'иванов', 1],
  ['иванав', 'иванов', 1],
  ['иавонв', 'иванов', 2],
  ['вианво', 'иванов', 2],
  ['аб', 'ба', 1],
  ['абв', 'вба', 2],
  ['петров', 'сидоров', 4],
])('%s and %s are %i edits apart', (one, other, edits) => {
  expect(editDistance(one, other, 5)).toBe(edits)
  expect(editDistance(other, one, 5)).toBe(edits)
})

test('beyond the limit all distances are one', () => {
  expect(editDistance('петров', 'сидоров', 2)).toBe(3)
  expect(editDistance('а', 'вгде', 2)).toBe(3)
  expect(editDistance('абвгд', 'абв', 1)).toBe(2)
  expect(editDistance('абв', 'где', 0)).toBe(1)
})

/** The definition itself, cell by cell: slow, and obviously right. */
function wholeTable(one: string, other: string): number {
  const cells = Array.from({ length: one.length + 1 }, (_, y) => [y, ...Array<number>(other.length).fill(0)])
  cells[0] = Array.from({ length: other.length + 1 }, (_, x) => x)
  for (let y = 1; y <= one.length; y++)
    for (let x = 1; x <= other.length; x++) {
      const cost = one[y - 1] === other[x - 1] ? 0 : 1
      const ways = [cells[y - 1]![x]! + 1, cells[y]![x - 1]! + 1, cells[y - 1]![x - 1]! + cost]
      if (y > 1 && x > 1 && one[y - 1] === other[x - 2] && one[y - 2] === other[x - 1])
        ways.push(cells[y - 2]![x - 2]! + 1)
      cells[y]![x] = Math.min(...ways)
    }
  return cells[one.length]![other.length]!
}

test('agrees with the whole table on 40,000 pairs of few letters, at every limit', () => {
  const { below } = seeded(7)
  const word = (): string => Array.from({ length: below(9) }, () => 'абв'[below(3)]).join('')
  for (let pair = 0; pair < 40_000; pair++) {
    const [one, other, limit] = [word(), word(), below(5)]
    const found = editDistance(one, other, limit)
    expect([one, other, limit, found]).toEqual([one, other, limit, Math.min(wholeTable(one, other), limit + 1)])
  }
})

test('takes words longer than any name', () => {
  const long = 'абвгд'.repeat(60)
  expect(editDistance(`а${long}б`, `г${long}д`, 3)).toBe(2)
})
