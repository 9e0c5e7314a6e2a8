import { describe, expect, test } from 'vitest'
import type { Moved } from '../../gateway/flow/move.ts'
import { hold, move } from '../../gateway/flow/move.ts'
import { NOW, registered } from '../support/builders.ts'
import { fakePorts } from '../support/fakes.ts'
import { headReview, queued, searching } from './cases.ts'

const TAKE: Moved = { event: 'TAKE', next: searching() }
const NO_ORDER = { reason: 'NO_STANDING_ORDER', paragraph: '¶53' } as const

describe('a move', () => {
  test('commits state, history, audit and next job together', async () => {
    const ports = fakePorts({ cases: [queued()] })
    await move(queued(), ports, () => TAKE)
    const { cases, history, audit, jobs } = ports.store.tables
    const { id } = queued()
    expect(cases.get(id)).toMatchObject({ state: 'SEARCHING', version: 5 })
    const step = { paragraph: '¶54', from: 'QUEUED', event: 'TAKE', to: 'SEARCHING' }
    expect(history).toEqual([{ caseId: id, version: 5, at: NOW.toISOString(), actor: 'system', ...step }])
    expect(audit).toEqual([
      {
        at: NOW.toISOString(),
        event: 'CASE_MOVED',
        result: 'OK',
        requester: 'court-39',
        caseId: id,
        caseNumber: '39000000-2026-000001',
        details: { actor: 'system', ...step },
      },
    ])
    expect(jobs).toEqual([{ name: 'advance', caseId: id, version: 5 }])
  })

  test('adds the evidence of its step to the audit, with the columns of the case', async () => {
    const ports = fakePorts({ cases: [queued()] })
    const evidence = { event: 'SEARCHED', result: 'OK', details: { mark: 'FOUND' } } as const
    await move(queued(), ports, () => ({ ...TAKE, audit: [evidence] }))
    expect(ports.store.tables.audit[1]).toMatchObject({ ...evidence, requester: 'court-39', caseId: queued().id })
  })

  test.each([
    ['the case has moved on since its step read it', [queued({ version: 6 })]],
    ['the case is not there', []],
  ])('has no effect when %s', async (_reason, cases) => {
    const ports = fakePorts({ cases })
    const before = structuredClone(ports.store.tables)
    await move(queued(), ports, () => expect.fail('nothing is to be decided'))
    expect(ports.store.tables).toEqual(before)
  })

  test('run twice at once takes effect once', async () => {
    const ports = fakePorts({ cases: [queued()] })
    await Promise.all([move(queued(), ports, () => TAKE), move(queued(), ports, () => TAKE)])
    expect(ports.store.tables.history).toHaveLength(1)
    expect(ports.store.tables.jobs).toHaveLength(1)
  })

  test('leaves nothing behind when its decision throws half way', async () => {
    const ports = fakePorts({ cases: [queued()] })
    const before = structuredClone(ports.store.tables)
    const moving = move(queued(), ports, async (work) => {
      await work.nextNumber({ journal: 'ABSENCE', office: 'x', year: 2026 })
      throw new Error('half way')
    })
    await expect(moving).rejects.toThrow('half way')
    expect(ports.store.tables).toEqual(before)
  })

  test('leaves nothing behind when the commit is lost, and can be run again', async () => {
    const ports = fakePorts({ cases: [queued()] })
    const before = structuredClone(ports.store.tables)
    ports.store.failNextCommit()
    await expect(move(queued(), ports, () => TAKE)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    expect(ports.store.tables).toEqual(before)
    await move(queued(), ports, () => TAKE)
    expect(ports.store.tables.jobs).toHaveLength(1)
  })
})

describe('only the transitions of section 18', () => {
  test('another one is refused and changes nothing', async () => {
    const ports = fakePorts({ cases: [registered()] })
    const moving = move(registered(), ports, () => TAKE)
    await expect(moving).rejects.toMatchObject({ code: 'LIFE_CYCLE_VIOLATED' })
    expect(ports.store.tables).toMatchObject({ history: [], audit: [], jobs: [] })
  })

  test("a decision of the Head is never the system's own: an order must be named", async () => {
    const ports = fakePorts({ cases: [headReview()] })
    const visa: Moved = { event: 'VISA', next: queued() }
    await expect(move(headReview(), ports, () => visa)).rejects.toMatchObject({ code: 'LIFE_CYCLE_VIOLATED' })
    await move(headReview(), ports, () => ({ ...visa, actor: 'system by order order-7' }))
    expect(ports.store.tables.history).toMatchObject([{ event: 'VISA', actor: 'system by order order-7' }])
  })
})

describe('no next job', () => {
  test.each<[string, Moved]>([
    ['for a case that waits for a person', { ...TAKE, next: { ...searching(), waitsFor: NO_ORDER } }],
    ['for a move that asks for a pause', { ...TAKE, pause: true }],
  ])('%s', async (_reason, moved) => {
    const ports = fakePorts({ cases: [queued()] })
    await move(queued(), ports, () => moved)
    expect(ports.store.tables.jobs).toEqual([])
    expect(ports.store.tables.history).toHaveLength(1)
  })
})

describe('a hold', () => {
  test('keeps the reason and audits it, without a new version or a job', async () => {
    const ports = fakePorts({ cases: [headReview()] })
    await hold(headReview(), ports, NO_ORDER)
    const { cases, audit, history, jobs } = ports.store.tables
    expect(cases.get(headReview().id)).toMatchObject({ state: 'HEAD_REVIEW', version: 3, waitsFor: NO_ORDER })
    expect(audit).toMatchObject([
      { event: 'CASE_WAITS', requester: 'court-39', details: { state: 'HEAD_REVIEW', ...NO_ORDER } },
    ])
    expect([...history, ...jobs]).toEqual([])
  })

  test('happens once, however often its step runs, one after the other or at once', async () => {
    const ports = fakePorts({ cases: [headReview()] })
    await Promise.all([hold(headReview(), ports, NO_ORDER), hold(headReview(), ports, NO_ORDER)])
    await hold(headReview({ waitsFor: NO_ORDER }), ports, NO_ORDER)
    expect(ports.store.tables.audit).toHaveLength(1)
  })

  test('with another reason is told again', async () => {
    const ports = fakePorts({ cases: [headReview({ waitsFor: { reason: 'INTAKE_GROUNDS', paragraph: '¶47' } })] })
    await hold(headReview(), ports, NO_ORDER)
    expect(ports.store.tables.audit).toHaveLength(1)
  })

  test('has no effect on a case that has moved on', async () => {
    const ports = fakePorts({ cases: [queued()] })
    await hold(headReview(), ports, NO_ORDER)
    expect(ports.store.tables.audit).toEqual([])
    expect(ports.store.tables.cases.get(queued().id)).toEqual(queued())
  })
})
