import { beforeAll, describe, expect, test } from 'vitest'
import { createStore } from '../../../adapters/postgres/store.ts'
import type { DuplicateKey, NumberSeries, Store } from '../../../gateway/ports/store.ts'
import { forEachBackend } from '../../support/database.ts'
import { INQUIRY, NOW, receivedCase, registered } from './samples.ts'

forEachBackend((backend) => {
  let store: Store

  beforeAll(async () => {
    const database = await backend.open()
    store = createStore({ database, clock: { now: () => NOW }, sendJob: async () => undefined })
  })

  async function registerOrFind(contentDigest: string, number: string): Promise<string> {
    const base = receivedCase()
    const added = { ...base, message: { ...base.message, contentDigest } }
    return store.transaction(async (work) => {
      await work.insertCase(added)
      const first = await work.findFirstCase(keyOf(contentDigest))
      if (first) return first
      await work.saveCase(registered(added, number))
      return number
    })
  }

  describe('numbers', () => {
    test('are gapless under 20 parallel transactions of which some fail', async () => {
      const series: NumberSeries = { journal: 'REGISTRATION', office: '39000001', year: 2026 }
      const attempts = Array.from({ length: 20 }, (_, index) =>
        store.transaction(async (work) => {
          const number = await work.nextNumber(series)
          if (index % 4 === 3) throw new RangeError('failed after taking a number')
          return number
        }),
      )
      const settled = await Promise.allSettled(attempts)
      const given = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1))
    })

    test('are counted apart per journal, office and year', async () => {
      const numbers = await store.transaction(async (work) => [
        await work.nextNumber({ journal: 'ABSENCE', office: '1', year: 2026 }),
        await work.nextNumber({ journal: 'ABSENCE', office: '2', year: 2026 }),
        await work.nextNumber({ journal: 'ABSENCE', office: '1', year: 2027 }),
        await work.nextNumber({ journal: 'CERTIFICATE', office: '1', year: 2026 }),
        await work.nextNumber({ journal: 'ABSENCE', office: '1', year: 2026 }),
      ])
      expect(numbers).toEqual([1, 1, 1, 1, 2])
    })
  })

  describe('duplicates', () => {
    test('get the number of the first case, also when they come at once', async () => {
      const numbers = await Promise.all(['x-1', 'x-2', 'x-3', 'x-4'].map((number) => registerOrFind('same', number)))
      expect(new Set(numbers).size).toBe(1)
      expect(await registerOrFind('same', 'x-5')).toBe(numbers[0])
    })

    test.each([
      ['another body', { requester: 'court-2' }],
      ['another outgoing number', { outgoingNumber: '2' }],
      ['another outgoing date', { outgoingDate: '2026-11-18' }],
      ['another content', { contentDigest: 'other' }],
    ])('are none with %s', async (_difference, changes) => {
      await registerOrFind('alone', 'y-1')
      const found = await store.transaction((work) => work.findFirstCase({ ...keyOf('alone'), ...changes }))
      expect(found).toBeUndefined()
    })

    test('of a content that names its own message go by the digest without that name', async () => {
      const base = receivedCase()
      const message = { ...base.message, contentDigest: 'with name', duplicateDigest: 'without name' }
      const added = { ...base, message }
      await store.transaction(async (work) => {
        await work.insertCase(added)
        await work.saveCase(registered(added, 'z-1'))
      })
      const find = (digest: string) => store.transaction((work) => work.findFirstCase(keyOf(digest)))
      expect([await find('without name'), await find('with name')]).toEqual(['z-1', undefined])
    })

    test('are none of a case that was not registered', async () => {
      const base = receivedCase()
      const added = { ...base, message: { ...base.message, contentDigest: 'unregistered' } }
      await store.transaction((work) => work.insertCase(added))
      expect(await store.transaction((work) => work.findFirstCase(keyOf('unregistered')))).toBeUndefined()
    })
  })
})

function keyOf(contentDigest: string): DuplicateKey {
  return {
    requester: 'court-1',
    outgoingNumber: INQUIRY.outgoingNumber,
    outgoingDate: INQUIRY.outgoingDate,
    contentDigest,
  }
}
