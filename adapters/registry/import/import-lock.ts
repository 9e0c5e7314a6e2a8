/** One import at a time in a store. */
import { setTimeout } from 'node:timers/promises'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { Database } from '../../../gateway/ports/database.ts'

/** Any fixed number that no other lock has. */
const ADVISORY_LOCK = 7_143_002
/** A server notices only after a while that the process it was working for is gone. */
const PATIENCE_MS = 10_000
const RETRY_MS = 200

/**
 * Held by the connection that the statement happens to get, for as long as that lives: `database` must have but one.
 * PGlite has one process and needs none. Throws IMPORT_REFUSED when another import holds it.
 */
export async function takeImportLock(database: Database, patienceMs = PATIENCE_MS): Promise<void> {
  if (database.backend === 'pglite') return
  for (let waited = 0; waited <= patienceMs; waited += RETRY_MS) {
    const [answer] = await database.query<{ taken: boolean }>('select pg_try_advisory_lock($1::bigint) as taken', [
      ADVISORY_LOCK,
    ])
    if (answer?.taken) return
    await setTimeout(RETRY_MS)
  }
  throw new GatewayError('IMPORT_REFUSED', 'another import into this store is running')
}
