import { describe, expect, test } from 'vitest'
import type { OfficialSignature } from '../../gateway/domain/reading.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { composeMessageId } from '../../gateway/domain/message-id.ts'
import { receive } from '../../gateway/flow/1-receive.ts'
import type { SendRequestCall } from '../../gateway/ports/exchange.ts'
import { inquiry, message, NOW, SIGNED_BY_OFFICIAL, STRANGER } from '../support/builders.ts'
import { fakePorts, textOf } from '../support/fakes.ts'
import { sendRequest, SYSTEM_SIGNATURE } from './calls.ts'

const BYTES = new TextEncoder().encode('<soap:Envelope/>')
const arriving = (call: SendRequestCall, ports = fakePorts(), admitNew: (call: SendRequestCall) => void = () => {}) =>
  receive(call, { bytes: BYTES, receivedAt: ports.clock.now() }, { ...ports, admitNew })

const madeAgo = (seconds: number) => {
  const messageId = composeMessageId(new Date(NOW.getTime() - seconds * 1000), new Uint8Array(10))
  return sendRequest({ message: message({ messageId }) })
}
const endedAgo = (seconds: number) =>
  sendRequest({ endOfLifeAt: new Date(NOW.getTime() - seconds * 1000).toISOString() })

describe('a new message (¶31, 43)', () => {
  test('becomes a case with its bytes, its history, its audit and its job, and gets a receipt', async () => {
    const ports = fakePorts()
    const receipt = await arriving(sendRequest(), ports)
    const { cases, documents, history, incoming, jobs } = ports.store.tables
    const [added] = cases.values()
    const caseId = added?.id
    expect(added).toMatchObject({ state: 'RECEIVED', version: 1, receivedAt: NOW.toISOString(), message: message() })
    expect([...documents.values()]).toMatchObject([{ caseId, kind: 'INQUIRY', mediaType: 'text/xml', bytes: BYTES }])
    expect(history).toMatchObject([
      { caseId, version: 1, from: '-', event: 'RECEIVE', to: 'RECEIVED', paragraph: '¶43' },
    ])
    expect([...incoming.values()]).toMatchObject([{ caseId, queue: 'court-39.1', receipt }])
    expect(jobs).toEqual([{ name: 'advance', caseId, version: 1 }])
    expect(textOf(receipt)).toContain(message().messageId)
  })

  test('keeps its attachments beside it, and of a package the one document it stands for', async () => {
    const ports = fakePorts()
    const attachment = {
      contentId: 'a1',
      mediaType: 'application/pdf',
      documentId: 'd1',
      signature: SIGNED_BY_OFFICIAL,
      signer: 'OFFICIAL',
    } as const
    const [bytes, infoset] = [new Uint8Array([1, 2]), new TextEncoder().encode('<whole/>')]
    const { reading } = sendRequest()
    const call = sendRequest({
      reading: { ...reading, attachments: [attachment] },
      attachments: [{ documentId: 'd1', mediaType: 'application/pdf', bytes }],
      infoset,
    })
    await arriving(call, ports)
    const { cases, documents, audit } = ports.store.tables
    const [added] = cases.values()
    expect(added?.reading.attachments).toEqual([attachment])
    expect([...documents.values()]).toMatchObject([
      { kind: 'INQUIRY', mediaType: 'text/xml', bytes: infoset },
      { kind: 'ATTACHMENT', id: 'd1', caseId: added?.id, mediaType: 'application/pdf', bytes },
    ])
    expect(audit.map(({ event }) => event)).toContain('ATTACHMENT_SIGNATURE_VERIFIED')
  })

  test('keeps what was inside an encrypted one beside it', async () => {
    const ports = fakePorts()
    const opened = new Uint8Array([7])
    await arriving(sendRequest({ opened }), ports)
    expect([...ports.store.tables.documents.values()]).toMatchObject([
      { kind: 'INQUIRY', bytes: BYTES },
      { kind: 'OPENED_INQUIRY', mediaType: 'application/pkcs7-mime', bytes: opened },
    ])
  })

  test('leaves both verification results with serial, algorithm and digest, and the acceptance', async () => {
    const ports = fakePorts()
    await arriving(sendRequest(), ports)
    const { certificateSerial, algorithm, digest } = SYSTEM_SIGNATURE
    expect(ports.store.tables.audit).toMatchObject([
      {
        event: 'SYSTEM_SIGNATURE_VERIFIED',
        result: 'OK',
        certificate: certificateSerial,
        details: { algorithm, digest },
      },
      {
        event: 'OFFICIAL_SIGNATURE_VERIFIED',
        result: 'OK',
        certificate: '0b',
        details: { verdict: 'VERIFIED', algorithm, digest: SIGNED_BY_OFFICIAL.digest },
      },
      { event: 'MESSAGE_ACCEPTED', result: 'OK', requester: 'court-39', details: { readable: true } },
    ])
  })

  test.each<[string, OfficialSignature, object]>([
    ['missing', { verdict: 'MISSING' }, { verdict: 'MISSING' }],
    ['failed', { verdict: 'FAILED', code: 'SIGNATURE_DIGEST' }, { verdict: 'FAILED', code: 'SIGNATURE_DIGEST' }],
    ['unopened', { verdict: 'UNOPENED', code: 'CMS_UNBOUND' }, { verdict: 'UNOPENED', code: 'CMS_UNBOUND' }],
  ])(
    'is accepted with a %s signature of the official, and the audit says so (I8)',
    async (_what, official, details) => {
      const ports = fakePorts()
      await arriving(sendRequest({ reading: { readable: true, inquiry: inquiry(), official } }), ports)
      expect(ports.store.tables.audit[1]).toMatchObject({
        event: 'OFFICIAL_SIGNATURE_VERIFIED',
        result: 'FAILED',
        details,
      })
      expect(ports.store.tables.cases.size).toBe(1)
    },
  )

  test('leaves no name and no SNILS of the official in the audit', async () => {
    const ports = fakePorts()
    await arriving(sendRequest(), ports)
    expect(JSON.stringify(ports.store.tables.audit)).not.toMatch(/Соколова|00000000101|Иванов/)
  })

  test('of a stranger is kept under its queue (I8)', async () => {
    const ports = fakePorts()
    await arriving(sendRequest({ sender: STRANGER }), ports)
    expect(ports.store.tables.audit[0]).toMatchObject({ requester: STRANGER.queue })
  })
})

describe('the same message again', () => {
  test('gets the same receipt, byte for byte, and makes no second case', async () => {
    const ports = fakePorts()
    const first = await arriving(sendRequest(), ports)
    ports.clock.pass(3600)
    const second = await arriving(sendRequest(), ports)
    expect(second).toEqual(first)
    expect(ports.store.tables.cases.size).toBe(1)
    expect(ports.store.tables.jobs).toHaveLength(1)
    expect(ports.store.tables.audit.at(-1)).toMatchObject({ event: 'MESSAGE_REPEATED', requester: 'court-39' })
  })

  test('is known before it is found too old: the look-up comes before StaleMessageId', async () => {
    const ports = fakePorts()
    const first = await arriving(sendRequest(), ports)
    ports.clock.pass(48 * 3600)
    expect(await arriving(sendRequest(), ports)).toEqual(first)
  })

  test('arriving twice at once makes one case, and both get its receipt', async () => {
    const ports = fakePorts()
    const [one, other] = await Promise.all([arriving(sendRequest(), ports), arriving(sendRequest(), ports)])
    expect(one).toEqual(other)
    expect(ports.store.tables.cases.size).toBe(1)
    expect(ports.store.tables.history).toHaveLength(1)
  })

  test('after a lost commit is a new one: nothing of the first was kept', async () => {
    const ports = fakePorts()
    ports.store.failNextCommit()
    await expect(arriving(sendRequest(), ports)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    expect(ports.store.tables).toMatchObject({ history: [], audit: [], jobs: [] })
    await arriving(sendRequest(), ports)
    expect(ports.store.tables.cases.size).toBe(1)
  })
})

describe('admission', () => {
  test('is asked for a new message before anything is stored', async () => {
    const ports = fakePorts()
    const refused = arriving(sendRequest(), ports, () => {
      throw new GatewayError('STRANGER_RATE_LIMITED', 'too many')
    })
    await expect(refused).rejects.toMatchObject({ code: 'STRANGER_RATE_LIMITED' })
    expect(ports.store.tables.cases.size).toBe(0)
  })

  test('is not asked for a repetition', async () => {
    const ports = fakePorts()
    const first = await arriving(sendRequest(), ports)
    expect(await arriving(sendRequest(), ports, () => expect.fail('a repetition is not counted'))).toEqual(first)
  })
})

describe('another message under the same MessageID', () => {
  const changed = sendRequest({ message: message({ digest: 'b'.repeat(64) }) })

  test('is refused with an alarm, and the first one stands', async () => {
    const ports = fakePorts()
    const first = await arriving(sendRequest(), ports)
    await expect(arriving(changed, ports)).rejects.toMatchObject({ code: 'MESSAGE_ID_REUSED', facts: SYSTEM_SIGNATURE })
    expect(ports.alarms).toEqual([{ code: 'MESSAGE_ID_REUSED', requester: 'court-39' }])
    expect(ports.store.tables.cases.size).toBe(1)
    expect(await arriving(sendRequest(), ports)).toEqual(first)
  })

  test('of two at once one is accepted and the other refused', async () => {
    const ports = fakePorts()
    const outcomes = await Promise.allSettled([arriving(sendRequest(), ports), arriving(changed, ports)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(ports.alarms).toMatchObject([{ code: 'MESSAGE_ID_REUSED' }])
  })

  test('of another system is its own: the key is system and MessageID', async () => {
    const ports = fakePorts()
    await arriving(sendRequest(), ports)
    await arriving(sendRequest({ sender: STRANGER, message: changed.message }), ports)
    expect(ports.store.tables.cases.size).toBe(2)
    expect(ports.alarms).toEqual([])
  })
})

describe('a MessageID is a fresh UUID of version 1', () => {
  test('another format is refused', async () => {
    const call = sendRequest({ message: message({ messageId: 'c232ab00-9414-41ec-b3c8-9f6bdeced846' }) })
    await expect(arriving(call)).rejects.toMatchObject({ code: 'MESSAGE_ID_FORMAT', facts: SYSTEM_SIGNATURE })
  })

  test('older than a day is refused, a day old is not', async () => {
    await expect(arriving(madeAgo(86_401))).rejects.toMatchObject({ code: 'MESSAGE_ID_STALE', facts: SYSTEM_SIGNATURE })
    expect(textOf(await arriving(madeAgo(86_400)))).toContain('receipt')
  })
})

test('a message whose end of life has passed is refused, at its very end it is not', async () => {
  await expect(arriving(endedAgo(1))).rejects.toMatchObject({ code: 'END_OF_LIFE_REACHED', facts: SYSTEM_SIGNATURE })
  expect(textOf(await arriving(endedAgo(0)))).toContain('receipt')
})

test('a message that is refused leaves nothing in the store', async () => {
  const ports = fakePorts()
  const old = sendRequest({ endOfLifeAt: '2026-01-01T00:00:00Z' })
  await expect(arriving(old, ports)).rejects.toThrow('EOL')
  expect(ports.store.tables.cases.size + ports.store.tables.incoming.size + ports.store.tables.audit.length).toBe(0)
})
