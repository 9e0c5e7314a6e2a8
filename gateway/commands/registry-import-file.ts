/** One file of `registry import`: how it is read, where its rows go, and what came of it. */
import { open, type FileHandle } from 'node:fs/promises'
import { addBooks, addOffices, addTransferredHoldings, setCoverage } from '../../adapters/registry/add-acts.ts'
import type { Blocks } from '../../adapters/registry/import/blocks.ts'
import type { ActRules } from '../../adapters/registry/import/check-act.ts'
import { openTable, type TableReader } from '../../adapters/registry/import/csv-table.ts'
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
import { actTarget, sourcedRows, tableTarget, type AddRows } from '../../adapters/registry/import/targets.ts'
import { blocksOf } from '../../adapters/registry/write-ids.ts'
import { parseXml } from '../../xsd/document.ts'
import type { Database } from '../ports/database.ts'
import type { ReaderData } from './registry-import-reader.ts'
import type { RegistryImportOptions } from './registry-import-options.ts'
import type { ImportReport } from './registry-import-report.ts'
import { takeFile } from './registry-import-take.ts'
import { UsageError } from './usage-error.ts'

export interface ImportContext {
  readonly database: Database
  readonly rules: ActRules
  readonly options: RegistryImportOptions
}

/** Throws UsageError, what an import throws, and ImportBrokenOff once rows may have been taken. */
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
    return takeFile({ path, file, rows, read, target: actTarget(database, options) }, context)
  }
  const importTable = async <T>(reader: TableReader<TableRow<T>>, add: AddRows<T>): Promise<ImportReport> => {
    const rows = await openTable(blocks, reader)
    return takeFile({ path, file, rows, read: sourcedRows(rows), target: tableTarget(database, add) }, context)
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
