/** `registry generate`: a synthetic region for trials and measurements, into the registry store or into files. */
import { fillRegion, type Filling } from '../../adapters/registry/generate/fill.ts'
import { createRegion } from '../../adapters/registry/generate/region.ts'
import { writeRegion } from '../../adapters/registry/generate/write-files.ts'
import { takeImportLock } from '../../adapters/registry/import/import-lock.ts'
import { readConfig } from '../config.ts'
import { REGION_OFFICES } from '../development/offices.ts'
import { GatewayError } from '../domain/faults.ts'
import type { Database } from '../ports/database.ts'
import type { Command } from './command.ts'
import { parseRegistryGenerate, type RegistryGenerateOptions } from './registry-generate-options.ts'
import { createProgress, grouped, type Progress } from './registry-import-progress.ts'
import { withRegistryStore } from './registry-store.ts'
import { UsageError } from './usage-error.ts'

const HELP = `  registry generate --acts N
  --seed S            the same seed and number give the same acts (1)
  --offices CODES     departments of the development region that make the acts, apart by commas (all 26)
  --to FILE.csv       into a file instead of the store, with FILE.offices.csv, FILE.books.csv, FILE.holdings.csv and
                      FILE.coverage.csv beside it
  --trial             the store of the office that is configured is one for trials: without this, no invented acts and
                      no invented coverage come into the store of an office
  --add               into a store that holds acts already; an act whose address is taken is left out

People and acts are invented: frequent Russian surnames and a long tail, given names of their time, 1926 to 2026, seven
kinds, partial dates in old records, second copies, adoptions, annulled and restored records. The departments that make
the acts are all the offices of the region, and their coverage is FULL; what the store knows already of an office, a book
or a year's coverage stays as it is. Exit code: 0 done; 2 wrong use.`

export const registryGenerate: Command = {
  help: HELP,
  async run(words, environment) {
    const options = parseRegistryGenerate(words)
    const generate = generationOf(options, environment)
    const progress = progressOf(options)
    const filling: Filling = {
      region: createRegion(options),
      offices: REGION_OFFICES,
      onWritten: (acts) => progress.show({ byteOffset: acts, read: acts }),
    }
    try {
      console.log(await generate(filling))
      return 0
    } finally {
      progress.end()
    }
  },
}

/** Throws UsageError for the store of an office that nobody says is for trials. */
function generationOf(
  options: RegistryGenerateOptions,
  environment: NodeJS.ProcessEnv,
): (filling: Filling) => Promise<string> {
  const { to, trial } = options
  if (to !== undefined) return (filling) => writeFiles(to, filling)
  const config = readConfig(environment)
  if (config.office && !trial)
    throw new UsageError(
      'an office is configured: --trial says that its store is for trials, and may hold invented acts',
    )
  return (filling) => withRegistryStore(config, (database) => fill(database, { options, filling }))
}

function progressOf({ to = 'registry', acts }: RegistryGenerateOptions): Progress {
  return createProgress(process.stderr, { name: to, size: acts, now: () => performance.now() })
}

interface Given {
  readonly options: RegistryGenerateOptions
  readonly filling: Filling
}

async function fill(database: Database, { options, filling }: Given): Promise<string> {
  await takeLock(database)
  const [present] = await database.query('select 1 from registry.act limit 1')
  if (present && !options.add)
    throw new UsageError('the registry holds acts already; --add puts invented ones beside them')
  filling.onWritten?.(0)
  const added = await fillRegion(database, filling)
  const left = options.acts - added
  return `${grouped(added)} acts were added${left > 0 ? `; ${grouped(left)} left out, their addresses are taken` : ''}`
}

async function takeLock(database: Database): Promise<void> {
  try {
    await takeImportLock(database)
  } catch (cause) {
    if (!(cause instanceof GatewayError) || cause.code !== 'IMPORT_REFUSED') throw cause
    throw new UsageError(cause.message, { cause })
  }
}

async function writeFiles(path: string, filling: Filling): Promise<string> {
  filling.onWritten?.(0)
  try {
    return `written: ${(await writeRegion(path, filling)).join(', ')}`
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
    throw code === undefined ? cause : new UsageError(`${path}: cannot be written (${code})`, { cause })
  }
}
