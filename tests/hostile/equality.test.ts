/** A bounded sample of what `node tests/hostile/equality.ts` compares in any number. */
import { expect, test } from 'vitest'
import { COMPARISONS } from './equality/all.ts'

const CASES = 2000

test.each(COMPARISONS)('both ways give one result: $name', { timeout: 120_000 }, ({ findDifferences, share }) => {
  expect(findDifferences(1, 0, (CASES * share) / 100)).toEqual([])
})
