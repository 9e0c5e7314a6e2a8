import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createStore } from '../../../adapters/postgres/store.ts'
import type { Selector } from '../../../gateway/ports/exchange.ts'
import type { LeasedMessage, OutgoingMessage, Store } from '../../../gateway/ports/store.ts'
import { forEachBackend } from '../../support/database.ts'
import { notice, NOW, receivedCase } from './samples.ts'

const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000)

forEachBackend((backend) => {
  let store: Store
  let caseId: string
  let queue: string

  beforeAll(async () => {
    const database = await backend.open()
    store = createStore({ database, clock: { now: () => NOW }, sendJob: async () => undefined })
  })
  beforeEach(async () => {
    queue = `court-1-gas-${randomUUID()}`
    caseId = await addCase()
  })

  async function addCase(): Promise<string> {
    const added = receivedCase()
    await store.transaction((work) => work.insertCase(added))
    return added.id
  }

  async function add(changes: Partial<OutgoingMessage> = {}): Promise<string> {
    const message = notice(changes.caseId ?? caseId, { queue, ...changes })
    await store.transaction((work) => work.addOutgoing(message))
    return message.messageId
  }

  async function seal(messageId: string): Promise<boolean> {
    const bytes = new Uint8Array(Buffer.from(`sealed ${messageId}`))
    return store.transaction((work) => work.sealOutgoing(messageId, bytes, NOW))
  }

  async function addSealed(changes: Partial<OutgoingMessage> = {}): Promise<string> {
    const messageId = await add(changes)
    await seal(messageId)
    return messageId
  }

  function lease(selector: Selector = {}, now = NOW): Promise<LeasedMessage | undefined> {
    const until = new Date(now.getTime() + 15 * 60_000)
    return store.transaction((work) => work.leaseNext(queue, selector, { now, until }))
  }

  describe('an answer queue', () => {
    test('gives sealed messages first in, first out, each once while it is held', async () => {
      const added = [await addSealed(), await addSealed(), await addSealed({ caseId: await addCase() })]
      const leased = [await lease(), await lease(), await lease(), await lease()]
      expect(leased.map((message) => message?.messageId)).toEqual([...added, undefined])
      expect(leased[0]).toEqual({
        messageId: added[0],
        caseId,
        deliveries: 1,
        sealed: new Uint8Array(Buffer.from(`sealed ${added[0]}`)),
      })
    })

    test('offers an unacknowledged message again when its window is over, byte for byte the same', async () => {
      await addSealed()
      const first = await lease()
      expect(await lease({}, minutes(14))).toBeUndefined()
      const again = await lease({}, minutes(15))
      expect(again).toEqual({ ...first, deliveries: 2 })
    })

    test('gives parallel callers different messages', async () => {
      const added = await Promise.all([addSealed(), addSealed(), addSealed(), addSealed()])
      const leased = await Promise.all([lease(), lease(), lease(), lease()])
      expect(leased.map((message) => message?.messageId).toSorted()).toEqual(added.toSorted())
    })

    test('does not let a sealed message overtake an earlier one of its case that is not sealed', async () => {
      const earlier = await add()
      const later = await addSealed({ final: true })
      const elsewhere = await addSealed({ caseId: await addCase() })
      expect(await lease()).toMatchObject({ messageId: elsewhere })
      expect(await lease()).toBeUndefined()
      await seal(earlier)
      expect(await lease()).toMatchObject({ messageId: earlier })
      expect(await lease()).toMatchObject({ messageId: later })
    })

    test('belongs to its system alone', async () => {
      await addSealed({ queue: 'another-system' })
      expect(await lease()).toBeUndefined()
    })

    test('has a sub-queue for each node, and one without', async () => {
      const plain = await addSealed()
      const noded = await addSealed({ nodeId: 'node-7' })
      expect(await lease({ nodeId: 'node-8' })).toBeUndefined()
      expect(await lease()).toMatchObject({ messageId: plain })
      expect(await lease()).toBeUndefined()
      expect(await lease({ nodeId: 'node-7' })).toMatchObject({ messageId: noded })
    })

    test('is searched by the type of the request', async () => {
      const type = { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Supplement' }
      await addSealed()
      const wanted = await addSealed({ type })
      expect(await lease({ type: { ...type, namespace: 'urn://other' } })).toBeUndefined()
      expect(await lease({ type })).toMatchObject({ messageId: wanted })
    })
  })

  describe('an acknowledgement', () => {
    const accepted = { accepted: true, at: NOW }
    const acknowledge = (messageId: string, from = queue): Promise<unknown> =>
      store.transaction((work) => work.acknowledge(from, messageId, accepted))

    test('ends redelivery and tells whether the message was the final one', async () => {
      const messageId = await addSealed({ final: true })
      await lease()
      expect(await acknowledge(messageId)).toEqual({ caseId, final: true })
      expect(await lease({}, minutes(60))).toBeUndefined()
    })

    test('works once', async () => {
      const messageId = await addSealed()
      await lease()
      const both = await Promise.all([acknowledge(messageId), acknowledge(messageId)])
      expect(both.filter((answer) => answer !== undefined)).toHaveLength(1)
    })

    test('works only on a message that was delivered', async () => {
      expect(await acknowledge(await addSealed())).toBeUndefined()
    })

    test("works only on the caller's own message", async () => {
      const messageId = await addSealed()
      await lease()
      expect(await acknowledge(messageId, 'another-system')).toBeUndefined()
      expect(await acknowledge(randomUUID())).toBeUndefined()
      expect(await acknowledge('no uuid')).toBeUndefined()
      expect(await acknowledge(messageId.toUpperCase())).toEqual({ caseId, final: false })
    })
  })

  describe('sealing', () => {
    test('happens once: the first bytes stand', async () => {
      const messageId = await addSealed()
      const other = await store.transaction((work) => work.sealOutgoing(messageId, Uint8Array.of(1), minutes(1)))
      expect(other).toBe(false)
      expect((await lease())?.sealed).toEqual(new Uint8Array(Buffer.from(`sealed ${messageId}`)))
    })

    test('has its waiting messages in the order they were added', async () => {
      const first = notice(caseId, { queue, nodeId: 'node-7' })
      const second = notice(caseId, { queue, final: true, content: { form: 'REJECTED', entries: [] } })
      await store.transaction(async (work) => {
        await work.addOutgoing(first)
        await work.addOutgoing(second)
      })
      expect(await store.reads.listUnsealed(caseId)).toEqual([first, second])
      await seal(first.messageId)
      expect(await store.reads.listUnsealed(caseId)).toEqual([second])
    })

    test('has one final message per case', async () => {
      await add({ final: true })
      await expect(add({ final: true })).rejects.toMatchObject({ constraint: 'outgoing_message_final' })
    })
  })
})
