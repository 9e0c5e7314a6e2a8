import { describe, expect, test } from 'vitest'
import type { Case } from '../../gateway/domain/case.ts'
import { advance } from '../../gateway/flow/inquiry-flow.ts'
import { AUTOMATIC_STATES } from '../../gateway/flow/move.ts'
import { actRecord, inquiry, received, registered, SIGNED_BY_OFFICIAL, STRANGER } from '../support/builders.ts'
import { fakeOrders, fakePorts, fakeRegistry, type FakePorts } from '../support/fakes.ts'
import { runToEnd } from '../support/run-to-end.ts'
import { drafting, headReview, queued } from './cases.ts'

async function lived(start: Case, given: Partial<FakePorts> = {}) {
  const ports = fakePorts({ cases: [start], ...given })
  await runToEnd(ports, start)
  const { history, outgoing, cases } = ports.store.tables
  return {
    ports,
    now: cases.get(start.id),
    states: history.map(({ to }) => to),
    versions: history.map(({ version }) => version),
    messages: outgoing.map(({ content, final, sealed }) => [content.form, final, sealed !== undefined]),
  }
}

describe('the life of one inquiry, every job run twice', () => {
  test('a record is found: information', async () => {
    const { states, versions, messages } = await lived(received(), { registry: fakeRegistry([[actRecord()]]) })
    expect(states).toEqual([
      'REGISTERED',
      'HEAD_REVIEW',
      'QUEUED',
      'SEARCHING',
      'DRAFTING',
      'AWAITING_SIGNATURE',
      'SIGNED',
      'ISSUED',
      'DISPATCHED',
      'FILED',
    ])
    expect(versions).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(messages).toEqual([
      ['STATUS', false, true],
      ['REPLY', true, true],
    ])
  })

  test('no record: an absence notice', async () => {
    const { now, messages } = await lived(received())
    expect(now).toMatchObject({ state: 'FILED', draft: { kind: 'ABSENCE_NOTICE' }, journalNumber: '2026-1' })
    expect(messages.at(-1)).toEqual(['REPLY', true, true])
  })

  test('a stranger: a refusal travels the same road', async () => {
    const reading = {
      readable: true,
      inquiry: inquiry({ requester: { id: 'heir-39', name: 'ООО «Наследник»' } }),
      official: SIGNED_BY_OFFICIAL,
    } as const
    const { states, messages } = await lived(received({ sender: STRANGER, reading }))
    expect(states).toEqual(['REGISTERED', 'HEAD_REVIEW', 'REFUSAL_DRAFT', 'SIGNED', 'ISSUED', 'DISPATCHED', 'FILED'])
    expect(messages).toEqual([
      ['STATUS', false, true],
      ['STATUS', false, true],
      ['REJECTED', true, true],
    ])
  })

  test('a duplicate: the first number, sealed, and the end', async () => {
    const first = registered({ id: '00000000-0000-4000-8000-0000000000f1', number: '39000000-2026-000041' })
    const ports = fakePorts({ cases: [first, received()] })
    await runToEnd(ports, received())
    expect(ports.store.tables.cases.get(received().id)).toMatchObject({ state: 'DUPLICATE' })
    expect(ports.store.tables.outgoing).toMatchObject([{ final: true, sealed: expect.any(Uint8Array) as Uint8Array }])
  })

  test('without standing orders it stops at the Head', async () => {
    const { now, states } = await lived(received(), { orders: fakeOrders() })
    expect(states).toEqual(['REGISTERED', 'HEAD_REVIEW'])
    expect(now).toMatchObject({ waitsFor: { reason: 'NO_STANDING_ORDER' } })
  })
})

describe('a job takes effect only on the version it was sent for', () => {
  test.each([
    ['an earlier version', 3],
    ['a later version', 5],
  ])('%s does nothing', async (_which, version) => {
    const ports = fakePorts({ cases: [queued()] })
    await advance(queued().id, version, ports)
    expect(ports.store.tables.history).toEqual([])
  })

  test('an unknown case does nothing', async () => {
    const ports = fakePorts()
    await advance(queued().id, 4, ports)
    expect(ports.store.tables.history).toEqual([])
  })

  test('a final state has no step', async () => {
    const duplicate = { ...received(), state: 'DUPLICATE' as const, firstNumber: 'x' }
    const ports = fakePorts({ cases: [duplicate] })
    await advance(duplicate.id, 1, ports)
    expect(ports.store.tables.history).toEqual([])
  })
})

describe('nothing advances past a reason to wait for a person', () => {
  test.each<[string, Case]>([
    ['intake grounds', headReview({ waitsFor: { reason: 'INTAKE_GROUNDS', paragraph: '¶47' } })],
    ['an adoption', headReview({ waitsFor: { reason: 'ADOPTION_SECRECY', paragraph: 'C1, C2' } })],
    ['a found record of a bare name', drafting({ waitsFor: { reason: 'WEAK_IDENTITY', paragraph: '¶57' } })],
  ])('%s, though an order would cover the step and a job was sent', async (_reason, waiting) => {
    const ports = fakePorts({ cases: [waiting] })
    await advance(waiting.id, waiting.version, ports)
    expect(ports.store.tables.cases.get(waiting.id)).toEqual(waiting)
  })

  test('but what waits for a standing order is asked again', async () => {
    const waiting = headReview({ waitsFor: { reason: 'NO_STANDING_ORDER', paragraph: '¶53' } })
    const ports = fakePorts({ cases: [waiting] })
    await advance(waiting.id, waiting.version, ports)
    expect(ports.store.tables.cases.get(waiting.id)).toMatchObject({ state: 'QUEUED' })
  })
})

test('states in which a person acts have no step', () => {
  for (const state of ['SUSPENSION_DRAFT', 'LOCAL_ABSENCE_DRAFT', 'REGION_CHECK_DRAFT', 'FILED', 'DUPLICATE'])
    expect(AUTOMATIC_STATES).not.toContain(state)
})
