import { expect, test } from 'vitest'
import { writeAck, writeGetResponse, writeGetStatus } from '../../../adapters/smev/agency-envelopes.ts'
import { createReadCall } from '../../../adapters/smev/read-call.ts'
import { element, namesOf } from '../../../adapters/smev/xml-writer.ts'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import { parseXml } from '../../../xsd/document.ts'
import { agency, court, documents, lapsed, MESSAGE_ID, RECEIVED_AT, readCall, SENDER, signatures } from './parties.ts'
import { readSendRequest, sendRequest, tampered } from './requests.ts'
import { createAgencySigner } from './signing.ts'

const TYPES = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types'
const established = {
  certificateSerial: court.certificate.serial,
  algorithm: 'gost2012-256',
  digest: expect.stringMatching(/^[0-9a-f]{64}$/),
}

function neverCalled(): never {
  throw new Error('the signature was looked at')
}

test('reads a SendRequest with every field of its head', async () => {
  const head = {
    MessageID: MESSAGE_ID,
    ReferenceMessageID: '4c5d7c00-c5f1-11f1-8a52-0242ac120009',
    TransactionCode: 'ТК-1',
    NodeID: 'узел 1',
    EOL: '2026-11-21T12:00:00.5+03:00',
  }
  const call = await readSendRequest(sendRequest({ head, test: true }))
  expect(call).toMatchObject({
    operation: 'SendRequest',
    sender: SENDER,
    signature: established,
    smevVersion: '1.1',
    endOfLifeAt: '2026-11-21T09:00:00.500Z',
    message: {
      messageId: MESSAGE_ID,
      referenceMessageId: head.ReferenceMessageID,
      transactionCode: 'ТК-1',
      nodeId: 'узел 1',
      type: { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' },
      smevVersion: '1.1',
      test: true,
    },
  })
  expect(call.message.digest).toBe(call.signature.digest)
})

test('the same message has the same digests, another message has another one and the same content', async () => {
  const [first, again, other] = await Promise.all([
    readSendRequest(sendRequest()),
    readSendRequest(sendRequest()),
    readSendRequest(sendRequest({ head: { MessageID: '5c5d7c00-c5f1-11f1-8a52-0242ac120002' } }, agency)),
  ])
  // A signature of GOST R 34.10 has a random part, so the signed data of two runs differ in PersonalSignature alone.
  expect(again.message.contentDigest).toBe(first.message.contentDigest)
  expect(other.message.contentDigest).toBe(first.message.contentDigest)
  expect(other.message.digest).not.toBe(first.message.digest)
  const bytes = await sendRequest()
  expect((await readSendRequest(bytes)).message.digest).toBe((await readSendRequest(bytes)).message.digest)
})

test('a content without an official signature has the same content digest', async () => {
  const signed = await readSendRequest(sendRequest())
  const unsigned = await readSendRequest(sendRequest({}, { system: agency.system }))
  expect(unsigned.reading.official).toEqual({ verdict: 'MISSING' })
  expect(unsigned.message.contentDigest).toBe(signed.message.contentDigest)
})

test('reads a GetResponse with and without a type', async () => {
  const type = { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' }
  const any = await readCall(await writeGetResponse({ timestamp: RECEIVED_AT }, agency.system), RECEIVED_AT)
  const typed = await readCall(
    await writeGetResponse({ timestamp: RECEIVED_AT, type, nodeId: 'узел 1' }, agency.system),
    RECEIVED_AT,
  )
  const common = { operation: 'GetResponse', timestamp: RECEIVED_AT.toISOString(), signature: established }
  expect(any).toMatchObject({ ...common, selector: {} })
  expect(typed).toMatchObject({ ...common, selector: { type, nodeId: 'узел 1' } })
})

test.each([true, false])('reads an Ack with accepted=%s', async (accepted) => {
  const bytes = await writeAck({ messageId: MESSAGE_ID, accepted }, agency.system)
  expect(await readCall(bytes, RECEIVED_AT)).toMatchObject({ operation: 'Ack', messageId: MESSAGE_ID, accepted })
})

test('reads a GetStatus', async () => {
  const bytes = await writeGetStatus({ timestamp: RECEIVED_AT }, agency.system)
  expect(await readCall(bytes, RECEIVED_AT)).toMatchObject({
    operation: 'GetStatus',
    timestamp: RECEIVED_AT.toISOString(),
    signature: established,
  })
})

test.each([
  [
    'no SOAP at all',
    (text: string) => text.replace(/<\/?soap:(Envelope|Header|Body)[^>]*>/g, ''),
    'ENVELOPE_STRUCTURE',
  ],
  ['SOAP 1.2', (text: string) => text.replace('xmlsoap.org/soap/envelope/', 'w3.org/x'), 'ENVELOPE_STRUCTURE'],
  ['a header entry', (text: string) => text.replace('<soap:Header>', '<soap:Header><x/>'), 'ENVELOPE_STRUCTURE'],
  ['an empty body', (text: string) => text.replace(/<soap:Body>.*<\/soap:Body>/, '<soap:Body/>'), 'ENVELOPE_STRUCTURE'],
  [
    'two elements in the body',
    (text: string) => text.replace('</soap:Body>', '<x/></soap:Body>'),
    'ENVELOPE_STRUCTURE',
  ],
  ['text in the body', (text: string) => text.replace('<soap:Body>', '<soap:Body>x'), 'ENVELOPE_STRUCTURE'],
  ['another version', (text: string) => text.replaceAll(`${TYPES}/1.1`, `${TYPES}/1.0`), 'ENVELOPE_OPERATION'],
  ['an operation not served', (text: string) => text.replaceAll('SendRequestRequest', 'Other'), 'ENVELOPE_OPERATION'],
  ['no signed element', (text: string) => text.replaceAll('SenderProvidedRequestData', 'Data'), 'ENVELOPE_SCHEMA'],
  [
    'an attribute of another namespace',
    (text: string) => text.replace('<t:MessageID', '<t:MessageID xmlns:x="urn:x" x:y=""'),
    'XML_NAMESPACE',
  ],
])('refuses %s before any signature work', async (_case, change, code) => {
  const read = createReadCall({
    parseXml,
    signatures: { verify: neverCalled, sign: neverCalled, digest: neverCalled },
    documents: { decrypt: neverCalled, verify: neverCalled, verifyDetached: neverCalled },
    identifySender: neverCalled,
  })
  const bytes = Buffer.from(change(Buffer.from(await sendRequest()).toString()))
  await expect(read(bytes, RECEIVED_AT)).rejects.toMatchObject({ code })
})

test('an envelope without a header, with blanks and with wsu:Id, is accepted', async () => {
  const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'
  const text = Buffer.from(await sendRequest()).toString()
  const bare = text
    .replace('<soap:Header></soap:Header>', '\n')
    .replace('<soap:Body>', `<soap:Body xmlns:wsu="${wsu}" wsu:Id="body">\n`)
  expect(await readCall(Buffer.from(bare), RECEIVED_AT)).toMatchObject({ operation: 'SendRequest' })
})

test('a message without a system signature is refused, and the fault knows the version', async () => {
  const bytes = tampered(await sendRequest(), /<t:CallerInformationSystemSignature>.*<\/t:CallerInfo[^>]*>/, '')
  await expect(readCall(bytes, RECEIVED_AT)).rejects.toMatchObject({
    code: 'SIGNATURE_MISSING',
    facts: { smevVersion: '1.1' },
  })
})

test('an empty signature wrapper is a missing signature', async () => {
  const bytes = tampered(await sendRequest(), /(?<=<t:CallerInformationSystemSignature>).*(?=<\/t:CallerInfo)/, '')
  await expect(readCall(bytes, RECEIVED_AT)).rejects.toMatchObject({ code: 'SIGNATURE_MISSING' })
})

test.each([
  ['a changed MessageID', /(?<=<t:MessageID>)4/, '5', 'SIGNATURE_DIGEST'],
  ['a changed content', 'RECORD_COPY', 'CERTIFICATE', 'SIGNATURE_DIGEST'],
])('refuses %s', async (_case, from, to, code) => {
  await expect(readCall(tampered(await sendRequest(), from, to), RECEIVED_AT)).rejects.toMatchObject({ code })
})

test('refuses the certificate of a system that has lapsed', async () => {
  const bytes = await sendRequest({}, { system: createAgencySigner(lapsed) })
  await expect(readCall(bytes, RECEIVED_AT)).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' })
})

test.each([
  [
    'a MessageID that is no UUID',
    { MessageID: '4C5D7C00-C5F1-11F1-8A52-0242AC120002' },
    'MessageID: breaks the pattern',
  ],
  ['a NodeID that is too long', { MessageID: MESSAGE_ID, NodeID: 'x'.repeat(51) }, 'NodeID: breaks the maxLength'],
  ['an EOL without a zone', { MessageID: MESSAGE_ID, EOL: '2026-11-21T12:00:00' }, 'EOL: no instant with a time zone'],
])('refuses %s behind a valid signature, with what is established', async (_case, head, message) => {
  const refusal = expect(readSendRequest(sendRequest({ head }))).rejects
  await refusal.toMatchObject({ code: 'ENVELOPE_SCHEMA', facts: { ...established, smevVersion: '1.1' } })
  await refusal.toThrow(message)
})

test.each([
  ['a foreign root', element(namesOf<string>('x', 'urn:x')('Question'), [], { Id: 'X' }), 'urn:x', 'Question'],
  [
    'another root of our namespace',
    element(namesOf<string>('q', 'urn://zags-gateway/inquiry/1.0')('Withdrawal'), [], { Id: 'X' }),
    'urn://zags-gateway/inquiry/1.0',
    'Withdrawal',
  ],
])('refuses %s as a type that is not served', async (_case, content, namespace, name) => {
  await expect(readSendRequest(sendRequest({ content }))).rejects.toMatchObject({
    code: 'MESSAGE_TYPE_UNSUPPORTED',
    facts: { ...established, type: { namespace, name } },
  })
})

test('an unknown root of an unproved sender is judged by the signature', async () => {
  const content = element(namesOf<string>('x', 'urn:x')('Question'), [], { Id: 'X' })
  const bytes = tampered(await sendRequest({ content }), 'Question', 'Other')
  await expect(readCall(Buffer.from(bytes), RECEIVED_AT)).rejects.toMatchObject({ code: 'XML_NOT_WELL_FORMED' })
  const renamed = tampered(await sendRequest({ content }), /x:Question/g, 'x:Other')
  await expect(readCall(Buffer.from(renamed), RECEIVED_AT)).rejects.toMatchObject({ code: 'SIGNATURE_DIGEST' })
})

test('a sender whose body cannot be told is refused with its certificate', async () => {
  const read = createReadCall({
    parseXml,
    signatures,
    documents,
    identifySender: () => {
      throw new GatewayError('SENDER_UNIDENTIFIABLE', 'no OGRN and no INN')
    },
  })
  await expect(read(await sendRequest(), RECEIVED_AT)).rejects.toMatchObject({
    code: 'SENDER_UNIDENTIFIABLE',
    facts: established,
  })
})

test('a bug behind the door stays a bug', async () => {
  const read = createReadCall({
    parseXml,
    signatures,
    documents,
    identifySender: () => {
      throw new TypeError('a bug')
    },
  })
  await expect(read(await sendRequest(), RECEIVED_AT)).rejects.toThrow(TypeError)
})
