/** The other end of an agency's connection: reads its calls with the real codec, answers what a test has laid ready. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nock from 'nock'
import type { Agency } from '../../../adapters/agency/agency.ts'
import type { AgencyParts } from '../../../adapters/agency/parts.ts'
import { composeExchange, type Exchange } from '../../../gateway/compose-exchange.ts'
import { composeReadCall } from '../../../gateway/compose-read-call.ts'
import { DEVELOPMENT_AGENCIES } from '../../../gateway/development/bodies.ts'
import { composeInquiry, EXAMPLE_SUBJECTS } from '../../../gateway/development/inquiries.ts'
import { openDevelopmentAgency } from '../../../gateway/development/open-agency.ts'
import { createDevelopmentPki } from '../../../gateway/development/pki.ts'
import { developmentSettings } from '../../../gateway/development/settings.ts'
import type { Inquiry } from '../../../gateway/domain/inquiry.ts'
import { composeMessageId } from '../../../gateway/domain/message-id.ts'
import type { ReplyContent } from '../../../gateway/domain/reply.ts'
import { loadOfficeAssets, type OfficeAssets } from '../../../gateway/office-assets.ts'
import type { AckCall, OutgoingContent, SendRequestCall } from '../../../gateway/ports/exchange.ts'
import type { Ports } from '../../../gateway/ports/index.ts'

export const NOW = new Date('2026-03-10T09:00:00Z')
const ORIGIN = 'http://gateway.test'

export interface FakeExchange {
  readonly assets: OfficeAssets
  readonly exchange: Exchange['ports'] & Pick<Ports, 'readCall'>
  readonly folder: string
  openCourt(parts?: Partial<AgencyParts>): Promise<Agency>
  close(): Promise<void>
}

export async function createFakeExchange(): Promise<FakeExchange> {
  const folder = await mkdtemp(join(tmpdir(), 'zags-agency-'))
  const clock = { now: () => NOW }
  const { files } = await createDevelopmentPki(join(folder, 'pki'), clock)
  const assets = await loadOfficeAssets(developmentSettings(files), {
    clock,
    allowProvisional: true,
    refuseBrokenOrders: true,
    onRejectedOrder: ({ reason }) => {
      throw reason
    },
  })
  return {
    assets,
    exchange: { ...composeExchange(assets, clock).ports, readCall: composeReadCall(assets.bundle, assets) },
    folder,
    openCourt: (parts = {}) =>
      openDevelopmentAgency('court', files.agencies.court, {
        url: `${ORIGIN}/smev`,
        clock,
        pause: async () => {},
        ...parts,
      }),
    close: () => rm(folder, { recursive: true }),
  }
}

export function courtInquiry(): Inquiry {
  const subject = EXAMPLE_SUBJECTS.BIRTH
  if (!subject) throw new Error('there is no example')
  return composeInquiry('court', subject, { outgoingNumber: 'КОС-1', outgoingDate: '2026-03-10' })
}

/** What a POST of the agency meets: SOAP octets, an HTTP status without SOAP, or a broken connection. */
export type Answer = Uint8Array | number | 'LOST'

/** Answers POSTs in this order and gives back what was posted. */
export function answerInOrder(...answers: readonly Answer[]): { readonly posted: readonly Buffer[] } {
  const posted: Buffer[] = []
  for (const answer of answers) {
    const interceptor = nock(ORIGIN).post('/smev', (body: string) => posted.push(Buffer.from(body)) > 0)
    if (answer === 'LOST') interceptor.replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    else if (typeof answer === 'number') interceptor.reply(answer, 'bad gateway', { 'content-type': 'text/plain' })
    else interceptor.reply(200, Buffer.from(answer), { 'content-type': 'text/xml; charset=utf-8' })
  }
  return { posted }
}

/** An answer queue: hands out the messages one by one and keeps the acknowledgements. */
export function serveQueue(
  { exchange }: FakeExchange,
  messages: readonly Uint8Array[],
): { readonly acks: readonly AckCall[] } {
  const waiting = [...messages]
  const acks: AckCall[] = []
  nock(ORIGIN)
    .persist()
    .post('/smev')
    .reply(async (request: Request) => {
      const type = request.headers.get('content-type') ?? ''
      const packageType = type.startsWith('multipart/related') ? type : undefined
      const call = await exchange.readCall(await request.bytes(), NOW, packageType)
      if (call.operation === 'Ack') acks.push(call)
      const answer =
        call.operation === 'Ack'
          ? exchange.exchange.writeAckResponse('1.1')
          : exchange.exchange.wrapResponse('1.1', waiting.shift())
      const packed = packageType === undefined ? undefined : exchange.exchange.packAttachments(answer)
      const { body, packageType: answered } = packed ?? { body: answer, packageType: 'text/xml; charset=utf-8' }
      return [200, Buffer.from(body), { 'content-type': answered }]
    })
  return { acks }
}

export async function readSent({ exchange }: FakeExchange, bytes: Uint8Array): Promise<SendRequestCall> {
  const call = await exchange.readCall(bytes, NOW)
  if (call.operation !== 'SendRequest') throw new Error('not a SendRequest')
  return call
}

/** A message of ours to the sender of that call. */
export async function messageTo(
  { exchange }: FakeExchange,
  { message, sender }: Pick<SendRequestCall, 'message' | 'sender'>,
  { content, sealed }: { content: OutgoingContent; sealed?: Uint8Array },
): Promise<Uint8Array> {
  const messageId = composeMessageId(NOW, crypto.getRandomValues(new Uint8Array(10)))
  const envelope = { messageId, to: 'token', original: message, queue: sender.queue, sealedAt: NOW }
  return exchange.exchange.writeResponseMessage(content, envelope, sealed)
}

export const NUMBER = '39000000-2026-000001'

export function registrationNotice(): OutgoingContent {
  const parameters = [
    { key: 'number', value: NUMBER },
    { key: 'dueOn', value: '2026-03-17' },
  ]
  return { form: 'STATUS', code: 10, parameters, description: 'registered' }
}

export function informationReply(): OutgoingContent {
  const routing = {
    kind: 'INFORMATION',
    number: NUMBER,
    registeredOn: '2026-03-10',
    outgoingNumber: 'КОС-1',
    outgoingDate: '2026-03-10',
    part: 1,
    last: true,
  } as const
  return { form: 'REPLY', routing, documentId: 'document' }
}

/** The document that answers the call as it should. */
export function informationFor({ assets }: FakeExchange, { message }: SendRequestCall): ReplyContent {
  const { id, name } = DEVELOPMENT_AGENCIES.court
  const day = (value: string) => ({ value, precision: 'DAY' as const })
  return {
    kind: 'INFORMATION',
    sample: true,
    number: NUMBER,
    registeredOn: '2026-03-10',
    composedOn: '2026-03-10',
    office: assets.office,
    addressee: { id, name },
    outgoingNumber: 'КОС-1',
    outgoingDate: '2026-03-10',
    inquiryDigest: message.contentDigest,
    text: ['Запись имеется.'],
    record: {
      id: 'record',
      kind: 'BIRTH',
      office: '39000001',
      officeName: 'Отдел ЗАГС',
      recordNumber: '415',
      recordedOn: day('1990-05-12'),
      eventOn: day('1990-05-01'),
      copyNo: 1,
      persons: [{ role: 'CHILD', familyName: 'Иванова', givenName: 'Анна' }],
      restricted: false,
      annulled: false,
      transferred: false,
    },
  }
}
