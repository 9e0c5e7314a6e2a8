/**
 * Writes act records in batches: the records, what a search finds them by, and the lexicons, in one transaction. Ask
 * for the next one to be written before the last one is: it is prepared while the store works.
 */
import type { Database, Transaction } from '../../gateway/ports/database.ts'
import { ACT, SUBJECT } from './act-row.ts'
import { inChunks } from './copy-text.ts'
import type { NewAct } from './new-act.ts'
import { prepareBatch, type PreparedAct, type PreparedBatch } from './prepared-act.ts'
import { findStored, type StoredAct } from './write-comparison.ts'
import { createActIds, type ActIds } from './write-ids.ts'
import { addToLexicons, createNameKeys } from './write-keys.ts'

export type WrittenAct =
  | { readonly outcome: 'ADDED' | 'CORRECTED'; readonly id: string }
  /** Its address is taken by a record that states the same: nothing was written. */
  | { readonly outcome: 'DUPLICATE'; readonly id: string }
  /** Its address is taken by a record that differs in these columns: nothing was written. */
  | { readonly outcome: 'CONFLICT'; readonly id: string; readonly differs: readonly string[] }

export type Alongside = (transaction: Transaction, written: readonly WrittenAct[]) => Promise<void>

export interface ActWriter {
  /**
   * One transaction, after those of the batches before; what `alongside` does belongs to it. A batch that fails takes
   * all behind it with it: none of them is written, each promise is rejected. Throws STORE_UNREACHABLE, and a
   * StatementError for an act that the store cannot hold. On PGlite a batch blocks the process: 500 acts are enough.
   */
  write(acts: readonly NewAct[], alongside?: Alongside): Promise<readonly WrittenAct[]>
}

export interface WritingRules {
  /** Other content at an address that is taken becomes a new version, and is no conflict. */
  readonly corrections?: boolean
}

/** Of the advisory locks of the store; any constant that nothing else uses. */
const WRITER_LOCK = '7305808869231650'

export function createActWriter(database: Database, { corrections = false }: WritingRules = {}): ActWriter {
  const keys = createNameKeys()
  const ids = createActIds()
  let isStoreEmpty: boolean | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function writeBatch({ rounds, newKeys }: PreparedBatch, alongside?: Alongside): Promise<readonly WrittenAct[]> {
    const writing = (areAllNew: boolean) => async (transaction: Transaction) => {
      // Two writers would both find an address, or a key, missing.
      await transaction.query('select pg_advisory_xact_lock($1::bigint)', [WRITER_LOCK])
      const written = await writeRounds(transaction, rounds, { corrections, ids, areAllNew })
      await addToLexicons(transaction, newKeys)
      await alongside?.(transaction, written)
      return written
    }
    isStoreEmpty ??= (await database.query('select from registry.act limit 1')).length === 0
    try {
      return await database.transaction(writing(isStoreEmpty && rounds.length === 1))
    } catch (error) {
      if (!isStoreEmpty || !isAddressTaken(error)) throw error
      isStoreEmpty = false
      return database.transaction(writing(false))
    }
  }

  return {
    write(acts, alongside) {
      const preparing = prepareBatch(acts, keys)
      const written = Promise.all([preparing, last]).then(([batch]) => writeBatch(batch, alongside))
      last = Promise.all([preparing, written]).then(([{ newKeys }]) => keys.markKnown(newKeys))
      // Whoever sees the first failure need not wait for those that follow from it.
      last.catch(() => undefined)
      return written
    },
  }
}

/** What a batch that was written on trust meets. */
function isAddressTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'act_address'
}

interface Means {
  readonly corrections: boolean
  readonly ids: ActIds
  /** Into a store that was empty: no address is looked up until one proves to be taken. */
  readonly areAllNew: boolean
}

async function writeRounds(
  transaction: Transaction,
  rounds: PreparedBatch['rounds'],
  means: Means,
): Promise<readonly WrittenAct[]> {
  const written: WrittenAct[] = []
  for (const acts of rounds) {
    const stored = await findStored(transaction, means.areAllNew ? acts.filter(({ id }) => id !== undefined) : acts)
    const unknown = acts.filter(({ place }) => !stored.has(place))
    const ids = await means.ids.take(transaction, unknown.length)
    const added = unknown.map((act, index) => ({ act, id: ids[index]!, version: 1 }))
    const corrected = acts.flatMap((act) => correctionOf(act, stored.get(act.place), means.corrections))
    await supersede(transaction, corrected)
    await insert(transaction, [...added, ...corrected])
    for (const [place, { id, differs }] of stored)
      written[place] = differs.length > 0 ? { outcome: 'CONFLICT', id, differs } : { outcome: 'DUPLICATE', id }
    for (const { act, id } of added) written[act.place] = { outcome: 'ADDED', id }
    for (const { act, id } of corrected) written[act.place] = { outcome: 'CORRECTED', id }
  }
  return written
}

interface NewVersion {
  readonly act: PreparedAct
  readonly id: string
  readonly version: number
}

function correctionOf(act: PreparedAct, stored: StoredAct | undefined, corrections: boolean): readonly NewVersion[] {
  const isCorrection = stored && stored.differs.length > 0 && (corrections || act.id !== undefined)
  return isCorrection ? [{ act, id: stored.id, version: stored.version + 1 }] : []
}

/** The version before is kept, and no longer found. */
async function supersede(transaction: Transaction, corrected: readonly NewVersion[]): Promise<void> {
  if (corrected.length === 0) return
  const ids = [corrected.map(({ id }) => id)]
  await transaction.query(
    'update registry.act set superseded_at = now() where superseded_at is null and id = any($1::bigint[])',
    ids,
  )
  await transaction.query('delete from registry.subject where act_id = any($1::bigint[])', ids)
}

async function insert(transaction: Transaction, versions: readonly NewVersion[]): Promise<void> {
  if (versions.length === 0) return
  await transaction.copyIn(ACT, inChunks(actRows(versions)))
  await transaction.copyIn(SUBJECT, inChunks(subjectRows(versions)))
}

function* actRows(versions: readonly NewVersion[]): Generator<string> {
  for (const { act, id, version } of versions) yield `${id}\t${version}\t${act.text}`
}

function* subjectRows(versions: readonly NewVersion[]): Generator<string> {
  for (const { act, id } of versions) for (const row of act.subjects) yield `${id}\t${row}`
}
