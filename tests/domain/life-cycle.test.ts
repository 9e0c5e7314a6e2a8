import { describe, expect, test } from 'vitest'
import type { CaseState } from '../../gateway/domain/case.ts'
import { FINAL_STATES, getTransition, type CaseEvent } from '../../gateway/domain/life-cycle.ts'

type Row = readonly [CaseState | '-', CaseEvent, CaseState, string, string]

/** Rows of domain section 18 that the gateway takes by itself: from, event, to, actor, paragraph. */
const ROWS: readonly Row[] = [
  ['-', 'RECEIVE', 'RECEIVED', 'system', '¶43'],
  ['RECEIVED', 'REGISTER', 'REGISTERED', 'RecordsClerk', '¶31, 49'],
  ['RECEIVED', 'REGISTER_DUPLICATE', 'DUPLICATE', 'system', 'DESIGN'],
  ['REGISTERED', 'PASS_TO_HEAD', 'HEAD_REVIEW', 'IntakeClerk', '¶42-49'],
  ['HEAD_REVIEW', 'REFUSE', 'REFUSAL_DRAFT', 'Head', '¶51, 75'],
  ['REFUSAL_DRAFT', 'SIGN_REFUSAL', 'SIGNED', 'Head', '¶76-77'],
  ['HEAD_REVIEW', 'VISA', 'QUEUED', 'Head', '¶53'],
  ['QUEUED', 'TAKE', 'SEARCHING', 'Searcher', '¶54'],
  ['SEARCHING', 'GIVE_BACK', 'QUEUED', 'Searcher', 'DESIGN'],
  ['SEARCHING', 'MARK_FOUND', 'DRAFTING', 'Searcher', '¶57'],
  ['SEARCHING', 'MARK_NOT_FOUND', 'SUSPENSION_DRAFT', 'Searcher', '¶57, 59'],
  ['SEARCHING', 'MARK_NOT_FOUND', 'LOCAL_ABSENCE_DRAFT', 'Searcher', '¶65(3)'],
  ['SEARCHING', 'MARK_NOT_FOUND', 'DRAFTING', 'Searcher', '¶66(1)'],
  ['SEARCHING', 'MARK_NOT_FOUND', 'REGION_CHECK_DRAFT', 'Searcher', '¶66(2)'],
  ['DRAFTING', 'DRAFT', 'AWAITING_SIGNATURE', 'Drafter', '¶65-68'],
  ['AWAITING_SIGNATURE', 'SIGN', 'SIGNED', 'Head', '¶69'],
  ['SIGNED', 'ISSUE', 'ISSUED', 'Issuer', '¶71, 72, 78'],
  ['ISSUED', 'DISPATCH', 'DISPATCHED', 'RecordsClerk', '¶72, 73(3)'],
  ['DISPATCHED', 'FILE', 'FILED', 'RecordsClerk', '¶73(1), 73(4), 78'],
]

describe('the transitions of section 18', () => {
  test.each(ROWS)('%s --%s--> %s by %s, %s', (from, event, to, role, paragraph) => {
    expect(getTransition(from, event, to)).toEqual({ from, event, to, role, paragraph })
  })
})

test('there are no other transitions', () => {
  const allowed = new Set(ROWS.map(([from, event, to]) => `${from} ${event} ${to}`))
  const states = [...new Set(ROWS.flatMap(([from, , to]) => [from, to]))]
  const events = [...new Set(ROWS.map(([, event]) => event))]
  const combinations = states.flatMap((from) => events.flatMap((event) => states.map((to) => ({ from, event, to }))))
  const accepted = combinations.filter(({ from, event, to }) => {
    if (allowed.has(`${from} ${event} ${to}`) || to === '-') return false
    try {
      getTransition(from, event, to)
      return true
    } catch (error) {
      expect(error).toMatchObject({ code: 'LIFE_CYCLE_VIOLATED' })
      return false
    }
  })
  expect(combinations.length).toBeGreaterThan(4000)
  expect(accepted).toEqual([])
})

test('nothing leaves a final state', () => {
  expect(ROWS.filter(([from]) => from !== '-' && FINAL_STATES.includes(from))).toEqual([])
  const leaving = new Set(ROWS.map(([from]) => from))
  const ends = new Set(ROWS.map(([, , to]) => to).filter((to) => !leaving.has(to)))
  expect([...ends].toSorted()).toEqual(
    [...FINAL_STATES, 'SUSPENSION_DRAFT', 'LOCAL_ABSENCE_DRAFT', 'REGION_CHECK_DRAFT'].toSorted(),
  )
})
