/** The store on a PostgreSQL server, through a pool of `pg` connections. */
import pg from 'pg'
import type { Database, Transaction } from '../../gateway/ports/database.ts'
import { copyFrom } from './copy-from.ts'
import { StatementError, statementError } from './statement-error.ts'
import { createTransactionScope } from './transaction-scope.ts'
import { findServerParser } from './values.ts'

const CONNECTION_TIMEOUT_MS = 5_000
/** A frozen process must not hold the row locks of its cases for ever. */
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000

/**
 * Statements here are short: where the planner takes one for long, compiling it costs more than running it. The default
 * cost of reading a page is that of a turning disk, and makes it scan a million rows where some thousand look-ups do.
 */
const PLANNING = '-c jit=off -c random_page_cost=1.1'

/** Opens no connection yet: the first statement does, and throws STORE_UNREACHABLE if it cannot. */
export function createServerDatabase(connectionString: string, options: { maxConnections?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString,
    max: options.maxConnections ?? 10,
    application_name: 'zags-gateway',
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    options: PLANNING,
    types: { getTypeParser: parserFor as typeof pg.types.getTypeParser },
  })
  pool.on('error', ignoreLoss)
  const scope = createTransactionScope()
  return {
    backend: 'postgresql',
    async query(text, parameters) {
      scope.refuseInside()
      return rowsOf(await send(pool, text, parameters))
    },
    async transaction(work) {
      scope.refuseInside()
      const client = await connect(pool)
      let isBroken = false
      try {
        await send(client, 'begin')
        const result = await scope.run(statementsOf(client), work)
        await commit(client)
        return result
      } catch (error) {
        await send(client, 'rollback').catch(() => (isBroken = true))
        throw error
      } finally {
        client.off('error', ignoreLoss)
        client.release(isBroken)
      }
    },
    async close() {
      if (!pool.ending) await pool.end()
    },
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    const client = await pool.connect()
    return client.on('error', ignoreLoss)
  } catch (error) {
    throw statementError(error)
  }
}

function statementsOf(client: pg.PoolClient): Transaction {
  return {
    async query(text, parameters) {
      return rowsOf(await send(client, text, parameters))
    },
    copyIn: (into, text) => copyFrom(client, into, text),
  }
}

/** PostgreSQL answers COMMIT with ROLLBACK when a statement had failed and the caller went on regardless. */
async function commit(client: pg.PoolClient): Promise<void> {
  const [answer] = await send(client, 'commit')
  if (answer?.command !== 'COMMIT')
    throw new StatementError('25P02', 'a statement of the transaction had failed: it was rolled back')
}

/** Without parameters the text may hold several statements: one result each. */
async function send(
  on: pg.Pool | pg.PoolClient,
  text: string,
  parameters?: readonly unknown[],
): Promise<readonly pg.QueryResult[]> {
  try {
    return [await (parameters ? on.query(text, [...parameters]) : on.query(text))].flat()
  } catch (error) {
    throw statementError(error)
  }
}

function rowsOf<Row>(results: readonly pg.QueryResult[]): readonly Row[] {
  return results.flatMap(({ rows }) => rows as Row[])
}

function parserFor(oid: number, format: 'text' | 'binary' = 'text'): unknown {
  return (format === 'text' && findServerParser(oid, ownParser)) || pg.types.getTypeParser(oid, format as 'text')
}

function ownParser(oid: number): (text: string) => unknown {
  return pg.types.getTypeParser(oid, 'text')
}

/** A connection lost while idle is replaced at the next statement; one lost in use fails that statement. */
function ignoreLoss(): void {}
