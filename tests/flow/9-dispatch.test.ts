import { describe, expect, test } from 'vitest'
import { dispatch, file } from '../../gateway/flow/9-dispatch.ts'
import { newOutgoing, sealNotices } from '../../gateway/flow/seal-messages.ts'
import type { OutgoingContent } from '../../gateway/ports/exchange.ts'
import { NOW } from '../support/builders.ts'
import { fakePorts, fakeTrust, textOf, type FakePorts } from '../support/fakes.ts'
import { dispatched, issued, SIGNED_ID } from './cases.ts'

const NOTICE: OutgoingContent = { form: 'STATUS', code: 10, parameters: [], description: 'Зарегистрирован' }
const REFUSAL: OutgoingContent = { ...NOTICE, code: 60, documentId: SIGNED_ID }
const REJECTED: OutgoingContent = { form: 'REJECTED', entries: [] }

/** A case whose messages are laid down, the last of them final. */
async function withMessages(contents: readonly OutgoingContent[], given: Partial<FakePorts> = {}): Promise<FakePorts> {
  const ports = fakePorts({ cases: [issued()], ...given })
  await ports.store.transaction(async (work) => {
    const [id, caseId] = [SIGNED_ID, issued().id]
    const bytes = new TextEncoder().encode('signed:<Reply/>')
    await work.addDocument({
      id,
      caseId,
      kind: 'SIGNED',
      mediaType: 'application/pkcs7-mime',
      bytes,
      createdAt: NOW.toISOString(),
    })
    for (const [index, content] of contents.entries())
      await work.addOutgoing(newOutgoing(issued(), content, ports.clock, index === contents.length - 1))
  })
  return ports
}
const sealedIn = ({ store }: FakePorts) =>
  store.tables.outgoing.map(({ sealed }) => sealed && (JSON.parse(textOf(sealed)) as { document?: string }).document)

describe('dispatch (¶72, 73(3))', () => {
  test('encrypts the signed document to the addressee, seals every waiting message and moves the case', async () => {
    const ports = await withMessages([NOTICE, REFUSAL, REJECTED])
    await dispatch(issued(), ports)
    expect(sealedIn(ports)).toEqual([undefined, 'sealed(1):signed:<Reply/>', undefined])
    const { cases, outgoing, audit, history } = ports.store.tables
    expect(outgoing.every(({ sealed }) => sealed)).toBe(true)
    expect(cases.get(issued().id)).toMatchObject({ state: 'DISPATCHED', dispatchedAt: NOW.toISOString() })
    expect(history).toMatchObject([{ event: 'DISPATCH', paragraph: '¶72, 73(3)' }])
    expect(audit.slice(1)).toMatchObject([
      { event: 'MESSAGE_SEALED', details: { form: 'STATUS', final: false } },
      { event: 'MESSAGE_SEALED', details: { form: 'STATUS', final: false } },
      { event: 'MESSAGE_SEALED', details: { form: 'REJECTED', final: true } },
    ])
  })

  test('encrypts to every valid certificate of the system', async () => {
    const ports = await withMessages([REFUSAL], { trust: fakeTrust(undefined, 2) })
    await dispatch(issued(), ports)
    expect(sealedIn(ports)).toEqual(['sealed(2):signed:<Reply/>'])
  })

  test('without a valid certificate of the addressee sends nothing: alarm, and the case stays ISSUED (D4)', async () => {
    const ports = await withMessages([NOTICE, REFUSAL], { trust: fakeTrust(undefined, 0) })
    await expect(dispatch(issued(), ports)).rejects.toMatchObject({ code: 'RECIPIENT_CERTIFICATE_MISSING' })
    expect(ports.alarms).toEqual([{ code: 'RECIPIENT_CERTIFICATE_MISSING', caseId: issued().id }])
    expect(ports.store.tables.cases.get(issued().id)).toEqual(issued())
    expect(sealedIn(ports)).toEqual([undefined, undefined])
    expect(ports.store.tables.outgoing.some(({ sealed }) => sealed)).toBe(false)
  })

  test('run twice at once, the bytes of the first stand and are audited once', async () => {
    const ports = await withMessages([REFUSAL])
    await Promise.all([dispatch(issued(), ports), dispatch(issued(), ports)])
    const { audit, outgoing } = ports.store.tables
    expect(audit.filter(({ event }) => event === 'MESSAGE_SEALED')).toHaveLength(1)
    const once = outgoing[0]?.sealed
    await dispatch(issued(), ports)
    expect(ports.store.tables.outgoing[0]?.sealed).toEqual(once)
  })
})

describe('filing (¶73(1), 73(4))', () => {
  test('ends the case: no further job', async () => {
    const ports = fakePorts({ cases: [dispatched()] })
    await file(dispatched(), ports)
    expect(ports.store.tables.cases.get(dispatched().id)).toMatchObject({ state: 'FILED' })
    expect(ports.store.tables.jobs).toEqual([])
  })

  test('keeps a delivery that was marked after the step had read the case', async () => {
    const deliveredAt = '2026-03-10T08:05:00.000Z'
    const ports = fakePorts({ cases: [dispatched({ deliveredAt })] })
    await file(dispatched(), ports)
    expect(ports.store.tables.cases.get(dispatched().id)).toMatchObject({ state: 'FILED', deliveredAt })
  })
})

describe('the seal job', () => {
  test('sends notices at once and leaves documents, and what follows them, to their step', async () => {
    const ports = await withMessages([NOTICE, REFUSAL, REJECTED])
    await sealNotices(issued().id, ports)
    expect(ports.store.tables.outgoing.map(({ sealed }) => sealed !== undefined)).toEqual([true, false, false])
    expect(ports.store.tables.audit).toMatchObject([{ event: 'MESSAGE_SEALED', requester: 'court-39' }])
  })

  test('run again, or beside the step, changes no sealed byte', async () => {
    const ports = await withMessages([NOTICE, REFUSAL])
    await Promise.all([sealNotices(issued().id, ports), dispatch(issued(), ports)])
    const once = structuredClone(ports.store.tables.outgoing)
    await sealNotices(issued().id, ports)
    expect(ports.store.tables.outgoing).toEqual(once)
    expect(ports.store.tables.audit.filter(({ event }) => event === 'MESSAGE_SEALED')).toHaveLength(2)
  })

  test('for a case that is not there does nothing', async () => {
    const ports = await withMessages([NOTICE])
    await sealNotices('00000000-0000-4000-8000-0000000000ff', ports)
    expect(ports.store.tables.audit).toEqual([])
  })
})
