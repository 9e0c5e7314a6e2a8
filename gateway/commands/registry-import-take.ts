/** What an opened file holds goes into the store, or is only checked; what came of it is told either way. */
import { checkFile } from '../../adapters/registry/import/check-file.ts'
import { importFile } from '../../adapters/registry/import/import-file.ts'
import type { ImportRecord } from '../../adapters/registry/import/import-record.ts'
import type { ReadableFile } from '../../adapters/registry/import/opened-file.ts'
import type { ReadReady } from '../../adapters/registry/import/ready-batch.ts'
import { rejectPath } from '../../adapters/registry/import/reject-file.ts'
import type { ReadBatches } from '../../adapters/registry/import/source.ts'
import type { Target } from '../../adapters/registry/import/targets.ts'
import type { Database } from '../ports/database.ts'
import type { RegistryImportOptions } from './registry-import-options.ts'
import { createProgress, type Progress } from './registry-import-progress.ts'
import type { ImportReport } from './registry-import-report.ts'

export interface ImportSource<T> {
  readonly path: string
  readonly file: ReadableFile
  /** As a dry run reads it: beginnings that are not of the format are refused here. */
  readonly rows: ReadBatches<unknown>
  readonly read: ReadReady<T>
  readonly target: Target<T>
}

interface Taking {
  readonly database: Database
  readonly options: RegistryImportOptions
}

/** What came of a file before its import stopped; the cause says why. */
export class ImportBrokenOff extends Error {
  override readonly name = 'ImportBrokenOff'
  readonly report: ImportReport
  constructor(report: ImportReport, cause: unknown) {
    super(`${report.file}: the import broke off`, { cause })
    this.report = report
  }
}

/** Throws what an import throws, as the cause of an ImportBrokenOff once rows may have been taken. */
export async function takeFile<T>(source: ImportSource<T>, { database, options }: Taking): Promise<ImportReport> {
  const { path, file, rows } = source
  const progress = createProgress(process.stderr, { name: path, size: file.size, now: () => performance.now() })
  const told = { file: path, what: options.what, areRejectsGone: false, firstRejected: [] }
  try {
    if (!options.dryRun) return await write(database, source, { told, again: options.again, progress })
    const runOf = clock()
    const checked = await checkFile(rows, (come) => progress.show(come))
    return { ...told, ...checked, outcome: 'CHECKED', rejects: undefined, run: runOf(checked.read) }
  } finally {
    progress.end()
  }
}

interface Writing {
  readonly told: Pick<ImportReport, 'file' | 'what' | 'areRejectsGone' | 'firstRejected'>
  readonly again: boolean
  readonly progress: Progress
}

async function write<T>(database: Database, source: ImportSource<T>, writing: Writing): Promise<ImportReport> {
  const { path, file, read, target } = source
  const { told, again, progress } = writing
  const runOf = clock()
  const heard: { begun?: ImportRecord; last?: ImportRecord } = {}
  const onProgress = (come: ImportRecord): void => {
    heard.begun ??= come
    heard.last = come
    progress.show(come)
  }
  try {
    const done = await importFile(database, { path, file, read, target, what: told.what, again, onProgress })
    const { record, wasFinished, rejects, areRejectsGone } = done
    const sums = { ...told, ...sumsOf(record), rejects, areRejectsGone }
    if (wasFinished) return { ...sums, outcome: 'IMPORTED_BEFORE', run: undefined }
    progress.show({ byteOffset: file.size, read: record.read })
    return { ...sums, outcome: 'IMPORTED', run: runOf(record.read - (heard.begun?.read ?? 0)) }
  } catch (cause) {
    const { begun, last } = heard
    if (!begun || !last) throw cause
    const rejects = last.rejectsOffset > 0 ? rejectPath(path) : undefined
    const run = runOf(last.read - begun.read)
    throw new ImportBrokenOff({ ...told, ...sumsOf(last), outcome: 'BROKEN_OFF', rejects, run }, cause)
  }
}

function sumsOf({ read, added, duplicates, versions, rejected, conflicts }: ImportRecord) {
  return { read, added, duplicates, versions, rejected, conflicts }
}

/** Seconds to a tenth, from now until it is asked. */
function clock(): (rows: number) => ImportReport['run'] {
  const startedAt = performance.now()
  return (rows) => ({ rows, seconds: Math.round((performance.now() - startedAt) / 100) / 10 })
}
