/**
 * The sweep: the cases themselves say what is still to be done, and whatever of it has no job gets one again.
 *
 * At start-up it brings back at once what a killed process had in hand, as pg-boss would notice the death only after
 * its heartbeat. Later it is the safety net under the queue: work whose job was deleted after its retention comes back.
 * It also tells of dead letters, whichever way they came there.
 */
import type { Database } from '../gateway/ports/database.ts'
import type { Reads } from '../gateway/ports/store.ts'
import type { DeadLetter, MissingOptions, Queue } from './queue.ts'

export interface SweepOptions {
  readonly listUnfinishedWork: () => ReturnType<Reads['listUnfinishedWork']>
  readonly database: Database
  readonly queue: Queue
  readonly intervalSeconds?: number
  onError(error: unknown): void
  /** Once per process for each dead letter, so also for those an earlier process left. */
  onDeadLetter(letter: DeadLetter): void
}

export interface Sweep {
  /** The first pass; to be awaited before the workers start. Throws what the store throws. */
  start(): Promise<void>
  stop(): Promise<void>
}

const INTERVAL_SECONDS = 60
/** Bounds one statement and the time that PGlite's only connection is taken. */
const CHUNK = 2_000

export function createSweep(options: SweepOptions): Sweep {
  const told = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  const pass = async (trust: MissingOptions): Promise<void> => {
    await sendUnfinished(options, trust)
    await tellDeadLetters(options, told)
  }
  const passAgain = (): void => {
    running ??= pass({ trustRunning: true })
      .catch((error: unknown) => options.onError(error))
      .finally(() => (running = undefined))
  }

  return {
    async start() {
      // Jobs marked as running now are another process's, or nobody's: doing them twice is harmless.
      await pass({ trustRunning: false })
      timer = setInterval(passAgain, (options.intervalSeconds ?? INTERVAL_SECONDS) * 1000).unref()
    },
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

async function sendUnfinished(options: SweepOptions, trust: MissingOptions): Promise<void> {
  const { database, queue } = options
  const jobs = await options.listUnfinishedWork()
  for (let from = 0; from < jobs.length; from += CHUNK) {
    const chunk = jobs.slice(from, from + CHUNK)
    const sent = await database.transaction((sql) => queue.sendMissing(sql, chunk, trust))
    if (sent > 0) queue.wake()
  }
}

async function tellDeadLetters({ queue, onDeadLetter }: SweepOptions, told: Set<string>): Promise<void> {
  const letters = await queue.listDeadLetters()
  const arrived = letters.filter(({ id }) => !told.has(id))
  told.clear()
  for (const { id } of letters) told.add(id)
  for (const letter of arrived) onDeadLetter(letter)
}
