/** Databases of the bench on the server that ZAGS_TEST_DATABASE_URL names. */
import { createServerDatabase } from '../adapters/postgres/server.ts'
import { UsageError } from '../gateway/commands/usage-error.ts'

/** Throws UsageError when no server is named. */
export function serverUrl(): string {
  const url = process.env['ZAGS_TEST_DATABASE_URL']
  if (url === undefined) throw new UsageError('ZAGS_TEST_DATABASE_URL must name a PostgreSQL server')
  return url
}

export function urlOf(name: string): string {
  const url = new URL(serverUrl())
  url.pathname = `/${name}`
  return url.href
}

export async function isThere(name: string): Promise<boolean> {
  const found = await administer('select 1 from pg_database where datname = $1', [name])
  return found.length > 0
}

/** UTF-8, and a locale that folds Russian letters; one of that name is dropped before. */
export async function createEmpty(name: string): Promise<void> {
  await drop(name)
  await administer(`create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
}

export async function drop(name: string): Promise<void> {
  await administer(`drop database if exists ${name} with (force)`)
}

async function administer(statement: string, parameters?: readonly unknown[]): Promise<readonly unknown[]> {
  const admin = createServerDatabase(serverUrl(), { maxConnections: 1 })
  try {
    return await admin.query(statement, parameters)
  } finally {
    await admin.close()
  }
}
