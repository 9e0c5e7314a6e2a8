/** One file of `registry import`: how it is read, where its rows go, and what came of it. */
import { open, type FileHandle } from 'node:fs/promises'
import { addBooks, addOffices, addTransferredHoldings, setCoverage } from '../../adapters/registry/add-acts.ts'
import type { Blocks } from '../../adapters/registry/import/blocks.ts'
import type { ActRules } from '../../adapters/registry/import/check-act.ts'
import { checkFile } from '../../adapters/registry/import/check-file.ts'
import { openTable } from '../../adapters/registry/import/csv-table.ts'
import { importFile } from '../../adapters/registry/import/import-file.ts'
import type { ImportRecord } from '../../adapters/registry/import/import-record.ts'
import { bookTable, coverageTable, holdingTable, officeTable } from '../../adapters/registry/import/office-tables.ts'
import { openActs } from '../../adapters/registry/import/open-acts.ts'
import type { ReadBatches } from '../../adapters/registry/import/source.ts'
import { actTarget, tableTarget, type Target } from '../../adapters/registry/import/targets.ts'
import { parseXml } from '../../xsd/document.ts'
import type { Database } from '../ports/database.ts'
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
  readonly read: ReadBatches<T>
  readonly target: Target<T>
  readonly mark?: (value: T, source: string) => T
}

/** Throws UsageError, and what an import throws. */
export async function importNamed(path: string, context: ImportContext): Promise<ImportReport> {
  const file = await openNamed(path)
  try {
    const { size } = await file.stat()
    return await importOpened({ path, file, size }, context)
  } finally {
    await file.close()
  }
}

interface OpenedFile {
  readonly path: string
  readonly file: FileHandle
  readonly size: number
}

async function importOpened(opened: OpenedFile, context: ImportContext): Promise<ImportReport> {
  const { database, rules, options } = context
  const format = options.format ?? (opened.path.toLowerCase().endsWith('.xml') ? 'xml' : 'csv')
  const blocks: Blocks = { file: opened.file, blockBytes: options.blockBytes ?? blockBytesOf(database) }
  const run = <T>(source: Source<T>): Promise<ImportReport> => take(opened, source, context)
  switch (options.what) {
    case 'acts':
      return run({
        read: await openActs(blocks, { format, rules, parseXml }),
        target: actTarget(database, options),
        mark: (act, source) => Object.assign(act, { source }),
      })
    case 'offices':
      return run({ read: await openTable(blocks, officeTable), target: tableTarget(database, addOffices) })
    case 'coverage':
      return run({ read: await openTable(blocks, coverageTable(rules)), target: tableTarget(database, setCoverage) })
    case 'holdings':
      return run({
        read: await openTable(blocks, holdingTable(rules)),
        target: tableTarget(database, addTransferredHoldings),
      })
    case 'books':
      return run({ read: await openTable(blocks, bookTable(rules)), target: tableTarget(database, addBooks) })
  }
}

async function take<T>(
  opened: OpenedFile,
  source: Source<T>,
  { database, options }: ImportContext,
): Promise<ImportReport> {
  const { path, size } = opened
  const { what, again } = options
  const progress = createProgress(process.stderr, { name: path, size, now: () => performance.now() })
  const onProgress = (come: Pick<ImportRecord, 'byteOffset' | 'read'>): void => progress.show(come)
  try {
    if (options.dryRun) {
      const checked = await checkFile(source.read, onProgress)
      return { ...checked, file: path, what, outcome: 'CHECKED', rejects: undefined }
    }
    const { record, wasFinished, rejects } = await importFile(database, {
      ...opened,
      ...source,
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
