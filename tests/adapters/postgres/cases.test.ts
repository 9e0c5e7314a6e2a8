import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { createStore } from '../../../adapters/postgres/store.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import type { NumberSeries, Store, Work } from '../../../gateway/ports/store.ts'
import { forEachBackend } from '../../support/database.ts'
import { entry, NOW, receivedCase, registered } from './samples.ts'

const SERIES: NumberSeries = { journal: 'REGISTRATION', office: '39000001', year: 2026 }

forEachBackend((backend) => {
  let database: Database
  let store: Store

  beforeAll(async () => {
    database = await backend.open()
    await database.query('create table sent (name text, case_id uuid)')
    store = createStore({
      database,
      clock: { now: () => NOW },
      async sendJob(sql, { name, caseId }) {
        await sql.query('insert into sent values ($1, $2)', [name, caseId])
      },
    })
  })

  async function untilSomebodyWaits(): Promise<void> {
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while ((await database.query(waiting)).length === 0);
  }

  async function everythingAbout(caseId: string): Promise<unknown> {
    const [counts] = await database.query(
      `select (select count(*) from zags.inquiry_case where id = $1) as cases,
              (select count(*) from zags.case_history where case_id = $1) as moves,
              (select count(*) from zags.audit_entry where case_id = $1) as entries,
              (select count(*) from sent where case_id = $1) as jobs,
              (select count(*) from zags.case_document where case_id = $1) as documents`,
      [caseId],
    )
    return counts
  }

  describe('one transaction', () => {
    test('commits state, history, audit, document and job together', async () => {
      const added = receivedCase()
      await store.transaction((work) => writeEverything(work, added))
      expect(await everythingAbout(added.id)).toEqual({
        cases: '1',
        moves: '1',
        entries: '1',
        jobs: '1',
        documents: '1',
      })
      expect(await store.reads.findCase(added.id)).toEqual(added)
      expect(await store.reads.listHistory(added.id)).toMatchObject([{ event: 'RECEIVE', at: NOW.toISOString() }])
      const [document] = await store.reads.listDocuments(added.id)
      expect(document).not.toHaveProperty('bytes')
      expect(await store.reads.getDocument(document?.id ?? '')).toMatchObject({
        createdAt: NOW.toISOString(),
        bytes: new Uint8Array(Buffer.from('<Ё/>')),
      })
    })

    test('leaves nothing at all when it fails, the number included', async () => {
      const added = receivedCase()
      const before = await store.transaction((work) => work.nextNumber(SERIES))
      const failing = store.transaction(async (work) => {
        await writeEverything(work, added)
        expect(await work.nextNumber(SERIES)).toBe(before + 1)
        throw new RangeError('the step failed')
      })
      await expect(failing).rejects.toThrow(RangeError)
      expect(await everythingAbout(added.id)).toEqual({
        cases: '0',
        moves: '0',
        entries: '0',
        jobs: '0',
        documents: '0',
      })
      expect(await store.transaction((work) => work.nextNumber(SERIES))).toBe(before + 1)
    })

    test('refuses what belongs to no case', async () => {
      const orphan = store.transaction((work) =>
        work.addDocument({
          id: randomUUID(),
          caseId: randomUUID(),
          kind: 'DRAFT',
          mediaType: 'text/xml',
          bytes: new Uint8Array(),
          createdAt: NOW.toISOString(),
        }),
      )
      await expect(orphan).rejects.toMatchObject({ name: 'StatementError', code: '23503' })
    })
  })

  describe('a case', () => {
    test('is found by its number once it has one', async () => {
      const added = receivedCase()
      const moved = registered(added, `39-${added.id}`)
      await store.transaction(async (work) => {
        await work.insertCase(added)
        await work.saveCase(moved)
      })
      expect(await store.reads.findCaseByNumber(moved.number)).toEqual(moved)
      expect(await store.reads.findCaseByNumber('39-unknown')).toBeUndefined()
    })

    test('is not found by what is no identifier', async () => {
      expect(await store.reads.findCase("'; drop table zags.inquiry_case")).toBeUndefined()
      expect(await store.transaction((work) => work.lockCase('no uuid'))).toBeUndefined()
      expect(await store.reads.listDocuments('no uuid')).toEqual([])
    })

    test('cannot be saved without the lock', async () => {
      const added = receivedCase()
      await store.transaction((work) => work.insertCase(added))
      const blind = store.transaction((work) => work.saveCase(registered(added, `39-${added.id}`)))
      await expect(blind).rejects.toThrow('after it was locked')
    })

    test('cannot be saved from an outdated version', async () => {
      const added = receivedCase()
      await store.transaction((work) => work.insertCase(added))
      const moved = registered(added, `39-${added.id}`)
      await store.transaction(async (work) => {
        await work.lockCase(added.id)
        await work.saveCase(moved)
      })
      for (const outdated of [added, { ...added, state: 'DUPLICATE' as const, version: 2, firstNumber: '1' }]) {
        const late = store.transaction(async (work) => {
          await work.lockCase(added.id)
          await work.saveCase(outdated)
        })
        await expect(late).rejects.toMatchObject({ code: 'LIFE_CYCLE_VIOLATED' })
      }
      expect(await store.reads.findCase(added.id)).toEqual(moved)
    })

    test('moves once when two runs of a step meet', async () => {
      const added = receivedCase()
      await store.transaction((work) => work.insertCase(added))
      const [isLocked, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const step = (number: string, meanwhile?: () => Promise<void>): Promise<boolean> =>
        store.transaction(async (work) => {
          const current = await work.lockCase(added.id)
          await meanwhile?.()
          if (current?.version !== added.version) return false
          await work.saveCase(registered(added, number))
          return true
        })
      const first = step(`a-${added.id}`, () => {
        isLocked.resolve()
        return goOn.promise
      })
      await isLocked.promise
      const second = step(`b-${added.id}`)
      if (backend.name === 'postgresql') await Promise.race([second, untilSomebodyWaits()])
      goOn.resolve()
      expect([await first, await second]).toEqual([true, false])
      expect(await store.reads.findCase(added.id)).toMatchObject({ version: 2, number: `a-${added.id}` })
    })

    test('may change without a move, keeping its version', async () => {
      const added = receivedCase()
      const waiting = { ...added, waitsFor: { reason: 'AMBIGUOUS', paragraph: '¶57' } } as const
      await store.transaction(async (work) => {
        await work.insertCase(added)
        await work.saveCase(waiting)
      })
      expect(await store.reads.findCase(added.id)).toEqual(waiting)
    })

    test('has one history entry per version', async () => {
      const added = receivedCase()
      await store.transaction((work) => writeEverything(work, added))
      const twice = store.transaction((work) => writeEverything(work, added))
      await expect(twice).rejects.toMatchObject({ code: '23505' })
    })

    test('has the documents it names', async () => {
      await expect(store.reads.getDocument(randomUUID())).rejects.toThrow('never stored')
    })
  })
})

async function writeEverything(work: Work, added = receivedCase()): Promise<void> {
  const at = NOW.toISOString()
  await work.addDocument({
    id: randomUUID(),
    caseId: added.id,
    kind: 'INQUIRY',
    mediaType: 'text/xml',
    bytes: Buffer.from('<Ё/>'),
    createdAt: at,
  })
  await work.appendHistory({
    caseId: added.id,
    version: 1,
    at,
    actor: 'system',
    paragraph: '¶43',
    from: '-',
    event: 'RECEIVE',
    to: 'RECEIVED',
  })
  await work.insertCase(added)
  await work.appendAudit(entry({ caseId: added.id }))
  await work.sendJob({ name: 'advance', caseId: added.id, version: 1 })
}
