import { beforeAll, describe, expect, test } from 'vitest'
import { createStore } from '../../../adapters/postgres/store.ts'
import type { Case } from '../../../gateway/domain/case.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import type { AuditFilter, CaseFilter, Page, PageRequest, Store } from '../../../gateway/ports/store.ts'
import { forEachBackend } from '../../support/database.ts'
import { entry, notice, NOW, receivedCase, registered } from './samples.ts'

const instant = (minute: number): string => new Date(NOW.getTime() + minute * 60_000).toISOString()

async function allOf<T>(list: (page: PageRequest) => Promise<Page<T>>, limit: number): Promise<readonly T[][]> {
  const pages: T[][] = []
  for (let after: string | undefined; ;) {
    const page = await list({ limit, ...(after === undefined ? {} : { after }) })
    pages.push([...page.items])
    if (page.next === undefined) return pages
    after = page.next
  }
}

forEachBackend((backend) => {
  let database: Database
  let store: Store

  beforeAll(async () => {
    database = await backend.open()
    store = createStore({ database, clock: { now: () => NOW }, sendJob: async () => undefined })
  })

  async function numbersOf(filter: CaseFilter): Promise<unknown> {
    const { items } = await store.reads.listCases(filter, { limit: 50 })
    return items.map(({ number }) => number)
  }

  async function eventsOf(filter: AuditFilter): Promise<unknown> {
    const { items } = await store.reads.listAudit(filter, { limit: 50 })
    return items.map(({ event }) => event)
  }

  describe('cases', () => {
    // Two of them came at the same instant.
    const received = [0, 1, 1, 2, 3].map((minute) => receivedCase({ receivedAt: instant(minute) }))
    const stranger = receivedCase({
      receivedAt: instant(4),
      sender: { kind: 'STRANGER', name: 'ООО', queue: 'stranger-1', certificate: '' },
      reading: { readable: false, errors: ['Inquiry'], official: { verdict: 'MISSING' } },
    })
    const held = { ...stranger, waitsFor: { reason: 'INTAKE_GROUNDS', paragraph: '¶47' } } satisfies Case
    const dueOn = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29']

    beforeAll(async () => {
      await store.transaction(async (work) => {
        for (const [index, added] of received.entries()) {
          await work.insertCase(added)
          await work.saveCase(registered(added, `39-2026-${index + 1}`, { dueOn: dueOn[index] ?? '' }))
        }
        await work.insertCase(held)
      })
    })

    test('come newest first, in pages without a gap or a repetition', async () => {
      const pages = await allOf((page) => store.reads.listCases({}, page), 2)
      expect(pages.map((items) => items.length)).toEqual([2, 2, 2])
      expect(pages.flat().map(({ receivedAt }) => receivedAt)).toEqual([4, 3, 2, 1, 1, 0].map(instant))
      expect(new Set(pages.flat().map(({ number }) => number)).size).toBe(6)
    })

    test('show what the back office needs and nothing of a person', async () => {
      const { items, next } = await store.reads.listCases({}, { limit: 6 })
      expect(next).toBeUndefined()
      expect(items[0]).toEqual({
        number: null,
        state: 'RECEIVED',
        waitsFor: 'INTAKE_GROUNDS',
        requester: 'stranger-1',
        receivedAt: instant(4),
        registeredOn: null,
        dueOn: null,
      })
      expect(items[1]).toMatchObject({ state: 'REGISTERED', waitsFor: null, dueOn: '2026-11-29' })
    })

    test('are chosen by state, requester and due date, both ends inclusive', async () => {
      expect(await numbersOf({ state: 'RECEIVED' })).toEqual([null])
      expect(await numbersOf({ requester: 'stranger-1' })).toEqual([null])
      expect(await numbersOf({ dueFrom: '2026-11-28' })).toEqual(['39-2026-5', '39-2026-4'])
      expect(await numbersOf({ dueTo: '2026-11-25' })).toEqual(['39-2026-1'])
      expect(await numbersOf({ state: 'REGISTERED', dueFrom: '2026-11-28', dueTo: '2026-11-28' })).toEqual([
        '39-2026-4',
      ])
    })

    test.each([
      ['nonsense', 'nonsense'],
      ['another list', Buffer.from('["5"]').toString('base64url')],
      ['an impossible instant', Buffer.from(`["2026-99-01T00:00:00.000Z","${held.id}"]`).toString('base64url')],
      ['no identifier', Buffer.from(`["${instant(1)}","1 or 1"]`).toString('base64url')],
      ['no text', Buffer.from(`[1, null]`).toString('base64url')],
    ])('refuse a cursor of %s', async (_what, after) => {
      await expect(store.reads.listCases({}, { limit: 2, after })).rejects.toMatchObject({ code: 'QUERY_INVALID' })
    })

    test('are unfinished work unless final or held up by a person', async () => {
      const filed = receivedCase()
      const duplicate = receivedCase()
      const [waiting] = received
      const unsealed = notice(duplicate.id, { final: true })
      await store.transaction(async (work) => {
        await work.insertCase(duplicate)
        await work.saveCase({ ...duplicate, version: 2, state: 'DUPLICATE', firstNumber: '39-2026-1' })
        await work.insertCase({ ...registered(filed, '39-filed'), state: 'FILED' } as unknown as Case)
        await work.addOutgoing(unsealed)
        await work.addOutgoing(notice(duplicate.id))
      })
      const jobs = await store.reads.listUnfinishedWork([])
      expect(jobs.filter(({ name }) => name === 'seal')).toEqual([{ name: 'seal', caseId: duplicate.id }])
      expect(jobs.filter(({ name }) => name === 'advance')).toHaveLength(received.length)
      expect(jobs[0]).toEqual({ name: 'advance', caseId: waiting?.id, version: 2 })
    })

    test('are unfinished work while they wait for what may have passed meanwhile', async () => {
      const unordered = receivedCase()
      await store.transaction(async (work) => {
        const waitsFor = { reason: 'NO_STANDING_ORDER', paragraph: '¶53' } as const
        await work.insertCase({ ...registered(unordered, '39-unordered'), waitsFor })
      })
      const job = { name: 'advance', caseId: unordered.id, version: 2 }
      expect(await store.reads.listUnfinishedWork(['REVOCATION_UNKNOWN'])).not.toContainEqual(job)
      expect(await store.reads.listUnfinishedWork(['REVOCATION_UNKNOWN', 'NO_STANDING_ORDER'])).toContainEqual(job)
    })
  })

  describe('the audit', () => {
    beforeAll(async () => {
      await store.transaction(async (work) => {
        await work.appendAudit(entry({ at: instant(0), requester: 'court-1', certificate: 'ab01' }))
        await work.appendAudit(entry({ at: instant(1), event: 'SEARCHED', caseNumber: '39-2026-1' }))
        await work.appendAudit(
          entry({ at: instant(2), event: 'MESSAGE_REFUSED', result: 'REFUSED', details: { code: 'SIGNATURE_VALUE' } }),
        )
      })
    })

    test('comes newest first, in pages, as it was written', async () => {
      const pages = await allOf((page) => store.reads.listAudit({}, page), 2)
      expect(pages.map((items) => items.length)).toEqual([2, 1])
      const [newest] = pages[0] ?? []
      expect(newest).toEqual({
        id: expect.stringMatching(/^\d+$/),
        at: instant(2),
        event: 'MESSAGE_REFUSED',
        result: 'REFUSED',
        details: { code: 'SIGNATURE_VALUE' },
      })
    })

    test('is chosen by time, requester, certificate, case, event and result', async () => {
      expect(await eventsOf({ from: instant(1), to: instant(1) })).toEqual(['SEARCHED'])
      expect(await eventsOf({ requester: 'court-1' })).toEqual(['MESSAGE_ACCEPTED'])
      expect(await eventsOf({ certificate: 'ab01' })).toEqual(['MESSAGE_ACCEPTED'])
      expect(await eventsOf({ caseNumber: '39-2026-1' })).toEqual(['SEARCHED'])
      expect(await eventsOf({ event: 'MESSAGE_REFUSED' })).toEqual(['MESSAGE_REFUSED'])
      expect(await eventsOf({ result: 'REFUSED' })).toEqual(['MESSAGE_REFUSED'])
      expect(await eventsOf({ requester: 'nobody' })).toEqual([])
    })

    test('refuses a cursor that is not its own', async () => {
      const after = Buffer.from('["1 or 1"]').toString('base64url')
      await expect(store.reads.listAudit({}, { limit: 2, after })).rejects.toMatchObject({ code: 'QUERY_INVALID' })
    })

    test.each(['zags.audit_entry', 'zags.case_history'])('cannot be changed in %s, only added to', async (table) => {
      for (const change of [
        `update ${table} set event = 'x'`,
        `update ${table} set event = 'x' where false`,
        `delete from ${table}`,
        `truncate ${table}`,
      ])
        await expect(database.query(change)).rejects.toThrow(/append-only/)
      expect(await eventsOf({})).toHaveLength(3)
    })
  })
})
