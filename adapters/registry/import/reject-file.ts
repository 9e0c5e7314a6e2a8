/** Rows that were not taken, beside the file they come from: line, field, reason, and the row as it stands there. */
import { open, rm, stat, type FileHandle } from 'node:fs/promises'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { ReadableFile } from './blocks.ts'
import type { Place, Rejection } from './source.ts'

export type RejectedRow = Place & Rejection

export interface RejectFile {
  /** Writes behind `offset`, on the disk when it returns; returns the new end. */
  append(rows: readonly RejectedRow[], offset: number): Promise<number>
  close(): Promise<void>
}

export interface RejectFileOptions {
  readonly path: string
  /** The file the rows come from. */
  readonly source: ReadableFile
  /** What stands behind it belongs to a batch that was never committed, and is cut off. */
  readonly length: number
}

const HEADER = 'line;field;reason;row\n'
/** Rows hold personal data. */
const MODE = 0o600

export function rejectPath(file: string): string {
  return `${file}.rejects.csv`
}

/** Throws IMPORT_REFUSED when rows that another import rejected stand there: they would be lost. */
export async function refuseForeignRejects(path: string): Promise<void> {
  if ((await sizeOf(path)) > 0)
    throw new GatewayError('IMPORT_REFUSED', `${path} stands there from another import: move it away, or say --again`)
}

/** Throws IMPORT_REFUSED when the file is shorter than what was written into it. The file is made for the first row. */
export async function openRejectFile({ path, source, length }: RejectFileOptions): Promise<RejectFile> {
  let file: FileHandle | undefined
  if (length === 0) await rm(path, { force: true })
  else if ((await sizeOf(path)) < length)
    throw new GatewayError('IMPORT_REFUSED', `${path}: rows rejected before are gone from there; --again begins anew`)
  else {
    file = await open(path, 'r+')
    await file.truncate(length)
  }
  return {
    async append(rows, offset) {
      if (rows.length === 0) return offset
      file ??= await open(path, 'w', MODE)
      const lines: Buffer[] = offset === 0 ? [Buffer.from(HEADER)] : []
      for (const row of rows) lines.push(await lineOf(row, source))
      const bytes = Buffer.concat(lines)
      await file.write(bytes, 0, bytes.length, offset)
      await file.datasync()
      return offset + bytes.length
    },
    close: async () => file?.close(),
  }
}

/** 0 without a file. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

/** The row keeps its octets, whatever they are. */
async function lineOf({ line, field, reason, offset, length }: RejectedRow, source: ReadableFile): Promise<Buffer> {
  const row = Buffer.alloc(length)
  await source.read(row, 0, length, offset)
  const octets = Buffer.from(quoted(row.toString('latin1')), 'latin1')
  return Buffer.concat([Buffer.from(`${line};${field};${quoted(reason)};`), octets, Buffer.from('\n')])
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
