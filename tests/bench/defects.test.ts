import { describe, expect, test } from 'vitest'
import { createDraw } from '../../adapters/registry/generate/draw.ts'
import { anyEdit, insert, mishear, omit, substitute, swapNeighbours, twoEdits } from '../../bench/search/defects.ts'

const NAMES = ['Иванов', 'Ким', 'Покровская', 'Ковалёв', 'Иванов-Петров', 'Ли', 'Ван Тхань']
const defects = { swapNeighbours, substitute, omit, insert, mishear, anyEdit, twoEdits }
const draw = createDraw()

/** Levenshtein's distance, to the letter of the book: swaps count as two. */
function levenshtein(one: string, other: string): number {
  if (one === '' || other === '') return Math.max(one.length, other.length)
  if (one[0] === other[0]) return levenshtein(one.slice(1), other.slice(1))
  const [a, b] = [one.slice(1), other.slice(1)]
  return 1 + Math.min(levenshtein(a, other), levenshtein(one, b), levenshtein(a, b))
}

const plain = (name: string): string => name.toLowerCase().replaceAll('ё', 'е')
const sorted = (name: string): string => [...plain(name)].toSorted().join('')

describe.each(['Иванов', 'Ким', 'Ковалёв', 'Ли'])('of %s', (name) => {
  const drawn = (defect: keyof typeof defects): string[] =>
    Array.from({ length: 200 }, (_, place) => {
      draw.restart(1, place)
      return defects[defect](name, draw)
    }).filter((changed) => changed !== undefined)

  test.each([
    ['substitute', 0, 1],
    ['omit', -1, 1],
    ['insert', 1, 1],
    ['mishear', 0, 1],
  ] as const)('%s changes the length by %i and %i letter', (defect, longer, edits) => {
    for (const changed of drawn(defect)) {
      expect(changed.length - name.length).toBe(longer)
      expect(levenshtein(plain(changed), plain(name))).toBe(edits)
    }
  })

  test('swapNeighbours keeps the letters and changes their order', () => {
    for (const changed of drawn('swapNeighbours')) {
      expect(sorted(changed)).toBe(sorted(name))
      expect(plain(changed)).not.toBe(plain(name))
    }
  })

  test('twoEdits are two letters, or letters and a swap', () => {
    const distances = new Set(drawn('twoEdits').map((changed) => levenshtein(plain(changed), plain(name))))
    expect(distances.has(0) || distances.has(1)).toBe(false)
    expect(Math.max(...distances)).toBeLessThanOrEqual(4)
  })
})

test('the same place of the sequence gives the same defect', () => {
  const all = (): unknown[] =>
    NAMES.flatMap((name, place) => {
      draw.restart(7, place)
      return Object.values(defects).map((defect) => defect(name, draw))
    })
  expect(all()).toEqual(all())
})

test('a defect that cannot be had is none: nothing in Юнг sounds like another letter', () => {
  expect(mishear('Юнг', draw)).toBeUndefined()
  expect(omit('Я', draw)).toBeUndefined()
})

test('a changed name begins with a capital, after a hyphen too', () => {
  for (const name of NAMES) expect(substitute(name, draw)).toMatch(/^\p{Lu}/u)
  draw.restart(1, 1)
  expect(insert('Иванов-Петров', draw)).toMatch(/[- ]\p{Lu}/u)
})
