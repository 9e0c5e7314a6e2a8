/** The thread of the surname scan as the main thread sees it: one scan at a time, within the deadline or not at all. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { FromScan, ToScan } from './scan-messages.ts'

export interface ScanThread {
  add(keys: readonly string[]): void
  /** Throws REGISTRY_UNREACHABLE when the thread breaks down or overruns the deadline, and is lost; or has not come up. */
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
const END_DEADLINE_MS = 5_000

/**
 * The process may end while the thread waits for something to do. A thread that is still starting is never terminated, as
 * that may end the process: a scan that it keeps waiting is given up, and the next one waits for the same thread.
 */
export function startScanThread({ deadlineMs, program = PROGRAM }: ScanOptions): ScanThread {
  const worker = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } })
  worker.unref()
  const tell = (message: ToScan): void => worker.postMessage(message)
  const ready = Promise.withResolvers<void>()
  const exited = Promise.withResolvers<void>()
  let [isReady, isLost] = [false, false]
  let pending: PromiseWithResolvers<readonly string[]> | undefined

  function giveUp(message: string, cause?: unknown): void {
    pending?.reject(new GatewayError('REGISTRY_UNREACHABLE', message, { cause }))
  }

  function lose(message: string, cause?: unknown): void {
    isLost = true
    giveUp(message, cause)
  }

  function overrun(): void {
    if (!isReady) return giveUp(`the surname scan has not come up within ${deadlineMs} ms`)
    lose(`the surname scan took more than ${deadlineMs} ms`)
    void worker.terminate()
  }

  worker.on('message', (message: FromScan) => {
    if (message.kind === 'NEAR') return pending?.resolve(message.near)
    isReady = true
    ready.resolve()
  })
  worker.on('error', (error) => lose('the surname scan broke down', error))
  worker.on('exit', () => {
    lose('the surname scan ended')
    exited.resolve()
  })

  return {
    add: (keys) => tell({ kind: 'ADD', keys }),
    async scan(words, edits) {
      if (isLost) throw new GatewayError('REGISTRY_UNREACHABLE', 'the surname scan has ended')
      const asked = Promise.withResolvers<readonly string[]>()
      pending = asked
      const deadline = setTimeout(overrun, deadlineMs)
      try {
        await Promise.race([ready.promise, asked.promise])
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
      // What is waited for must hold the process.
      worker.ref()
      // Of its own accord: to terminate a thread is for one that cannot end otherwise.
      tell({ kind: 'END' })
      const late = sleep(END_DEADLINE_MS, 'LATE' as const, { ref: false })
      if ((await Promise.race([exited.promise, late])) !== 'LATE') return
      if (isReady) await worker.terminate()
      else worker.unref()
    },
  }
}
