/**
 * The registry port on an external registry system over HTTP. Whatever is not a whole, fitting, fresh answer to this very
 * question is REGISTRY_UNREACHABLE: silence, an error and a misunderstanding are never «no record».
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Subject } from '../../gateway/domain/inquiry.ts'
import type { Clock } from '../../gateway/ports/clock.ts'
import type { Registry } from '../../gateway/ports/registry.ts'
import { createBreaker, type BreakerOptions } from './breaker.ts'
import { checkCoverageAnswer, checkSearchAnswer, type Expected } from './check-answer.ts'
import { createAsk, NoAnswer, type Peer } from './exchange.ts'
import { PATHS } from './openapi.ts'

export interface HttpRegistryOptions extends Omit<Peer, 'maxBytes'>, Omit<BreakerOptions, 'onChange'> {
  readonly clock: Clock
  /** For a question with all its repetitions. */
  readonly deadlineMs: number
  readonly maxLagSeconds: number
  readonly maxBytes?: number
  /** Hears of each question without an answer; the reason holds nothing of the question. */
  readonly onNoAnswer: (failure: { readonly questionId: string; readonly reason: string }) => void
  readonly onBreaker: BreakerOptions['onChange']
  /** Waits between repetitions; rejects when the signal aborts. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
}

const MAX_BYTES = 4_000_000
const ATTEMPTS = 3
const BACKOFF_MS = 200

export function createHttpRegistry(options: HttpRegistryOptions): Registry {
  const { clock, maxLagSeconds } = options
  const ask = createQuestions(options)
  let coveredAt = -Infinity
  return {
    search(subject, window, method) {
      const asked = { method, window, kind: subject.actKind, notBefore: coveredAt, maxLagSeconds }
      return ask(PATHS.search, { method, window, subject: searchedPart(subject) }, (answer, questionId) =>
        checkSearchAnswer(answer, { ...asked, questionId, now: clock.now() }),
      )
    },
    async getCoverage(kind, { fromYear, toYear }) {
      const asked = { kind, fromYear, toYear }
      const { coverage, at } = await ask(PATHS.coverage, asked, (answer, questionId) =>
        checkCoverageAnswer(answer, { ...asked, questionId, now: clock.now(), maxLagSeconds }),
      )
      coveredAt = Math.max(coveredAt, at)
      return coverage
    },
  }
}

type Check<T> = (answer: unknown, questionId: Expected['questionId']) => T

function createQuestions(options: HttpRegistryOptions) {
  const { deadlineMs, failures, openSeconds, elapsed, onNoAnswer, onBreaker } = options
  const ask = createAsk({ ...options, maxBytes: options.maxBytes ?? MAX_BYTES })
  const breaker = createBreaker({ failures, openSeconds, elapsed, onChange: onBreaker })
  return async <T>(path: string, question: object, check: Check<T>): Promise<T> => {
    const questionId = randomUUID()
    const body = { questionId, ...question }
    return breaker.run(async () => {
      const signal = AbortSignal.timeout(deadlineMs)
      try {
        return await repeating(async () => check(await ask({ path, body, signal }), questionId), signal, options)
      } catch (cause) {
        if (!(cause instanceof NoAnswer)) throw cause
        onNoAnswer({ questionId, reason: cause.message })
        throw new GatewayError('REGISTRY_UNREACHABLE', `the registry system did not answer: ${cause.message}`, {
          cause,
        })
      }
    })
  }
}

/** Tries again what may pass, each time after up to twice as long a pause, or when they want it; the last failure is thrown. */
async function repeating<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  { deadlineMs, pause = pauseUnlessAborted }: Pick<HttpRegistryOptions, 'deadlineMs' | 'pause'>,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof NoAnswer) || !error.mayPass || made === ATTEMPTS) throw error
      if (error.retryAfterMs >= deadlineMs) throw error
      // Full jitter: gateways that failed together do not come back together.
      const waited = pause(error.retryAfterMs + Math.random() * BACKOFF_MS * 2 ** made, signal)
      await waited.catch(() => {
        throw error
      })
    }
  }
}

function pauseUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return delay(milliseconds, undefined, { signal })
}

/** What a registry needs to find the record; reasons and purposes stay here. */
function searchedPart({ actKind, persons, period, office, recordNumber }: Subject): object {
  return statedPart({ actKind, persons: persons.map(statedPart), period, office, recordNumber })
}

/** A text left empty is one not stated. */
function statedPart(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))
}
