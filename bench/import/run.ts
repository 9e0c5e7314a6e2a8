/** The import bench: a file of a million acts into an empty store with all its indexes; the store of a demonstration. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { migrate } from '../../adapters/postgres/migrate.ts'
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import { addOffices } from '../../adapters/registry/add-acts.ts'
import { createRegion } from '../../adapters/registry/generate/region.ts'
import { writeRegion } from '../../adapters/registry/generate/write-files.ts'
import { REGION_OFFICES } from '../../gateway/development/offices.ts'
import { describeMachine } from '../machine.ts'
import type { BenchOptions } from '../options.ts'
import { DEPARTMENTS } from '../region.ts'
import { createEmpty, drop, serverUrl, urlOf } from '../server.ts'
import { count, printTable } from '../table.ts'
import { ascending, percentile } from '../search/measurement.ts'
import { measureDemoStore, type DemoFigures } from './demo-store.ts'
import type { ImportFigures } from './import-file.ts'

const TARGET_ACTS = 1_000_000
const DEMO_ACTS = 50_000
const MIN_ACTS_PER_SECOND = 30_000
const MAX_START_SECONDS = 10
/** Milliseconds. */
const MAX_DEMO_P99 = 20

export async function runImportBench({ acts = TARGET_ACTS, seed, queries }: BenchOptions): Promise<void> {
  serverUrl()
  console.log(describeMachine())
  const folder = mkdtempSync(join(tmpdir(), 'bench-import-'))
  try {
    const imported = await measureImport(folder, acts, seed)
    const demo = await measureDemoStore({ folder: join(folder, 'demo'), acts: DEMO_ACTS, seed, queries })
    printDemo(demo)
    printTargets(acts, imported, demo)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measureImport(folder: string, acts: number, seed: number): Promise<ImportFigures> {
  const file = join(folder, 'acts.csv')
  await writeRegion(file, { region: createRegion({ acts, seed, offices: DEPARTMENTS }), offices: REGION_OFFICES })
  const name = `zags_bench_import_${acts}_${seed}`
  await createEmpty(name)
  try {
    await prepare(urlOf(name))
    const program = join(import.meta.dirname, 'import-file.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [program, urlOf(name), file])
    const figures = JSON.parse(stdout) as ImportFigures
    if (figures.added !== acts) throw new Error(`${figures.added} of ${acts} acts were added`)
    printImport(figures, statSync(file).size)
    return figures
  } finally {
    await drop(name)
  }
}

async function prepare(url: string): Promise<void> {
  const database = createServerDatabase(url, { maxConnections: 1 })
  await migrate(database)
  await addOffices(database, REGION_OFFICES)
  await database.close()
}

function printImport(figures: ImportFigures, octets: number): void {
  console.log(`CSV of ${count(octets / 1e6)} MB into an empty PostgreSQL store, over one connection\n`)
  const { added, writingSeconds, indexSeconds, cpuSeconds, peakMegabytes } = figures
  printTable(
    ['acts', 'writing, s', 'indexes, s', 'acts/s writing', 'acts/s in all', 'our CPU, s', 'peak memory, MB'],
    [
      [
        count(added),
        writingSeconds.toFixed(1),
        indexSeconds.toFixed(1),
        count(added / writingSeconds),
        count(added / secondsOf(figures)),
        cpuSeconds.toFixed(1),
        count(peakMegabytes),
      ],
    ],
  )
}

function printDemo({ fillSeconds, startSeconds, searches }: DemoFigures): void {
  console.log(`\nPGlite with ${count(DEMO_ACTS)} acts: filled in ${fillSeconds.toFixed(1)} s; the gateway serves on it`)
  console.log(`after ${startSeconds.toFixed(1)} s; whole searches, milliseconds\n`)
  printTable(
    ['', 'searches', 'p50', 'p99'],
    Object.entries(searches).map(([kind, { queries, latencies }]) => [
      kind,
      count(queries),
      percentile(latencies, 0.5).toFixed(1),
      percentile(latencies, 0.99).toFixed(1),
    ]),
  )
}

function printTargets(acts: number, imported: ImportFigures, { startSeconds, searches }: DemoFigures): void {
  console.log('\nTargets\n')
  const rate = acts / secondsOf(imported)
  const all = ascending(Object.values(searches).flatMap(({ latencies }) => latencies))
  const p99 = percentile(all, 0.99)
  const verdict = (holds: boolean): string => (holds ? 'yes' : 'NO')
  printTable(
    ['', 'target', 'measured', ''],
    [
      ['import, acts/s', `>= ${count(MIN_ACTS_PER_SECOND)}`, count(rate), verdict(rate >= MIN_ACTS_PER_SECOND)],
      [
        'PGlite, start',
        `< ${MAX_START_SECONDS} s`,
        `${startSeconds.toFixed(1)} s`,
        verdict(startSeconds < MAX_START_SECONDS),
      ],
      ['PGlite, search p99 of the mix', `< ${MAX_DEMO_P99} ms`, `${p99.toFixed(1)} ms`, verdict(p99 < MAX_DEMO_P99)],
    ],
  )
}

function secondsOf({ writingSeconds, indexSeconds }: ImportFigures): number {
  return writingSeconds + indexSeconds
}
