/** The table of imports: which file, how far, with what result. */
import { createHash } from 'node:crypto'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { Database, Sql } from '../../../gateway/ports/database.ts'
import type { ReadableFile } from './opened-file.ts'
import type { Position } from './source.ts'

export const IMPORTED = ['acts', 'offices', 'coverage', 'holdings', 'books'] as const
export type Imported = (typeof IMPORTED)[number]

/** Rows: `read` is the sum of the others. Conflicts are acts whose address another record has. */
export interface Sums {
  readonly read: number
  readonly added: number
  readonly duplicates: number
  readonly versions: number
  readonly rejected: number
  readonly conflicts: number
}

export interface ImportRecord extends Sums {
  readonly id: string
  readonly byteOffset: number
  readonly line: number
  /** Octets of the reject file that belong to what was read. */
  readonly rejectsOffset: number
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

/** A file is known again by its size and the SHA-256 of all its octets, whatever it is called. */
export interface FileIdentity {
  readonly size: number
  readonly digest: Uint8Array
}

const BLOCK_BYTES = 1024 * 1024

/** Throws IMPORT_REFUSED when the file changes meanwhile. */
export async function identify(file: ReadableFile): Promise<FileIdentity> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(BLOCK_BYTES)
  for (let offset = 0; offset < file.size; offset += BLOCK_BYTES) {
    const { bytesRead } = await file.read(buffer, 0, BLOCK_BYTES, offset)
    hash.update(buffer.subarray(0, bytesRead))
  }
  await file.checkUnchanged()
  return { size: file.size, digest: hash.digest() }
}

const COLUMNS = `id, byte_offset::float8 as "byteOffset", line::float8, rejects_offset::float8 as "rejectsOffset",
  read::float8, added::float8, duplicates::float8, versions::float8, rejected::float8, conflicts::float8,
  started_at as "startedAt", finished_at as "finishedAt"`

export interface ImportFile extends FileIdentity {
  readonly what: Imported
}

/** The last import of the file, finished or to be gone on with. */
export async function findImport(database: Database, file: ImportFile): Promise<ImportRecord | undefined> {
  const [known] = await database.query<ImportRecord>(
    `select ${COLUMNS} from registry.import where what = $1 and size = $2 and digest = $3 order by id desc limit 1`,
    [file.what, file.size, file.digest],
  )
  return known
}

export async function beginImport(database: Database, file: ImportFile, fileName: string): Promise<ImportRecord> {
  const [begun] = await database.query<ImportRecord>(
    `insert into registry.import (what, size, digest, file_name) values ($1, $2, $3, $4) returning ${COLUMNS}`,
    [file.what, file.size, file.digest, fileName],
  )
  if (!begun) throw new Error('an insert returns its row')
  return begun
}

/** Locked until the transaction ends. Throws IMPORT_REFUSED when another process has gone on with the import. */
export async function lockImport(sql: Sql, id: string, from: Position): Promise<ImportRecord> {
  const [record] = await sql.query<ImportRecord>(`select ${COLUMNS} from registry.import where id = $1 for update`, [
    id,
  ])
  if (record?.byteOffset !== from.offset)
    throw new GatewayError('IMPORT_REFUSED', 'another process has gone on with this import')
  return record
}

export interface Advance {
  readonly id: string
  readonly end: Position
  readonly rejectsOffset: number
  /** Of the batch. */
  readonly sums: Sums
}

export async function advanceImport(sql: Sql, { id, end, rejectsOffset, sums }: Advance): Promise<ImportRecord> {
  const { read, added, duplicates, versions, rejected, conflicts } = sums
  const [record] = await sql.query<ImportRecord>(
    `update registry.import set byte_offset = $2, line = $3, rejects_offset = $4, read = read + $5, added = added + $6,
       duplicates = duplicates + $7, versions = versions + $8, rejected = rejected + $9, conflicts = conflicts + $10
     where id = $1 returning ${COLUMNS}`,
    [id, end.offset, end.line, rejectsOffset, read, added, duplicates, versions, rejected, conflicts],
  )
  if (!record) throw new Error('the import was locked, and is gone')
  return record
}

export async function finishImport(database: Database, id: string): Promise<ImportRecord> {
  const [record] = await database.query<ImportRecord>(
    `update registry.import set finished_at = coalesce(finished_at, now()) where id = $1 returning ${COLUMNS}`,
    [id],
  )
  if (!record) throw new Error('the import is gone')
  return record
}
