import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../../adapters/postgres/migrate.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'

const OURS = join(import.meta.dirname, '../../../adapters/postgres/migrations')
const OUR_NAMES = readdirSync(OURS).toSorted()

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zags-migrations-'))
  cpSync(OURS, directory, { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

async function appliedOf(database: Database): Promise<unknown> {
  const rows = await database.query<{ name: string }>('select name from zags.migration order by name')
  return rows.map(({ name }) => name)
}

forEachBackend((backend) => {
  test('applies each file once, in order, also when two start at once', async () => {
    const database = await backend.open()
    writeFileSync(join(directory, '0900-table.sql'), 'create table t (a int);')
    writeFileSync(join(directory, '0901-row.sql'), "insert into t values (1); comment on table t is ';';")
    writeFileSync(join(directory, 'notes.txt'), 'no migration')
    await Promise.all([migrate(database, directory), migrate(database, directory)])
    await migrate(database, directory)
    expect(await appliedOf(database)).toEqual([...OUR_NAMES, '0900-table.sql', '0901-row.sql'])
    expect(await database.query('select a from t')).toEqual([{ a: 1 }])
  })

  test('leaves nothing of a file that fails', async () => {
    const database = await backend.open()
    writeFileSync(join(directory, '0900-broken.sql'), 'create table t (a int); select 1/0;')
    await expect(migrate(database, directory)).rejects.toMatchObject({ name: 'StatementError' })
    expect(await database.query("select to_regclass('t') as t")).toEqual([{ t: null }])
    expect(await appliedOf(database)).not.toContain('0900-broken.sql')
  })

  test('refuses an applied file that was changed', async () => {
    const database = await backend.open()
    writeFileSync(join(directory, '0001-gateway.sql'), 'select 1;')
    await expect(migrate(database, directory)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'migration 0001-gateway.sql has changed since it was applied',
    })
  })

  test('refuses a store that a newer gateway has migrated', async () => {
    const database = await backend.open()
    rmSync(join(directory, '0002-registry.sql'))
    await expect(migrate(database, directory)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('0002-registry.sql'),
    })
  })

  const { openEmpty } = backend
  if (!openEmpty) return

  test('serves an empty database', async () => {
    const database = await openEmpty("encoding 'UTF8' locale 'C.UTF-8'")
    await migrate(database)
    expect(await appliedOf(database)).toEqual(OUR_NAMES)
  })

  test.each([
    ['that does not fold Cyrillic letters', "encoding 'UTF8' locale 'C'", 'locale C.UTF-8'],
    ['in another encoding', "encoding 'SQL_ASCII' locale 'C'", 'UTF8, not SQL_ASCII'],
  ])('refuses a database %s, and writes nothing', async (_which, settings, told) => {
    const database = await openEmpty(settings)
    await expect(migrate(database)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(told),
    })
    expect(await database.query("select to_regnamespace('zags') as schema")).toEqual([{ schema: null }])
  })
})

test('refuses a server older than 15', async () => {
  const database: Database = {
    backend: 'postgresql',
    query: async <Row>() => [{ version: 140_012, encoding: 'UTF8' } as Row],
    transaction: () => Promise.reject(new Error('nothing may be written')),
    close: async () => undefined,
  }
  await expect(migrate(database)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('PostgreSQL 15'),
  })
})
