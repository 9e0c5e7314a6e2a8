/**
 * Prepares databases once per run, and only when the first test file asks for one: a migrated PGlite store as an
 * archive, and a migrated template on a PostgreSQL server. Test files get copies of them (see database.ts).
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openEmbeddedDatabase } from '../../adapters/postgres/embedded.ts'
import { migrate } from '../../adapters/postgres/migrate.ts'
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import { startThrowawayServer } from './throwaway-postgresql.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databasesPort: number
  }
}

/** What a test file is told. */
export interface PreparedDatabases {
  /** Path of the archive of a migrated embedded store. */
  readonly archive: string
  readonly server?: { readonly url: string; readonly template: string }
}

type Closing = () => Promise<void> | void

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const closings: Closing[] = []
  let prepared: Promise<PreparedDatabases> | undefined
  const desk = createServer((socket) => {
    prepared ??= prepare(closings)
    prepared.then(
      (databases) => socket.end(JSON.stringify(databases)),
      (error: Error) => socket.end(JSON.stringify({ failure: error.message })),
    )
  })
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  project.provide('databasesPort', (desk.address() as AddressInfo).port)
  return async () => {
    desk.close()
    await prepared?.catch(() => undefined)
    for (const close of closings.toReversed()) await close()
  }
}

async function prepare(closings: Closing[]): Promise<PreparedDatabases> {
  const folder = mkdtempSync(join(tmpdir(), 'zags-tests-'))
  closings.push(() => rmSync(folder, { recursive: true }))
  const archive = join(folder, 'embedded.tar')
  const server = await prepareServer(closings)
  // Not beside the server: making a store stalls this process for longer than a connection may take.
  await prepareArchive(archive)
  return { archive, ...(server ? { server } : {}) }
}

async function prepareArchive(path: string): Promise<void> {
  const database = await openEmbeddedDatabase()
  await migrate(database)
  writeFileSync(path, await (await database.dump()).bytes())
  await database.close()
}

async function prepareServer(closings: Closing[]): Promise<PreparedDatabases['server']> {
  const url = process.env.ZAGS_TEST_DATABASE_URL ?? (await startOwnServer(closings))
  if (url === undefined) return undefined
  const template = `zags_test_${randomUUID().replaceAll('-', '')}`
  const admin = createServerDatabase(url, { maxConnections: 1 })
  closings.push(async () => {
    await dropAll(url, template)
    await admin.close()
  })
  await admin.query(`create database ${template} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  const database = createServerDatabase(databaseUrl(url, template), { maxConnections: 1 })
  await migrate(database)
  await database.close()
  return { url, template }
}

async function startOwnServer(closings: Closing[]): Promise<string | undefined> {
  const server = await startThrowawayServer((reason) =>
    console.log(`not run: store tests on a PostgreSQL server (${reason}; ZAGS_TEST_DATABASE_URL may name one)`),
  )
  if (server) closings.push(() => server.stop())
  return server?.url
}

/** The template and every copy a test file left behind. */
async function dropAll(url: string, template: string): Promise<void> {
  const admin = createServerDatabase(url, { maxConnections: 1 })
  const names = await admin.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [template],
  )
  for (const { datname } of names) await admin.query(`drop database if exists ${datname} with (force)`)
  await admin.close()
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
