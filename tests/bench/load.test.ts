import { expect, test } from 'vitest'
import { MIX, runLoad, type Kind } from '../../bench/search/load.ts'
import { measureQueries, percentile } from '../../bench/search/measurement.ts'
import type { Query } from '../../bench/search/queries.ts'

const window = { from: '1990-01-01', to: '1996-01-01' }
const query = (familyName: string): Query => ({
  window,
  subject: { actKind: 'BIRTH', persons: [{ role: 'CHILD', familyName }] },
})

test.each([
  [0.5, 5],
  [0.99, 10],
  [0.05, 1],
  [1, 10],
])('of the values 1 to 10, %f lie at or below %i', (share, value) => {
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], share)).toBe(value)
})

test('counts what was found, cut, absent, and somebody else’s', async () => {
  const answers = [
    { findTruth: () => true, isCut: false },
    { findTruth: async () => true, isCut: true },
    { findTruth: () => false, isCut: false, mark: 'NOT_FOUND' as const },
    { findTruth: () => false, isCut: false, mark: 'FOUND' as const, isAnothers: true },
  ]
  const given = [...answers]
  const figures = await measureQueries(answers.map(String).map(query), async () => given.shift()!)
  expect(figures).toMatchObject({ queries: 4, found: 2, cut: 1, notFound: 1, anothers: 1 })
  expect(figures.latencies).toEqual(figures.latencies.toSorted((a, b) => a - b))
})

test('clients search in the mix of a working day, as many at once as there are', async () => {
  const counts: Record<string, number> = {}
  let [atOnce, most] = [0, 0]
  const queries = { found: [query('found')], typo: [query('typo')], none: [query('none')] }
  const { latencies } = await runLoad({ clients: 8, seconds: 0.5, seed: 1, queries }, async ({ subject }) => {
    const kind = subject.persons[0]?.familyName ?? ''
    counts[kind] = (counts[kind] ?? 0) + 1
    most = Math.max(most, ++atOnce)
    await new Promise(setImmediate)
    atOnce--
    return { findTruth: () => true, isCut: false }
  })
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  expect(most).toBe(8)
  for (const kind of Object.keys(MIX) as Kind[]) {
    expect(latencies[kind].length).toBe(counts[kind])
    expect(Math.abs((100 * counts[kind]!) / all - MIX[kind])).toBeLessThan(3)
  }
})
