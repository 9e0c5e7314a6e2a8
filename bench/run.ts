/** `npm run bench -- <suite> [options]`: the measurements behind the figures of the README. */
import { parseArgs } from 'node:util'
import { UsageError } from '../gateway/commands/usage-error.ts'
import type { BenchOptions } from './options.ts'

const SUITES: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  crypto: async (options) => (await import('./crypto/run.ts')).runCryptoBench(options),
  search: async (options) => (await import('./search/run.ts')).runSearchBench(options),
  import: async (options) => (await import('./import/run.ts')).runImportBench(options),
}

const HELP = `npm run bench -- <suite> [options]

  suites: ${Object.keys(SUITES).join(', ')}

  crypto
  --rounds N     interleaved rounds, of which the median counts (5)
  --seconds S    length of one measurement (0.4)
  --no-java      without Santuario and BouncyCastle

  search, import; on the PostgreSQL server that ZAGS_TEST_DATABASE_URL names
  --acts N       acts of the synthetic region (8000000; import 1000000)
  --seed S       of the region and of the queries (1)
  --queries N    fixed queries per kind of error (1000)
  --keep         leave the filled databases behind
  --reuse        take those that an earlier run left
  --no-trigrams  without pg_trgm on the full name`

const options = {
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '0.4' },
  java: { type: 'boolean', default: true },
  acts: { type: 'string' },
  seed: { type: 'string', default: '1' },
  queries: { type: 'string', default: '1000' },
  keep: { type: 'boolean', default: false },
  reuse: { type: 'boolean', default: false },
  trigrams: { type: 'boolean', default: true },
  help: { type: 'boolean', default: false },
} as const

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true, allowNegative: true })
  const suite = SUITES[positionals[0] ?? '']
  const [rounds, seed, queries] = [Number(values.rounds), Number(values.seed), Number(values.queries)]
  const [seconds, acts] = [Number(values.seconds), Number(values.acts ?? 1)]
  const areCounts = [rounds, seed, queries, acts].every((count) => Number.isSafeInteger(count) && count > 0)
  const isWrong = !suite || positionals.length > 1 || !areCounts || !(seconds > 0)
  if (values.help || isWrong) {
    console.log(HELP)
    process.exitCode = values.help ? 0 : 2
  } else {
    const { java: withJava, trigrams: withTrigrams, keep, reuse } = values
    const size = values.acts === undefined ? {} : { acts }
    await suite({ rounds, seconds, withJava, seed, queries, keep, reuse, withTrigrams, ...size })
  }
} catch (error) {
  const isWrongUse = error instanceof UsageError || (error instanceof TypeError && 'code' in error)
  if (!isWrongUse) throw error
  console.error(`${error.message}\n\n${HELP}`)
  process.exitCode = 2
}
