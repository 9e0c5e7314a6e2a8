/**
 * One file into the registry store, batch by batch. In the transaction of a batch stand its rows and how far the import
 * has come; its rejected rows are on the disk before that commits. So an import that is killed goes on where it was, and
 * what it had rejected behind that point is cut off.
 */
import { basename } from 'node:path'
import type { Database } from '../../../gateway/ports/database.ts'
import {
  advanceImport,
  beginImport,
  findImport,
  finishImport,
  identify,
  lockImport,
  type ImportFile,
  type Imported,
  type ImportRecord,
  type Sums,
} from './import-record.ts'
import type { ReadableFile } from './opened-file.ts'
import {
  openRejectFile,
  refuseForeignRejects,
  rejectPath,
  standsThere,
  type RejectedRow,
  type RejectFile,
} from './reject-file.ts'
import { placeAt, type Places, type ReadReady, type ReadyBatch } from './ready-batch.ts'
import type { Position } from './source.ts'
import type { Outcome, Target } from './targets.ts'

export interface Import<T> {
  readonly path: string
  readonly file: ReadableFile
  readonly what: Imported
  readonly read: ReadReady<T>
  readonly target: Target<T>
  /** Begins anew, whatever came of the file before. */
  readonly again: boolean
  /** Hears where the import begins or goes on, and of every batch that is committed. */
  readonly onProgress?: (record: ImportRecord) => void
}

export interface ImportResult {
  readonly record: ImportRecord
  /** The file had been imported before: nothing was done. */
  readonly wasFinished: boolean
  /** Where rejected rows stand, if there are any. */
  readonly rejects: string | undefined
  /** Of an import that was finished before, somebody has moved them away since. */
  readonly areRejectsGone: boolean
}

/** Throws IMPORT_REFUSED, STORE_UNREACHABLE, and what reading the file throws; batches before that are kept. */
export async function importFile<T>(database: Database, given: Import<T>): Promise<ImportResult> {
  const identity: ImportFile = { what: given.what, ...(await identify(given.file)) }
  const known = given.again ? undefined : await findImport(database, identity)
  if (known?.finishedAt) return resultOf(known, given.path, true)
  const rejects = rejectPath(given.path)
  if (!known && !given.again) await refuseForeignRejects(rejects)
  const begun = known ?? (await beginImport(database, identity, basename(given.path)))
  const rejectFile = await openRejectFile({ path: rejects, source: given.file, length: begun.rejectsOffset })
  try {
    given.onProgress?.(begun)
    const { rejectsOffset } = await writeBatches(given, begun, rejectFile)
    await given.file.checkUnchanged()
    await rejectFile.check(rejectsOffset)
  } finally {
    await rejectFile.close()
  }
  return resultOf(await finishImport(database, begun.id), given.path, false)
}

async function resultOf(record: ImportRecord, path: string, wasFinished: boolean): Promise<ImportResult> {
  const rejects = record.rejectsOffset > 0 ? rejectPath(path) : undefined
  const areRejectsGone = rejects !== undefined && !(await standsThere(rejects, record.rejectsOffset))
  return { record, wasFinished, rejects, areRejectsGone }
}

/** While one batch is on its way to the store, the next one is read and prepared. Returns what it came to. */
async function writeBatches<T>(given: Import<T>, begun: ImportRecord, rejectFile: RejectFile): Promise<ImportRecord> {
  let from: Position = { offset: begun.byteOffset, line: begun.line }
  let [before, written] = [Promise.resolve(begun), Promise.resolve(begun)]
  try {
    for await (const batch of given.read(from, `import ${begun.id}`)) {
      written = writeBatch(given, { batch, from, id: begun.id, rejectFile })
      // Its failure is thrown when its turn comes, which is after the next batch has been read.
      written.catch(() => undefined)
      await before
      before = written
      from = batch.end
    }
  } finally {
    // What was sent is settled before its files are closed; the first failure is the one that is thrown.
    await Promise.allSettled([before, written])
  }
  return before
}

interface Writing<T> {
  readonly batch: ReadyBatch<T>
  /** Where the batch begins. */
  readonly from: Position
  /** Of the import. */
  readonly id: string
  readonly rejectFile: RejectFile
}

async function writeBatch<T>(given: Import<T>, { batch, from, id, rejectFile }: Writing<T>): Promise<ImportRecord> {
  const { taken, places, refused, end } = batch
  let record: ImportRecord | undefined
  await given.target.write(taken, async (transaction, outcomes) => {
    const { rejectsOffset } = await lockImport(transaction, id, from)
    const rejected = [...refused, ...conflictsOf(places, outcomes)].toSorted((a, b) => a.offset - b.offset)
    const sums = sumsOf(refused.length, outcomes)
    const rejectsEnd = await rejectFile.append(rejected, rejectsOffset)
    record = await advanceImport(transaction, { id, end, rejectsOffset: rejectsEnd, sums })
  })
  if (!record) throw new Error('a batch was written without what belongs to it')
  given.onProgress?.(record)
  return record
}

function conflictsOf(places: Places, outcomes: readonly Outcome[]): readonly RejectedRow[] {
  return outcomes.flatMap((outcome, index) =>
    typeof outcome === 'string' ? [] : [{ ...placeAt(places, index), field: '', reason: outcome.conflict }],
  )
}

function sumsOf(rejected: number, outcomes: readonly Outcome[]): Sums {
  const count = (counted: Outcome): number => outcomes.filter((outcome) => outcome === counted).length
  const [added, duplicates, versions] = [count('ADDED'), count('DUPLICATE'), count('VERSION')]
  const conflicts = outcomes.length - added - duplicates - versions
  return { read: rejected + outcomes.length, added, duplicates, versions, rejected, conflicts }
}
