/** One file of `registry import`: how it is read, where its rows go, and what came of it. */
import { open, type FileHandle } from 'node:fs/promises'
import { addBooks, addOffices, addTransferredHoldings, setCoverage } from '../../adapters/registry/add-acts.ts'
import type { Blocks } from '../../adapters/registry/import/blocks.ts'
import type { ActRules } from '../../adapters/registry/import/check-act.ts'
import { checkFile } from '../../adapters/registry/import/check-file.ts'
import { openTable, type TableReader } from '../../adapters/registry/import/csv-table.ts'
import { importFile } from '../../adapters/registry/import/import-file.ts'
import type { ImportRecord } from '../../adapters/registry/import/import-record.ts'
import {
  bookTable,
  coverageTable,
  holdingTable,
  officeTable,
  type TableRow,
} from '../../adapters/registry/import/office-tables.ts'
import { actsOf } from '../../adapters/registry/import/open-acts.ts'
import { asOpened, type FileState, type ReadableFile } from '../../adapters/registry/import/opened-file.ts'
import { readInThread } from '../../adapters/registry/import/reader-thread.ts'
import type { ReadReady } from '../../adapters/registry/import/ready-batch.ts'
import type { ReadBatches } from '../../adapters/registry/import/source.ts'
import {
  actTarget,
  sourcedRows,
  tableTarget,
  type AddRows,
  type Target,
} from '../../adapters/registry/import/targets.ts'
import { blocksOf } from '../../adapters/registry/write-ids.ts'
import { parseXml } from '../../xsd/document.ts'
import type { Database } from '../ports/database.ts'
import type { ReaderData } from './registry-import-reader.ts'
import type { RegistryImportOptions } from './registry-import-options.ts'
import { createProgress } from './registry-import-progress.ts'
import type { ImportReport } from './registry-import-report.ts'
import { UsageError } from './usage-error.ts'

export interface ImportContext {
  readonly database: Database
  readonly rules: ActRules
  readonly options: RegistryImportOptions
}

interface Source<T> {
  /** As a dry run reads it: beginnings that are not of the format are refused here. */
  readonly rows: ReadBatches<unknown>
  readonly read: ReadReady<T>
  readonly target: Target<T>
}

/** Throws UsageError, and what an import throws. */
export async function importNamed(path: string, context: ImportContext): Promise<ImportReport> {
  const handle = await openNamed(path)
  try {
    const { size, mtimeMs } = await handle.stat()
    const state = { size, mtimeMs }
    return await importOpened({ path, fd: handle.fd, state, file: asOpened(handle, state) }, context)
  } finally {
    await handle.close()
  }
}

interface OpenedFile {
  readonly path: string
  readonly fd: number
  readonly state: FileState
  readonly file: ReadableFile
}

async function importOpened(opened: OpenedFile, context: ImportContext): Promise<ImportReport> {
  const { database, rules, options } = context
  const { path, fd, state, file } = opened
  const format = options.format ?? (path.toLowerCase().endsWith('.xml') ? 'xml' : 'csv')
  const blocks: Blocks = { file, blockBytes: options.blockBytes ?? blockBytesOf(database) }
  if (options.what === 'acts') {
    const data: ReaderData = { fd, state, blockBytes: blocks.blockBytes, format, rules }
    const rows = await actsOf(blocks, { format, rules, parseXml })((act) => act)
    const read = readInThread({ program: READER, data, nextBlocks: blocksOf(database) })
    return take(opened, { rows, read, target: actTarget(database, options) }, context)
  }
  const importTable = async <T>(reader: TableReader<TableRow<T>>, add: AddRows<T>): Promise<ImportReport> => {
    const rows = await openTable(blocks, reader)
    return take(opened, { rows, read: sourcedRows(rows), target: tableTarget(database, add) }, context)
  }
  switch (options.what) {
    case 'offices':
      return importTable(officeTable, addOffices)
    case 'coverage':
      return importTable(coverageTable(rules), setCoverage)
    case 'holdings':
      return importTable(holdingTable(rules), addTransferredHoldings)
    case 'books':
      return importTable(bookTable(rules), addBooks)
  }
}

async function take<T>(
  opened: OpenedFile,
  source: Source<T>,
  { database, options }: ImportContext,
): Promise<ImportReport> {
  const { path, file } = opened
  const { what, again } = options
  const progress = createProgress(process.stderr, { name: path, size: file.size, now: () => performance.now() })
  const onProgress = (come: Pick<ImportRecord, 'byteOffset' | 'read'>): void => progress.show(come)
  try {
    if (options.dryRun) {
      const checked = await checkFile(source.rows, onProgress)
      return { ...checked, file: path, what, outcome: 'CHECKED', rejects: undefined }
    }
    const { record, wasFinished, rejects } = await importFile(database, {
      path,
      file,
      read: source.read,
      target: source.target,
      what,
      again,
      onProgress,
    })
    const outcome = wasFinished ? 'IMPORTED_BEFORE' : 'IMPORTED'
    return { ...sumsOf(record), file: path, what, outcome, rejects, firstRejected: [] }
  } finally {
    progress.end()
  }
}

function sumsOf({ read, added, duplicates, versions, rejected, conflicts }: ImportRecord) {
  return { read, added, duplicates, versions, rejected, conflicts }
}

const READER = new URL('./registry-import-reader.ts', import.meta.url)
const MIB = 1024 * 1024

/** Some 2,500 acts in CSV; an eighth of that where a batch blocks the process. */
function blockBytesOf({ backend }: Database): number {
  return backend === 'pglite' ? MIB / 8 : MIB
}

/** Throws UsageError for what is no file with something in it. */
export async function openNamed(path: string): Promise<FileHandle> {
  try {
    const file = await open(path)
    const found = await file.stat()
    if (found.isFile() && found.size > 0) return file
    await file.close()
    throw new UsageError(`${path}: ${found.isFile() ? 'the file is empty' : 'not a file'}`)
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    throw new UsageError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`, { cause })
  }
}
