/** What the rest of the gateway sees of the queue. */
import type { Database, Sql } from '../gateway/ports/database.ts'
import type { Job } from '../gateway/ports/store.ts'
import type { JobHandlers } from './inquiry-worker.ts'

export interface QueueOptions {
  readonly database: Database
  /** Every failed attempt with its job, and every fault of the queue itself without one. */
  onError(error: unknown, job?: Job): void
  /** What pg-boss finds worth a look: slow statements, a backlog. */
  onWarning?(message: string): void
}

export interface Queue {
  /** Creates or updates the schema and the queues. Throws STORE_UNREACHABLE. */
  start(): Promise<void>
  /** Sends inside the transaction it is given: the job exists if, and only if, that commits. */
  sendJob(sql: Sql, job: Job): Promise<void>
  /** Sends those of the jobs that nobody takes care of; returns how many it sent. */
  sendMissing(sql: Sql, jobs: readonly Job[], options: MissingOptions): Promise<number>
  /** Starts the workers. */
  work(handlers: JobHandlers): Promise<void>
  /** To be called after a commit that sent jobs: the workers look at once instead of at their next poll. */
  wake(): void
  /** Jobs that were given up and wait for an operator, oldest first. */
  listDeadLetters(): Promise<readonly DeadLetter[]>
  /** Puts every dead letter back into its queue with fresh retries; returns how many. */
  resendDeadLetters(): Promise<number>
  /** Takes no more jobs and waits for the running ones, at most `limitMs`; those still running then are retried. */
  stop(limitMs?: number): Promise<void>
}

export interface MissingOptions {
  /** Whether a job that is marked as running is taken care of, as one that waits or is a dead letter always is. */
  readonly trustRunning: boolean
}

export interface DeadLetter {
  readonly id: string
  readonly job: string
  /** Case, and version if the job has one. */
  readonly key: string
  readonly arrivedAt: Date
  /** What the last attempt left: a JobFailure, or pg-boss's own note of an expiry. */
  readonly failure: unknown
}
