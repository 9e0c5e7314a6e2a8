import { expect, test } from 'vitest'
import { element, namesOf, serialize } from '../../../adapters/smev/xml-writer.ts'
import type { XmlNode } from '../../../adapters/smev/xml-writer.ts'
import { writeInquiry } from '../../../adapters/smev/inquiry-content.ts'
import { agency, INQUIRY } from './parties.ts'
import { readSendRequest, sendRequest } from './requests.ts'

const b = namesOf<string>('b', 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.1')

const header = (id: string) =>
  element(b('AttachmentHeader'), [element(b('contentId'), id), element(b('MimeType'), 'application/pdf')])
const content = (id: string) => element(b('AttachmentContent'), [element(b('Id'), id), element(b('Content'), 'AAAA')])

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
const contents = (...ids: string[]) => list('AttachmentContentList', ids.map(content))

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
  await refusal.toMatchObject({ code: 'ATTACHMENT_MISMATCH' })
  await refusal.toThrow('files by reference')
})

test('a consent counts only when it is attached', async () => {
  const inquiry = { ...INQUIRY, pdBasis: 'CONSENT', pdConsent: 'consent' } as const
  const attached = await readSendRequest(requestWith(headers('consent'), contents('consent'), inquiry))
  const absent = await readSendRequest(requestWith(undefined, undefined, inquiry))
  expect(attached.reading).toMatchObject({ inquiry: { pdBasis: 'CONSENT', pdConsent: 'consent' } })
  expect(absent.reading.readable && absent.reading.inquiry.pdConsent).toBeUndefined()
})
