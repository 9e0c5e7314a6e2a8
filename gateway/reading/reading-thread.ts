/** One reading thread as the main thread sees it: it reads one call at a time, within the deadline or not at all. */
import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { GatewayError } from '../domain/faults.ts'
import type { RevocationStatus } from '../domain/revocation.ts'
import type { IncomingCall } from '../ports/exchange.ts'
import { OPENING_KEYS } from '../ports/keys.ts'
import type { FromThread, KeyQuestion, OpeningKeys, ReadingSetup, ReceivedBytes, StatusQuestion } from './messages.ts'
import type { StatusAnswer, ThreadData, ToThread } from './messages.ts'
import { outcomeNow, outcomeOf, valueOf } from './outcome.ts'
import { createStopwatch } from './stopwatch.ts'

export interface ReadingThread {
  /** Rejects with what the call was refused for, READING_OVERRUN, or an Error when the thread broke down; then it is lost. */
  read(received: ReceivedBytes): Promise<IncomingCall>
  readonly isLost: boolean
  /** Rejects when the thread overruns its deadline or breaks down, at work or idle. */
  readonly lost: Promise<never>
  /** Returns when it has ended. */
  end(): Promise<void>
}

export interface ThreadOptions {
  readonly setup: ReadingSetup
  /** Time for one call on the wall; waiting for a key is not counted. */
  readonly deadlineMs: number
  readonly keys: OpeningKeys
  readonly askStatus: (question: StatusQuestion) => RevocationStatus
  /** The program of the thread; tests have others. */
  readonly program?: URL
}

const PROGRAM = new URL('./thread.ts', import.meta.url)
/** Several times what the largest message needs; beyond it the thread ends, and not the gateway. */
const MAX_HEAP_MB = 512
const END_DEADLINE_MS = 5_000

/** Resolves when the thread can read. Rejects when it ends before. */
export function startThread(options: ThreadOptions): Promise<ReadingThread> {
  const { port1: asked, port2: port } = new MessageChannel()
  const answered = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  answerStatus(asked, new Int32Array(answered), options.askStatus)
  const worker = new Worker(options.program ?? PROGRAM, {
    workerData: { ...options.setup, statusLine: { port, answered } } satisfies ThreadData,
    transferList: [port],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  })
  return new Promise((resolve, reject) => {
    const thread = createThread(worker, options, () => resolve(thread))
    worker.once('exit', () => asked.close())
    thread.lost.catch(reject)
  })
}

function answerStatus(asked: MessagePort, flag: Int32Array, askStatus: ThreadOptions['askStatus']): void {
  asked.on('message', (question: StatusQuestion) => {
    asked.postMessage(outcomeNow(() => askStatus(question)) satisfies StatusAnswer)
    Atomics.store(flag, 0, 1)
    Atomics.notify(flag, 0)
  })
  asked.unref()
}

function createThread(worker: Worker, { deadlineMs, keys }: ThreadOptions, onReady: () => void): ReadingThread {
  const tell = (message: ToThread): void => worker.postMessage(message)
  const lost = Promise.withResolvers<never>()
  let isLost = false
  let pending: PromiseWithResolvers<IncomingCall> | undefined

  function lose(error: unknown): void {
    if (isLost) return
    isLost = true
    stopwatch.stop()
    lost.reject(error)
    settle()?.reject(error)
    void worker.terminate()
  }

  const stopwatch = createStopwatch(deadlineMs, () =>
    lose(new GatewayError('READING_OVERRUN', `a message took more than ${deadlineMs} ms to read`)),
  )

  function settle(): typeof pending {
    const settled = pending
    pending = undefined
    return settled
  }

  async function answerKeys(question: KeyQuestion): Promise<void> {
    stopwatch.pause()
    const answer = await outcomeOf(() => useKey(keys, question))
    if (isLost) return
    stopwatch.resume()
    tell({ kind: 'KEY_ANSWER', answer })
  }

  worker.on('message', (message: FromThread) => {
    if (message.kind === 'READY') return onReady()
    if (message.kind === 'KEY_QUESTION') return void answerKeys(message.question)
    stopwatch.stop()
    const { resolve, reject } = settle() ?? {}
    try {
      resolve?.(valueOf(message.call))
    } catch (error) {
      reject?.(error)
    }
  })
  worker.on('error', lose)
  const ended = once(worker, 'exit').catch(() => undefined)
  worker.on('exit', (code) => lose(new Error(`a reading thread ended with ${code}`)))

  return {
    lost: lost.promise,
    get isLost() {
      return isLost
    },
    read(received) {
      const read = Promise.withResolvers<IncomingCall>()
      pending = read
      stopwatch.start()
      tell({ kind: 'READ', received })
      return read.promise
    },
    async end() {
      if (isLost) return
      isLost = true
      // Of its own accord: to terminate a thread is for one that cannot end otherwise.
      tell({ kind: 'END' })
      const deadline = setTimeout(() => void worker.terminate(), END_DEADLINE_MS)
      await ended
      clearTimeout(deadline)
    },
  }
}

const EMPTY = new Uint8Array()

/** Keys that sign are out of a thread's reach, whatever it asks for. */
function useKey(keys: OpeningKeys, { operation, key, octets }: KeyQuestion): Promise<Uint8Array> {
  if (!OPENING_KEYS.some((opening) => opening === key)) throw new Error(`a reading thread asked for the key ${key}`)
  const [first = EMPTY, second = EMPTY] = octets
  return operation === 'decrypt' ? keys.decrypt(key, first) : keys[operation](key, first, second)
}
