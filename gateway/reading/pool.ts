/**
 * The reading threads together: calls wait their turn in a queue that is bounded, a thread that overruns its deadline or
 * breaks down is replaced, and the others go on meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { GatewayError } from '../domain/faults.ts'
import type { IncomingCall, ReadCall } from '../ports/exchange.ts'
import type { ReceivedBytes } from './messages.ts'
import { startThread, type ReadingThread, type ThreadOptions } from './reading-thread.ts'

export interface ReadingPool {
  /** As ReadCall says; also READING_OVERRUN, and READING_BUSY when too much waits already. */
  readonly readCall: ReadCall
  /** Resolves when the first thread can read; the others are started when they are needed. */
  start(): Promise<void>
  /** Ends the threads after everything that was asked of them. */
  close(): Promise<void>
}

export interface PoolOptions extends ThreadOptions {
  readonly threads: number
  /** Hears of every thread that was lost or could not be started. */
  readonly onThreadLost: (error: unknown) => void
}

const MAX_WAITING_CALLS = 512
const MAX_WAITING_BYTES = 64 * 1024 * 1024
const RESTART_PAUSE_MS = 1000

interface Waiting {
  readonly received: ReceivedBytes
  readonly resolve: (call: IncomingCall) => void
  readonly reject: (error: unknown) => void
}

export function createReadingPool(options: PoolOptions): ReadingPool {
  const threads = new Set<ReadingThread>()
  const idle: ReadingThread[] = []
  const waiting: Waiting[] = []
  let [waitingBytes, starting, isClosed] = [0, 0, false]
  let onDrained = (): void => undefined

  const isDrained = (): boolean => waiting.length === 0 && starting === 0 && idle.length === threads.size

  const isAsked = (): boolean => !isClosed || waiting.length > 0

  async function addThread(): Promise<void> {
    starting++
    try {
      const thread = await startThread(options)
      thread.lost.catch((error: unknown) => drop(thread, error))
      threads.add(thread)
      idle.push(thread)
    } finally {
      starting--
      if (isDrained()) onDrained()
    }
    serve()
  }

  /** Lost at work or idle: no call may be given to it any more. */
  function drop(thread: ReadingThread, error: unknown): void {
    threads.delete(thread)
    const place = idle.indexOf(thread)
    if (place !== -1) idle.splice(place, 1)
    if (isDrained()) onDrained()
    void replaceThread(error)
  }

  /** One that cannot be started now may be so in a second: what the first was started from is still there. */
  async function replaceThread(lost: unknown): Promise<void> {
    for (let failure = lost; isAsked();) {
      options.onThreadLost(failure)
      try {
        return await addThread()
      } catch (error) {
        failure = error
        await sleep(RESTART_PAUSE_MS, undefined, { ref: false })
      }
    }
  }

  function serve(): void {
    while (waiting.length > 0) {
      const thread = idle.pop()
      if (!thread) {
        if (threads.size + starting < options.threads) void addThread().catch(replaceThread)
        return
      }
      const next = waiting.shift()
      if (next) void readWith(thread, next)
    }
    if (isDrained()) onDrained()
  }

  async function readWith(thread: ReadingThread, { received, resolve, reject }: Waiting): Promise<void> {
    waitingBytes -= received.bytes.length
    try {
      resolve(await thread.read(received))
    } catch (error) {
      reject(error)
    }
    if (thread.isLost) return
    idle.push(thread)
    serve()
  }

  return {
    readCall: (bytes, receivedAt, packageType) => {
      if (isClosed || waiting.length >= MAX_WAITING_CALLS || waitingBytes + bytes.length > MAX_WAITING_BYTES)
        return Promise.reject(new GatewayError('READING_BUSY', `${waiting.length} messages wait to be read`))
      // A copy of its own: a small body shares its memory with others, and all of that would go over.
      const received = { bytes: Uint8Array.from(bytes), receivedAt, packageType }
      return new Promise((resolve, reject) => {
        waitingBytes += bytes.length
        waiting.push({ received, resolve, reject })
        serve()
      })
    },
    start: addThread,
    async close() {
      isClosed = true
      if (!isDrained()) await new Promise<void>((resolve) => (onDrained = resolve))
      await Promise.all([...threads].map((thread) => thread.end()))
    },
  }
}
