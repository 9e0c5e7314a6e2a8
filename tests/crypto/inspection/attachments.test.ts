/** SignaturePKCS7 in the headers of attachments, which stand beside the headers or travelled elsewhere. */
import { expect, test } from 'vitest'
import { findCmsBytes } from '../../../crypto/inspection/cms-bytes.ts'
import { findingOf, findingsOf, fixture } from './findings.ts'

const BASIC = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.1'
const XOP = '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:1"/>'
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const content = fixture('gost2001.root.pem')
const detached = base64(fixture('gost2001-detached.cms'))
const enclosing = base64(findCmsBytes(fixture('armoured.cms')) ?? Buffer.alloc(0))

const header = (signature: string, id = 'a1'): string =>
  `<b:AttachmentHeaderList><b:AttachmentHeader><b:contentId>${id}</b:contentId><b:MimeType>text/plain</b:MimeType><b:SignaturePKCS7>${signature}</b:SignaturePKCS7></b:AttachmentHeader></b:AttachmentHeaderList>`
const attachment = (bytes: string, id = 'a1'): string =>
  `<b:AttachmentContent><b:Id>${id}</b:Id><b:Content>${bytes}</b:Content></b:AttachmentContent>`
const message = (...parts: readonly string[]): string => `<b:All xmlns:b="${BASIC}">${parts.join('')}</b:All>`
const list = (...attachments: readonly string[]): string =>
  `<b:AttachmentContentList>${attachments.join('')}</b:AttachmentContentList>`

const ROLE = { role: 'SignaturePKCS7', target: 'a1' }

test('a detached signature over the attachment with its identifier', () => {
  const others = attachment(base64(Buffer.from('other')), 'a2')
  const text = message(header(detached), list(others, attachment(base64(content))))
  expect(findingOf(text)).toMatchObject({ ...ROLE, digest: 'matches', signature: 'verifies', reasons: [] })
})

test('base64 over many lines is the same', () => {
  const wrapped = (text: string): string => text.replaceAll(/.{64}/g, '$&\n')
  const text = message(header(wrapped(detached)), list(attachment(wrapped(base64(content)))))
  expect(findingOf(text)).toMatchObject({ ...ROLE, digest: 'matches', signature: 'verifies' })
})

test('a changed attachment differs', () => {
  const text = message(header(detached), list(attachment(base64(Buffer.from('changed')))))
  expect(findingOf(text)).toMatchObject({ ...ROLE, digest: 'differs', signature: 'verifies' })
})

test.each([
  ['in the file store', message(header(detached)), 'the attachment is not in the file'],
  [
    'beside the message',
    message(header(detached), list(attachment(XOP))),
    'xop:Include: the attachment is not in the file',
  ],
  [
    'not to be told apart',
    message(header(detached), list(attachment('AAAA'), attachment('BBBB'))),
    'several attachments have that identifier',
  ],
])('an attachment that is %s', (_where, text, reason) => {
  expect(findingOf(text)).toMatchObject({ ...ROLE, digest: 'unsupported', signature: 'verifies', reasons: [reason] })
})

test.each([
  ['travelled beside the message', XOP, 'xop:Include: the signature is not in the file'],
  ['is no base64', '*', 'no CMS SignedData in base64'],
  ['is no CMS', 'MAMCAQE=', 'malformed CMS: expected tag 0x06, found 0x02'],
])('a signature that %s', (_what, signature, reason) => {
  const finding = findingOf(message(header(signature), list(attachment(base64(content)))))
  expect(finding).toMatchObject({ ...ROLE, digest: 'unsupported', signature: 'unsupported', reasons: [reason] })
})

test('a signature that encloses what it signs is about the attachment only if that is the same', () => {
  const same = fixture('gost512.root.pem')
  const [good, other] = [same, content].map((bytes) =>
    findingOf(message(header(enclosing), list(attachment(base64(bytes))))),
  )
  expect(good).toMatchObject({ ...ROLE, digest: 'matches', signature: 'verifies' })
  expect(other).toMatchObject({ ...ROLE, digest: 'differs', signature: 'verifies' })
  expect(other?.reasons).toEqual(['the content enclosed in the signature is not the attachment'])
})

test('an element of that name in another namespace is none of SMEV', () => {
  expect(findingsOf(message(header(detached)).replaceAll(BASIC, 'urn://example/other'))).toEqual([])
})
