/** A queue on a test database: started, recording what it reports, stopped after the test. */
import { afterEach, beforeAll, vi } from 'vitest'
import type { Database } from '../../gateway/ports/database.ts'
import type { Job } from '../../gateway/ports/store.ts'
import { createQueue } from '../../queue/boss.ts'
import type { Queue } from '../../queue/queue.ts'

export interface Harness {
  readonly database: Database
  readonly queue: Queue
  readonly errors: { readonly error: unknown; readonly job: Job | undefined }[]
  /** One committed transaction with these jobs, then a wake. */
  send(...jobs: Job[]): Promise<void>
  /** State of each job in the queue of this name, in the order they were sent. */
  states(name: string): Promise<readonly string[]>
  /** Resolves when the queue has sent no statement for a while. */
  untilQuiet(): Promise<void>
  /** Retries that wait for their time may start now. */
  endDelays(): Promise<void>
}

/** `openHarness` gives a queue without jobs of earlier tests. To be called once in a block of tests. */
export function harnessOf(open: () => Promise<Database>): () => Promise<Harness> {
  const started: Queue[] = []
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterEach(async () => {
    for (const queue of started.splice(0)) await queue.stop(5_000)
  })
  return async () => {
    const errors: Harness['errors'] = []
    const { watched, untilQuiet } = watch(database)
    const queue = createQueue({ database: watched, onError: (error, job) => errors.push({ error, job }) })
    await queue.start()
    started.push(queue)
    await database.query('delete from pgboss.job')
    return { database, queue, errors, untilQuiet, ...actionsOn(database, queue) }
  }
}

function actionsOn(database: Database, queue: Queue): Pick<Harness, 'send' | 'states' | 'endDelays'> {
  return {
    async send(...jobs) {
      await database.transaction(async (sql) => {
        for (const job of jobs) await queue.sendJob(sql, job)
      })
      queue.wake()
    },
    async states(name) {
      const rows = await database.query<{ state: string }>(
        'select state::text from pgboss.job where name = $1 order by created_on, singleton_key',
        [name],
      )
      return rows.map(({ state }) => state)
    },
    async endDelays() {
      await database.query("update pgboss.job set start_after = now() where state = 'retry'")
      queue.wake()
    },
  }
}

/** Turns of the event loop, not time: it is also used while the timers stand still. */
const QUIET_TURNS = 100

function watch(database: Database): { watched: Database; untilQuiet(): Promise<void> } {
  let open = 0
  const watched: Database = {
    ...database,
    async query(text, parameters) {
      open += 1
      return database.query<never>(text, parameters).finally(() => (open -= 1))
    },
  }
  const untilQuiet = async (): Promise<void> => {
    for (let quietTurns = 0; quietTurns < QUIET_TURNS; quietTurns += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      if (open > 0) quietTurns = 0
    }
  }
  return { watched, untilQuiet }
}

/** Polls until the expectation holds. */
export function eventually(expectation: () => unknown): Promise<unknown> {
  return vi.waitFor(expectation, { timeout: 20_000, interval: 20 })
}

/** A point that a handler reaches, where it waits until the test lets it go on. */
export function createGate(): { reached: Promise<void>; pass(): Promise<void>; open(): void } {
  const reached = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  return {
    reached: reached.promise,
    pass() {
      reached.resolve()
      return opened.promise
    },
    open: () => opened.resolve(),
  }
}
