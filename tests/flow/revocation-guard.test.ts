import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import type { RevocationStatus } from '../../gateway/domain/revocation.ts'
import { checkIntakeGrounds } from '../../gateway/flow/3-check-intake.ts'
import { review } from '../../gateway/flow/4-review.ts'
import { signRefusal, signReply } from '../../gateway/flow/7-sign.ts'
import { advance } from '../../gateway/flow/inquiry-flow.ts'
import {
  inquiry,
  OFFICIAL_CERTIFICATE,
  registered,
  SIGNED_BY_OFFICIAL,
  SYSTEM_CERTIFICATE,
} from '../support/builders.ts'
import { fakePorts, fakeRevocation, type FakePorts } from '../support/fakes.ts'
import { awaitingSignature, DRAFT_ID, headReview, refusalDraft } from './cases.ts'

type Said = Readonly<Partial<Record<'system' | 'official', RevocationStatus>>>
type Guarded = CaseIn<'HEAD_REVIEW' | 'REFUSAL_DRAFT' | 'AWAITING_SIGNATURE'>

/** As the case was stored when nobody knew, at receipt, of either certificate. */
const unknown = {
  certificate: { ...SYSTEM_CERTIFICATE, revocation: 'UNKNOWN' },
  reading: {
    readable: true,
    inquiry: inquiry(),
    official: { ...SIGNED_BY_OFFICIAL, certificate: { ...OFFICIAL_CERTIFICATE, revocation: 'UNKNOWN' } },
  },
} as const

/** Each step of the flow that the guard stands before, and a case that comes to it. */
const GUARDED: readonly [string, () => Guarded, (held: never, ports: FakePorts) => Promise<void>][] = [
  ['the visa', () => headReview(unknown), review],
  ['the signature of a reply', () => awaitingSignature(unknown), signReply],
  ['the signature of a refusal', () => refusalDraft(unknown), signRefusal],
]

async function run(guarded: Guarded, step: (held: never, ports: FakePorts) => Promise<void>, said: Said) {
  const ports = fakePorts({ cases: [guarded], revocation: fakeRevocation(said) })
  ports.store.tables.documents.set(DRAFT_ID, {
    id: DRAFT_ID,
    caseId: guarded.id,
    kind: 'DRAFT',
    mediaType: 'text/xml',
    bytes: new Uint8Array(1),
    createdAt: guarded.receivedAt,
  })
  const again = async (): Promise<void> => step(ports.store.tables.cases.get(guarded.id) as never, ports)
  await again()
  return { ports, again, now: () => ports.store.tables.cases.get(guarded.id) }
}

describe.each(GUARDED)('before %s', (_step, guarded, step) => {
  test('a case of unknown revocation is held, and nothing leaves', async () => {
    const { ports, now } = await run(guarded(), step, { system: 'UNKNOWN' })
    expect(now()).toMatchObject({
      state: guarded().state,
      version: guarded().version,
      waitsFor: { reason: 'REVOCATION_UNKNOWN', paragraph: 'I9' },
    })
    const { history, outgoing, documents, jobs, audit } = ports.store.tables
    expect([...history, ...outgoing, ...jobs]).toEqual([])
    expect([...documents.keys()]).toEqual([DRAFT_ID])
    expect(audit).toMatchObject([{ event: 'CASE_WAITS', details: { reason: 'REVOCATION_UNKNOWN' } }])
    expect(ports.alarms).toEqual([])
  })

  test('it goes on once both certificates are known to be good', async () => {
    const first = await run(guarded(), step, { official: 'UNKNOWN' })
    const held = first.now() as Guarded
    const { now } = await run(held, step, { system: 'GOOD', official: 'GOOD' })
    expect(now()?.state).not.toBe(guarded().state)
    expect(now()).not.toHaveProperty('waitsFor')
  })

  test.each([
    ['system', 'ORG_SIGNATURE', 'CallerInformationSystemSignature: CERTIFICATE_REVOKED'],
    ['official', 'SIGNER', 'PersonalSignature: CERTIFICATE_REVOKED'],
  ] as const)(
    'a revoked certificate of the %s is the ground %s, for a person to confirm',
    async (who, code, detail) => {
      const { ports, now } = await run(guarded(), step, { [who]: 'REVOKED' })
      expect(now()).toMatchObject({
        state: guarded().state,
        grounds: [{ code, detail }],
        waitsFor: { reason: 'INTAKE_GROUNDS' },
      })
      expect(ports.store.tables.audit).toMatchObject([
        { event: 'CASE_WAITS', details: { reason: 'INTAKE_GROUNDS', grounds: [`${code}: ${detail}`] } },
      ])
      expect([...ports.store.tables.history, ...ports.store.tables.outgoing]).toEqual([])
    },
  )

  test('a case that comes again with its grounds has each of them once, and the new ones beside', async () => {
    const { now } = await run(guarded(), step, { system: 'REVOKED' })
    const { waitsFor: _, ...returned } = now() as Guarded
    const again = await run(returned as Guarded, step, { system: 'REVOKED', official: 'REVOKED' })
    expect(again.now()).toMatchObject({
      grounds: [{ code: 'ORG_SIGNATURE' }, { code: 'SIGNER' }],
      waitsFor: { reason: 'INTAKE_GROUNDS' },
    })
  })

  test('a certificate that was good at receipt holds nobody up when its source falls silent', async () => {
    const { certificate, reading } = registered()
    const { now } = await run({ ...guarded(), certificate, reading }, step, { system: 'UNKNOWN', official: 'UNKNOWN' })
    expect(now()).not.toHaveProperty('waitsFor')
  })

  test('but is a ground when it turns out to have been revoked by then', async () => {
    const { certificate, reading } = registered()
    const { now } = await run({ ...guarded(), certificate, reading }, step, { system: 'REVOKED' })
    expect(now()).toMatchObject({ grounds: [{ code: 'ORG_SIGNATURE' }], waitsFor: { reason: 'INTAKE_GROUNDS' } })
  })

  test('still unknown on the day it is due raises one alarm, and sends nothing', async () => {
    const { ports, again, now } = await run(guarded(), step, { system: 'UNKNOWN' })
    ports.clock.pass(6 * 86_400) // 16 March: the day before it is due
    await again()
    expect(ports.alarms).toEqual([])
    ports.clock.pass(86_400)
    await again()
    await again()
    ports.clock.pass(86_400)
    await again()
    const { id, number } = guarded()
    expect(ports.alarms).toMatchObject([{ code: 'REVOCATION_UNKNOWN', caseId: id, caseNumber: number }])
    expect(now()).toMatchObject({ waitsFor: { reason: 'REVOCATION_UNKNOWN', alarmedOn: '2026-03-17' } })
    expect(ports.store.tables.audit).toHaveLength(2)
    expect([...ports.store.tables.history, ...ports.store.tables.outgoing]).toEqual([])
  })
})

test('the sources are asked how the certificates stood at receipt, whenever that was', async () => {
  const asked: [string, string][] = []
  const revocation = {
    revision: 1,
    getStatus(certificate: Uint8Array, at: Date) {
      asked.push([Buffer.from(certificate).toString(), at.toISOString()])
      return 'GOOD' as const
    },
  }
  const before = headReview(unknown)
  const ports = fakePorts({ cases: [before], revocation })
  ports.clock.pass(3 * 86_400)
  await review(before, ports)
  expect(asked).toEqual([
    ['system', before.receivedAt],
    ['official', before.receivedAt],
  ])
})

test('nobody is asked about an official whose signature failed: that is a ground already', async () => {
  const asked: string[] = []
  const revocation = {
    revision: 1,
    getStatus(certificate: Uint8Array) {
      asked.push(Buffer.from(certificate).toString())
      return 'GOOD' as const
    },
  }
  const reading = { readable: true, inquiry: inquiry(), official: { verdict: 'MISSING' } } as const
  const before = headReview({ reading })
  await review(before, fakePorts({ cases: [before], revocation }))
  expect(asked).toEqual(['system'])
})

test('the job of a held case tries again, the job of one with grounds does not', async () => {
  const held = headReview({ ...unknown, waitsFor: { reason: 'REVOCATION_UNKNOWN', paragraph: 'I9' } })
  const ports = fakePorts({ cases: [held] })
  await advance(held.id, held.version, ports)
  expect(ports.store.tables.cases.get(held.id)).toMatchObject({ state: 'QUEUED' })

  const refused = headReview({ ...unknown, waitsFor: { reason: 'INTAKE_GROUNDS', paragraph: '¶47, I9' } })
  const others = fakePorts({ cases: [refused] })
  await advance(refused.id, refused.version, others)
  expect(others.store.tables.cases.get(refused.id)).toEqual(refused)
})

describe('the intake check', () => {
  async function checked(said: Said) {
    const before = registered(unknown)
    const ports = fakePorts({ cases: [before], revocation: fakeRevocation(said) })
    await checkIntakeGrounds(before, ports)
    return ports.store.tables.cases.get(before.id)
  }

  test('lists a revocation that is known by then among the grounds (I1)', async () => {
    expect(await checked({ system: 'REVOKED', official: 'REVOKED' })).toMatchObject({
      state: 'HEAD_REVIEW',
      grounds: [{ code: 'ORG_SIGNATURE' }, { code: 'SIGNER' }],
      waitsFor: { reason: 'INTAKE_GROUNDS' },
    })
  })

  test('passes an unknown one on: the case is registered, and the guard comes before the visa', async () => {
    const now = await checked({ system: 'UNKNOWN' })
    expect(now).toMatchObject({ state: 'HEAD_REVIEW', grounds: [] })
    expect(now).not.toHaveProperty('waitsFor')
  })
})

test('whoever signed attachments is asked about too, each certificate once', async () => {
  const signed = (der: string) => ({
    contentId: der,
    mediaType: 'application/pdf',
    documentId: der,
    signer: 'OFFICIAL' as const,
    signature: {
      ...SIGNED_BY_OFFICIAL,
      certificate: { ...OFFICIAL_CERTIFICATE, der: Buffer.from(der).toString('base64') },
    },
  })
  const { reading } = registered()
  const attachments = [signed('official'), signed('notary'), signed('notary'), signed('system')]
  const before = headReview({ reading: { ...reading, attachments } })
  const asked: string[] = []
  const revocation = {
    revision: 1,
    getStatus(certificate: Uint8Array) {
      asked.push(Buffer.from(certificate).toString())
      return asked.at(-1) === 'notary' ? ('REVOKED' as const) : ('GOOD' as const)
    },
  }
  const ports = fakePorts({ cases: [before], revocation })
  await review(before, ports)
  expect(asked).toEqual(['system', 'official', 'notary'])
  expect(ports.store.tables.cases.get(before.id)).toMatchObject({
    grounds: [{ code: 'SIGNER', detail: 'SignaturePKCS7: CERTIFICATE_REVOKED' }],
  })
})
