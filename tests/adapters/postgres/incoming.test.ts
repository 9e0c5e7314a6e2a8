import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createStore } from '../../../adapters/postgres/store.ts'
import type { Store } from '../../../gateway/ports/store.ts'
import { forEachBackend } from '../../support/database.ts'
import { NOW, receivedCase } from './samples.ts'

const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000)

forEachBackend((backend) => {
  const { id: caseId, ...rest } = receivedCase()
  let store: Store
  let queue: string

  beforeAll(async () => {
    const database = await backend.open()
    store = createStore({ database, clock: { now: () => NOW }, sendJob: async () => undefined })
    await store.transaction((work) => work.insertCase({ id: caseId, ...rest }))
  })
  beforeEach(() => {
    queue = `court-1-gas-${randomUUID()}`
  })

  function record(messageId: string, digest: string, from = queue): Promise<boolean> {
    return store.transaction((work) =>
      work.recordIncoming({
        queue: from,
        messageId,
        digest,
        caseId,
        receipt: Uint8Array.of(1, 2),
        receivedAt: NOW.toISOString(),
      }),
    )
  }

  function use(digest: string, at = NOW, from = queue): Promise<boolean> {
    return store.transaction((work) => work.useDigest(from, digest, at))
  }

  describe('sameness', () => {
    test('keeps the first message and its receipt', async () => {
      const messageId = randomUUID()
      expect(await record(messageId, 'aa')).toBe(true)
      expect(await record(messageId, 'bb')).toBe(false)
      expect(await store.reads.findIncoming(queue, messageId)).toEqual({ digest: 'aa', receipt: Uint8Array.of(1, 2) })
    })

    test('lets one of two simultaneous messages in', async () => {
      const messageId = randomUUID()
      const both = await Promise.all([record(messageId, 'aa'), record(messageId.toUpperCase(), 'aa')])
      expect(both.toSorted()).toEqual([false, true])
    })

    test('is judged per system', async () => {
      const messageId = randomUUID()
      expect(await record(messageId, 'aa')).toBe(true)
      expect(await record(messageId, 'aa', `${queue}-other`)).toBe(true)
      expect(await store.reads.findIncoming('a third', messageId)).toBeUndefined()
      expect(await store.reads.findIncoming(queue, 'no uuid')).toBeUndefined()
    })
  })

  describe('a signed digest', () => {
    test('is used once per caller', async () => {
      expect(await use('dd')).toBe(true)
      expect(await use('dd', minutes(61))).toBe(false)
      expect(await use('dd', NOW, `${queue}-other`)).toBe(true)
    })

    test('is unused again when its transaction failed', async () => {
      const failing = store.transaction(async (work) => {
        await work.useDigest(queue, 'ee', NOW)
        throw new RangeError('no')
      })
      await expect(failing).rejects.toThrow(RangeError)
      expect(await use('ee')).toBe(true)
    })

    test('is forgotten a day after, so that the table does not grow for ever', async () => {
      const database = await backend.open()
      const own = createStore({ database, clock: { now: () => NOW }, sendJob: async () => undefined })
      for (const [digest, at] of [
        ['a', NOW],
        ['b', minutes(1)],
        ['c', minutes(24 * 60 + 1)],
      ] as const)
        expect(await own.transaction((work) => work.useDigest(queue, digest, at))).toBe(true)
      expect(await database.query('select digest from zags.used_digest order by digest')).toEqual([
        { digest: 'b' },
        { digest: 'c' },
      ])
    })
  })
})
