/** A file in blocks: each is cut by a parser at its last whole row, and what remains stands before the next one. */
import type { GatewayError } from '../../../gateway/domain/faults.ts'
import type { ReadableFile } from './opened-file.ts'
import type { Batch, Position } from './source.ts'

export interface Blocks {
  readonly file: ReadableFile
  readonly blockBytes: number
}

/** Octets of the file from `start` on; `isLast` when the file ends with them. */
export interface Block {
  readonly bytes: Buffer
  readonly start: Position
  readonly isLast: boolean
}

/** Whole rows, and why nothing behind them can be read, where that is so. */
export interface Cut<T> extends Batch<T> {
  readonly unreadable?: GatewayError
}

/**
 * `cut` takes whole rows from the beginning of a block, and keeps none of its octets: the next block is read into the
 * same memory. Where it takes nothing, the next block is that much longer. What cannot be read is thrown behind the rows
 * before it.
 */
export async function* cutBlocks<T>(
  { file, blockBytes }: Blocks,
  from: Position,
  cut: (block: Block) => Cut<T>,
): AsyncGenerator<Batch<T>> {
  let buffer = Buffer.allocUnsafe(2 * blockBytes)
  let [start, held, isLast] = [from, 0, false]
  while (!isLast) {
    if (buffer.length < held + blockBytes) buffer = Buffer.concat([buffer.subarray(0, held)], 2 * buffer.length)
    const offset = start.offset + held
    const { bytesRead: length } = await file.read(buffer, held, blockBytes, offset)
    isLast = offset + length >= file.size
    // Of a file that grows the last row may be half a row.
    if (isLast) await file.checkUnchanged()
    const { rows, end, unreadable } = cut({ bytes: buffer.subarray(0, held + length), start, isLast })
    const taken = end.offset - start.offset
    held += length - taken
    buffer.copyWithin(0, taken, taken + held)
    start = end
    if (rows.length > 0 || isLast) yield { rows, end }
    if (unreadable) throw unreadable
  }
}
