import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { createDoor, type Door } from '../../gateway/flow/door.ts'
import { COURT_SENDER, message, NOW, STRANGER } from '../support/builders.ts'
import { fakePorts, reading, textOf, type FakePorts } from '../support/fakes.ts'
import { ack, getResponse, getStatus, sendRequest, SYSTEM_SIGNATURE } from './calls.ts'

const BYTES = new TextEncoder().encode('<Envelope/>')

function doorTo(...calls: Parameters<typeof reading>): { door: Door; ports: FakePorts } {
  const ports = fakePorts({ readCall: reading(...calls) })
  return { ports, door: createDoor(ports) }
}

describe('a message in a package', () => {
  const PACKAGE = 'multipart/related; boundary=b'
  test('is read as one', async () => {
    const seen: unknown[] = []
    const { readCall } = fakePorts({ readCall: reading(getStatus('1')) })
    const ports = fakePorts({
      readCall: (...given) => {
        seen.push(given[2])
        return readCall(...given)
      },
    })
    await createDoor(ports).answerCall(BYTES, '10.0.0.1', PACKAGE)
    expect(seen).toEqual([PACKAGE])
  })

  test.each([
    ['with attachments is answered by a package', '1.1 attached', PACKAGE, { packageType: 'multipart/related' }],
    ['without attachments is answered in XML alone', '1.1 status', PACKAGE, {}],
    ['nobody sent keeps the attachments in the envelope', '1.1 attached', undefined, {}],
  ])('an answer %s', async (_case, status, packageType, expected) => {
    const exchange = { ...fakePorts().exchange, writeStatusResponse: () => new TextEncoder().encode(status) }
    const door = createDoor(fakePorts({ readCall: reading(getStatus('1')), exchange }))
    const { body, ...answer } = await door.answerCall(BYTES, '10.0.0.1', packageType)
    expect(answer).toEqual({ status: 200, ...expected })
    expect(textOf(body)).toBe('packageType' in expected ? `packed ${status}` : status)
  })
})

async function knock({ door }: { door: Door }, source = '10.0.0.1') {
  const { status, body } = await door.answerCall(BYTES, source)
  return { status, text: textOf(body) }
}
const forged = () =>
  new GatewayError('SIGNATURE_VALUE', 'not that of SignedInfo', {
    facts: { certificateSerial: '0f', smevVersion: '1.1' },
  })
const messageNo = (no: number, sender = STRANGER) =>
  sendRequest({ sender, message: message({ messageId: `ff3aba0${no}-1c56-11f1-8000-0123456789ab`, digest: `${no}` }) })

describe('each call reaches its operation', () => {
  test.each([
    ['SendRequest', sendRequest(), 'receipt of'],
    ['GetResponse', getResponse('1'), '1.1 response none'],
    ['GetStatus', getStatus('1'), '1.1 status'],
  ])('%s', async (_operation, call, text) => {
    const answer = await knock(doorTo(call))
    expect(answer.status).toBe(200)
    expect(answer.text).toContain(text)
  })

  test('Ack', async () => {
    expect(await knock(doorTo(ack('unknown')))).toEqual({ status: 500, text: '{"fault":"ACK_TARGET_UNKNOWN"}' })
  })
})

describe('a refused message', () => {
  test('leaves an audit entry with what was established, and nothing else', async () => {
    const visited = doorTo(forged())
    await knock(visited)
    const { audit, cases, incoming, jobs } = visited.ports.store.tables
    expect(audit).toEqual([
      {
        at: NOW.toISOString(),
        event: 'MESSAGE_REFUSED',
        result: 'REFUSED',
        certificate: '0f',
        details: { code: 'SIGNATURE_VALUE' },
      },
    ])
    expect(cases.size + incoming.size + jobs.length).toBe(0)
    expect(visited.ports.bugs).toEqual([])
  })

  test('gets its fault by the code, in the version it spoke, without our words', async () => {
    const answer = await knock(doorTo(forged()))
    expect(answer).toEqual({ status: 500, text: '{"fault":"SIGNATURE_VALUE","smevVersion":"1.1"}' })
  })

  test('of an unknown type is told which root it had', async () => {
    const type = { namespace: 'urn://other', name: 'Other' }
    const refused = new GatewayError('MESSAGE_TYPE_UNSUPPORTED', 'unknown root', { facts: { type } })
    expect((await knock(doorTo(refused))).text).toBe(JSON.stringify({ fault: 'MESSAGE_TYPE_UNSUPPORTED', type }))
  })

  test('that cannot be audited is not answered as refused: the sender tries again', async () => {
    const visited = doorTo(forged(), forged())
    visited.ports.store.failNextCommit()
    expect(await knock(visited)).toEqual({ status: 500, text: '{"fault":"STORE_UNREACHABLE"}' })
    expect(visited.ports.bugs).toMatchObject([{ code: 'STORE_UNREACHABLE' }])
    expect((await knock(visited)).text).toContain('SIGNATURE_VALUE')
  })

  test('before its bytes were here is audited and answered alike', async () => {
    const { door, ports } = doorTo()
    const answer = await door.refuseCall(new GatewayError('XML_TOO_LARGE', 'too many octets'), '10.0.0.1')
    expect({ ...answer, body: textOf(answer.body) }).toEqual({ status: 413, body: '{"fault":"XML_TOO_LARGE"}' })
    expect(ports.store.tables.audit).toMatchObject([{ event: 'MESSAGE_REFUSED', details: { code: 'XML_TOO_LARGE' } }])
  })
})

describe('the audit of unidentified messages is bounded per source and minute', () => {
  const many = (count: number) => Array.from({ length: count }, forged)

  test('ten in full, the rest counted in the next entry, all of them answered', async () => {
    const visited = doorTo(...many(14))
    for (let call = 0; call < 13; call++) expect((await knock(visited)).text).toContain('SIGNATURE_VALUE')
    expect(visited.ports.store.tables.audit).toHaveLength(10)
    visited.ports.clock.pass(60)
    await knock(visited)
    const { audit } = visited.ports.store.tables
    expect(audit).toHaveLength(11)
    expect(audit.at(-1)).toMatchObject({ details: { code: 'SIGNATURE_VALUE', skippedBefore: 3 } })
  })

  test('attachments refused before any signature was proved are counted too', async () => {
    const unpaired = () => new GatewayError('ATTACHMENT_MISMATCH', 'unpaired', { facts: { smevVersion: '1.1' } })
    const visited = doorTo(...Array.from({ length: 12 }, unpaired))
    for (let call = 0; call < 12; call++) await knock(visited)
    expect(visited.ports.store.tables.audit).toHaveLength(10)
  })

  test('another source is not silenced by it', async () => {
    const visited = doorTo(...many(12))
    for (let call = 0; call < 11; call++) await knock(visited)
    await knock(visited, '10.0.0.2')
    expect(visited.ports.store.tables.audit).toHaveLength(11)
  })

  test('a refusal behind a proved signature is always audited, and counts for nothing', async () => {
    const stale = () => new GatewayError('MESSAGE_ID_STALE', 'old', { facts: SYSTEM_SIGNATURE })
    const visited = doorTo(...many(11), ...Array.from({ length: 5 }, stale), forged())
    for (let call = 0; call < 16; call++) await knock(visited)
    const { audit } = visited.ports.store.tables
    expect(audit.filter(({ details }) => details.code === 'MESSAGE_ID_STALE')).toHaveLength(5)
    expect(audit.at(-1)).toMatchObject({ certificate: '0a', details: SYSTEM_DETAILS })
    visited.ports.clock.pass(60)
    await knock(visited)
    expect(visited.ports.store.tables.audit.at(-1)).toMatchObject({ details: { skippedBefore: 1 } })
  })
})

const SYSTEM_DETAILS = { algorithm: SYSTEM_SIGNATURE.algorithm, digest: SYSTEM_SIGNATURE.digest }

describe('a bug or a fault of ours', () => {
  test.each([
    ['a bug', new TypeError("cannot read 'Иванов' of undefined"), 500, '{"fault":"BUG"}'],
    [
      'an unreachable store',
      new GatewayError('STORE_UNREACHABLE', 'host db-1 refused'),
      503,
      '{"fault":"STORE_UNREACHABLE"}',
    ],
    ['a key that does not answer', new GatewayError('KEY_UNUSABLE', 'token 7'), 500, '{"fault":"KEY_UNUSABLE"}'],
  ])('%s tells the outside nothing, is reported, and is no refusal', async (_what, error, status, text) => {
    const visited = doorTo(error)
    expect(await knock(visited)).toEqual({ status, text })
    expect(visited.ports.bugs).toEqual([error])
    expect(visited.ports.store.tables.audit).toEqual([])
  })
})

describe('a stranger may send so many new messages an hour', () => {
  test('one more is refused with its certificate in the audit, until the hour is over', async () => {
    const visited = doorTo(...[1, 2, 3, 4, 5, 6, 6].map((no) => messageNo(no)))
    for (let call = 0; call < 5; call++) expect((await knock(visited)).status).toBe(200)
    expect((await knock(visited)).text).toBe('{"fault":"STRANGER_RATE_LIMITED"}')
    const { audit, cases } = visited.ports.store.tables
    expect(audit.at(-1)).toMatchObject({ event: 'MESSAGE_REFUSED', certificate: '0a' })
    expect(cases.size).toBe(5)
    visited.ports.clock.pass(3600)
    expect((await knock(visited)).status).toBe(200)
  })

  test('repetitions are not counted, and a registered body is not limited', async () => {
    const repeated = Array.from({ length: 7 }, () => messageNo(1))
    const visited = doorTo(...repeated, messageNo(2), ...[1, 2, 3, 4, 5, 6].map((no) => messageNo(no, COURT_SENDER)))
    for (let call = 0; call < 14; call++) expect((await knock(visited)).status).toBe(200)
  })
})
