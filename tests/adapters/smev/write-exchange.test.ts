import { expect, test } from 'vitest'
import { readAnswer } from '../../../adapters/smev/agency-answers.ts'
import type { AgencyAnswer, AgencyMessage } from '../../../adapters/smev/agency-answers.ts'
import { createExchangeWriter } from '../../../adapters/smev/write-exchange.ts'
import type { OutgoingContent, OutgoingEnvelope } from '../../../gateway/ports/exchange.ts'
import { parseXml } from '../../../xsd/document.ts'
import { schemaErrors } from './official-schemas.ts'
import { documents, MESSAGE_ID, RECEIVED_AT, SENDER, signatures, writer } from './parties.ts'
import { readSendRequest, sendRequest } from './requests.ts'

const OWN_ID = '6c5d7c00-c5f1-11f1-8a52-0242ac120002'
const DOCUMENT = Buffer.from('sealed CMS')

const ENVELOPE: OutgoingEnvelope = {
  messageId: OWN_ID,
  to: 'case-17',
  original: { messageId: MESSAGE_ID, smevVersion: '1.1' },
  queue: 'court.gas',
  sealedAt: RECEIVED_AT,
}

const STATUS: OutgoingContent = {
  form: 'STATUS',
  code: 10,
  parameters: [
    { key: 'number', value: '39-2026-000017' },
    { key: 'dueOn', value: '2026-11-27' },
  ],
  description: 'Запрос зарегистрирован',
}

const REPLY: OutgoingContent = {
  form: 'REPLY',
  routing: {
    kind: 'ABSENCE_NOTICE',
    number: '39-2026-000017',
    registeredOn: '2026-11-20',
    outgoingNumber: '2-1417/2026 <&>',
    outgoingDate: '2026-11-19',
    journalNumber: '5',
    part: 1,
    last: true,
  },
  documentId: 'd1',
}

const REJECTED: OutgoingContent = {
  form: 'REJECTED',
  entries: [
    { code: 'ACCESS_DENIED', description: '¶28; 39-2026-000017' },
    { code: 'UNKNOWN_REQUEST_DESCRIPTION', description: 'ILLEGIBLE; 39-2026-000017' },
  ],
}

/** Delivers a content and lets the agency read it while both signatures are at hand. */
async function deliver<T>(
  content: OutgoingContent,
  sealed: Uint8Array | undefined,
  read: (message: AgencyMessage) => T,
  envelope = ENVELOPE,
): Promise<T> {
  const bytes = writer.wrapResponse('1.1', await writer.writeResponseMessage(content, envelope, sealed))
  expect(schemaErrors(bytes)).toEqual({ soap: [], ours: [], published: [] })
  using document = parseXml(bytes)
  const answer = readAnswer(document)
  if (answer.kind !== 'MESSAGE') throw new Error(`read as ${answer.kind}`)
  return read(answer)
}

function answerOf<T>(bytes: Uint8Array, read: (answer: AgencyAnswer) => T): T {
  expect(schemaErrors(bytes)).toEqual({ soap: [], ours: [], published: [] })
  using document = parseXml(bytes)
  return read(readAnswer(document))
}

test('the receipt names the message, its arrival and the queue, under the signature of the exchange', async () => {
  const { message } = await readSendRequest(sendRequest())
  const receipt = await writer.writeReceipt(message, SENDER, RECEIVED_AT)
  const { metadata, signer } = answerOf(receipt, (answer) => {
    if (answer.kind !== 'RECEIPT') throw new Error(`read as ${answer.kind}`)
    return { metadata: answer.metadata, signer: signatures.verify(answer.smev, RECEIVED_AT).certificate.commonName }
  })
  expect(signer).toBe('СМЭВ')
  expect(metadata).toEqual({
    MessageId: MESSAGE_ID,
    MessageType: 'REQUEST',
    Sender: { Mnemonic: 'GAS77', HumanReadableName: 'Ленинградский районный суд' },
    SendingTimestamp: RECEIVED_AT.toISOString(),
    DestinationName: 'court.gas',
    Recipient: { Mnemonic: 'ZAGS39', HumanReadableName: 'Служба ЗАГС Калининградской области' },
    SupplementaryData: { InteractionType: 'OIV2OIV' },
    Status: 'requestIsQueued',
  })
})

test.each<[string, OutgoingContent, Uint8Array | undefined]>([
  ['a status', STATUS, undefined],
  ['a status with a document', { ...STATUS, code: 60, documentId: 'd1' }, DOCUMENT],
  ['a rejection', REJECTED, undefined],
  ['a reply', REPLY, DOCUMENT],
])('%s is signed by the office and by the exchange, each with its own key', async (_case, content, sealed) => {
  const signers = await deliver(content, sealed, ({ office, smev }) =>
    [office, smev].map((part) => signatures.verify(part, RECEIVED_AT).certificate.commonName),
  )
  expect(signers).toEqual(['Служба ЗАГС', 'СМЭВ'])
})

test('a status arrives with its parameters', async () => {
  expect(await deliver(STATUS, undefined, ({ content }) => content)).toEqual({
    form: 'STATUS',
    code: 10,
    parameters: { number: '39-2026-000017', dueOn: '2026-11-27' },
    description: 'Запрос зарегистрирован',
  })
})

test('the document of a refusal rides in a parameter of the status', async () => {
  const content = await deliver({ ...STATUS, code: 60, documentId: 'd1' }, DOCUMENT, (message) => message.content)
  expect(content).toMatchObject({ form: 'STATUS', code: 60, document: DOCUMENT })
})

test.each<[string, OutgoingContent]>([
  ['a reply', REPLY],
  ['a status', { ...STATUS, code: 60, documentId: 'd1' }],
])('the document of %s is base64 by the letter of the schema', async (_case, content) => {
  const message = await writer.writeResponseMessage(content, ENVELOPE, DOCUMENT)
  const text = Buffer.from(writer.wrapResponse('1.1', message)).toString()
  const base64 = DOCUMENT.toString('base64')
  expect(text).toContain(`>${base64}<`)
  using document = parseXml(Buffer.from(text.replace(base64, `${base64.slice(0, 4)}*${base64.slice(4)}`)))
  expect(() => readAnswer(document)).toThrow(expect.objectContaining({ code: 'ENVELOPE_SCHEMA' }))
})

test('a rejection arrives with one entry per ground', async () => {
  const { form, entries } = REJECTED
  expect(await deliver(REJECTED, undefined, ({ content }) => content)).toEqual({ form, entries })
})

test('a reply arrives with its routing facts and its document', async () => {
  const { routing } = REPLY
  expect(await deliver(REPLY, DOCUMENT, ({ content }) => content)).toEqual({
    form: 'REPLY',
    routing,
    document: DOCUMENT,
  })
})

test('the reply root is valid by its own schema', async () => {
  const bytes = await writer.writeResponseMessage(REPLY, ENVELOPE, DOCUMENT)
  const [reply] = /<q:Reply.*<\/q:Reply>/.exec(Buffer.from(bytes).toString()) ?? []
  using document = parseXml(Buffer.from(reply ?? ''))
  expect(document.validate(document.root, 'inquiry-1.0')).toEqual([])
})

test('a message names the request it answers, the token it was given and nobody as its recipient', async () => {
  const original = {
    messageId: MESSAGE_ID,
    smevVersion: '1.1',
    transactionCode: 'ТК-1',
    referenceMessageId: '4c5d7c00-c5f1-11f1-8a52-0242ac120009',
  }
  const read = await deliver(STATUS, undefined, (message) => message, { ...ENVELOPE, original })
  expect(read).toMatchObject({ messageId: OWN_ID, to: 'case-17', originalMessageId: MESSAGE_ID })
  expect(read.metadata).toEqual({
    MessageId: OWN_ID,
    MessageType: 'RESPONSE',
    Sender: { Mnemonic: 'ZAGS39', HumanReadableName: 'Служба ЗАГС Калининградской области' },
    SendingTimestamp: RECEIVED_AT.toISOString(),
    DestinationName: 'court.gas',
    SupplementaryData: { InteractionType: 'OIV2OIV' },
  })
  const text = Buffer.from(await writer.writeResponseMessage(STATUS, { ...ENVELOPE, original })).toString()
  expect(text).toContain('<t:OriginalTransactionCode>ТК-1</t:OriginalTransactionCode>')
  expect(text).toContain(`<t:ReferenceMessageID>${original.referenceMessageId}</t:ReferenceMessageID>`)
})

test('stored bytes are delivered as they stand, and say nothing of when', async () => {
  const stored = await writer.writeResponseMessage(REPLY, ENVELOPE, DOCUMENT)
  const [first, again] = [writer.wrapResponse('1.1', stored), writer.wrapResponse('1.1', stored)]
  expect(again).toEqual(first)
  expect(Buffer.from(first).includes(Buffer.from(stored))).toBe(true)
  expect(Buffer.from(first).includes('DeliveryTimestamp')).toBe(false)
})

test.each([
  ['an empty queue', () => writer.wrapResponse('1.1'), { kind: 'QUEUE_EMPTY' }],
  ['an acknowledgement', () => writer.writeAckResponse('1.1'), { kind: 'ACKNOWLEDGED' }],
  ['no left-over status', () => writer.writeStatusResponse('1.1'), { kind: 'NO_STATUS' }],
])('answers with %s', (_case, write, answer) => {
  expect(answerOf(write(), (read) => read)).toEqual(answer)
})

test('names from a certificate are cut to what the schema holds', async () => {
  const { message } = await readSendRequest(sendRequest())
  const long = { mnemonic: '𝒳'.repeat(60), name: 'Я'.repeat(600) }
  const cutting = createExchangeWriter({ signatures, documents, office: long, describeSender: () => long })
  const receipt = await cutting.writeReceipt(message, SENDER, RECEIVED_AT)
  expect(schemaErrors(receipt)).toEqual({ soap: [], ours: [], published: [] })
  expect(Buffer.from(receipt).toString()).toContain(`<t:Mnemonic>${'𝒳'.repeat(50)}</t:Mnemonic>`)
})

test.each<[string, OutgoingContent, Uint8Array | undefined]>([
  ['a reply without its document', REPLY, undefined],
  ['a notice with a document that is not its own', STATUS, DOCUMENT],
  ['a rejection with a document', REJECTED, DOCUMENT],
])('%s is a bug and is not written', async (_case, content, sealed) => {
  await expect(writer.writeResponseMessage(content, ENVELOPE, sealed)).rejects.toThrow('does not fit the content')
})

test('a version that is not served is a bug', () => {
  expect(() => writer.writeAckResponse('1.0')).toThrow('SMEV version 1.0 is not served')
})
