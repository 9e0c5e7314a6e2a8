/**
 * Holds every fast way of this gateway against the slow one on random cases. The same seed gives the same cases.
 *
 *   node tests/hostile/equality.ts --seed 1 --cases 100000
 *   node tests/hostile/equality.ts --seed 1 --cases 1000 --of tree --first 5000
 *
 * Prints what differs, and exits 1 if anything does.
 */
import { parseArgs } from 'node:util'
import { COMPARISONS } from './equality/all.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '100000' },
    first: { type: 'string', default: '0' },
    of: { type: 'string' },
  },
})

const [seed, cases, first] = [Number(values.seed), Number(values.cases), Number(values.first)]
for (const { name, share, findDifferences } of COMPARISONS) {
  if (values.of !== undefined && values.of !== name) continue
  const count = values.of === undefined ? Math.ceil((cases * share) / 100) : cases
  const differences = findDifferences(seed, first, count)
  console.log(`${name}: ${count} cases, ${differences.length} different`)
  for (const difference of differences) console.log(difference)
  if (differences.length > 0) process.exitCode = 1
}
