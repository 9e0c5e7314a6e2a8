/** `npm run bench -- <suite> [options]`: the measurements behind the figures of the README. */
import { parseArgs } from 'node:util'
import type { BenchOptions } from './options.ts'

const SUITES: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  crypto: async (options) => (await import('./crypto/run.ts')).runCryptoBench(options),
}

const HELP = `npm run bench -- <suite> [options]

  suites: ${Object.keys(SUITES).join(', ')}

  --rounds N     interleaved rounds, of which the median counts (5)
  --seconds S    length of one measurement (0.4)
  --no-java      without Santuario and BouncyCastle`

const options = {
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '0.4' },
  java: { type: 'boolean', default: true },
  help: { type: 'boolean', default: false },
} as const

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true, allowNegative: true })
  const suite = SUITES[positionals[0] ?? '']
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]
  const isWrong = !suite || positionals.length > 1 || !Number.isInteger(rounds) || rounds < 1 || !(seconds > 0)
  if (values.help || isWrong) {
    console.log(HELP)
    process.exitCode = values.help ? 0 : 2
  } else {
    await suite({ rounds, seconds, withJava: values.java })
  }
} catch (error) {
  if (!(error instanceof TypeError && 'code' in error)) throw error
  console.error(`${error.message}\n\n${HELP}`)
  process.exitCode = 2
}
