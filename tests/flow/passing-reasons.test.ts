import { expect, test } from 'vitest'
import { createPassingReasons } from '../../gateway/flow/passing-reasons.ts'
import { fakeClock } from '../support/fakes.ts'

function sweeps() {
  const clock = fakeClock()
  const revocation = { revision: 0, getStatus: () => 'GOOD' as const }
  return { clock, revocation, reasons: createPassingReasons({ clock, revocation }) }
}

const BOTH = ['NO_STANDING_ORDER', 'REVOCATION_UNKNOWN']
const ORDERS_ONLY = ['NO_STANDING_ORDER']

test('the first sweep of a process tries everything', () => {
  expect(sweeps().reasons()).toEqual(BOTH)
})

test('cases of unknown revocation are tried again when a source has told something new', () => {
  const { revocation, reasons } = sweeps()
  reasons()
  expect(reasons()).toEqual(ORDERS_ONLY)
  revocation.revision++
  expect(reasons()).toEqual(BOTH)
  expect(reasons()).toEqual(ORDERS_ONLY)
})

test('and every ten minutes without news: one may have been held while the news came, and due dates pass', () => {
  const { clock, reasons } = sweeps()
  reasons()
  clock.pass(599)
  expect(reasons()).toEqual(ORDERS_ONLY)
  clock.pass(1)
  expect(reasons()).toEqual(BOTH)
})
