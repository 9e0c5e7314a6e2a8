import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { review } from '../../gateway/flow/4-review.ts'
import { COURT, FULL_ORDER, SIGNED_BY_OFFICIAL, STRANGER } from '../support/builders.ts'
import { fakeOrders, fakePorts, fakeTrust, type FakePorts } from '../support/fakes.ts'
import { headReview } from './cases.ts'

async function reviewing(changes: Partial<CaseIn<'HEAD_REVIEW'>> = {}, given: Partial<FakePorts> = {}) {
  const before = headReview(changes)
  const ports = fakePorts({ cases: [before], ...given })
  await review(before, ports)
  const { cases, audit, history, jobs } = ports.store.tables
  return { ports, audit, history, jobs, now: cases.get(before.id) }
}

describe('a body that may have the answer (¶53)', () => {
  test('gets the visa by the order that covers it, and the search begins', async () => {
    const { now, history, audit, jobs } = await reviewing()
    expect(now).toMatchObject({ state: 'QUEUED', eligibility: { eligible: true, rule: 'E1', category: 'COURT' } })
    expect(history).toMatchObject([{ event: 'VISA', actor: 'system by order order-7', paragraph: '¶53' }])
    expect(audit).toMatchObject([
      { event: 'CASE_MOVED', details: { actor: 'system by order order-7' } },
      {
        event: 'ELIGIBILITY_DECIDED',
        result: 'OK',
        details: { rule: 'E1', paragraph: '¶2(1), 17', category: 'COURT' },
      },
    ])
    expect(jobs).toHaveLength(1)
  })

  test.each([
    ['without an order', fakeOrders()],
    ['with an order that covers other events', fakeOrders({ ...FULL_ORDER, covers: [{ event: 'REFUSE_28' }] })],
    ['with an order that begins tomorrow', fakeOrders({ ...FULL_ORDER, validFrom: '2026-03-11' })],
    ['with an order that ended yesterday', fakeOrders({ ...FULL_ORDER, validTo: '2026-03-09' })],
  ])('waits for the Head %s', async (_case, orders) => {
    const { now, jobs, history, audit } = await reviewing({}, { orders })
    expect(now).toMatchObject({ state: 'HEAD_REVIEW', waitsFor: { reason: 'NO_STANDING_ORDER' } })
    expect(audit).toMatchObject([{ event: 'CASE_WAITS' }])
    expect([...jobs, ...history]).toEqual([])
  })

  test('goes on once an order has come, and no longer waits', async () => {
    const { now } = await reviewing({ waitsFor: { reason: 'NO_STANDING_ORDER', paragraph: '¶53' } })
    expect(now).toMatchObject({ state: 'QUEUED' })
    expect(now).not.toHaveProperty('waitsFor')
  })

  test('is judged by the day of the office: an order of tomorrow covers after its midnight', async () => {
    const before = headReview()
    const ports = fakePorts({ cases: [before], orders: fakeOrders({ ...FULL_ORDER, validFrom: '2026-03-11' }) })
    ports.clock.pass(14 * 3600) // 22:00 UTC is midnight in Kaliningrad
    await review(before, ports)
    expect(ports.store.tables.cases.get(before.id)).toMatchObject({ state: 'QUEUED' })
  })
})

describe('a body that may not (¶28, 51)', () => {
  test('is refused by the order that names it, with rule and reason in the audit', async () => {
    const { now, history, audit } = await reviewing({ sender: STRANGER })
    expect(now).toMatchObject({ state: 'REFUSAL_DRAFT', eligibility: { eligible: false, rule: 'E3' } })
    expect(history).toMatchObject([{ event: 'REFUSE', actor: 'system by order order-7', paragraph: '¶51, 75' }])
    expect(audit[1]).toMatchObject({
      event: 'ELIGIBILITY_DECIDED',
      result: 'REFUSED',
      details: { rule: 'E3', paragraph: '¶28, 51, 75', reason: 'NOT_REGISTERED' },
    })
  })

  test('waits for the Head when no order names the refusal', async () => {
    const orders = fakeOrders({ ...FULL_ORDER, covers: FULL_ORDER.covers.filter(({ event }) => event !== 'REFUSE_28') })
    const { now } = await reviewing({ sender: STRANGER }, { orders })
    expect(now).toMatchObject({
      state: 'HEAD_REVIEW',
      waitsFor: { reason: 'NO_STANDING_ORDER', paragraph: '¶28, 51, 75' },
    })
  })

  test('a registered body outside its validity is refused too (E2, E3)', async () => {
    const { now } = await reviewing({}, { trust: fakeTrust([{ ...COURT, validTo: '2026-03-09' }]) })
    expect(now).toMatchObject({ state: 'REFUSAL_DRAFT', eligibility: { reason: 'OUTSIDE_VALIDITY' } })
  })
})

test('what could not be read is decided by a person only', async () => {
  const { now, audit } = await reviewing({ reading: { readable: false, errors: ['x'], official: SIGNED_BY_OFFICIAL } })
  expect(now).toMatchObject({ state: 'HEAD_REVIEW', version: 3 })
  expect(audit).toEqual([])
})
