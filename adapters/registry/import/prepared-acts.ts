/** Acts of a file, prepared for the store batch by batch; each tells the import and the line it comes from. */
import type { NewAct } from '../new-act.ts'
import { prepareBatch, type PreparedBatch } from '../prepared-act.ts'
import { createActIds, type NextBlocks } from '../write-ids.ts'
import { createNameKeys } from '../write-keys.ts'
import { readyBatches, type ReadReady } from './ready-batch.ts'
import type { ReadBatches } from './source.ts'

export function preparedActs(read: ReadBatches<NewAct>, nextBlocks: NextBlocks): ReadReady<PreparedBatch> {
  const means = { keys: createNameKeys(), ids: createActIds(nextBlocks) }
  return (from, source) =>
    readyBatches(read(from), (rows) =>
      prepareBatch(
        rows.map(({ value, line }) => Object.assign(value, { source: `${source}, line ${line}` })),
        means,
      ),
    )
}
