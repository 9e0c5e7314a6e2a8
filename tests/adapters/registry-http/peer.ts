/** The gateway's side of the interface as tests need it, and answers of a registry system that keeps to it. */
import type { BreakerState } from '../../../adapters/registry-http/breaker.ts'
import nock from 'nock'
import { createHttpRegistry, type HttpRegistryOptions } from '../../../adapters/registry-http/http-registry.ts'
import type { Registry } from '../../../gateway/ports/registry.ts'
import { actRecord, NOW } from '../../support/builders.ts'
import { fakeClock, type FakeClock } from '../../support/fakes.ts'

export const ORIGIN = 'https://registry.example'

export interface AskedRegistry {
  readonly registry: Registry
  readonly clock: FakeClock
  readonly reasons: readonly string[]
  readonly states: readonly BreakerState[]
  readonly pauses: readonly number[]
}

export function askedRegistry(changes: Partial<HttpRegistryOptions> = {}): AskedRegistry {
  const clock = fakeClock()
  const reasons: string[] = []
  const states: BreakerState[] = []
  const pauses: number[] = []
  const registry = createHttpRegistry({
    url: ORIGIN,
    clock,
    elapsed: () => clock.now().getTime(),
    deadlineMs: 20_000,
    maxLagSeconds: 60,
    failures: 3,
    openSeconds: 30,
    onNoAnswer: ({ reason }) => reasons.push(reason),
    onBreaker: (state) => states.push(state),
    pause: async (milliseconds) => pauses.push(milliseconds),
    ...changes,
  })
  return { registry, clock, reasons, states, pauses }
}

export interface Question {
  readonly questionId: string
  readonly [asked: string]: unknown
}

interface Given {
  readonly path?: '/v1/search' | '/v1/coverage'
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly times?: number
}

/** What the registry system answers next; `answer` is given the question as it came. */
export function answering(answer: (question: Question) => unknown, given: Given = {}): nock.Scope {
  const { path = '/v1/search', status = 200, headers, times = 1 } = given
  let question: Question
  return nock(ORIGIN)
    .post(path, (body: Question) => {
      question = body
      return true
    })
    .times(times)
    .reply(status, () => answer(question) as object, { 'content-type': 'application/json', ...headers })
}

export function searchAnswer({ questionId, method, window }: Question, changes: object = {}): object {
  const searched = { questionId, asOf: NOW.toISOString(), method, window }
  return { ...searched, isCut: false, records: [actRecord()], ...changes }
}

export const HOLDING = { archive: 'Государственный архив', fond: 'Р-1', inventory: '2' }

type Span = readonly [fromYear: number, toYear: number, state: string]

export function coverageAnswer({ questionId, kind }: Question, ...spans: readonly Span[]) {
  const coverage = spans.map(spanOf)
  return { questionId, asOf: NOW.toISOString(), kind, offices: [{ code: '39000001', name: 'Отдел ЗАГС', coverage }] }
}

function spanOf([fromYear, toYear, state]: Span): object {
  return { fromYear, toYear, state, ...(state === 'TRANSFERRED' ? HOLDING : {}) }
}
