/** A batch of a file as it goes to the store: what of it is taken, what is not, and where the next one begins. */
import type { RejectedRow } from './reject-file.ts'
import type { Batch, Place, Position } from './source.ts'

/** Plain data, which another thread may have read. */
export interface ReadyBatch<T> {
  readonly taken: T
  /** Where each of what is taken stands in the file. */
  readonly places: Places
  readonly refused: readonly RejectedRow[]
  readonly end: Position
}

/** `from` is START or the end of a batch; `source` is put into what is taken, where that tells where it comes from. */
export type ReadReady<T> = (from: Position, source: string) => AsyncGenerator<ReadyBatch<T>>

/** Lines, offsets and lengths, one after another: a tenth of what objects take. */
export type Places = Float64Array

const PARTS = 3

export function placesOf(rows: readonly Place[]): Places {
  const places = new Float64Array(PARTS * rows.length)
  for (const [index, { line, offset, length }] of rows.entries()) places.set([line, offset, length], PARTS * index)
  return places
}

export function placeAt(places: Places, index: number): Place {
  const [line = 0, offset = 0, length = 0] = places.subarray(PARTS * index)
  return { line, offset, length }
}

/** `take` makes the values ready, in their order. */
export async function* readyBatches<T, R>(
  batches: AsyncGenerator<Batch<T>>,
  take: (values: readonly T[]) => R | Promise<R>,
): AsyncGenerator<ReadyBatch<R>> {
  for await (const { rows, end } of batches) {
    const taken = rows.filter((row) => 'value' in row)
    const refused = rows.filter((row) => 'reason' in row)
    yield { taken: await take(taken.map(({ value }) => value)), places: placesOf(taken), refused, end }
  }
}
