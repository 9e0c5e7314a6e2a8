/** The counts of the databases against those of the store in memory, which keeps every trace in clear. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { createStore } from '../../../adapters/postgres/store.ts'
import type { Case } from '../../../gateway/domain/case.ts'
import type { SubjectTrace } from '../../../gateway/domain/search-limits.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import type { SearchTrace } from '../../../gateway/ports/search-limits.ts'
import type { Store } from '../../../gateway/ports/store.ts'
import { searchReport, seeded } from '../../support/builders.ts'
import { forEachBackend } from '../../support/database.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { drafting } from '../../flow/cases.ts'
import { NOW } from './samples.ts'

const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000)

function subjectOf(name: string, born: string, identified = true): SubjectTrace {
  const facts = [
    { kind: 'SURNAME' as const, value: name.slice(0, 2) },
    { kind: 'BIRTH_DATE' as const, value: born },
  ]
  return { subject: `${name}|${born}`, facts, identified }
}

forEachBackend((backend) => {
  let database: Database
  let store: Store

  beforeAll(async () => {
    database = await backend.open()
    store = createStore({ database, clock: { now: () => NOW }, sendJob: async () => undefined })
  })

  const trace = (changes: Partial<SearchTrace> = {}): SearchTrace => ({
    caseId: randomUUID(),
    requester: randomUUID(),
    at: NOW,
    subjects: [subjectOf('Орлов', '1970-01-01')],
    atMost: 1_000,
    ...changes,
  })

  test('a day of a body is counted as in memory', async () => {
    const memory = createMemoryStore()
    const random = seeded(4)
    const requester = randomUUID()
    const marks = ['FOUND', 'NOT_FOUND', undefined] as const
    for (let second = 0; second < 200_000; second += 1_000 + random.below(3_000)) {
      const mark = marks[random.below(3)]
      const asked: Case = {
        ...drafting({ id: randomUUID(), number: randomUUID() }),
        ...reportOf(mark, random.below(2) === 1),
      }
      const given = trace({
        caseId: asked.id,
        requester,
        at: later(second),
        atMost: 25,
        subjects: [subjectOf(`Орлов${random.below(9)}`, `197${random.below(4)}-01-01`, random.below(4) > 0)],
      })
      const [counted, expected] = await Promise.all(
        [store, memory].map((one) =>
          one.transaction(async (work) => {
            await work.insertCase(asked)
            return work.traceSearch(given)
          }),
        ),
      )
      expect({ second, ...counted }).toEqual({ second, ...expected })
    }
  })

  test('a case counts once, and two bodies count apart', async () => {
    const first = trace()
    const count = async (given: SearchTrace) =>
      store.transaction(async (work) => {
        await work.insertCase(drafting({ id: given.caseId, number: randomUUID() })).catch(() => undefined)
        return (await work.traceSearch(given)).inDay
      })
    expect(await count(first)).toBe(1)
    expect(await store.transaction(async (work) => (await work.traceSearch(first)).inDay)).toBe(1)
    expect(await count(trace({ requester: first.requester }))).toBe(2)
    expect(await count(trace())).toBe(1)
  })

  test('cases that are reviewed at once are each counted after the other', async () => {
    const requester = randomUUID()
    const counts = await Promise.all(
      Array.from({ length: 8 }, () =>
        store.transaction(async (work) => {
          const given = trace({ requester })
          await work.insertCase(drafting({ id: given.caseId, number: randomUUID() }))
          return (await work.traceSearch(given)).inDay
        }),
      ),
    )
    expect(counts.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  describe('what is kept', () => {
    test('is no name and no date of birth, and not the digest that another store would make', async () => {
      const given = trace()
      await store.transaction(async (work) => {
        await work.insertCase(drafting({ id: given.caseId, number: randomUUID() }))
        await work.traceSearch(given)
      })
      const rows = await database.query<{ subject: string; facts: readonly string[] }>(
        'select * from zags.search_trace where case_id = $1',
        [given.caseId],
      )
      expect(JSON.stringify(rows)).not.toMatch(/Орлов|Ор|1970/)
      expect([rows[0]?.subject, ...(rows[0]?.facts ?? [])]).toEqual(
        Array(3).fill(expect.stringMatching(/^[0-9a-f]{32}$/)),
      )
      const [other] = await database.query<{ key: Uint8Array }>('select key from zags.digest_key')
      expect(other?.key).toHaveLength(32)
    })

    test('is forgotten after the longest window', async () => {
      const given = trace()
      const next = trace({ at: later(86_400) })
      for (const one of [given, next])
        await store.transaction(async (work) => {
          await work.insertCase(drafting({ id: one.caseId, number: randomUUID() }))
          await work.traceSearch(one)
        })
      const left = await database.query('select from zags.search_trace where case_id = $1', [given.caseId])
      expect(left).toHaveLength(0)
    })
  })

  test('orders rest once per limit and window, for their requester only, also for a store opened anew', async () => {
    const requester = randomUUID()
    const rest = { requester, limit: 'SAME_SURNAME', since: NOW, until: later(3_600) } as const
    const put = (changes: Partial<typeof rest> | object = {}) =>
      store.transaction((work) => work.restOrders({ ...rest, ...changes }))
    expect(await put()).toBe(true)
    expect(await put({ since: later(10), until: later(3_610) })).toBe(false)
    expect(await put({ limit: 'ABSENT_SHARE' })).toBe(true)
    const { reads } = createStore({ database, clock: { now: () => NOW }, sendJob: async () => undefined })
    expect(await reads.findRests(requester, later(3_599))).toEqual(['ABSENT_SHARE', 'SAME_SURNAME'])
    expect(await reads.findRests(requester, later(3_600))).toEqual([])
    expect(await reads.findRests('another', NOW)).toEqual([])
    expect(await put({ since: later(3_600), until: later(7_200) })).toBe(true)
  })
})

function reportOf(mark: 'FOUND' | 'NOT_FOUND' | undefined, full: boolean): object {
  if (!mark) return { search: undefined }
  return { search: searchReport({ mark, coverage: { full, fromYear: 1990, toYear: 1991, offices: [], gaps: [] } }) }
}
