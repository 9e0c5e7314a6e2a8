/**
 * The store without a server: PGlite in this process, for trial and development. It does not fsync, so a power cut can
 * lose data, and one process at a time may open its directory.
 */
import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PGlite, type Results, type Transaction as PgliteTransaction } from '@electric-sql/pglite'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { CopyTarget, CopyText, Database, Transaction } from '../../gateway/ports/database.ts'
import { takeLock } from './lock-file.ts'
import { statementError } from './statement-error.ts'
import { createTransactionScope } from './transaction-scope.ts'
import { EMBEDDED_PARSERS, EMBEDDED_SERIALIZERS } from './values.ts'

export interface EmbeddedDatabase extends Database {
  /** The whole store as a tar archive, from which another one can be opened. */
  dump(): Promise<Blob>
}

export interface EmbeddedOptions {
  /** Without one the store lives in memory. The lock stands beside it. */
  readonly dataDir?: string
  readonly dump?: Blob
}

/** As on a server: the default makes the planner scan whole tables. */
const LOOK_UPS_ARE_CHEAP = 'set random_page_cost = 1.1'

/** Throws STORE_HELD when another living process has the directory. A directory of anything else is left alone. */
export async function openEmbeddedDatabase(options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const lock = options.dataDir === undefined ? undefined : takeLock(`${resolve(options.dataDir)}.lock`)
  try {
    const pglite = await open(options)
    return createDatabase(pglite, () => lock?.release())
  } catch (error) {
    lock?.release()
    throw error
  }
}

async function open({ dataDir, dump }: EmbeddedOptions): Promise<PGlite> {
  if (dataDir === undefined) return start(undefined, dump)
  const path = resolve(dataDir)
  if (!existsSync(join(path, 'PG_VERSION'))) await initialise(path, dump)
  return start(path)
}

/** Under another name until it is whole: a process killed meanwhile leaves nothing that looks like a store. */
async function initialise(path: string, dump?: Blob): Promise<void> {
  if (existsSync(path)) rmdirSync(path)
  const unfinished = `${path}.new`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  await (await start(unfinished, dump)).close()
  renameSync(unfinished, path)
}

async function start(dataDir: string | undefined, dump?: Blob): Promise<PGlite> {
  const pglite = await PGlite.create({
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(dump === undefined ? {} : { loadDataDir: dump }),
    parsers: EMBEDDED_PARSERS,
    serializers: EMBEDDED_SERIALIZERS,
  })
  await pglite.exec(LOOK_UPS_ARE_CHEAP)
  return pglite
}

function createDatabase(pglite: PGlite, onClosed: () => void): EmbeddedDatabase {
  const scope = createTransactionScope()
  let closing: Promise<void> | undefined
  const check = (): void => {
    scope.refuseInside()
    if (closing) throw new GatewayError('STORE_UNREACHABLE', 'the embedded store is closed')
  }
  return {
    backend: 'pglite',
    async query<Row>(text: string, parameters?: readonly unknown[]) {
      check()
      try {
        return await send<Row>(pglite, text, parameters)
      } catch (error) {
        // Statements sent together may have begun a transaction of their own; a pool would drop that connection.
        if (!parameters) await pglite.exec('rollback')
        throw error
      }
    },
    async transaction(work) {
      check()
      let hasWorkFailed = false
      const run = async (tx: PgliteTransaction): ReturnType<typeof work> => {
        try {
          const copyIn = (...copied: Parameters<Transaction['copyIn']>): Promise<void> => copyFromBlob(tx, ...copied)
          return await scope.run({ query: (...statement) => send(tx, ...statement), copyIn }, work)
        } catch (error) {
          hasWorkFailed = true
          throw error
        }
      }
      return pglite.transaction(run).catch((error: unknown) => {
        throw hasWorkFailed ? error : statementError(error)
      })
    },
    async dump() {
      check()
      return pglite.dumpDataDir('none')
    },
    async close() {
      closing ??= pglite.close().finally(onClosed)
      await closing
    },
  }
}

/** Without parameters the text may hold several statements; the rows of all of them are returned. */
async function send<Row>(
  on: PGlite | PgliteTransaction,
  text: string,
  parameters?: readonly unknown[],
): Promise<readonly Row[]> {
  try {
    const results: readonly Results[] = parameters ? [await on.query(text, [...parameters])] : await on.exec(text)
    return results.flatMap(({ rows }) => rows as Row[])
  } catch (error) {
    throw statementError(error)
  }
}

async function copyFromBlob(on: PgliteTransaction, { table, columns }: CopyTarget, text: CopyText): Promise<void> {
  const parts: (string | Uint8Array)[] = []
  for await (const part of text) parts.push(part)
  try {
    await on.query(`copy ${table} (${columns.join()}) from '/dev/blob'`, [], { blob: new Blob(parts) })
  } catch (error) {
    throw statementError(error)
  }
}
