import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import type { Sender } from '../../gateway/domain/requester.ts'
import { review } from '../../gateway/flow/4-review.ts'
import { signReply } from '../../gateway/flow/7-sign.ts'
import { COURT, child, inquiry, SIGNED_BY_OFFICIAL, STRANGER, subject } from '../support/builders.ts'
import { fakePorts, fakeTrust, SEARCH_LIMITS, type FakePorts } from '../support/fakes.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { awaitingSignature, headReview } from './cases.ts'

const PROSECUTOR = { ...COURT, id: 'prosecutor-39' }
const PROSECUTOR_SENDER: Sender = { kind: 'REGISTERED', requesterId: PROSECUTOR.id, systemId: '1', queue: '1' }
const GIVEN_NAMES = ['Анна', 'Борис', 'Вера', 'Глеб', 'Дарья', 'Егор', 'Жанна']

/** The nth inquiry, about somebody of another surname, given name and birth date than any other one. */
function asking(nth: number, changes: Partial<CaseIn<'HEAD_REVIEW'>> = {}, person: Parameters<typeof child>[0] = {}) {
  const own = {
    familyName: `Фамилия${'абвгдежзик'[nth % 10]}${'лмнопрстуф'[Math.floor(nth / 10)]}`,
    birthDate: `19${50 + nth}-01-02`,
  }
  const subjects = [subject({ persons: [child({ ...own, ...person })] })]
  return headReview({
    id: `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`,
    reading: { readable: true, inquiry: inquiry({ subjects }), official: SIGNED_BY_OFFICIAL },
    ...changes,
  })
}

async function reviewAll(cases: readonly CaseIn<'HEAD_REVIEW'>[], given: Partial<FakePorts> = {}) {
  const ports = fakePorts({ cases, trust: fakeTrust([COURT, PROSECUTOR]), ...given })
  for (const one of cases) await review(one, ports)
  const states = cases.map(({ id }) => ports.store.tables.cases.get(id)?.state)
  return { ports, states, waiting: cases.filter(({ id }) => ports.store.tables.cases.get(id)?.waitsFor) }
}

describe('over a limit', () => {
  const tooMany = Array.from({ length: SEARCH_LIMITS.perHour + 2 }, (_, nth) => asking(nth))

  test('the orders rest: the case waits for a person, and is neither refused nor faulted (¶26, 28)', async () => {
    const { ports, states, waiting } = await reviewAll(tooMany)
    expect(states).toEqual([...tooMany.slice(2).map(() => 'QUEUED'), 'HEAD_REVIEW', 'HEAD_REVIEW'])
    expect(waiting).toHaveLength(2)
    expect(ports.store.tables.cases.get(tooMany.at(-1)?.id ?? '')).toMatchObject({
      waitsFor: { reason: 'SEARCH_LIMIT', paragraph: 'Q4b' },
    })
    expect(ports.store.tables.outgoing).toEqual([])
  })

  test('one alarm and one audit entry tell of it in a window, without a name', async () => {
    const { ports } = await reviewAll(tooMany)
    expect(ports.alarms).toEqual([
      {
        code: 'SEARCH_LIMIT_PASSED',
        limit: 'SEARCHES_PER_HOUR',
        requester: COURT.id,
        caseId: tooMany[SEARCH_LIMITS.perHour]?.id,
        caseNumber: '39000000-2026-000001',
      },
    ])
    const told = ports.store.tables.audit.filter(({ event }) => event === 'SEARCH_LIMIT_PASSED')
    expect(told).toMatchObject([
      {
        requester: COURT.id,
        result: 'OK',
        details: { limit: 'SEARCHES_PER_HOUR', count: 21, allowed: 20, until: '2026-03-10T09:00:00.000Z' },
      },
    ])
    expect(JSON.stringify(told)).not.toContain('Фамилия')
  })

  test('another body goes on by the orders', async () => {
    const other = asking(40, { sender: PROSECUTOR_SENDER })
    const { states } = await reviewAll([...tooMany, other])
    expect(states.at(-1)).toBe('QUEUED')
  })

  test('answers that are ready are not signed by an order either', async () => {
    const ready = awaitingSignature({ id: '00000000-0000-4000-8000-0000000000aa' })
    const { ports } = await reviewAll(tooMany)
    const { tables } = ports.store
    const store = createMemoryStore(ready)
    await store.transaction(async (work) => {
      for (const rest of tables.rests) await work.restOrders(rest)
      await work.addDocument({
        id: ready.draft.documentId,
        caseId: ready.id,
        kind: 'DRAFT',
        mediaType: 'text/xml',
        bytes: new Uint8Array(),
        createdAt: ready.receivedAt,
      })
    })
    await signReply(ready, { ...ports, store })
    expect(store.tables.cases.get(ready.id)).toMatchObject({
      state: 'AWAITING_SIGNATURE',
      waitsFor: { reason: 'SEARCH_LIMIT' },
    })
  })

  test('a second alarm comes with the next window, and orders apply again when nothing is over', async () => {
    const { ports } = await reviewAll(tooMany)
    ports.clock.pass(3_600)
    const [next, later] = [asking(60), asking(61)]
    await ports.store.transaction(async (work) => {
      await work.insertCase(next)
      await work.insertCase(later)
    })
    await review(next, ports)
    expect(ports.store.tables.cases.get(next.id)?.state).toBe('QUEUED')
    expect(ports.alarms).toHaveLength(1)
    const day = { ...ports, settings: { ...ports.settings, searchLimits: { ...SEARCH_LIMITS, perDay: 22 } } }
    await review(later, day)
    expect(ports.alarms.map(({ limit }) => limit)).toEqual(['SEARCHES_PER_HOUR', 'SEARCHES_PER_DAY'])
  })
})

describe('unusual patterns', () => {
  const by = (person: (nth: number) => Parameters<typeof child>[0], count: number) =>
    Array.from({ length: count }, (_, nth) => asking(nth, {}, person(nth)))

  test.each<[string, readonly CaseIn<'HEAD_REVIEW'>[]]>([
    [
      'SAME_SURNAME',
      by((nth) => ({ familyName: nth % 2 ? 'Орлов' : 'Орлова', givenName: GIVEN_NAMES[nth] ?? 'Захар' }), 5),
    ],
    ['SAME_BIRTH_DATE', by(() => ({ birthDate: '1971-03-08' }), 5)],
  ])('%s: many different people', async (limit, cases) => {
    const { ports, waiting } = await reviewAll(cases)
    expect(ports.alarms).toMatchObject([{ code: 'SEARCH_LIMIT_PASSED', limit }])
    expect(waiting).toEqual(cases.slice(4))
  })

  test('one person asked for again and again is none', async () => {
    const { ports } = await reviewAll(by(() => ({ familyName: 'Орлов', birthDate: '1971-03-08' }), 10))
    expect(ports.alarms).toEqual([])
  })

  test('UNIDENTIFIED_SUBJECTS: many bare names', async () => {
    const bare = Array.from({ length: 6 }, (_, nth) => {
      const { birthDate: _known, ...person } = child({ familyName: `Имярек${'абвгдежз'[nth]}` })
      const subjects = [subject({ persons: [person] })]
      return asking(nth, { reading: { readable: true, inquiry: inquiry({ subjects }), official: SIGNED_BY_OFFICIAL } })
    })
    const { ports } = await reviewAll(bare)
    expect(ports.alarms).toMatchObject([{ limit: 'UNIDENTIFIED_SUBJECTS' }])
  })
})

test('a stranger is refused by the order that names it: nothing is searched for it, so nothing counts', async () => {
  const strangers = Array.from({ length: SEARCH_LIMITS.perHour + 1 }, (_, nth) => asking(nth, { sender: STRANGER }))
  const { ports, states } = await reviewAll(strangers)
  expect(new Set(states)).toEqual(new Set(['REFUSAL_DRAFT']))
  expect(ports.store.tables.traces).toEqual([])
})

test('a step that runs twice counts once', async () => {
  const cases = Array.from({ length: SEARCH_LIMITS.perHour }, (_, nth) => asking(nth))
  const { ports } = await reviewAll(cases)
  for (const one of cases) await review(one, ports)
  expect(ports.alarms).toEqual([])
  expect(ports.store.tables.traces).toHaveLength(SEARCH_LIMITS.perHour)
})
