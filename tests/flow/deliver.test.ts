import { beforeEach, describe, expect, test } from 'vitest'
import { acknowledge, getResponse, getStatus } from '../../gateway/flow/deliver.ts'
import { newOutgoing } from '../../gateway/flow/seal-messages.ts'
import { INQUIRY_TYPE, message, NOW, STRANGER } from '../support/builders.ts'
import { fakePorts, textOf, type FakePorts } from '../support/fakes.ts'
import { ack, getResponse as asking, getStatus as askingStatus, SYSTEM_SIGNATURE } from './calls.ts'
import { dispatched } from './cases.ts'

const NOTICE = { form: 'STATUS', code: 10, parameters: [], description: '' } as const
const EMPTY = '1.1 response none'

let ports: FakePorts
let first: string
let second: string

/** Two sealed messages of one case wait in the court's queue, the second one final. */
beforeEach(async () => {
  ports = fakePorts({ cases: [dispatched()] })
  ;[first, second] = [await sealed(false, 'one'), await sealed(true, 'two')]
})

async function sealed(final: boolean, text: string, of = dispatched()): Promise<string> {
  const outgoing = newOutgoing(of, NOTICE, ports.clock, final)
  await ports.store.transaction(async (work) => {
    await work.addOutgoing(outgoing)
    await work.sealOutgoing(outgoing.messageId, new TextEncoder().encode(text), NOW)
  })
  return outgoing.messageId
}
const fetched = async (...call: Parameters<typeof asking>) => textOf(await getResponse(asking(...call), ports))
const auditOf = (event: string) => ports.store.tables.audit.filter((entry) => entry.event === event)

describe('the queue', () => {
  test('is first in, first out, and empty when nothing is left', async () => {
    expect(await fetched('1')).toBe('1.1 response one')
    expect(await fetched('2')).toBe('1.1 response two')
    expect(await fetched('3')).toBe(EMPTY)
  })

  test('holds a fetched message for its window, then offers the same bytes again from the head', async () => {
    await fetched('1')
    ports.clock.pass(899)
    expect(await fetched('2', { timestamp: ports.clock.now().toISOString() })).toBe('1.1 response two')
    ports.clock.pass(1)
    expect(await fetched('3', { timestamp: ports.clock.now().toISOString() })).toBe('1.1 response one')
    expect(auditOf('MESSAGE_DELIVERED').map(({ details }) => [details['messageId'], details['deliveries']])).toEqual([
      [first, 1],
      [second, 1],
      [first, 2],
    ])
  })

  test('belongs to its caller: another system sees none of it', async () => {
    expect(await fetched('1', { sender: STRANGER })).toBe(EMPTY)
  })

  test('of a node is apart from the common one', async () => {
    await sealed(false, 'node', dispatched({ message: message({ nodeId: 'n1' }) }))
    expect(await fetched('1', { selector: { nodeId: 'n1' } })).toBe('1.1 response node')
    expect(await fetched('2', { selector: { nodeId: 'n1' } })).toBe(EMPTY)
  })

  test('leaves delivery and caller in the audit', async () => {
    await fetched('1')
    expect(ports.store.tables.audit).toMatchObject([
      {
        event: 'MESSAGE_DELIVERED',
        result: 'OK',
        requester: 'court-39',
        certificate: '0a',
        caseId: dispatched().id,
        details: { messageId: first, deliveries: 1 },
      },
    ])
  })
})

describe('a selector', () => {
  test.each([
    ['the root of the request', INQUIRY_TYPE],
    ['the root of an encrypted request', { namespace: INQUIRY_TYPE.namespace, name: 'EncryptedInquiry' }],
    ['the root of the answer', { namespace: INQUIRY_TYPE.namespace, name: 'Reply' }],
  ])('by %s finds the answers', async (_root, type) => {
    expect(await fetched('1', { selector: { type } })).toBe('1.1 response one')
  })

  test('of a type nobody serves here is refused, and nothing is held', async () => {
    const type = { namespace: 'urn://other', name: 'Inquiry' }
    await expect(getResponse(asking('1', { selector: { type } }), ports)).rejects.toMatchObject({
      code: 'SELECTOR_UNKNOWN',
      facts: { certificateSerial: '0a' },
    })
    expect(await fetched('2')).toBe('1.1 response one')
  })
})

describe('a recorded call cannot be played again', () => {
  test('the same signed digest is refused and nothing more is handed out', async () => {
    await fetched('1')
    await expect(fetched('1')).rejects.toMatchObject({ code: 'REQUEST_REPLAYED', facts: { digest: '1' } })
    expect(auditOf('MESSAGE_DELIVERED')).toHaveLength(1)
    expect(await fetched('2')).toBe('1.1 response two')
  })

  test('for GetStatus likewise', async () => {
    expect(textOf(await getStatus(askingStatus('1'), ports))).toBe('1.1 status')
    await expect(getStatus(askingStatus('1'), ports)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
  })

  test('of two at once one is answered', async () => {
    const outcomes = await Promise.allSettled([fetched('1'), fetched('1')])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  test('a lost commit spends no digest: the same call may come again', async () => {
    ports.store.failNextCommit()
    await expect(fetched('1')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    expect(await fetched('1')).toBe('1.1 response one')
  })
})

describe('the time stamp of a call is within thirty minutes of our clock', () => {
  const at = (seconds: number) => ({ timestamp: new Date(NOW.getTime() + seconds * 1000).toISOString() })

  test.each([
    ['thirty minutes ago', -1800],
    ['in thirty minutes', 1800],
  ])('%s is', async (_when, seconds) => {
    expect(await fetched('1', at(seconds))).toBe('1.1 response one')
    expect(textOf(await getStatus(askingStatus('2', at(seconds)), ports))).toBe('1.1 status')
  })

  test.each([
    ['longer ago', at(-1801)],
    ['later', at(1801)],
    ['something that is no time', { timestamp: 'soon' }],
  ])('%s is not, and no digest is spent', async (_when, when) => {
    await expect(fetched('1', when)).rejects.toMatchObject({ code: 'TIMESTAMP_OUTSIDE_WINDOW' })
    await expect(getStatus(askingStatus('1', when), ports)).rejects.toMatchObject({
      code: 'TIMESTAMP_OUTSIDE_WINDOW',
      facts: { certificateSerial: '0a' },
    })
    expect(ports.store.tables.digests.size).toBe(0)
  })
})

describe('an acknowledgement', () => {
  test('of the final message marks the case delivered', async () => {
    await fetched('1')
    await fetched('2')
    expect(textOf(await acknowledge(ack(second), ports))).toBe('1.1 ack')
    expect(ports.store.tables.cases.get(dispatched().id)).toMatchObject({
      state: 'DISPATCHED',
      version: 10,
      deliveredAt: NOW.toISOString(),
    })
    expect(auditOf('MESSAGE_ACKNOWLEDGED')).toMatchObject([
      { details: { messageId: second, accepted: true, final: true } },
    ])
    expect(ports.alarms).toEqual([])
  })

  test('of a filed case likewise', async () => {
    const filed = { ...dispatched(), state: 'FILED' as const }
    ports = fakePorts({ cases: [filed] })
    const only = await sealed(true, 'only')
    await fetched('1')
    await acknowledge(ack(only), ports)
    expect(ports.store.tables.cases.get(filed.id)).toMatchObject({ state: 'FILED', deliveredAt: NOW.toISOString() })
  })

  test('of a notice marks no delivery', async () => {
    await fetched('1')
    await acknowledge(ack(first), ports)
    expect(ports.store.tables.cases.get(dispatched().id)).not.toHaveProperty('deliveredAt')
  })

  test('ends the redelivery', async () => {
    await fetched('1')
    await acknowledge(ack(first), ports)
    ports.clock.pass(900)
    expect(await fetched('2', { timestamp: ports.clock.now().toISOString() })).toBe('1.1 response two')
  })

  test('with accepted=false ends it too, raises an alarm and marks no delivery', async () => {
    await fetched('1')
    await fetched('2')
    await acknowledge(ack(second, { accepted: false }), ports)
    expect(ports.alarms).toMatchObject([{ code: 'MESSAGE_REJECTED_BY_ADDRESSEE' }])
    expect(ports.store.tables.cases.get(dispatched().id)).not.toHaveProperty('deliveredAt')
    ports.clock.pass(900)
    expect(await fetched('3', { timestamp: ports.clock.now().toISOString() })).toBe('1.1 response one')
    expect(await fetched('4', { timestamp: ports.clock.now().toISOString() })).toBe(EMPTY)
  })

  test('is for a message that was fetched, once, by the one whose queue it is', async () => {
    const unknown = { code: 'ACK_TARGET_UNKNOWN', facts: SYSTEM_SIGNATURE }
    await expect(acknowledge(ack(first), ports)).rejects.toMatchObject(unknown)
    await fetched('1')
    await expect(acknowledge(ack(first, { sender: STRANGER }), ports)).rejects.toMatchObject(unknown)
    await acknowledge(ack(first), ports)
    await expect(acknowledge(ack(first), ports)).rejects.toMatchObject(unknown)
    expect(auditOf('MESSAGE_ACKNOWLEDGED')).toHaveLength(1)
  })
})
