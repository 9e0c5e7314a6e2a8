/**
 * The queue: pg-boss over our own database port, on both backends, so that a job commits with the state it belongs to.
 *
 * A job is sent only inside the caller's transaction. (Sent through pg-boss's own connection while that transaction is
 * open, it would wait for PGlite's only connection for ever.) Delivery is at least once.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import type { Db, JobResult, JobWithMetadata, UpdateQueueOptions } from 'pg-boss'
import { faultOf } from '../gateway/domain/faults.ts'
import type { Database, Sql } from '../gateway/ports/database.ts'
import type { Job } from '../gateway/ports/store.ts'
import { runJob } from './inquiry-worker.ts'
import type { JobHandlers } from './inquiry-worker.ts'
import { DEAD_LETTER, JOB_NAMES, JOBS, jobKey, payloadOf } from './jobs.ts'
import type { JobName } from './jobs.ts'
import type { DeadLetter, MissingOptions, Queue, QueueOptions } from './queue.ts'

const POLL_SECONDS = 1
/** A dead process's jobs are taken over after heartbeat + supervision; at a start the sweep is faster. */
const HEARTBEAT_SECONDS = 30
const SUPERVISE_SECONDS = 15
const KEEP_FINISHED_SECONDS = 86_400
const STOP_LIMIT_MS = 30_000
const NO_JOB = '00000000-0000-0000-0000-000000000000'

/** Work that is on its way, of the keys $2; `not blocked` lets the first branch use pg-boss's own fetch index. */
const PRESENT_JOBS = `
  select name, singleton_key as key from pgboss.job
   where name = any($1::text[]) and state < 'active' and not blocked and singleton_key = any($2::text[])
  union all
  select name, singleton_key from pgboss.job
   where $4::boolean and name = any($1::text[]) and state = 'active' and singleton_key = any($2::text[])
  union all
  select source_name, singleton_key from pgboss.job
   where name = $3 and state < 'active' and not blocked and singleton_key = any($2::text[])`

export function createQueue({ database, onError, onWarning }: QueueOptions): Queue {
  const boss = new PgBoss({
    db: throughDatabase(database),
    backend: database.backend === 'pglite' ? 'pglite' : 'postgres',
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  })
  boss.on('error', (error) => onError(error))
  boss.on('warning', ({ message }) => onWarning?.(message))
  const workers: string[] = []
  let isWaking = false
  const wake = (): void => {
    // Many commits of one turn of the event loop need one look.
    if (isWaking) return
    isWaking = true
    setImmediate(() => {
      isWaking = false
      for (const worker of workers) boss.notifyWorker(worker)
    })
  }

  return {
    start: () => startBoss(boss),
    async sendJob(sql, job) {
      await boss.send(job.name, payloadOf(job), { singletonKey: jobKey(job), db: throughSql(sql) })
    },
    sendMissing: (sql, jobs, options) => sendMissing(boss, sql, { jobs, ...options }),
    async work(handlers) {
      for (const name of JOB_NAMES) workers.push(...(await startWorkers(boss, name, { handlers, onError })))
    },
    wake,
    listDeadLetters: () => listDeadLetters(boss),
    async resendDeadLetters() {
      // By id: a letter that comes straight back is not sent round again.
      const ids = (await listDeadLetters(boss)).map(({ id }) => id)
      const resent = ids.length === 0 ? 0 : await boss.redrive(DEAD_LETTER.name, { ids, limit: ids.length })
      wake()
      return resent
    },
    stop: (limitMs = STOP_LIMIT_MS) => stopBoss(boss, limitMs),
  }
}

/**
 * pg-boss sends its scripts as one text, `BEGIN; ...; COMMIT;`. They run in a transaction of the port, so that a failed
 * one does not leave the only connection of PGlite inside an aborted transaction.
 */
function throughDatabase(database: Database): Db {
  return {
    async executeSql(text, values) {
      const script = /^\s*BEGIN;(.*)COMMIT;\s*$/s.exec(text)?.[1]
      if (script === undefined) return throughSql(database).executeSql(text, values)
      return database.transaction((sql) => throughSql(sql).executeSql(script))
    },
  }
}

function throughSql(sql: Sql): Db {
  return {
    async executeSql(text, values) {
      return { rows: [...(await sql.query(text, values))] }
    },
  }
}

async function startBoss(boss: PgBoss): Promise<void> {
  // Of two processes that create or migrate the schema at once one fails; the next time it finds the work done.
  await boss.start().catch((error: unknown) => {
    if (faultOf(error)) throw error
    return boss.start()
  })
  await defineQueue(boss, DEAD_LETTER.name, { retentionSeconds: DEAD_LETTER.retentionSeconds })
  for (const name of JOB_NAMES) {
    const kind = JOBS[name]
    await defineQueue(boss, name, {
      retryLimit: kind.retryLimit,
      retryDelay: kind.retryDelaySeconds,
      retryDelayMax: kind.retryDelayMaxSeconds,
      retryBackoff: true,
      expireInSeconds: kind.expireInSeconds,
      retentionSeconds: kind.retentionSeconds,
      deleteAfterSeconds: KEEP_FINISHED_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deadLetter: kind.deadLetter,
    })
  }
}

async function defineQueue(boss: PgBoss, name: string, options: UpdateQueueOptions): Promise<void> {
  await boss.createQueue(name)
  // An existing queue keeps what it was created with: a changed job table must reach it.
  await boss.updateQueue(name, options)
  // pg-boss must know the queue before the first send: looking it up inside a transaction would wait for PGlite's only
  // connection for ever.
  await boss.findJobs(name, { id: NO_JOB })
}

interface Missing extends MissingOptions {
  readonly jobs: readonly Job[]
}

async function sendMissing(boss: PgBoss, sql: Sql, { jobs, trustRunning }: Missing): Promise<number> {
  const present = await sql.query<{ name: string; key: string }>(PRESENT_JOBS, [
    [...JOB_NAMES],
    jobs.map(jobKey),
    DEAD_LETTER.name,
    trustRunning,
  ])
  const keys = new Set(present.map(({ name, key }) => `${name} ${key}`))
  const missing = jobs.filter((job) => !keys.has(`${job.name} ${jobKey(job)}`))
  for (const name of JOB_NAMES) {
    const rows = missing.filter((job) => job.name === name)
    const inserts = rows.map((job) => ({ data: payloadOf(job), singletonKey: jobKey(job) }))
    if (inserts.length > 0) await boss.insert(name, inserts, { db: throughSql(sql) })
  }
  return missing.length
}

interface Work extends Pick<QueueOptions, 'onError'> {
  readonly handlers: JobHandlers
}

/** One pg-boss worker per call: only so does each get an id of its own and can be woken. */
async function startWorkers(boss: PgBoss, name: JobName, work: Work): Promise<readonly string[]> {
  const { workers, batchSize } = JOBS[name]
  const options = {
    batchSize,
    pollingIntervalSeconds: POLL_SECONDS,
    burstWhenBatchFull: true,
    perJobResults: true,
    includeMetadata: true,
  } as const
  const run = (jobs: JobWithMetadata[]) => Promise.all(jobs.map((job) => settle(job, work)))
  return Promise.all(Array.from({ length: workers }, () => boss.work(name, options, run)))
}

async function settle(stored: JobWithMetadata, { handlers, onError }: Work): Promise<JobResult> {
  const outcome = await runJob(stored, handlers)
  if (outcome.status === 'completed') return { id: stored.id, status: outcome.status }
  onError(outcome.error, outcome.job)
  return { id: stored.id, status: outcome.status, output: outcome.failure }
}

async function listDeadLetters(boss: PgBoss): Promise<readonly DeadLetter[]> {
  const jobs = await boss.findJobs(DEAD_LETTER.name, { queued: true })
  return jobs
    .toSorted((a, b) => a.createdOn.getTime() - b.createdOn.getTime())
    .map(({ id, sourceName, singletonKey, createdOn, sourceOutput }) => ({
      id,
      job: sourceName ?? '',
      key: singletonKey ?? '',
      arrivedAt: createdOn,
      failure: sourceOutput,
    }))
}

async function stopBoss(boss: PgBoss, limitMs: number): Promise<void> {
  const limit = new AbortController()
  const idle = Promise.all(JOB_NAMES.map((name) => boss.offWork(name, { wait: true })))
  await Promise.race([idle, delay(limitMs, undefined, { signal: limit.signal }).catch(() => undefined)])
  limit.abort()
  // Whatever still runs is marked for a retry here; its completion will find the job no longer its own.
  await boss.stop({ graceful: false, close: false })
}
