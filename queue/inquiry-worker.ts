/**
 * Job -> one call into the flow -> what becomes of the job.
 *
 * A fault that may pass is retried with the patience of the job table. A fault that stays (`retry: false`) goes to the
 * dead letter at once. Any other exception is a bug: three tries, as a lock conflict is no fault of ours, then the
 * dead letter.
 */
import { faultOf } from '../gateway/domain/faults.ts'
import type { FaultCode } from '../gateway/domain/faults.ts'
import type { Job } from '../gateway/ports/store.ts'
import { parseJob } from './jobs.ts'

/** The flow's two entrances. Each must be harmless to run twice and for a version that is gone. */
export interface JobHandlers {
  advance(caseId: string, version: number): Promise<void>
  seal(caseId: string): Promise<void>
}

/** Kept with a failed job and shown to operators: codes and places in our source, no messages of strangers. */
export interface JobFailure {
  readonly code: FaultCode | 'BUG'
  /** Bugs in a row. A long outage before the first of them does not use up its tries. */
  readonly bugs: number
  readonly detail: string
}

export type JobOutcome =
  | { readonly status: 'completed' }
  | {
      readonly status: 'failed' | 'deadletter'
      readonly job: Job | undefined
      readonly error: unknown
      readonly failure: JobFailure
    }

/** A job as the queue keeps it; `output` is the failure kept from the attempt before. */
export interface StoredJob {
  readonly name: string
  readonly data: unknown
  readonly output?: unknown
}

const TRIES_OF_A_BUG = 3

/** Never throws: one failed job must not fail its batch. */
export async function runJob({ name, data, output }: StoredJob, handlers: JobHandlers): Promise<JobOutcome> {
  let job: Job | undefined
  try {
    job = parseJob(name, data)
    await (job.name === 'advance' ? handlers.advance(job.caseId, job.version) : handlers.seal(job.caseId))
    return { status: 'completed' }
  } catch (error) {
    return { ...judge(error, output), job, error }
  }
}

function judge(error: unknown, previous: unknown): { status: 'failed' | 'deadletter'; failure: JobFailure } {
  const fault = faultOf(error)
  if (fault !== undefined) {
    const detail = error instanceof Error ? error.message : ''
    return { status: fault.retry ? 'failed' : 'deadletter', failure: { code: fault.code, bugs: 0, detail } }
  }
  const bugs = bugsOf(previous) + 1
  const failure = { code: 'BUG', bugs, detail: placeOf(error) } as const
  return { status: bugs < TRIES_OF_A_BUG ? 'failed' : 'deadletter', failure }
}

function bugsOf(previous: unknown): number {
  const { bugs } = Object(previous) as { bugs?: unknown }
  return typeof bugs === 'number' ? bugs : 0
}

/** Name and first frame only: the message of an unforeseen error may quote the data it stumbled over. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frame = error.stack?.split('\n').find((line) => line.startsWith('    at '))
  return `${error.name}${frame === undefined ? '' : frame.slice(3)}`
}
