/** Reads a file as an import would, and writes nothing: what contradicts the store is not seen. */
import type { Sums } from './import-record.ts'
import type { RejectedRow } from './reject-file.ts'
import { START, type Position, type ReadBatches } from './source.ts'

const MAX_SHOWN = 20

export interface FileCheck extends Sums {
  readonly firstRejected: readonly RejectedRow[]
}

export async function checkFile(
  read: ReadBatches<unknown>,
  onProgress: (come: { readonly byteOffset: number; readonly read: number }) => void,
): Promise<FileCheck> {
  const firstRejected: RejectedRow[] = []
  let [rows, rejected, end]: [number, number, Position] = [0, 0, START]
  onProgress({ byteOffset: end.offset, read: rows })
  for await (const batch of read(START)) {
    const refused = batch.rows.filter((row) => 'reason' in row)
    firstRejected.push(...refused.slice(0, MAX_SHOWN - firstRejected.length))
    rows += batch.rows.length
    rejected += refused.length
    end = batch.end
    onProgress({ byteOffset: end.offset, read: rows })
  }
  const none = { duplicates: 0, versions: 0, conflicts: 0 }
  return { read: rows, added: rows - rejected, rejected, ...none, firstRejected }
}
