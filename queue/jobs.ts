/**
 * The table of jobs: name -> payload, workers, batch, retry, dead letter. A job only points at a case; what has to be
 * done stands in the case itself, so a job that runs twice, late or for an old version finds nothing to do.
 */
import type { Job } from '../gateway/ports/store.ts'

export type JobName = Job['name']

/** What travels: identifiers only, never personal data. */
export type JobPayload = { readonly [Name in JobName]: Omit<Extract<Job, { name: Name }>, 'name'> }[JobName]

export interface JobKind {
  /** Workers in one process; each takes up to `batchSize` jobs at once, runs them side by side, then settles them. */
  readonly workers: number
  readonly batchSize: number
  /** First delay; doubles, with jitter, up to `retryDelayMaxSeconds`. */
  readonly retryDelaySeconds: number
  readonly retryDelayMaxSeconds: number
  readonly retryLimit: number
  /** How long a job may wait before pg-boss deletes it without a word: it must outlast all its retries. */
  readonly retentionSeconds: number
  /** A batch that runs longer is given up and retried. */
  readonly expireInSeconds: number
  readonly deadLetter: string
}

const DAY_SECONDS = 86_400

/** Waits for an operator; nothing takes jobs from it but `resendDeadLetters`. */
export const DEAD_LETTER = { name: 'dead-letter', retentionSeconds: 365 * DAY_SECONDS } as const

/** Nine delays from 5 s to 15 min, then every 15 min: 31 days before the dead letter, longer than any holidays. */
const PATIENT = {
  retryDelaySeconds: 5,
  retryDelayMaxSeconds: 900,
  retryLimit: 3_000,
  retentionSeconds: 60 * DAY_SECONDS,
  expireInSeconds: 900,
  deadLetter: DEAD_LETTER.name,
} as const

/** Few jobs to a batch: a slow peer holds up the batch's other jobs and its worker, no more. */
export const JOBS = {
  advance: { ...PATIENT, workers: 6, batchSize: 5 },
  seal: { ...PATIENT, workers: 2, batchSize: 5 },
} as const satisfies Record<JobName, JobKind>

export const JOB_NAMES = Object.keys(JOBS) as readonly JobName[]

/** Two jobs with one key ask for the same work. */
export function jobKey(job: Job): string {
  return job.name === 'advance' ? `${job.caseId}:${job.version}` : job.caseId
}

export function payloadOf(job: Job): JobPayload {
  return job.name === 'advance' ? { caseId: job.caseId, version: job.version } : { caseId: job.caseId }
}

/** Reads a stored job back. Throws TypeError for a name or payload that this version does not send. */
export function parseJob(name: string, payload: unknown): Job {
  const { caseId, version } = Object(payload) as { caseId?: unknown; version?: unknown }
  if (name === 'advance' && typeof caseId === 'string' && typeof version === 'number') return { name, caseId, version }
  if (name === 'seal' && typeof caseId === 'string') return { name, caseId }
  throw new TypeError('a stored job is not one of the job table')
}
