/** Acts of a file, prepared for the store batch by batch; each tells the import and the line it comes from. */
import { createPreparing, type PreparedBatch } from '../prepared-act.ts'
import { createActIds, type NextBlocks } from '../write-ids.ts'
import { createNameKeys } from '../write-keys.ts'
import type { OpenActs } from './open-acts.ts'
import { readyBatches, type ReadReady } from './ready-batch.ts'

export function preparedActs(open: OpenActs, nextBlocks: NextBlocks): ReadReady<PreparedBatch> {
  return async function* (from, source) {
    const preparing = createPreparing(createNameKeys())
    const ids = createActIds(nextBlocks)
    const read = await open((act, line) => preparing.add(Object.assign(act, { source: `${source}, line ${line}` })))
    yield* readyBatches(read(from), async (places) => preparing.finish(await ids.take(places.length)))
  }
}
