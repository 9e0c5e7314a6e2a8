import { describe, expect, test } from 'vitest'
import type { AttachedContent } from '../../../adapters/smev/attachments.ts'
import { element, namesOf, serialize } from '../../../adapters/smev/xml-writer.ts'
import type { XmlNode } from '../../../adapters/smev/xml-writer.ts'
import { writeInquiry } from '../../../adapters/smev/inquiry-content.ts'
import { signCms } from '../../../crypto/cms/signed-data.ts'
import { streebog256 } from '../../../crypto/gost/streebog.ts'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import type { Attachment } from '../../../gateway/domain/reading.ts'
import { agency, court, INQUIRY, judge, lapsed, RECEIVED_AT } from './parties.ts'
import { readSendRequest, sendRequest } from './requests.ts'
import { fileOf, signDetached } from './requests-with-files.ts'

const b = namesOf<string>('b', 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.1')

const header = (id: string) =>
  element(b('AttachmentHeader'), [element(b('contentId'), id), element(b('MimeType'), 'application/pdf')])
const contentOf = (id: string) => element(b('AttachmentContent'), [element(b('Id'), id), element(b('Content'), 'AAAA')])

/** A request whose data hold `signed` and whose call holds `beside` between the data and the signature. */
async function requestWith(signed: XmlNode | undefined, beside?: XmlNode, inquiry = INQUIRY): Promise<Uint8Array> {
  const insert = (xml: string) =>
    signed ? xml.replace('</t:PersonalSignature>', `</t:PersonalSignature>${serialize(signed)}`) : xml
  const system: typeof agency.system = ({ xml, id }) => agency.system({ xml: insert(xml), id })
  const sent = await sendRequest({ content: writeInquiry(inquiry, 'PERSONAL_SIGNATURE') }, { ...agency, system })
  const caller = '<t:CallerInformationSystemSignature>'
  const text = insert(Buffer.from(sent).toString())
  return Buffer.from(beside ? text.replace(caller, serialize(beside) + caller) : text)
}

const list = (name: string, items: readonly XmlNode[]) => element(b(name), items)
const headers = (...ids: string[]) => list('AttachmentHeaderList', ids.map(header))
const contents = (...ids: string[]) => list('AttachmentContentList', ids.map(contentOf))

test('headers and contents that pair, in any order, are accepted', async () => {
  const call = await readSendRequest(requestWith(headers('a1', 'a2'), contents('a2', 'a1')))
  expect(call.reading.readable).toBe(true)
})

test.each([
  ['a header without a content', headers('a1'), undefined],
  ['a content without a header', undefined, contents('a1')],
  ['another identifier', headers('a1'), contents('a2')],
  ['more contents than headers', headers('a1'), contents('a1', 'a2')],
  ['one identifier in two headers', headers('a1', 'a1'), contents('a1', 'a2')],
  ['one identifier in two contents', headers('a1'), contents('a1', 'a1')],
])('refuses %s', async (_case, signed, beside) => {
  await expect(readSendRequest(requestWith(signed, beside))).rejects.toMatchObject({ code: 'ATTACHMENT_MISMATCH' })
})

test('refuses files by reference, in words of their own', async () => {
  const file = element(b('RefAttachmentHeader'), [
    element(b('uuid'), '4c5d7c00-c5f1-11f1-8a52-0242ac120003'),
    element(b('Hash'), 'AAAA'),
    element(b('MimeType'), 'application/pdf'),
  ])
  const refusal = expect(readSendRequest(requestWith(list('RefAttachmentHeaderList', [file])))).rejects
  await refusal.toMatchObject({ code: 'ATTACHMENT_BY_REFERENCE' })
  await refusal.toThrow('files by reference')
})

describe('base64 by the letter of the schema, so that nobody reads another content', () => {
  const withContent = (text: string) =>
    requestWith(
      headers('a1'),
      list('AttachmentContentList', [
        element(b('AttachmentContent'), [element(b('Id'), 'a1'), element(b('Content'), text)]),
      ]),
    )
  const withSignature = (text: string) => {
    const parts = [element(b('contentId'), 'a1'), element(b('MimeType'), 'a/b'), element(b('SignaturePKCS7'), text)]
    return requestWith(list('AttachmentHeaderList', [element(b('AttachmentHeader'), parts)]), contents('a1'))
  }

  test.each([
    ['in lines', 'QUJD\nREVG\r\n', 'ABCDEF'],
    ['with blanks anywhere', ' Q U\tJ D ', 'ABC'],
    ['of nothing', '', ''],
  ])('%s', async (_how, text, expected) => {
    const { attachments } = await readSendRequest(withContent(text))
    expect(attachments?.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([expected])
  })

  test.each([
    ['a stray character', 'QU*JD'],
    ['a no-break space', 'QU\u00a0JD'],
    ['the alphabet of URLs', 'QU-_'],
    ['no padding', 'QUI'],
    ['too much padding', 'QUJD===='],
    ['something behind the padding', 'QQ==QUJD'],
    ['bits that are left over', 'QUJ='],
  ])('%s is none', async (_what, text) => {
    const fault = { code: 'ENVELOPE_SCHEMA' }
    await expect(readSendRequest(withContent(text))).rejects.toMatchObject(fault)
    await expect(readSendRequest(withSignature(text))).rejects.toMatchObject(fault)
  })
})

test('a consent counts only when it is attached', async () => {
  const inquiry = { ...INQUIRY, pdBasis: 'CONSENT', pdConsent: 'consent' } as const
  const attached = await readSendRequest(requestWith(headers('consent'), contents('consent'), inquiry))
  const absent = await readSendRequest(requestWith(undefined, undefined, inquiry))
  expect(attached.reading).toMatchObject({ inquiry: { pdBasis: 'CONSENT', pdConsent: 'consent' } })
  expect(absent.reading.readable && absent.reading.inquiry.pdConsent).toBeUndefined()
})

describe('the signature of an attachment', () => {
  const BYTES = Buffer.from('согласие')
  const read = async (change: Partial<AttachedContent> = {}): Promise<Attachment> => {
    const attachments = [{ ...(await fileOf('a1', BYTES)), ...change }]
    const { reading } = await readSendRequest(sendRequest({ attachments }))
    const [attachment] = reading.attachments ?? []
    if (!attachment) throw new Error('no attachment was read')
    return attachment
  }

  test('by the official is verified over the content, and its facts are kept', async () => {
    expect(await read()).toEqual({
      contentId: 'a1',
      mediaType: 'application/pdf',
      documentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      signer: 'OFFICIAL',
      signature: {
        verdict: 'VERIFIED',
        certificateSerial: judge.certificate.serial,
        algorithm: 'gost2012-256',
        digest: Buffer.from(streebog256(BYTES)).toString('hex'),
        name: 'Иванова Анна Петровна',
        snils: '11223344595',
        ogrn: '1027700132195',
        certificate: { der: Buffer.from(judge.certificate.der).toString('base64'), revocation: 'NOT_CHECKED' },
      },
    })
  })

  test('by the system that sent the message is known as such', async () => {
    expect(await read({ signature: await signDetached(BYTES, court) })).toMatchObject({ signer: 'SYSTEM' })
  })

  test('may be missing', async () => {
    const [reading] = [(await readSendRequest(requestWith(headers('a1'), contents('a1')))).reading]
    expect(reading.attachments).toMatchObject([{ contentId: 'a1', signature: { verdict: 'MISSING' } }])
  })

  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['over another content', () => signDetached(Buffer.from('другое'), judge), 'CMS_SIGNATURE'],
    ['with the content inside it', async () => enclosed(BYTES), 'CMS_MALFORMED'],
    ['that is no CMS', async () => Buffer.from('AAAA'), 'CMS_MALFORMED'],
    ['that is empty', async () => Buffer.alloc(0), 'CMS_MALFORMED'],
    ['by a certificate that has lapsed', () => signDetached(BYTES, lapsed), 'CERTIFICATE_EXPIRED'],
  ])('%s is a fact of the reading, not a fault', async (_case, sign, code) => {
    const attachment = await read({ signature: await sign() })
    expect(attachment.signature).toMatchObject({ verdict: 'FAILED', code })
    expect(attachment.signer).toBeUndefined()
  })

  test('in lines, as some write it, is read; the line breaks are part of what the system signed', async () => {
    const { signature } = await fileOf('a1', BYTES)
    const text = Buffer.from(signature!).toString('base64')
    const broken = element(b('AttachmentHeaderList'), [
      element(b('AttachmentHeader'), [
        element(b('contentId'), 'a1'),
        element(b('MimeType'), 'application/pdf'),
        element(b('SignaturePKCS7'), text.replace(/.{64}/g, '$&\n')),
      ]),
    ])
    const body = element(b('AttachmentContentList'), [
      element(b('AttachmentContent'), [element(b('Id'), 'a1'), element(b('Content'), BYTES.toString('base64'))]),
    ])
    const { reading } = await readSendRequest(requestWith(broken, body))
    expect(reading.attachments).toMatchObject([{ signature: { verdict: 'VERIFIED' } }])
  })

  async function enclosed(content: Uint8Array): Promise<Uint8Array> {
    const provider = createSoftwareKeys(new Map([['own', judge.key]]))
    return signCms(content, { certificate: judge.certificate, key: 'own', provider }, { signingAt: RECEIVED_AT })
  }
})

test('contents come in the order of the headers, each with the document id of its facts', async () => {
  const attachments = [await fileOf('a2', Buffer.from('второй')), await fileOf('a1', Buffer.from('первый'))]
  const { reading, attachments: kept = [] } = await readSendRequest(sendRequest({ attachments }))
  expect(kept.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['второй', 'первый'])
  expect(kept.map(({ documentId }) => documentId)).toEqual(reading.attachments?.map(({ documentId }) => documentId))
})

test('a message without attachments has none', async () => {
  const { reading, attachments } = await readSendRequest(sendRequest())
  expect([reading.attachments, attachments]).toEqual([undefined, undefined])
})
