/** What a reading thread of an import does beside reading: it keeps two batches ahead, and ends when it is told to. */
import { parentPort } from 'node:worker_threads'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { PreparedBatch } from '../prepared-act.ts'
import type { NextBlocks } from '../write-ids.ts'
import type { FromReader, ToReader } from './import-messages.ts'
import type { ReadyBatch } from './ready-batch.ts'

const AHEAD = 2

/** To be called once in the thread; `read` begins where its ReadingStart says. */
export async function serveReader(
  read: (nextBlocks: NextBlocks) => AsyncGenerator<ReadyBatch<PreparedBatch>>,
): Promise<void> {
  if (!parentPort) throw new Error('a reading thread is started by an import')
  const main = parentPort
  const tell = (message: FromReader, moved: readonly ArrayBuffer[] = []): void => main.postMessage(message, [...moved])
  let [free, isFree] = [AHEAD, Promise.withResolvers<void>()]
  let blocks = Promise.withResolvers<readonly number[]>()

  main.on('message', (message: ToReader) => {
    if (message.kind === 'END') return main.close()
    if (message.kind === 'BLOCKS') return blocks.resolve(message.blocks)
    free += 1
    isFree.resolve()
  })
  const nextBlocks: NextBlocks = (count) => {
    blocks = Promise.withResolvers()
    tell({ kind: 'BLOCKS_NEEDED', count })
    return blocks.promise
  }

  try {
    for await (const batch of read(nextBlocks)) {
      tell({ kind: 'BATCH', batch }, ownMemoryOf(batch.taken))
      free -= 1
      if (free > 0) continue
      isFree = Promise.withResolvers()
      await isFree.promise
    }
    tell({ kind: 'DONE' })
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    tell({ kind: 'FAULT', code: error.code, message: error.message })
  }
}

/** Small buffers share their memory with others, and are copied. */
function ownMemoryOf({ records, subjects }: PreparedBatch): readonly ArrayBuffer[] {
  return [records, subjects].flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  )
}
