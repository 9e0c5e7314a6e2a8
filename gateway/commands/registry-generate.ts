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
  --to FILE.csv       into a file, with FILE.offices.csv and FILE.coverage.csv beside it, instead of the store
  --add               into a store that holds acts already; an act whose address is taken is left out

People and acts are invented: frequent Russian surnames and a long tail, given names of their time, 1926 to 2026, seven
kinds, partial dates in old records, second copies, adoptions, annulled and restored records. In the store the coverage
of all offices becomes FULL. Exit code: 0 done; 2 wrong use.`

export const registryGenerate: Command = {
  help: HELP,
  async run(words, environment) {
    const options = parseRegistryGenerate(words)
    const progress = progressOf(options)
    const filling: Filling = {
      region: createRegion(options),
      offices: REGION_OFFICES,
      onWritten: (acts) => progress.show({ byteOffset: acts, read: acts }),
    }
    progress.show({ byteOffset: 0, read: 0 })
    try {
      const done =
        options.to === undefined
          ? await withRegistryStore(readConfig(environment), (database) => fill(database, { options, filling }))
          : await writeFiles(options.to, filling)
      console.log(done)
      return 0
    } finally {
      progress.end()
    }
  },
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
  try {
    return `written: ${(await writeRegion(path, filling)).join(', ')}`
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
    throw code === undefined ? cause : new UsageError(`${path}: cannot be written (${code})`, { cause })
  }
}
