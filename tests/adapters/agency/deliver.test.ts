import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Agency, SignedInquiry } from '../../../adapters/agency/agency.ts'
import { NOW, answerInOrder, courtInquiry, createFakeExchange, readSent, type FakeExchange } from './fake-exchange.ts'

let fake: FakeExchange
let court: Agency
let message: SignedInquiry
let receipt: Uint8Array

beforeAll(async () => {
  nock.disableNetConnect()
  fake = await createFakeExchange()
  court = await fake.openCourt()
  message = await court.write(courtInquiry())
  receipt = await receiptFor(message)
})
afterEach(() => {
  nock.cleanAll()
})
afterAll(async () => {
  nock.enableNetConnect()
  nock.restore()
  await fake.close()
})

async function receiptFor({ bytes }: SignedInquiry): Promise<Uint8Array> {
  const call = await readSent(fake, bytes)
  return fake.exchange.exchange.writeReceipt(call.message, call.sender, NOW)
}

describe('an inquiry that an agency writes', () => {
  test('is signed by its system and by its official, and read as it was meant', async () => {
    const { sender, reading, message: received } = await readSent(fake, message.bytes)
    expect(sender).toMatchObject({ kind: 'REGISTERED', requesterId: 'kaliningrad-regional-court' })
    expect(received.messageId).toBe(message.messageId)
    expect(received.contentDigest).toBe(message.inquiryDigest)
    expect(reading).toMatchObject({ readable: true, inquiry: message.inquiry, official: { verdict: 'VERIFIED' } })
  })

  test('may be encrypted to the office: then nobody on the way reads it, and the office reads the same', async () => {
    const agency = await fake.openCourt({ encrypted: true })
    const sent = await agency.write(courtInquiry())
    expect(Buffer.from(sent.bytes).includes('Иванова')).toBe(false)
    const { reading, message: received } = await readSent(fake, sent.bytes)
    expect(reading).toMatchObject({ readable: true, inquiry: sent.inquiry, encrypted: true })
    expect(reading.official).toMatchObject({ verdict: 'VERIFIED' })
    expect(received.contentDigest).toBe(sent.inquiryDigest)
  })

  test.each(['1.2', '1.3'] as const)('speaks %s when asked to', async (smevVersion) => {
    const agency = await fake.openCourt({ smevVersion })
    const sent = await readSent(fake, (await agency.write(courtInquiry())).bytes)
    expect(sent).toMatchObject({ smevVersion, reading: { readable: true } })
  })

  test('carries files under the signature of its official', async () => {
    const file = { contentId: 'consent', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') }
    const asking = { ...courtInquiry(), pdBasis: 'CONSENT', pdConsent: 'consent' } as const
    const { reading, attachments } = await readSent(fake, (await court.write(asking, [file])).bytes)
    expect(reading.attachments).toMatchObject([{ signer: 'OFFICIAL', signature: { verdict: 'VERIFIED' } }])
    expect(attachments).toMatchObject([{ mediaType: 'application/pdf', bytes: file.bytes }])
  })

  test('names the queue of its own that the agency wants its answers in', async () => {
    const agency = await fake.openCourt({ nodeId: 'desk-7' })
    const sent = await readSent(fake, (await agency.write(courtInquiry())).bytes)
    expect(sent.message.nodeId).toBe('desk-7')
  })
})

describe('delivery', () => {
  test('takes the receipt signed by SMEV', async () => {
    answerInOrder(receipt)
    expect(await court.deliver(message)).toEqual({ accepted: true, attempts: 1, receipt })
  })

  test('sends the very same bytes again after a lost connection and after an answer without SOAP', async () => {
    const { posted } = answerInOrder('LOST', 502, receipt)
    expect(await court.deliver(message)).toMatchObject({ accepted: true, attempts: 3 })
    expect(posted).toHaveLength(3)
    for (const bytes of posted) expect(bytes.equals(message.bytes)).toBe(true)
  })

  test('sends again when SMEV itself failed', async () => {
    answerInOrder(fake.exchange.exchange.writeFault('STORE_UNREACHABLE'), receipt)
    expect(await court.deliver(message)).toMatchObject({ accepted: true, attempts: 2 })
  })

  test('counts MessageIsAlreadySent after a lost answer as success', async () => {
    answerInOrder('LOST', fake.exchange.exchange.writeFault('MESSAGE_ID_REUSED'))
    expect(await court.deliver(message)).toEqual({ accepted: true, attempts: 2, receipt: undefined })
  })

  test('counts MessageIsAlreadySent at the first attempt as the fault it is', async () => {
    answerInOrder(fake.exchange.exchange.writeFault('MESSAGE_ID_REUSED'))
    expect(await court.deliver(message)).toMatchObject({
      accepted: false,
      attempts: 1,
      fault: { fault: 'MessageIsAlreadySent' },
    })
  })

  test('tells which signature fault it met, and does not try again', async () => {
    const { posted } = answerInOrder(fake.exchange.exchange.writeFault('SIGNATURE_DIGEST'), receipt)
    expect(await court.deliver(message)).toMatchObject({
      accepted: false,
      fault: { fault: 'SignatureVerificationFault/SignatureIsInvalid', code: expect.any(String) },
    })
    expect(posted).toHaveLength(1)
  })

  test('gives up when nobody answers, with longer and longer pauses', async () => {
    const pauses: number[] = []
    const patient = await fake.openCourt({ pause: async (milliseconds) => void pauses.push(milliseconds) })
    const { posted } = answerInOrder(...Array.from({ length: 6 }, () => 'LOST' as const))
    await expect(patient.deliver(message)).rejects.toMatchObject({ name: 'ExchangeFailed' })
    expect(posted).toHaveLength(6)
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
    expect(new Set(pauses).size).toBe(6)
  })
})

describe('a receipt is not taken', () => {
  test('for another message', async () => {
    answerInOrder(await receiptFor(await court.write(courtInquiry())))
    await expect(court.deliver(message)).rejects.toMatchObject({ name: 'AnswerRejected', check: 'REFERENCE' })
  })

  test('once it was changed', async () => {
    const changed = Buffer.from(receipt).toString('utf8').replace('requestIsQueued', 'doesNotExist')
    answerInOrder(Buffer.from(changed))
    await expect(court.deliver(message)).rejects.toMatchObject({
      check: 'SIGNATURE',
      cause: { code: 'SIGNATURE_DIGEST' },
    })
  })

  test('when it is no message of the exchange', async () => {
    answerInOrder(Buffer.from('<html></html>'))
    await expect(court.deliver(message)).rejects.toMatchObject({ check: 'SCHEMA' })
  })
})
