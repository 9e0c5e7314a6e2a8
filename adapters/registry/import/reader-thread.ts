/**
 * The thread that reads a file of acts and prepares them, as the main thread of an import sees it: PostgreSQL has one
 * core, and reading, checking and preparing the other. The main thread only passes on.
 */
import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { PreparedBatch } from '../prepared-act.ts'
import type { NextBlocks } from '../write-ids.ts'
import type { FromReader, ReadingStart, ToReader } from './import-messages.ts'
import type { ReadReady, ReadyBatch } from './ready-batch.ts'

export interface ReaderThread {
  /** It gets `data` with a ReadingStart as its workerData, and calls `serveReader`. */
  readonly program: URL
  readonly data: object
  readonly nextBlocks: NextBlocks
}

/** Most of what a batch is made of is short-lived: a larger nursery saves a tenth of the time. The memory is bounded. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 384 }

/** The batches throw what reading the file threw. The thread has ended when they have. */
export function readInThread({ program, data, nextBlocks }: ReaderThread): ReadReady<PreparedBatch> {
  return async function* (from, source): AsyncGenerator<ReadyBatch<PreparedBatch>> {
    const start: ReadingStart = { from, source }
    const worker = new Worker(program, { workerData: { ...data, ...start }, resourceLimits: RESOURCE_LIMITS })
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    // Thrown by the iteration, or too late for anybody to mind.
    worker.on('error', () => undefined)
    const tell = (message: ToReader): void => worker.postMessage(message)
    try {
      for await (const [message] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[FromReader]>) {
        if (message.kind === 'DONE') return
        if (message.kind === 'FAULT') throw new GatewayError(message.code, message.message)
        if (message.kind === 'BLOCKS_NEEDED') tell({ kind: 'BLOCKS', blocks: await nextBlocks(message.count) })
        if (message.kind !== 'BATCH') continue
        tell({ kind: 'NEXT' })
        yield message.batch
      }
      throw new Error('the thread that reads the file has ended before the file')
    } finally {
      tell({ kind: 'END' })
      await ended
    }
  }
}
