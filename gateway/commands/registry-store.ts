/** The store of the configured gateway, for commands that fill its registry. */
import { join } from 'node:path'
import { openEmbeddedDatabase } from '../../adapters/postgres/embedded.ts'
import { migrate } from '../../adapters/postgres/migrate.ts'
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import type { Config } from '../config.ts'
import type { Database } from '../ports/database.ts'

/**
 * Opens it, migrated, over one connection, and closes it after `work`. Throws STORE_HELD, naming the process, when a
 * running gateway has the embedded store; STORE_UNREACHABLE when there is no server.
 */
export async function withRegistryStore<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const database = config.office
    ? createServerDatabase(config.office.databaseUrl, { maxConnections: 1 })
    : await openEmbeddedDatabase({ dataDir: join(config.dataDir, 'store') })
  try {
    await migrate(database)
    return await work(database)
  } finally {
    await database.close()
  }
}
