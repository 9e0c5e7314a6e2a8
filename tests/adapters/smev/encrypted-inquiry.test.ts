/** Inquiries encrypted to the office: opened, proved, bound to their message; whatever fails looks the same outside. */
import { describe, expect, test } from 'vitest'
import {
  ENCRYPTED_DOCUMENT,
  ENCRYPTED_INQUIRY_ROOT,
  writeEncryptedInquiry,
  writeInquiry,
} from '../../../adapters/smev/inquiry-content.ts'
import { createReadCall } from '../../../adapters/smev/read-call.ts'
import { element, namesOf, serialize } from '../../../adapters/smev/xml-writer.ts'
import { encryptCms } from '../../../crypto/cms/enveloped-data.ts'
import { signCms } from '../../../crypto/cms/signed-data.ts'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import { checkIntake } from '../../../gateway/domain/intake.ts'
import type { Reading } from '../../../gateway/domain/reading.ts'
import type { Sender } from '../../../gateway/domain/requester.ts'
import { parseXml } from '../../../xsd/document.ts'
import { COURT, TODAY } from '../../support/builders.ts'
import {
  agency,
  court,
  decryption,
  documents,
  INQUIRY,
  judge,
  lapsed,
  MESSAGE_ID,
  RECEIVED_AT,
  readCall,
  SENDER,
  signatures,
} from './parties.ts'
import type { Holder } from './parties.ts'
import { readSendRequest, sendRequest, tampered } from './requests.ts'
import { CONSENT, fileOf, include, packageOf, readPacked } from './requests-with-files.ts'

const OTHER_ID = '5c5d7c00-c5f1-11f1-8a52-0242ac120002'
const CANNOT_BE_READ = ['EncryptedInquiry: cannot be read']

const xmlOf = (inquiry = INQUIRY, messageId: string | undefined = MESSAGE_ID): string =>
  serialize(writeInquiry(inquiry, 'SIGNED', messageId))

function signed(content: string | Uint8Array, holder: Holder = judge, detached = false): Promise<Uint8Array> {
  const signer = {
    certificate: holder.certificate,
    key: 'own',
    provider: createSoftwareKeys(new Map([['own', holder.key]])),
  }
  return signCms(Buffer.from(content), signer, { signingAt: RECEIVED_AT, detached })
}

const sealed = (content: Uint8Array, to: Holder = decryption): Uint8Array => encryptCms(content, [to.certificate])

/** A request with this cipher text in it, by the court's system. */
const send = (cipherText: Uint8Array, messageId = MESSAGE_ID): Promise<Uint8Array> =>
  sendRequest({ head: { MessageID: messageId }, content: writeEncryptedInquiry(cipherText) }, { system: agency.system })

async function sendOpenable(content: string | Uint8Array, holder?: Holder): Promise<Uint8Array> {
  return send(sealed(await signed(content, holder)))
}

describe('an encrypted inquiry', () => {
  test('is read as the one in clear, under the signature of the official inside', async () => {
    const call = await readSendRequest(sendOpenable(xmlOf()))
    const clear = await readSendRequest(sendRequest())
    if (!clear.reading.readable) throw new Error('unreadable')
    expect(call.reading).toMatchObject({
      readable: true,
      inquiry: clear.reading.inquiry,
      encrypted: true,
      official: { verdict: 'VERIFIED', name: 'Иванова Анна Петровна', snils: '11223344595' },
    })
    expect(call.message.type).toEqual(clear.message.type)
  })

  test('names by its digest what the official signed, and by another what makes it a duplicate', async () => {
    const [first, again] = [xmlOf(), xmlOf(INQUIRY, OTHER_ID)]
    const one = (await readSendRequest(sendOpenable(first))).message
    const other = (await readSendRequest(send(sealed(await signed(again)), OTHER_ID))).message
    using document = parseXml(Buffer.from(first))
    expect(one.contentDigest).toBe(signatures.digest(document, document.root))
    expect(other.contentDigest).not.toBe(one.contentDigest)
    expect(other.duplicateDigest).toBe(one.duplicateDigest)
    const different = (await readSendRequest(sendOpenable(xmlOf({ ...INQUIRY, outgoingNumber: '2' })))).message
    expect(different.duplicateDigest).not.toBe(one.duplicateDigest)
  })

  test('keeps what was inside: the evidence of who signed what', async () => {
    const inside = await signed(xmlOf())
    const { opened } = await readSendRequest(send(sealed(inside)))
    expect(Buffer.from(opened!).equals(inside)).toBe(true)
  })

  test('satisfies a channel policy that wants encryption', async () => {
    const requester = { ...COURT, clearAllowed: false }
    const facts = { sender: SENDER, requester, isRegisteredId: () => true, signedOn: TODAY, revoked: [] }
    const codesOf = (reading: Reading) => checkIntake({ ...facts, reading }).map(({ code }) => code)
    expect(codesOf((await readSendRequest(sendOpenable(xmlOf()))).reading)).not.toContain('CONFIDENTIALITY')
    expect(codesOf((await readSendRequest(sendRequest())).reading)).toContain('CONFIDENTIALITY')
  })

  test('may have attachments, and may itself travel in a part', async () => {
    const cipherText = sealed(await signed(xmlOf({ ...INQUIRY, pdBasis: 'CONSENT', pdConsent: 'consent' })))
    const attachments = [await fileOf('consent', CONSENT)]
    const content = writeEncryptedInquiry(cipherText)
    const envelope = Buffer.from(await sendRequest({ content, attachments }, { system: agency.system })).toString()
    const text = envelope.replace(Buffer.from(cipherText).toString('base64'), include('cid:inquiry'))
    const { reading } = await readPacked(packageOf(text, [['inquiry', cipherText]]))
    expect(reading).toMatchObject({ readable: true, inquiry: { pdConsent: 'consent' }, encrypted: true })
  })

  test('of a stranger is bound to its organisation', async () => {
    const stranger: Sender = { kind: 'STRANGER', name: 'Суд', queue: 'stranger', certificate: '' }
    const read = createReadCall({ parseXml, signatures, documents, identifySender: () => stranger })
    const readingOf = async (bytes: Uint8Array): Promise<unknown> => {
      const call = await read(bytes, RECEIVED_AT)
      return call.operation === 'SendRequest' && call.reading
    }
    expect(await readingOf(await sendOpenable(xmlOf(), judge))).toMatchObject({ readable: true })
    expect(await readingOf(await sendOpenable(xmlOf(), decryption))).toMatchObject({
      readable: false,
      errors: CANNOT_BE_READ,
    })
  })
})

const DOCTYPE = `<!DOCTYPE q:Inquiry [<!ENTITY e "x">]>${xmlOf()}`

/** Faults that a sender could use to learn of a cipher text that is not his: by the code that only the audit has. */
const FAILURES: readonly [string, string, () => Promise<Uint8Array>][] = [
  ['no CMS at all', 'CMS_UNOPENABLE', () => send(Buffer.from('AAAA'))],
  [
    'a stray character in its base64, past which a decoder would open it',
    'ENVELOPE_SCHEMA',
    async () => {
      const text = Buffer.from(sealed(await signed(xmlOf()))).toString('base64')
      const content = element(ENCRYPTED_INQUIRY_ROOT, [
        element(ENCRYPTED_DOCUMENT, `${text.slice(0, 8)}*${text.slice(8)}`),
      ])
      return sendRequest({ content }, { system: agency.system })
    },
  ],
  ['nothing', 'CMS_UNOPENABLE', () => send(new Uint8Array())],
  ['encrypted to another key', 'CMS_UNOPENABLE', async () => send(sealed(await signed(xmlOf()), court))],
  ['a changed bit in the key', 'CMS_UNOPENABLE', async () => send(flipped(sealed(await signed(xmlOf())), 0.05))],
  ['a changed bit in the content', 'CMS_SIGNATURE', async () => send(flipped(sealed(await signed(xmlOf())), 0.5))],
  ['a changed bit in the signature', 'CMS_SIGNATURE', async () => send(flipped(sealed(await signed(xmlOf())), 1))],
  ['a cipher text that is cut short', 'CMS_UNOPENABLE', async () => send(sealed(await signed(xmlOf())).slice(0, -20))],
  ['an inquiry that nobody signed', 'CMS_MALFORMED', () => send(sealed(Buffer.from(xmlOf())))],
  [
    'a signature that does not enclose its content',
    'CMS_MALFORMED',
    async () => send(sealed(await signed(xmlOf(), judge, true))),
  ],
  ['an official whose certificate lapsed', 'CERTIFICATE_EXPIRED', () => sendOpenable(xmlOf(), lapsed)],
  ['something else than XML', 'XML_NOT_WELL_FORMED', () => sendOpenable('Inquiry')],
  ['a DOCTYPE', 'XML_DOCTYPE', () => sendOpenable(DOCTYPE)],
  [
    'an xsi:type',
    'XML_XSI_TYPE',
    () =>
      sendOpenable(
        xmlOf().replace('<q:Requester', '<q:Requester xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="x"'),
      ),
  ],
  [
    'XML of windows-1251',
    'XML_ENCODING',
    () => sendOpenable(`<?xml version="1.0" encoding="windows-1251"?>${xmlOf()}`),
  ],
  [
    'another root',
    'CMS_UNBOUND',
    () => sendOpenable(serialize(element(namesOf<string>('q', 'urn://zags-gateway/inquiry/1.0')('Reply'), []))),
  ],
  [
    'an encrypted inquiry in an encrypted inquiry',
    'CMS_UNBOUND',
    async () => sendOpenable(serialize(writeEncryptedInquiry(sealed(await signed(xmlOf()))))),
  ],
  ['an inquiry that names no message', 'CMS_UNBOUND', () => sendOpenable(serialize(writeInquiry(INQUIRY, 'SIGNED')))],
  [
    'an inquiry of another message, sent on under a new MessageID',
    'CMS_UNBOUND',
    async () => send(sealed(await signed(xmlOf())), OTHER_ID),
  ],
  [
    'an inquiry of another body, sent on under the same MessageID',
    'CMS_UNBOUND',
    () => sendOpenable(xmlOf({ ...INQUIRY, requester: { id: 'police', name: 'Полиция' } })),
  ],
]

describe('looks the same outside with', () => {
  test.each(FAILURES)('%s', async (_case, code, make) => {
    const { reading, message } = await readSendRequest(await make())
    expect(reading).toEqual({
      readable: false,
      errors: CANNOT_BE_READ,
      official: { verdict: 'UNOPENED', code },
      encrypted: true,
    })
    expect(message.duplicateDigest).toBeUndefined()
    const facts = { sender: SENDER, requester: COURT, isRegisteredId: () => true, signedOn: TODAY, revoked: [] }
    expect(checkIntake({ reading, ...facts })).toEqual([
      { code: 'UNREADABLE', paragraph: '¶24(3)', detail: 'EncryptedInquiry: cannot be read' },
    ])
  })

  test('what could not be opened is not kept; what was opened is, for whoever has to judge it', async () => {
    const [foreign, unbound] = [sealed(await signed(xmlOf()), court), sealed(await signed(xmlOf()))]
    expect((await readSendRequest(send(foreign))).opened).toBeUndefined()
    expect((await readSendRequest(send(unbound, OTHER_ID))).opened).toBeDefined()
  })
})

describe('behind a verified signature, of this sender and this message, faults are told', () => {
  test('of the schema', async () => {
    const { reading } = await readSendRequest(sendOpenable(xmlOf().replace(/<q:Subjects>.*<\/q:Subjects>/, '')))
    expect(reading).toMatchObject({ readable: false, official: { verdict: 'VERIFIED' }, encrypted: true })
    expect(!reading.readable && reading.errors.join()).toContain('Missing child element')
  })

  test('of the content', async () => {
    const { reading } = await readSendRequest(
      sendOpenable(xmlOf().replace('<q:To>2003-12-31</q:To>', '<q:To>1999-12-31</q:To>')),
    )
    expect(reading).toMatchObject({ readable: false, errors: ['Period: From is after To'] })
  })
})

describe('what is seen without opening is told', () => {
  test('a PersonalSignature beside it', async () => {
    const content = writeEncryptedInquiry(sealed(await signed(xmlOf())))
    const { reading } = await readSendRequest(sendRequest({ content: { ...content, attributes: { Id: 'X' } } }))
    expect(reading).toMatchObject({
      readable: false,
      errors: ['PersonalSignature: stands beside an EncryptedInquiry'],
      official: { verdict: 'UNOPENED' },
    })
  })

  test('another structure', async () => {
    const content = { ...writeEncryptedInquiry(new Uint8Array()), content: [{ xml: '<q:Other></q:Other>' }] }
    const { reading } = await readSendRequest(sendRequest({ content }, { system: agency.system }))
    expect(!reading.readable && reading.errors.join()).toContain('Expected is')
  })
})

test('our own key that does not answer is our failure, and nothing is registered', async () => {
  const decrypt = () => Promise.reject(new GatewayError('KEY_UNUSABLE', 'token'))
  const read = createReadCall({
    parseXml,
    signatures,
    documents: { ...documents, decrypt },
    identifySender: () => SENDER,
  })
  await expect(read(await sendOpenable(xmlOf()), RECEIVED_AT)).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
})

test('the system signature covers the cipher text', async () => {
  const bytes = tampered(await sendOpenable(xmlOf()), /(?<=<q:Document>)M/, 'N')
  await expect(readCall(bytes, RECEIVED_AT)).rejects.toMatchObject({ code: 'SIGNATURE_DIGEST' })
})

test('an inquiry in clear may name its message, and then it has to be that one', async () => {
  const clear = async (messageId: string) =>
    (await readSendRequest(sendRequest({ content: writeInquiry(INQUIRY, 'PERSONAL_SIGNATURE', messageId) }))).reading
  expect(await clear(MESSAGE_ID)).toMatchObject({ readable: true })
  expect(await clear(OTHER_ID)).toMatchObject({ readable: false, errors: ['MessageId: not that of the message'] })
})

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[Math.floor((bytes.length - 1) * at)]! ^= 1
  return changed
}
