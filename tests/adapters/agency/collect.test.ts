import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Agency, SignedInquiry } from '../../../adapters/agency/agency.ts'
import { signCms } from '../../../crypto/cms/signed-data.ts'
import type { OfficeKeyRole } from '../../../gateway/config.ts'
import type { ReplyContent } from '../../../gateway/domain/reply.ts'
import type { SendRequestCall } from '../../../gateway/ports/exchange.ts'
import {
  NOW,
  NUMBER,
  courtInquiry,
  createFakeExchange,
  informationFor,
  informationReply,
  messageTo,
  readSent,
  registrationNotice,
  serveQueue,
  type FakeExchange,
} from './fake-exchange.ts'

let fake: FakeExchange
let court: Agency
let message: SignedInquiry
let call: SendRequestCall
let kept: string[]

beforeAll(async () => {
  nock.disableNetConnect()
  fake = await createFakeExchange()
  court = await fake.openCourt({ keep: async (name) => void kept.push(name) })
  message = await court.write(courtInquiry())
  call = await readSent(fake, message.bytes)
})
afterEach(() => {
  nock.cleanAll()
})
afterAll(async () => {
  nock.enableNetConnect()
  nock.restore()
  await fake.close()
})

/** The document sealed to the court, signed with the automatic-signing key, unless said otherwise. */
async function sealed(
  content: ReplyContent,
  { role = 'AUTOMATIC_SIGNING', recipients }: { role?: OfficeKeyRole; recipients?: readonly Uint8Array[] } = {},
): Promise<Uint8Array> {
  const { assets, exchange } = fake
  const signer = { ...assets.keys[role], provider: assets.provider }
  const signed = await signCms(exchange.documents.writeReply(content), signer, { signingAt: NOW })
  return exchange.documents.seal(signed, recipients ?? assets.trust.recipientCertificates(call.sender, NOW))
}

const right = (changes: Partial<ReplyContent> = {}): ReplyContent => ({ ...informationFor(fake, call), ...changes })
const notice = () => messageTo(fake, call, { content: registrationNotice() })
const information = async (document: Uint8Array) =>
  messageTo(fake, call, { content: informationReply(), sealed: document })

/** Until an instant that has come: one look at an empty queue ends the waiting. */
async function collect(...messages: Uint8Array[]) {
  kept = []
  const { acks } = serveQueue(fake, messages)
  const outcome = court.collect(message, NOW)
  return { acks, outcome }
}

describe('collecting answers', () => {
  test('proves, opens and acknowledges notice and reply', async () => {
    const { acks, outcome } = await collect(await notice(), await information(await sealed(right())))
    expect(await outcome).toMatchObject({
      registered: { number: NUMBER, dueOn: '2026-03-17', duplicate: false },
      document: { reply: { kind: 'INFORMATION', record: { recordNumber: '415' }, text: ['Запись имеется.'] } },
      final: { kind: 'INFORMATION', rejections: [] },
    })
    expect(acks.map(({ accepted }) => accepted)).toEqual([true, true])
    expect(kept.filter((name) => name.includes('document')).map((name) => name.slice(-3))).toEqual([
      'p7m',
      'p7s',
      'xml',
    ])
  })

  test('opens a document that is too long for an envelope, attached in it or in a package', async () => {
    const text = Array.from({ length: 420 }, () => 'Сведения. '.repeat(550))
    const answer = await information(await sealed(right({ text })))
    expect(answer.length).toBeGreaterThan(5 * 1024 * 1024)
    for (const packaged of [false, true]) {
      const asking = await fake.openCourt({ packaged })
      const { acks } = serveQueue(fake, [answer])
      const outcome = await asking.collect(message, NOW)
      expect(outcome).toMatchObject({ final: { kind: 'INFORMATION' } })
      expect(outcome.document?.reply.text).toHaveLength(420)
      expect(acks).toMatchObject([{ accepted: true }])
      nock.cleanAll()
    }
  })

  test('takes a refusal from a status and ends with the rejection', async () => {
    const refusal = { rule: 'E3', paragraph: '¶28', reason: 'NOT_REGISTERED' }
    const { record: _, ...content } = right()
    const status = {
      form: 'STATUS',
      code: 60,
      parameters: [{ key: 'number', value: NUMBER }],
      description: 'refused',
      documentId: 'document',
    } as const
    const document = await sealed({ ...content, kind: 'REFUSAL', refusal })
    const entries = [{ code: 'ACCESS_DENIED', description: '¶28' }] as const
    const { outcome } = await collect(
      await messageTo(fake, call, { content: status, sealed: document }),
      await messageTo(fake, call, { content: { form: 'REJECTED', entries } }),
    )
    expect(await outcome).toMatchObject({
      document: { reply: { kind: 'REFUSAL' } },
      final: { kind: 'REFUSAL', rejections: entries },
    })
  })

  test('ends without a final answer when the queue stays empty', async () => {
    const { outcome } = await collect(await notice())
    expect((await outcome).final).toBeUndefined()
  })

  test('ends with a duplicate notice', async () => {
    const content = { ...registrationNotice(), code: 11 } as ReturnType<typeof registrationNotice>
    const { outcome } = await collect(await messageTo(fake, call, { content }))
    expect(await outcome).toMatchObject({ registered: { duplicate: true }, final: { kind: 'DUPLICATE' } })
  })

  test('takes a message that is delivered twice once, and acknowledges it twice', async () => {
    const first = await notice()
    const { acks, outcome } = await collect(first, first, await information(await sealed(right())))
    expect((await outcome).statuses).toHaveLength(1)
    expect(acks).toHaveLength(3)
  })

  test('leaves answers to other inquiries unacknowledged', async () => {
    const other = await readSent(fake, (await court.write(courtInquiry())).bytes)
    const foreign = await messageTo(fake, other, { content: registrationNotice() })
    const { acks, outcome } = await collect(foreign, await notice())
    expect(await outcome).toMatchObject({ passedOver: 1, registered: { number: NUMBER } })
    expect(acks).toHaveLength(1)
  })
})

describe('an answer is refused and acknowledged as not accepted', () => {
  const inText = (bytes: Uint8Array, text: string, replacement: string) =>
    Buffer.from(Buffer.from(bytes).toString('utf8').replace(text, replacement))

  test.each<[string, () => Promise<Uint8Array>, object]>([
    [
      'when the message was changed on its way',
      async () => inText(await notice(), '2026-03-17', '2026-04-17'),
      { check: 'SIGNATURE', cause: { code: 'SIGNATURE_DIGEST' } },
    ],
    [
      'when the document is encrypted to somebody else',
      async () => information(await sealed(right(), { recipients: [fake.assets.keys.SMEV.certificate.der] })),
      { check: 'DECRYPTION', cause: { code: 'CMS_UNOPENABLE' } },
    ],
    [
      'when the document is signed by the system of the office and not for the Head',
      async () => information(await sealed(right(), { role: 'OFFICE' })),
      { check: 'HEAD_SIGNATURE' },
    ],
    [
      'when the document is signed by nobody of the office',
      async () => information(await sealed(right(), { role: 'SMEV' })),
      { check: 'HEAD_SIGNATURE', cause: { code: 'CMS_SIGNATURE' } },
    ],
    [
      'when the document answers another inquiry',
      async () => information(await sealed(right({ inquiryDigest: 'ab'.repeat(32) }))),
      { check: 'REFERENCE', message: expect.stringContaining('InquiryDigest') },
    ],
    [
      'when the document is addressed to another body',
      async () => information(await sealed(right({ addressee: { id: 'police-39', name: 'УМВД' } }))),
      { check: 'REFERENCE', message: expect.stringContaining('Addressee') },
    ],
    [
      'when the document carries another outgoing number',
      async () => information(await sealed(right({ outgoingNumber: 'КОС-2' }))),
      { check: 'REFERENCE', message: expect.stringContaining('OutgoingNumber') },
    ],
    [
      'when document and routing facts differ in the registration number',
      async () => information(await sealed(right({ number: '39000000-2026-000009' }))),
      { check: 'REFERENCE', message: expect.stringContaining('routing facts') },
    ],
    [
      'when a rejection comes without the document of its grounds',
      () =>
        messageTo(fake, call, {
          content: { form: 'REJECTED', entries: [{ code: 'ACCESS_DENIED', description: '¶28' }] },
        }),
      { check: 'REFERENCE' },
    ],
  ])('%s', async (_defect, make, fault) => {
    const { acks, outcome } = await collect(await make())
    await expect(outcome).rejects.toMatchObject({ name: 'AnswerRejected', ...fault })
    expect(acks.map(({ accepted }) => accepted)).toEqual([false])
  })
})
