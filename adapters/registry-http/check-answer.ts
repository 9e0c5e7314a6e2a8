/** An answer is believed when it fits its schema, tells of what was asked, and is as fresh as it has to be. */
import { Ajv, type ValidateFunction } from 'ajv'
import type { ActKind } from '../../gateway/domain/act.ts'
import { isLocalDate } from '../../gateway/domain/local-date.ts'
import { isWithin, type CoverageFinding, type SearchMethod, type Window } from '../../gateway/domain/search.ts'
import type { Candidates } from '../../gateway/ports/registry.ts'
import { coverageOf, type OfficeCoverage, type Years } from './coverage.ts'
import { NoAnswer } from './exchange.ts'
import { COVERAGE_ANSWER, SEARCH_ANSWER } from './schemas.ts'

interface Answer {
  readonly questionId: string
  readonly asOf: string
}

interface Searched {
  readonly method: SearchMethod
  readonly window: Window
}
type SearchAnswer = Answer & Searched & Candidates

interface CoverageAnswer extends Answer {
  readonly kind: ActKind
  readonly offices: readonly OfficeCoverage[]
}

export interface CoverageState {
  readonly coverage: CoverageFinding
  /** Milliseconds of their clock. */
  readonly at: number
}

export interface Expected {
  readonly questionId: string
  readonly now: Date
  /** An answer of an older state is none. */
  readonly maxLagSeconds: number
}

/** Their clock may be ahead of ours by so much. */
const CLOCK_SKEW_SECONDS = 60

const formats = { date: isLocalDate, 'date-time': isInstant }
const ajv = new Ajv({ allErrors: false, strict: true, strictRequired: false, formats })
const validateSearch = ajv.compile<SearchAnswer>(SEARCH_ANSWER)
const validateCoverage = ajv.compile<CoverageAnswer>(COVERAGE_ANSWER)

/** Throws NoAnswer. */
export function checkSearchAnswer(
  answer: unknown,
  expected: Expected & Searched & { readonly kind: ActKind; readonly notBefore: number },
): Candidates {
  const { records, isCut, asOf, method, window } = checkAnswer(answer, validateSearch, expected)
  if (method !== expected.method || window.from !== expected.window.from || window.to !== expected.window.to)
    throw new NoAnswer('something else was searched than was asked for', false)
  if (!records.every((record) => record.kind === expected.kind && isWithin(expected.window, record)))
    throw new NoAnswer('the answer holds records that were not asked for', false)
  // What coverage promises, an earlier state need not hold yet; another of their servers may know it.
  if (Date.parse(asOf) < expected.notBefore)
    throw new NoAnswer('the answer is of a state before that of coverage', true)
  // By our clock no state is of the future.
  return { records, isCut, asOf: Date.parse(asOf) > expected.now.getTime() ? expected.now.toISOString() : asOf }
}

/** Throws NoAnswer. */
export function checkCoverageAnswer(
  answer: unknown,
  expected: Expected & Years & { readonly kind: ActKind },
): CoverageState {
  const { offices, kind, asOf } = checkAnswer(answer, validateCoverage, expected)
  if (kind !== expected.kind) throw new NoAnswer('the answer tells of records of another kind', false)
  if (new Set(offices.map(({ code }) => code)).size < offices.length)
    throw new NoAnswer('the answer names an office twice', false)
  return { coverage: coverageOf(offices, expected), at: Date.parse(asOf) }
}

/** Throws NoAnswer; the reason names places of the schema, no value. */
function checkAnswer<A extends Answer>(answer: unknown, validate: ValidateFunction<A>, expected: Expected): A {
  if (!validate(answer)) {
    const [first] = validate.errors ?? []
    throw new NoAnswer(`the answer does not fit its schema: ${first?.instancePath} ${first?.message}`, false)
  }
  if (answer.questionId !== expected.questionId) throw new NoAnswer('the answer is for another question', false)
  const ageSeconds = (expected.now.getTime() - Date.parse(answer.asOf)) / 1000
  if (ageSeconds > expected.maxLagSeconds) throw new NoAnswer('the answer is of a state too long ago', false)
  if (ageSeconds < -CLOCK_SKEW_SECONDS) throw new NoAnswer('the answer is of a state in the future', false)
  return answer
}

/** Of UTC, as the pattern has it; Date.parse takes 30 February for 2 March. */
function isInstant(text: string): boolean {
  return isLocalDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
}
