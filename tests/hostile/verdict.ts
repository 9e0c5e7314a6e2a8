/** Compares what the door said of a hostile message with what it has to say. */
import { isDeepStrictEqual } from 'node:util'
import type { IncomingCall } from '../../gateway/ports/exchange.ts'
import type { Expectation } from './defect.ts'
import type { Answer } from './door.ts'

/** `WRONG_ACCEPT`: something was read that nobody signed, or signed so. */
export type Verdict = 'AS_EXPECTED' | 'WRONG_ACCEPT' | 'CRASH' | 'UNEXPECTED'

/** What the door said, in one word: a fault, or what became of the content and its official. */
export function describeAnswer({ call, fault, crash }: Answer, genuine: IncomingCall): string {
  if (crash !== undefined) return `CRASH ${crash instanceof Error ? crash.message : String(crash)}`
  if (call === undefined) return fault ?? 'nothing'
  if (isDeepStrictEqual(call, genuine)) return 'SAME'
  return call.operation === 'SendRequest' && call.reading.readable ? 'OTHER_TEXT' : 'UNREADABLE'
}

export function judge(answer: Answer, expected: Expectation, genuine: IncomingCall): Verdict {
  if (answer.crash !== undefined) return 'CRASH'
  const said = saidFor(expected, answer, genuine)
  if (said === wordOf(expected)) return 'AS_EXPECTED'
  return answer.call === undefined ? 'UNEXPECTED' : 'WRONG_ACCEPT'
}

/** The expectation in one word, as `describeAnswer` would say it. */
export function wordOf(expected: Expectation): string {
  if ('fault' in expected) return expected.fault
  return expected.read === 'OFFICIAL' ? expected.official : expected.read
}

function saidFor(expected: Expectation, answer: Answer, genuine: IncomingCall): string {
  const { call } = answer
  const isOfOfficial = 'read' in expected && expected.read === 'OFFICIAL'
  if (!isOfOfficial || call?.operation !== 'SendRequest') return describeAnswer(answer, genuine)
  const { official } = call.reading
  return 'code' in official ? official.code : official.verdict
}
