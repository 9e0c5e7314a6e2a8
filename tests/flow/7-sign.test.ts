import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { checkEligibility } from '../../gateway/domain/eligibility.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { signRefusal, signReply } from '../../gateway/flow/7-sign.ts'
import { COURT, COURT_SENDER, FULL_ORDER, inquiry, NOW } from '../support/builders.ts'
import { fakeDocuments, fakeOrders, fakePorts, fakeTrust, textOf, type FakePorts } from '../support/fakes.ts'
import { awaitingSignature, DRAFT_ID, refusalDraft } from './cases.ts'

async function withDraft(given: Partial<FakePorts> = {}): Promise<FakePorts> {
  const ports = fakePorts({ cases: [awaitingSignature()], ...given })
  await ports.store.transaction((work) =>
    work.addDocument({
      id: DRAFT_ID,
      caseId: awaitingSignature().id,
      kind: 'DRAFT',
      mediaType: 'text/xml',
      bytes: new TextEncoder().encode('<Reply/>'),
      createdAt: NOW.toISOString(),
    }),
  )
  return ports
}

describe('an answer is signed under an order that covers this result for this category (¶69)', () => {
  test('the signed document is the draft; who signed stands in case, history and audit', async () => {
    const ports = await withDraft()
    await signReply(awaitingSignature(), ports)
    const { cases, documents, history, audit, jobs } = ports.store.tables
    const now = cases.get(awaitingSignature().id) as CaseIn<'SIGNED'>
    const by = 'system by order order-7'
    expect(now).toMatchObject({
      state: 'SIGNED',
      signature: { by, certificateSerial: 'ad', signedAt: NOW.toISOString() },
    })
    const document = documents.get(now.signature.documentId)
    expect(document).toMatchObject({ kind: 'SIGNED', mediaType: 'application/pkcs7-mime' })
    expect(textOf(document?.bytes ?? new Uint8Array())).toBe('signed:<Reply/>')
    expect(history).toMatchObject([{ event: 'SIGN', actor: by, paragraph: '¶69' }])
    expect(audit[1]).toMatchObject({
      event: 'DOCUMENT_SIGNED',
      certificate: 'ad',
      details: { result: 'INFORMATION', category: 'COURT', by },
    })
    expect(jobs).toHaveLength(1)
  })

  test.each([
    ['without an order', fakeOrders()],
    [
      'when the order covers another result',
      fakeOrders(order({ event: 'SIGN', result: 'ABSENCE_NOTICE', categories: ['COURT'] })),
    ],
    [
      'when the order covers another category',
      fakeOrders(order({ event: 'SIGN', result: 'INFORMATION', categories: ['FSB'] })),
    ],
  ])('%s it waits for the Head, and no key is used', async (_case, orders) => {
    const documents = { ...fakeDocuments, sign: () => expect.fail('nothing is to be signed') }
    const ports = await withDraft({ orders, documents })
    await signReply(awaitingSignature(), ports)
    expect(ports.store.tables.cases.get(awaitingSignature().id)).toMatchObject({
      state: 'AWAITING_SIGNATURE',
      waitsFor: { reason: 'NO_STANDING_ORDER', paragraph: '¶69' },
    })
    expect(ports.store.tables.jobs).toEqual([])
  })

  test('a key that does not answer leaves the case as it is', async () => {
    const sign = () => Promise.reject(new GatewayError('KEY_UNUSABLE', 'no token'))
    const ports = await withDraft({ documents: { ...fakeDocuments, sign } })
    await expect(signReply(awaitingSignature(), ports)).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
    expect(ports.store.tables.cases.get(awaitingSignature().id)).toEqual(awaitingSignature())
  })

  test('run twice at once one signed document is kept', async () => {
    const ports = await withDraft()
    await Promise.all([signReply(awaitingSignature(), ports), signReply(awaitingSignature(), ports)])
    const kinds = [...ports.store.tables.documents.values()].map(({ kind }) => kind)
    expect(kinds).toEqual(['DRAFT', 'SIGNED'])
  })
})

describe('a refusal is drafted and signed in one row (¶76-77)', () => {
  test('both documents are kept, the draft unsigned', async () => {
    const ports = fakePorts({ cases: [refusalDraft()] })
    await signRefusal(refusalDraft(), ports)
    const { cases, documents, history } = ports.store.tables
    const now = cases.get(refusalDraft().id) as CaseIn<'SIGNED'>
    expect(now).toMatchObject({ state: 'SIGNED', draft: { kind: 'REFUSAL' } })
    const [draft, signed] = [now.draft.documentId, now.signature.documentId].map((id) => documents.get(id))
    expect(draft).toMatchObject({ kind: 'DRAFT' })
    expect(textOf(signed?.bytes ?? new Uint8Array())).toBe(`signed:${textOf(draft?.bytes ?? new Uint8Array())}`)
    expect(history).toMatchObject([{ event: 'SIGN_REFUSAL', actor: 'system by order order-7', paragraph: '¶76-77' }])
  })

  test('without an order it waits for the Head', async () => {
    const ports = fakePorts({ cases: [refusalDraft()], orders: fakeOrders() })
    await signRefusal(refusalDraft(), ports)
    expect(ports.store.tables.cases.get(refusalDraft().id)).toMatchObject({
      state: 'REFUSAL_DRAFT',
      waitsFor: { reason: 'NO_STANDING_ORDER' },
    })
    expect(ports.store.tables.documents.size).toBe(0)
  })

  test('of a registered body is not covered by an order for strangers', async () => {
    const body = { ...COURT, category: 'OTHER_BY_FEDERAL_LAW' } as const
    const refused = refusalDraft({
      sender: COURT_SENDER,
      eligibility: checkEligibility(body, inquiry(), '2026-03-10'),
    })
    const ports = fakePorts({ cases: [refused], trust: fakeTrust([body]) })
    await signRefusal(refused, ports)
    expect(ports.store.tables.cases.get(refused.id)).toMatchObject({ waitsFor: { reason: 'NO_STANDING_ORDER' } })
    const covering = order({ event: 'SIGN', result: 'REFUSAL', categories: ['OTHER_BY_FEDERAL_LAW'] })
    await signRefusal(refused, { ...ports, orders: fakeOrders(covering) })
    expect(ports.store.tables.cases.get(refused.id)).toMatchObject({ state: 'SIGNED' })
    expect(ports.store.tables.cases.get(refused.id)).not.toHaveProperty('waitsFor')
  })
})

function order(covered: (typeof FULL_ORDER.covers)[number]): typeof FULL_ORDER {
  return { ...FULL_ORDER, covers: [covered] }
}
