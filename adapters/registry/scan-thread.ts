/** The thread of the surname scan as the main thread sees it: one scan at a time, within the deadline or not at all. */
import { Worker } from 'node:worker_threads'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { FromScan, ToScan } from './scan-messages.ts'

export interface ScanThread {
  add(keys: readonly string[]): void
  /** Throws REGISTRY_UNREACHABLE when the thread breaks down or overruns the deadline; then it is lost. */
  scan(words: readonly string[], edits: number): Promise<readonly string[]>
  readonly isLost: boolean
  end(): Promise<void>
}

export interface ScanOptions {
  readonly deadlineMs: number
  /** The program of the thread; tests have others. */
  readonly program?: URL
}

const PROGRAM = new URL('./scan-program.ts', import.meta.url)
/** A million surnames, several times what a region has. */
const MAX_HEAP_MB = 512

/** The process may end while the thread waits for something to do. */
export function startScanThread({ deadlineMs, program = PROGRAM }: ScanOptions): ScanThread {
  const worker = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } })
  worker.unref()
  const tell = (message: ToScan): void => worker.postMessage(message)
  let isLost = false
  let pending: PromiseWithResolvers<readonly string[]> | undefined

  function lose(message: string, cause?: unknown): void {
    isLost = true
    pending?.reject(new GatewayError('REGISTRY_UNREACHABLE', message, { cause }))
    void worker.terminate()
  }

  worker.on('message', ({ near }: FromScan) => pending?.resolve(near))
  worker.on('error', (error) => lose('the surname scan broke down', error))
  worker.on('exit', () => lose('the surname scan ended'))

  return {
    add: (keys) => tell({ kind: 'ADD', keys }),
    async scan(words, edits) {
      if (isLost) throw new GatewayError('REGISTRY_UNREACHABLE', 'the surname scan has ended')
      const asked = Promise.withResolvers<readonly string[]>()
      pending = asked
      const deadline = setTimeout(() => lose(`the surname scan took more than ${deadlineMs} ms`), deadlineMs)
      try {
        tell({ kind: 'SCAN', words, edits })
        return await asked.promise
      } finally {
        clearTimeout(deadline)
        pending = undefined
      }
    },
    get isLost() {
      return isLost
    },
    async end() {
      isLost = true
      await worker.terminate()
    },
  }
}
