/** A store of the bench on the PostgreSQL server: a database of its own, filled with a generated region. */
import { migrate } from '../../adapters/postgres/migrate.ts'
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import { fillRegion } from '../../adapters/registry/generate/fill.ts'
import { createRegion, type Region } from '../../adapters/registry/generate/region.ts'
import { createOwnRegistry } from '../../adapters/registry/own-registry.ts'
import { REGION_OFFICES } from '../../gateway/development/offices.ts'
import type { Database } from '../../gateway/ports/database.ts'
import type { Registry } from '../../gateway/ports/registry.ts'
import { DEPARTMENTS } from '../region.ts'
import { createEmpty, drop, isThere, urlOf } from '../server.ts'

export interface StorePlan {
  readonly acts: number
  readonly seed: number
  /** Takes the store of an earlier run with the same plan, where there is one. */
  readonly reuse: boolean
  /** Leaves the store behind. */
  readonly keep: boolean
}

export interface BenchStore {
  readonly acts: number
  readonly region: Region
  readonly database: Database
  readonly registry: Registry
  /** Nothing, when the store stood there already. */
  readonly built?: { readonly writingSeconds: number; readonly indexSeconds: number }
  close(): Promise<void>
}

export async function openStore(plan: StorePlan): Promise<BenchStore> {
  const { acts, seed } = plan
  const name = `zags_bench_${acts}_${seed}`
  const region = createRegion({ acts, seed, offices: DEPARTMENTS })
  const isBuilt = plan.reuse && (await isThere(name))
  if (!isBuilt) await createEmpty(name)
  const database = createServerDatabase(urlOf(name))
  const registry = createOwnRegistry(database)
  const close = async (): Promise<void> => {
    await registry.close()
    await database.close()
    if (!plan.keep) await drop(name)
  }
  try {
    const built = isBuilt ? undefined : await build(database, region, acts)
    return { acts, region, database, registry, ...(built ? { built } : {}), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function build(database: Database, region: Region, acts: number): Promise<NonNullable<BenchStore['built']>> {
  await migrate(database)
  const start = performance.now()
  let written = start
  const added = await fillRegion(database, {
    region,
    offices: REGION_OFFICES,
    onWritten: () => (written = performance.now()),
  })
  if (added !== acts) throw new Error(`${added} of ${acts} acts were added`)
  // What queries would otherwise do on their way: marking rows as visible.
  const end = performance.now()
  await database.query('vacuum (analyze) registry.act')
  await database.query('vacuum (analyze) registry.subject')
  return { writingSeconds: (written - start) / 1000, indexSeconds: (end - written) / 1000 }
}
