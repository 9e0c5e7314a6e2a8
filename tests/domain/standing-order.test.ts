import { describe, expect, test } from 'vitest'
import { findCoveringOrder, type HeadDecision, type StandingOrder } from '../../gateway/domain/standing-order.ts'

const order: StandingOrder = {
  id: 'order-1',
  validFrom: '2026-02-01',
  validTo: '2026-11-30',
  covers: [
    { event: 'VISA', categories: ['COURT', 'PROSECUTOR'] },
    { event: 'SIGN', result: 'INFORMATION', categories: ['COURT'] },
    { event: 'SIGN', result: 'REFUSAL', categories: ['STRANGER'] },
  ],
}
const VISA_COURT: HeadDecision = { event: 'VISA', category: 'COURT' }
const idOf = (decision: HeadDecision, on = '2026-03-10', orders = [order]) =>
  findCoveringOrder(orders, decision, on)?.id

describe('an order covers what it names and nothing else (section 18, «Automation»)', () => {
  test.each<[string, HeadDecision, boolean]>([
    ['a visa for a named category', VISA_COURT, true],
    ['a visa for another category', { event: 'VISA', category: 'CUSTOMS' }, false],
    ['a refusal it does not name', { event: 'REFUSE_28' }, false],
    [
      'a signature on a named result for a named category',
      { event: 'SIGN', result: 'INFORMATION', category: 'COURT' },
      true,
    ],
    ['another result for that category', { event: 'SIGN', result: 'ABSENCE_NOTICE', category: 'COURT' }, false],
    [
      'that result for a category with a visa only',
      { event: 'SIGN', result: 'INFORMATION', category: 'PROSECUTOR' },
      false,
    ],
    ['a refusal to strangers', { event: 'SIGN', result: 'REFUSAL', category: 'STRANGER' }, true],
    ['a refusal to a registered body', { event: 'SIGN', result: 'REFUSAL', category: 'COURT' }, false],
  ])('%s', (_decision, decision, covered) => {
    expect(idOf(decision)).toBe(covered ? 'order-1' : undefined)
  })

  test('a refusal of ¶28 once it is named', () => {
    expect(idOf({ event: 'REFUSE_28' }, '2026-03-10', [{ ...order, covers: [{ event: 'REFUSE_28' }] }])).toBe('order-1')
  })

  test('nothing without orders', () => {
    expect(idOf(VISA_COURT, '2026-03-10', [])).toBeUndefined()
  })
})

test.each([
  ['the day before it begins', '2026-01-31', undefined],
  ['its first day', '2026-02-01', 'order-1'],
  ['its last day', '2026-11-30', 'order-1'],
  ['the day after its end', '2026-12-01', undefined],
])('an order is in force from its first day to its last: %s', (_day, on, id) => {
  expect(idOf(VISA_COURT, on)).toBe(id)
})

test('the first order in force that covers the decision is the one named in the journal', () => {
  const expired = { ...order, id: 'old', validTo: '2026-02-28' }
  const { validTo: _, ...open } = order
  expect(idOf(VISA_COURT, '2026-03-10', [expired, { ...open, id: 'second' }, { ...order, id: 'third' }])).toBe('second')
})
