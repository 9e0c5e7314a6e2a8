/**
 * Brings a store to the present schema: numbered .sql files, each applied once in a transaction of its own. An applied
 * file never changes again; its digest is kept and checked.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Database, Sql } from '../../gateway/ports/database.ts'

const MIGRATIONS = join(import.meta.dirname, 'migrations')
/** Any fixed number: processes that start together migrate one after another. */
const ADVISORY_LOCK = 7_143_001
const OLDEST_VERSION = 150_000

interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

/**
 * Applies what is missing. Throws CONFIG_INVALID when the database cannot serve Russian text, when an applied file has
 * changed, or when the store was migrated by a newer gateway.
 */
export async function migrate(database: Database, directory: string = MIGRATIONS): Promise<void> {
  await checkServer(database)
  const migrations = await readMigrations(directory)
  await database.transaction(async (sql) => {
    await lock(sql)
    await sql.query('create schema if not exists zags')
    await sql.query(
      `create table if not exists zags.migration (
         name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    )
    await refuseUnknown(sql, migrations)
  })
  for (const migration of migrations) await database.transaction((sql) => apply(sql, migration))
}

async function apply(sql: Sql, { name, sql: text, sha256 }: Migration): Promise<void> {
  await lock(sql)
  const [applied] = await sql.query<{ sha256: string }>('select sha256 from zags.migration where name = $1', [name])
  if (applied && applied.sha256 !== sha256)
    throw new GatewayError('CONFIG_INVALID', `migration ${name} has changed since it was applied`)
  if (applied) return
  await sql.query(text)
  await sql.query('insert into zags.migration (name, sha256) values ($1, $2)', [name, sha256])
}

async function lock(sql: Sql): Promise<void> {
  await sql.query('select pg_advisory_xact_lock($1::bigint)', [ADVISORY_LOCK])
}

async function refuseUnknown(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  const known = migrations.map(({ name }) => name)
  const [unknown] = await sql.query<{ name: string }>(
    'select name from zags.migration where name <> all($1::text[]) order by name limit 1',
    [known],
  )
  if (unknown)
    throw new GatewayError('CONFIG_INVALID', `the store has migration ${unknown.name}: a newer gateway made it`)
}

/** With lc_ctype C, PostgreSQL folds no Cyrillic letters, and says nothing. */
async function checkServer(sql: Sql): Promise<void> {
  const [server] = await sql.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  if (!server || server.version < OLDEST_VERSION)
    throw new GatewayError('CONFIG_INVALID', `the store needs PostgreSQL 15 or newer, not ${server?.version}`)
  if (server.encoding !== 'UTF8')
    throw new GatewayError('CONFIG_INVALID', `the database must be encoded in UTF8, not ${server.encoding}`)
  const [letter] = await sql.query<{ folds: boolean }>('select lower($1::text) = $2::text as folds', ['Ё', 'ё'])
  if (!letter?.folds)
    throw new GatewayError('CONFIG_INVALID', 'the database does not fold Cyrillic case: create it with locale C.UTF-8')
}

async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}
