/** Rows that were not taken, beside the file they come from: line, field, reason, and the row as it stands there. */
import { open, rm, stat, type FileHandle } from 'node:fs/promises'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { ReadableFile } from './opened-file.ts'
import type { Place, Rejection } from './source.ts'

export type RejectedRow = Place & Rejection

/** All throw IMPORT_REFUSED, with what the system says as the cause, where the disk does not take them. */
export interface RejectFile {
  /** Writes behind `offset`, on the disk when it returns; returns the new end. */
  append(rows: readonly RejectedRow[], offset: number): Promise<number>
  /** Throws IMPORT_REFUSED when the file does not end at `length`. */
  check(length: number): Promise<void>
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
  let file = await onDisk(path, () => reopen(path, length))
  return {
    async append(rows, offset) {
      if (rows.length === 0) return offset
      const lines: Buffer[] = offset === 0 ? [Buffer.from(HEADER)] : []
      for (const row of rows) lines.push(await lineOf(row, source))
      const bytes = Buffer.concat(lines)
      await onDisk(path, async () => {
        file ??= await open(path, 'w', MODE)
        await writeAll(file, bytes, offset)
        await file.datasync()
      })
      return offset + bytes.length
    },
    async check(expected) {
      if ((await onDisk(path, () => sizeOf(path))) !== expected) throw rowsAreGone(path)
    },
    close: async () => file?.close(),
  }
}

/** Whether the file is there as an import left it. */
export async function standsThere(path: string, length: number): Promise<boolean> {
  return (await sizeOf(path)) === length
}

async function reopen(path: string, length: number): Promise<FileHandle | undefined> {
  if (length === 0) {
    await rm(path, { force: true })
    return undefined
  }
  if ((await sizeOf(path)) < length) throw rowsAreGone(path)
  const file = await open(path, 'r+')
  await file.truncate(length)
  return file
}

/** A disk that is nearly full takes a part, and says so only by the number of octets. */
async function writeAll(file: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, offset + written)
    written += bytesWritten
  }
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    const { code } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    throw new GatewayError('IMPORT_REFUSED', `${path}: rejected rows cannot be written (${code})`, { cause })
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

function rowsAreGone(path: string): GatewayError {
  return new GatewayError('IMPORT_REFUSED', `${path}: rows rejected before are gone from there; --again begins anew`)
}
