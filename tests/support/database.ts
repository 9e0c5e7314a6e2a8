/**
 * Databases for tests. `forEachBackend` runs the same tests on the embedded store and on a PostgreSQL server: the one
 * named by ZAGS_TEST_DATABASE_URL, else one started from installed binaries. Each opened database is new and migrated.
 */
import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, describe, inject } from 'vitest'
import { openEmbeddedDatabase } from '../../adapters/postgres/embedded.ts'
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import type { Database } from '../../gateway/ports/database.ts'
import { databaseUrl, type PreparedDatabases } from './global-setup.ts'

export interface Backend {
  readonly name: Database['backend']
  /** A new migrated database; closed, and gone, after the tests of the file. */
  open(): Promise<Database>
  /** An empty database made with these settings of CREATE DATABASE, where there is a server. */
  readonly openEmpty?: (settings: string) => Promise<Database>
}

type Server = NonNullable<PreparedDatabases['server']>

const prepared = await askForDatabases()

/** Defines the tests once per backend that is available here. */
export function forEachBackend(define: (backend: Backend) => void): void {
  describe('on pglite', () => define(backendOf('pglite', { copy: openEmbeddedCopy })))
  const { server } = prepared
  if (!server) return
  const copy = (): Promise<Opened> => openOnServer(server, `template ${server.template}`)
  const empty = (settings: string): Promise<Opened> => openOnServer(server, `template template0 ${settings}`)
  describe('on postgresql', () => define(backendOf('postgresql', { copy, empty })))
}

/** The PostgreSQL server of this run, if there is one: for tests whose processes have databases of their own. */
export function findServerUrl(): string | undefined {
  return prepared.server?.url
}

/** A migrated embedded store to open another one from. */
export function embeddedArchive(): Promise<Blob> {
  return openAsBlob(prepared.archive)
}

interface Opened {
  readonly database: Database
  close(): Promise<void>
}

interface Openings {
  readonly copy: () => Promise<Opened>
  readonly empty?: (settings: string) => Promise<Opened>
}

function backendOf(name: Database['backend'], { copy, empty }: Openings): Backend {
  const opened: Opened[] = []
  afterAll(async () => {
    for (const { close } of opened) await close()
  })
  const keep = async (opening: Promise<Opened>): Promise<Database> => {
    const added = await opening
    opened.push(added)
    return added.database
  }
  return { name, open: () => keep(copy()), ...(empty ? { openEmpty: (settings) => keep(empty(settings)) } : {}) }
}

async function openEmbeddedCopy(): Promise<Opened> {
  const database = await openEmbeddedDatabase({ dump: await embeddedArchive() })
  return { database, close: () => database.close() }
}

async function openOnServer({ url, template }: Server, settings: string): Promise<Opened> {
  const name = `${template}_${randomUUID().slice(0, 8)}`
  await administer(url, `create database ${name} ${settings}`)
  const database = createServerDatabase(databaseUrl(url, name))
  return {
    database,
    async close() {
      await database.close()
      await administer(url, `drop database if exists ${name} with (force)`)
    },
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const admin = createServerDatabase(url, { maxConnections: 1 })
  try {
    await admin.query(statement)
  } finally {
    await admin.close()
  }
}

async function askForDatabases(): Promise<PreparedDatabases> {
  const answer = JSON.parse(await text(createConnection(inject('databasesPort'), '127.0.0.1'))) as
    PreparedDatabases | { readonly failure: string }
  if ('failure' in answer) throw new Error(`no database for the tests: ${answer.failure}`)
  return answer
}
