/** A store of the bench on the PostgreSQL server: a database of its own, filled with a generated region. */
import { migrate } from '../../adapters/postgres/migrate.ts'
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import { fillRegion } from '../../adapters/registry/generate/fill.ts'
import { createRegion, type Region } from '../../adapters/registry/generate/region.ts'
import { REGION_OFFICES } from '../../gateway/development/offices.ts'
import type { Database } from '../../gateway/ports/database.ts'

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
  /** Nothing, when the store stood there already. */
  readonly built?: { readonly writingSeconds: number; readonly indexSeconds: number }
  close(): Promise<void>
}

/** Of the region: the authority makes no acts. */
export const DEPARTMENTS = REGION_OFFICES.slice(1).map(({ code }) => code)

/** Throws when ZAGS_TEST_DATABASE_URL names no server. */
export function serverUrl(): string {
  const url = process.env['ZAGS_TEST_DATABASE_URL']
  if (url === undefined) throw new Error('ZAGS_TEST_DATABASE_URL must name a PostgreSQL server')
  return url
}

export async function openStore(plan: StorePlan): Promise<BenchStore> {
  const { acts, seed } = plan
  const name = `zags_bench_${acts}_${seed}`
  const region = createRegion({ acts, seed, offices: DEPARTMENTS })
  const [present] = await administer('select 1 from pg_database where datname = $1', [name])
  const isThere = plan.reuse && present !== undefined
  if (!isThere) await createEmpty(name)
  const database = createServerDatabase(urlOf(name))
  const close = async (): Promise<void> => {
    await database.close()
    if (!plan.keep) await administer(`drop database ${name} with (force)`)
  }
  try {
    const built = isThere ? undefined : await build(database, region, acts)
    return { acts, region, database, ...(built ? { built } : {}), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** As the design asks for: UTF-8, and a locale that folds Russian letters. */
export async function createEmpty(name: string): Promise<void> {
  await administer(`drop database if exists ${name} with (force)`)
  await administer(`create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
}

export function urlOf(name: string): string {
  const url = new URL(serverUrl())
  url.pathname = `/${name}`
  return url.href
}

export async function administer(statement: string, parameters?: readonly unknown[]): Promise<readonly unknown[]> {
  const admin = createServerDatabase(serverUrl(), { maxConnections: 1 })
  try {
    return await admin.query(statement, parameters)
  } finally {
    await admin.close()
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
