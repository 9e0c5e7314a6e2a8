/** Writes act records in batches: the records, what a search finds them by, and the lexicons, in one transaction. */
import { setImmediate } from 'node:timers/promises'
import type { Database, Transaction } from '../../gateway/ports/database.ts'
import { ACT, SUBJECT } from './act-row.ts'
import type { NewAct } from './new-act.ts'
import {
  actsOf,
  createPreparing,
  roundsOf,
  rowsOf,
  type PreparedAct,
  type PreparedBatch,
  type Rows,
} from './prepared-act.ts'
import { compareWithStored, findStored, keepRestated, type Bar, type ComparedVersion } from './write-comparison.ts'
import { blocksOf, createActIds } from './write-ids.ts'
import { addToLexicons, createNameKeys } from './write-keys.ts'

export type WrittenAct =
  | { readonly outcome: 'ADDED' | 'CORRECTED'; readonly id: string }
  /** Its address is taken by a record that states the same: nothing was written. */
  | { readonly outcome: 'DUPLICATE'; readonly id: string }
  /** Its address is taken by a record that differs in these columns: nothing was written. */
  | { readonly outcome: 'CONFLICT'; readonly id: string; readonly differs: readonly string[]; readonly bar?: Bar }

export type Alongside = (transaction: Transaction, written: readonly WrittenAct[]) => Promise<void>

export interface WritingRules {
  /** Other content at an address that is taken becomes a new version, and is no conflict, unless there is a bar to it. */
  readonly corrections?: boolean
}

export interface BatchWriter {
  /**
   * One transaction, after those of the batches before; what `alongside` does belongs to it. A batch that fails takes
   * all behind it with it: none of them is written, each promise is rejected. Throws STORE_UNREACHABLE, and a
   * StatementError for an act that the store cannot hold. On PGlite a batch blocks the process: 500 acts are enough.
   */
  write(batch: PreparedBatch | Promise<PreparedBatch>, alongside?: Alongside): Promise<readonly WrittenAct[]>
}

export interface ActWriter {
  /** As BatchWriter does. */
  write(acts: readonly NewAct[], alongside?: Alongside): Promise<readonly WrittenAct[]>
}

/** Prepares the acts itself, while the store works on those before. */
export function createActWriter(database: Database, rules: WritingRules = {}): ActWriter {
  const writer = createBatchWriter(database, rules)
  const preparing = createPreparing(createNameKeys())
  const ids = createActIds(blocksOf(database))

  async function prepare(acts: readonly NewAct[]): Promise<PreparedBatch> {
    const newIds = await ids.take(acts.length)
    for (const [place, act] of acts.entries()) {
      preparing.add(act)
      if (place % SLICE === SLICE - 1) await setImmediate()
    }
    return preparing.finish(newIds)
  }

  let last: Promise<unknown> = Promise.resolve()
  return {
    write(acts, alongside) {
      const prepared = last.then(() => prepare(acts))
      last = prepared
      return writer.write(prepared, alongside)
    },
  }
}

/** So many acts, and the store's answers to the batch before are looked at: about a millisecond. */
const SLICE = 64

/** Of the advisory locks of the store; any constant that nothing else uses. */
const WRITER_LOCK = '7305808869231650'

/** Ask for the next batch to be written before the last one is: the store need not wait for it. */
export function createBatchWriter(database: Database, { corrections = false }: WritingRules = {}): BatchWriter {
  /** Into a store that was empty: no address is looked up until one proves to be taken. */
  let areAllNew: boolean | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function writeBatch(batch: PreparedBatch, alongside?: Alongside): Promise<readonly WrittenAct[]> {
    const writing = (areNew: boolean) => async (transaction: Transaction) => {
      // Two writers would both find an address, or a key, missing.
      await transaction.query('select pg_advisory_xact_lock($1::bigint)', [WRITER_LOCK])
      const written = await (areNew ? addAll(transaction, batch) : compareAndWrite(transaction, batch, corrections))
      await addToLexicons(transaction, batch.newKeys)
      await alongside?.(transaction, written)
      return written
    }
    areAllNew ??= (await database.query('select from registry.act limit 1')).length === 0
    try {
      return await database.transaction(writing(areAllNew && batch.namedIds.size === 0))
    } catch (error) {
      if (!areAllNew || !isAddressTaken(error)) throw error
      areAllNew = false
      return database.transaction(writing(false))
    }
  }

  return {
    write(batch, alongside) {
      const written = Promise.all([batch, last]).then(([prepared]) => writeBatch(prepared, alongside))
      last = written
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

/** First versions of new records: the store refuses the batch when an address is taken, or comes twice. */
async function addAll(transaction: Transaction, batch: PreparedBatch): Promise<readonly WrittenAct[]> {
  await transaction.copyIn(ACT, [batch.records])
  await transaction.copyIn(SUBJECT, [batch.subjects])
  return batch.newIds.map((id) => ({ outcome: 'ADDED', id: String(id) }))
}

async function compareAndWrite(
  transaction: Transaction,
  batch: PreparedBatch,
  corrections: boolean,
): Promise<readonly WrittenAct[]> {
  const written: WrittenAct[] = []
  const rounds = roundsOf(actsOf(batch))
  let rows: readonly Rows[] | undefined
  for (const acts of rounds) {
    const found = await findStored(transaction, acts)
    if (found.size === 0 && rounds.length === 1) return addAll(transaction, batch)
    rows ??= rowsOf(batch)
    const stored = await compareWithStored(transaction, found, rows)
    if (corrections) await keepRestated(transaction, stored)
    const versions = acts.flatMap((act) => newVersionOf(act, { newIds: batch.newIds, stored, corrections }))
    const corrected = versions.filter(({ version }) => version > 1).map(({ id }) => id)
    await supersede(transaction, corrected)
    await insert(transaction, versions, rows)
    await dropRepeatedSubjects(transaction, corrected)
    for (const [place, compared] of stored) written[place] = unwritten(compared)
    for (const { place, id, version } of versions) written[place] = { outcome: version > 1 ? 'CORRECTED' : 'ADDED', id }
  }
  return written
}

function unwritten({ id, differs, bar }: ComparedVersion): WrittenAct {
  if (differs.length === 0) return { outcome: 'DUPLICATE', id }
  return bar ? { outcome: 'CONFLICT', id, differs, bar } : { outcome: 'CONFLICT', id, differs }
}

interface NewVersion {
  readonly place: number
  readonly id: string
  readonly version: number
}

interface Known {
  readonly newIds: readonly number[]
  readonly stored: ReadonlyMap<number, ComparedVersion>
  readonly corrections: boolean
}

/** None for a duplicate and for a conflict. */
function newVersionOf({ place, id }: PreparedAct, { newIds, stored, corrections }: Known): readonly NewVersion[] {
  const at = stored.get(place)
  if (!at) return [{ place, id: String(newIds[place]), version: 1 }]
  const isCorrection = at.differs.length > 0 && !at.bar && (corrections || id !== undefined)
  return isCorrection ? [{ place, id: at.id, version: at.version + 1 }] : []
}

/** The version before is kept, and what finds it: one who knows only the old name must not hear «no record» (C3). */
async function supersede(transaction: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await transaction.query(
    'update registry.act set superseded_at = now() where superseded_at is null and id = any($1::bigint[])',
    [ids],
  )
}

const REPEATED_SUBJECTS = `
  select ctid from (
    select ctid, row_number() over (partition by subject) as nth
    from registry.subject where act_id = any($1::bigint[])
  ) as numbered where nth > 1`

async function dropRepeatedSubjects(transaction: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await transaction.query(`delete from registry.subject where ctid = any(array(${REPEATED_SUBJECTS}))`, [ids])
}

async function insert(transaction: Transaction, versions: readonly NewVersion[], rows: readonly Rows[]): Promise<void> {
  const records = versions.map(({ place, id, version }) => `${id}\t${version}\t${rows[place]!.record}`)
  const subjects = versions.flatMap(({ place, id }) => rows[place]!.subjects.map((row) => `${id}\t${row}`))
  await transaction.copyIn(ACT, [records.join('')])
  await transaction.copyIn(SUBJECT, [subjects.join('')])
}
