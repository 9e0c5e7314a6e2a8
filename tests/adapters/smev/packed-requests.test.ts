/** Requests whose files travel in parts of a package (MTOM): read as if they stood in the envelope. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { AttachedContent } from '../../../adapters/smev/attachments.ts'
import { writeGetResponse } from '../../../adapters/smev/agency-envelopes.ts'
import { parseXml } from '../../../xsd/document.ts'
import { agency, RECEIVED_AT, readCall, signatures } from './parties.ts'
import { readSendRequest, sendRequest } from './requests.ts'
import {
  CONSENT,
  consentInquiry,
  fileOf,
  include,
  packageOf,
  packedRequest,
  readPacked,
  SCAN,
} from './requests-with-files.ts'

let files: readonly [AttachedContent, AttachedContent]
/** The envelope with both contents in it, and what a sender moves out of it. */
let envelope: string
let consentBase64: string
let signatureBase64: string

beforeAll(async () => {
  files = [await fileOf('consent', CONSENT), await fileOf('scan', SCAN)]
  envelope = Buffer.from(await sendRequest({ attachments: files, ...consentInquiry('consent') })).toString()
  consentBase64 = CONSENT.toString('base64')
  signatureBase64 = Buffer.from(files[0].signature ?? []).toString('base64')
})

const moved = (text: string, part: string, by: string): string => {
  if (text.split(part).length !== 2) throw new Error('it has to stand there once')
  return text.replace(part, () => by)
}
const CID = 'cid:consent%40agency'
const consentPart = (): [string, Uint8Array] => ['consent@agency', CONSENT]

test('contents in parts are read as contents in the envelope', async () => {
  const inline = await readSendRequest(Buffer.from(envelope))
  const packed = await readPacked(packageOf(moved(envelope, consentBase64, include(CID)), [consentPart()]))
  expect(packed.message).toEqual(inline.message)
  expect(packed.attachments?.map(({ bytes }) => bytes)).toEqual([CONSENT, SCAN])
  expect(packed.reading).toMatchObject({ readable: true, inquiry: { pdConsent: 'consent' } })
})

test('a signature moved into a part is digested where it belongs: the sender signed it there', async () => {
  const text = moved(envelope, signatureBase64, include('cid:signature'))
  const packed = await readPacked(packageOf(text, [['signature', files[0].signature!]]))
  expect(packed.message.digest).toBe((await readSendRequest(Buffer.from(envelope))).message.digest)
  expect(packed.reading.attachments?.[0]?.signature).toMatchObject({ verdict: 'VERIFIED' })
  const other = packageOf(text, [['signature', Buffer.from('another')]])
  await expect(readCall(other.body, RECEIVED_AT, other.packageType)).rejects.toMatchObject({ code: 'SIGNATURE_DIGEST' })
})

test('what is kept of a package is one document with everything in it, which verifies by itself', async () => {
  const { infoset } = await readPacked(packageOf(moved(envelope, consentBase64, include(CID)), [consentPart()]))
  const again = await readSendRequest(infoset!)
  expect(again.attachments?.map(({ bytes }) => bytes)).toEqual([CONSENT, SCAN])
  using document = parseXml(infoset!)
  const request = document.root.children[1]!.children[0]!
  const [target, , wrapper] = request.children
  const part = { document, target: target!, signature: wrapper!.children[0] }
  expect(signatures.verify(part, RECEIVED_AT).digest).toBe(again.message.digest)
})

test('a package of the envelope alone is the envelope', async () => {
  const { infoset, ...call } = await readPacked(packageOf(envelope, []))
  expect(infoset).toBeUndefined()
  expect(call.message).toEqual((await readSendRequest(Buffer.from(envelope))).message)
})

test.each(['1.1', '1.2', '1.3'] as const)('what we pack is what we read, in %s', async (smevVersion) => {
  const packed = await packedRequest(files, { ...consentInquiry('consent'), smevVersion })
  expect(Buffer.from(packed.body).includes(consentBase64)).toBe(false)
  const call = await readPacked(packed)
  expect(call).toMatchObject({ smevVersion, reading: { readable: true } })
  expect(call.attachments?.map(({ bytes }) => bytes)).toEqual([CONSENT, SCAN])
})

describe('a package is refused', () => {
  const beforeContent = /<b:Content>/
  test.each<[string, () => { body: Uint8Array; packageType: string }, string]>([
    [
      'for a part that is not there',
      () => packageOf(moved(envelope, consentBase64, include(CID)), []),
      'ATTACHMENT_MISMATCH',
    ],
    [
      'for a part that is used twice',
      () => {
        const once = moved(envelope, consentBase64, include(CID))
        return packageOf(moved(once, SCAN.toString('base64'), include(CID)), [consentPart()])
      },
      'ATTACHMENT_MISMATCH',
    ],
    ['for a part that nothing refers to', () => packageOf(envelope, [consentPart()]), 'ATTACHMENT_MISMATCH'],
    ...['http://agency.test/consent', 'file:///etc/passwd', 'consent@agency', '', 'CID:consent%40agency', 'cid:%'].map(
      (href): [string, () => { body: Uint8Array; packageType: string }, string] => [
        `for a reference to «${href}», which is fetched by nobody`,
        () => packageOf(moved(envelope, consentBase64, include(href)), [consentPart()]),
        'ENVELOPE_MULTIPART',
      ],
    ),
    [
      'for text beside a reference',
      () => packageOf(moved(envelope, consentBase64, `AAAA${include(CID)}`), [consentPart()]),
      'ENVELOPE_MULTIPART',
    ],
    [
      'for two references in one place',
      () => packageOf(moved(envelope, consentBase64, include(CID) + include(CID)), [consentPart()]),
      'ENVELOPE_MULTIPART',
    ],
    [
      'for something in a reference',
      () =>
        packageOf(moved(envelope, consentBase64, include(CID).replace('/>', '><x/></xop:Include>')), [consentPart()]),
      'ENVELOPE_MULTIPART',
    ],
    [
      'for a reference with another attribute',
      () => packageOf(moved(envelope, consentBase64, include(CID, ' parse="xml"')), [consentPart()]),
      'ENVELOPE_MULTIPART',
    ],
    [
      'for a reference where no base64 belongs',
      () => packageOf(envelope.replace(/<t:MessageID>[^<]*/, `<t:MessageID>${include(CID)}`), [consentPart()]),
      'ATTACHMENT_MISMATCH',
    ],
    [
      'for a reference in the system signature',
      () =>
        packageOf(envelope.replace(/<ds:SignatureValue>[^<]*/, `<ds:SignatureValue>${include(CID)}`), [consentPart()]),
      'ATTACHMENT_MISMATCH',
    ],
    [
      'for a reference in place of a whole content',
      () => packageOf(envelope.replace(beforeContent, `${include(CID)}<b:Content>`), [consentPart()]),
      'ATTACHMENT_MISMATCH',
    ],
    [
      'for an envelope that says windows-1251',
      () => packageOf(`<?xml version="1.0" encoding="windows-1251"?>${envelope}`, []),
      'XML_ENCODING',
    ],
    ['for a DOCTYPE', () => packageOf(`<!DOCTYPE a [<!ENTITY e SYSTEM "cid:consent">]>${envelope}`, []), 'XML_DOCTYPE'],
    [
      'for a boundary that is not its own',
      () => ({ ...packageOf(envelope, []), packageType: 'multipart/related; type="application/xop+xml"; boundary=x' }),
      'ENVELOPE_MULTIPART',
    ],
  ])('%s', async (_case, make, code) => {
    const { body, packageType } = make()
    await expect(readCall(body, RECEIVED_AT, packageType)).rejects.toMatchObject({
      code,
      facts: { smevVersion: '1.1' },
    })
  })

  test('for an envelope that is UTF-16, which tells no version either', async () => {
    const { body, packageType } = packageOf(Buffer.from(`\ufeff${envelope}`, 'utf16le'), [])
    await expect(readCall(body, RECEIVED_AT, packageType)).rejects.toMatchObject({ code: 'XML_ENCODING', facts: {} })
  })

  test('when it comes as XML alone and refers to parts', async () => {
    const text = moved(envelope, consentBase64, include(CID))
    await expect(readCall(Buffer.from(text), RECEIVED_AT)).rejects.toMatchObject({ code: 'XML_NAMESPACE' })
  })

  test('with parts beside a call that has no place for any', async () => {
    const selector = await writeGetResponse({ timestamp: RECEIVED_AT }, agency.system)
    const alone = packageOf(selector, [])
    expect(await readCall(alone.body, RECEIVED_AT, alone.packageType)).toMatchObject({ operation: 'GetResponse' })
    const { body, packageType } = packageOf(selector, [consentPart()])
    await expect(readCall(body, RECEIVED_AT, packageType)).rejects.toMatchObject({ code: 'ATTACHMENT_MISMATCH' })
  })

  test('behind a valid signature, for a reference in the content: the inquiry is unreadable', async () => {
    const content = consentInquiry('consent').content
    const xml = include(CID).replace('/>', '></xop:Include>')
    const call = await readPacked(packageOf(await sendRequest({ content: { ...content, content: [{ xml }] } }), []))
    expect(call.reading).toMatchObject({ readable: false })
  })
})

describe('limits', () => {
  const MB = 1024 * 1024
  const big = (bytes: number): AttachedContent => ({
    contentId: 'big',
    mediaType: 'application/pdf',
    bytes: Buffer.alloc(bytes, 'x'),
  })

  test('5 MB of attachments are accepted in a package, one byte more is refused', async () => {
    const call = await readPacked(await packedRequest([big(5 * MB)]))
    expect(call.attachments?.[0]?.bytes).toHaveLength(5 * MB)
    expect(call.infoset?.length).toBeGreaterThan(6 * MB)
    const { body, packageType } = await packedRequest([big(5 * MB + 1)])
    await expect(readCall(body, RECEIVED_AT, packageType)).rejects.toMatchObject({ code: 'ATTACHMENT_TOO_LARGE' })
  })

  test('attachments in parts and in the envelope count together', async () => {
    const attachments = [big(2 * MB), { ...big(3.5 * MB), contentId: 'second' }]
    const text = Buffer.from(await sendRequest({ attachments }))
    const [first, second] = attachments.map(({ bytes }) => Buffer.from(bytes).toString('base64'))
    if (first === undefined || second === undefined) throw new Error('two attachments')
    const { body, packageType } = packageOf(text.toString().replace(second, include('cid:second')), [
      ['second', attachments[1]!.bytes],
    ])
    await expect(readCall(body, RECEIVED_AT, packageType)).rejects.toMatchObject({ code: 'ATTACHMENT_TOO_LARGE' })
  })

  test('an envelope above 5 MB is refused, in a package and alone', async () => {
    const text = await sendRequest({ attachments: [big(4 * MB)] })
    const { body, packageType } = packageOf(text, [])
    await expect(readCall(text, RECEIVED_AT)).rejects.toMatchObject({ code: 'XML_TOO_LARGE' })
    await expect(readCall(body, RECEIVED_AT, packageType)).rejects.toMatchObject({ code: 'XML_TOO_LARGE' })
  })

  test('a signature in a part counts with the envelope it belongs into', async () => {
    const text = moved(envelope, signatureBase64, include('cid:s'))
    const { body, packageType } = packageOf(text, [['s', Buffer.alloc(5 * MB)]])
    await expect(readCall(body, RECEIVED_AT, packageType)).rejects.toMatchObject({ code: 'XML_TOO_LARGE' })
  })
})
