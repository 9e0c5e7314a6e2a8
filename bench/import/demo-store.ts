/** The store of a demonstration: PGlite with a generated region, how soon the gateway serves on it, and how it searches. */
import { join } from 'node:path'
import { openEmbeddedDatabase } from '../../adapters/postgres/embedded.ts'
import { migrate } from '../../adapters/postgres/migrate.ts'
import { fillRegion } from '../../adapters/registry/generate/fill.ts'
import { createRegion } from '../../adapters/registry/generate/region.ts'
import { createOwnRegistry } from '../../adapters/registry/own-registry.ts'
import { startGateway } from '../../gateway/compose.ts'
import { readConfig } from '../../gateway/config.ts'
import { REGION_OFFICES } from '../../gateway/development/offices.ts'
import { DEPARTMENTS } from '../region.ts'
import { caseQueries } from '../search/case-queries.ts'
import { MIX, type Kind } from '../search/load.ts'
import { measureQueries, warmUp, type Figures } from '../search/measurement.ts'
import { flowOf } from '../search/methods.ts'

export interface DemoFigures {
  readonly fillSeconds: number
  /** From nothing to serving, on a store that is filled. */
  readonly startSeconds: number
  readonly searches: { readonly [K in Kind]: Figures }
}

export interface DemoPlan {
  readonly folder: string
  readonly acts: number
  readonly seed: number
  /** Searches in all. */
  readonly queries: number
}

export async function measureDemoStore({ folder, acts, seed, queries }: DemoPlan): Promise<DemoFigures> {
  const config = readConfig({ ZAGS_DATA_DIR: folder, ZAGS_PORT: '0', ZAGS_ADMIN_PORT: '0', ZAGS_LOG_LEVEL: 'silent' })
  const dataDir = join(folder, 'store')
  const region = createRegion({ acts, seed, offices: DEPARTMENTS })
  const fillSeconds = await secondsOf(async () => {
    const database = await openEmbeddedDatabase({ dataDir })
    await migrate(database)
    await fillRegion(database, { region, offices: REGION_OFFICES })
    await database.close()
  })
  // The first start makes keys and certificates.
  await (await startGateway(config)).stop()
  const startSeconds = await secondsOf(
    async () => (await startGateway(config)).stop,
    (stop) => stop(),
  )
  const database = await openEmbeddedDatabase({ dataDir })
  const registry = createOwnRegistry(database)
  const flow = flowOf(registry)
  const asked = caseQueries({ region, acts, seed, count: queries })
  const measure = async (kind: Kind): Promise<Figures> => {
    const share = asked[kind].slice(0, Math.ceil((queries * MIX[kind]) / 100))
    await warmUp(share, flow)
    return measureQueries(share, flow)
  }
  const searches = { found: await measure('found'), typo: await measure('typo'), none: await measure('none') }
  await registry.close()
  await database.close()
  return { fillSeconds, startSeconds, searches }
}

async function secondsOf<T>(work: () => Promise<T>, after?: (result: T) => Promise<void>): Promise<number> {
  const start = performance.now()
  const result = await work()
  const seconds = (performance.now() - start) / 1000
  await after?.(result)
  return seconds
}
