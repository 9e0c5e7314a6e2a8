import { expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { signReply } from '../../gateway/flow/7-sign.ts'
import { ALL_PASSES, NOW, searchReport } from '../support/builders.ts'
import { fakeOrders, fakePorts, fakeRegistry, type FakePorts } from '../support/fakes.ts'
import { awaitingSignature, DRAFT_ID } from './cases.ts'

const { record: _record, ...nothing } = searchReport({ mark: 'NOT_FOUND', passes: ALL_PASSES })
const drafted = awaitingSignature({ search: nothing, draft: { kind: 'ABSENCE_NOTICE', documentId: DRAFT_ID } })

async function signed(from: CaseIn<'AWAITING_SIGNATURE'>, given: Partial<FakePorts>) {
  const ports = fakePorts({ cases: [from], ...given })
  ports.store.tables.documents.set(DRAFT_ID, {
    id: DRAFT_ID,
    caseId: from.id,
    kind: 'DRAFT',
    mediaType: 'text/xml',
    bytes: new Uint8Array(1),
    createdAt: NOW.toISOString(),
  })
  await signReply(from, ports)
  const kinds = [...ports.store.tables.documents.values()].map(({ kind }) => kind)
  return { now: ports.store.tables.cases.get(from.id), isSigned: kinds.includes('SIGNED') }
}

const gap = { full: false, gaps: [{ office: '39000001', year: 1991 }] }

test('a notice is signed while the coverage it was drafted on holds', async () => {
  const { now, isSigned } = await signed(drafted, { registry: fakeRegistry([]) })
  expect(now?.state).toBe('SIGNED')
  expect(isSigned).toBe(true)
})

test('where a year is covered no longer nothing is signed, and a person decides (N2)', async () => {
  const { now, isSigned } = await signed(drafted, { registry: fakeRegistry([], gap) })
  expect(now).toMatchObject({ state: 'AWAITING_SIGNATURE', waitsFor: { reason: 'REGION_CHECK', paragraph: '¶66(2)' } })
  expect(isSigned).toBe(false)
})

test('nor where books went to the archive meanwhile: the notice does not speak of them (H5)', async () => {
  const transferred = { entirely: false, holdings: [] }
  const { isSigned } = await signed(drafted, { registry: fakeRegistry([], { full: false, transferred }) })
  expect(isSigned).toBe(false)
})

test('a registry that does not answer is no leave to sign', async () => {
  const registry = { ...fakeRegistry([]), getCoverage: () => Promise.reject(new Error('silence')) }
  await expect(signed(drafted, { registry })).rejects.toThrow('silence')
})

test('it is asked when an order covers the signature, and for absence notices alone', async () => {
  const registry = { ...fakeRegistry([]), getCoverage: () => expect.fail('nothing is to be asked') }
  const waiting = await signed(drafted, { registry, orders: fakeOrders() })
  expect(waiting.now?.waitsFor?.reason).toBe('NO_STANDING_ORDER')
  expect((await signed(awaitingSignature(), { registry })).isSigned).toBe(true)
})
