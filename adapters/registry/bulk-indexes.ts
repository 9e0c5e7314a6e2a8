/**
 * Indexes of the search while many acts are imported: into an empty store they are built at the end, in one go. An import
 * that is killed leaves them missing; the next one that ends builds them. Until then a search is slow, and as right.
 */
import type { Database } from '../../gateway/ports/database.ts'

const SORT_MEMORY = '512MB'

/** Drops them when the store holds no act; returns whether it did. */
export async function beginBulkImport(database: Database): Promise<boolean> {
  return database.transaction(async (sql) => {
    const [present] = await sql.query('select from registry.act limit 1')
    if (!present) await sql.query('call registry.drop_search_indexes()')
    return !present
  })
}

/** Builds what is missing, and counts anew what the planner of queries goes by. */
export async function endBulkImport(database: Database): Promise<void> {
  await database.transaction(async (sql) => {
    if (database.backend === 'postgresql')
      await sql.query(`set local maintenance_work_mem = '${SORT_MEMORY}'; set local statement_timeout = 0`)
    await sql.query('call registry.build_search_indexes()')
  })
  await database.query(
    'analyze registry.act; analyze registry.subject; analyze registry.surname; analyze registry.surname_deletion',
  )
}
