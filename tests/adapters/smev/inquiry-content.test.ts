import { expect, test } from 'vitest'
import type { SignElement } from '../../../adapters/smev/agency-envelopes.ts'
import { writeInquiry } from '../../../adapters/smev/inquiry-content.ts'
import type { Inquiry } from '../../../gateway/domain/inquiry.ts'
import { agency, INQUIRY, judge, lapsed } from './parties.ts'
import { changedInquiry, readSendRequest, sendRequest } from './requests.ts'
import { createAgencySigner } from './signing.ts'

const LEAST: Inquiry = {
  requester: { id: 'court', name: 'Суд' },
  addresseeOffice: 'R3900000',
  outgoingNumber: '1',
  outgoingDate: '2026-11-19',
  official: { familyName: 'Иванова', givenName: 'Анна', position: 'судья', email: 'a@b.test' },
  purpose: { serviceName: 'Рассмотрение дела' },
  requestedResult: 'INFORMATION',
  mark: 'NONE',
  subjects: [{ actKind: 'BIRTH', persons: [{ role: 'CHILD' }] }],
}

async function readingOf(content: ReturnType<typeof writeInquiry>) {
  return (await readSendRequest(sendRequest({ content }))).reading
}

test.each([
  ['with every field', INQUIRY],
  ['with the least', LEAST],
])('reads an inquiry %s as it was written', async (_case, inquiry) => {
  const reading = await readingOf(writeInquiry(inquiry, 'PERSONAL_SIGNATURE'))
  expect(reading).toMatchObject({ readable: true, official: { verdict: 'VERIFIED' } })
  expect(reading.readable && reading.inquiry).toEqual(inquiry)
})

test('without a result and a mark, information without a mark is asked for', async () => {
  const content = changedInquiry(/<q:RequestedResult>.*<\/q:Mark>/, '')
  expect(await readingOf(content)).toMatchObject({ inquiry: { requestedResult: 'INFORMATION', mark: 'NONE' } })
})

test('without a legal basis and a basis of processing it is still readable (I7)', async () => {
  const content = changedInquiry(/<q:LegalBasis>.*<\/q:LegalBasis>/, '')
  const reading = await readingOf(content)
  expect(reading.readable && Object.keys(reading.inquiry)).not.toContain('legalBasis')
})

test('blank and broken text is readable, so that it can be named as illegible', async () => {
  const content = changedInquiry('Ленинградский районный суд г. Калининграда', ' \uFFFD\t')
  expect(await readingOf(content)).toMatchObject({ readable: true, inquiry: { requester: { name: ' \uFFFD\t' } } })
})

test.each<[string, string | RegExp, string, string]>([
  ['no outgoing number', /<q:OutgoingNumber>.*<\/q:OutgoingNumber>/, '', 'OutgoingNumber'],
  ['no subject', /(?<=<q:Subjects>).*(?=<\/q:Subjects>)/, '', 'Subjects'],
  ['no purpose', /(?<=<q:Purpose>).*(?=<\/q:Purpose>)/, '', 'Purpose'],
  ['neither telephone nor e-mail', /<q:Phone>.*<\/q:Email>/, '', 'Official'],
  [
    'fields in another order',
    /(<q:FamilyName>Иванова<\/q:FamilyName>)(<q:GivenName>Анна<\/q:GivenName>)/,
    '<q:GivenName>Анна</q:GivenName><q:FamilyName>Иванова</q:FamilyName>',
    'GivenName',
  ],
  ['an unknown field', '<q:Period>', '<q:Secret>Тайна</q:Secret><q:Period>', 'Secret'],
  ['a field of another namespace', '<q:Period>', '<x:Period xmlns:x="urn:x">Тайна</x:Period><q:Period>', 'Period'],
  [
    'a signature in the content',
    '<q:Period>',
    '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature><q:Period>',
    'Signature',
  ],
  ['an unknown act', 'MARRIAGE', 'Тайна', 'ActKind'],
  ['a code with blanks around it', 'MARRIAGE', ' MARRIAGE ', 'ActKind'],
  ['a date that is none', '2001-01-01', '2001-02-30', 'From'],
  ['a date with a zone', '2001-01-01', '2001-01-01Z', 'From'],
  ['a period that ends before it begins', '2003-12-31', '2000-12-31', 'Period: From is after To'],
  ['an age past belief', '>44<', '>151<', 'AgeYears'],
  ['a name of 101 characters', 'Сидорова', 'Т'.repeat(101), 'OtherFamilyName'],
  ['eleven persons', /<q:Person>.*<\/q:Person>/, '<q:Person><q:Role>CHILD</q:Role></q:Person>'.repeat(11), 'Person'],
])('%s makes the inquiry unreadable, and the fault names the field and no value', async (_case, from, to, field) => {
  const reading = await readingOf(changedInquiry(from, to))
  if (reading.readable) throw new Error('it was read')
  expect(reading.errors.join()).toContain(field)
  expect(reading.errors.join()).not.toMatch(/Тайна|151|Т{9}|02-30/)
  expect(reading.official).toMatchObject({ verdict: 'VERIFIED' })
})

test('100 characters of any plane fit into a name', async () => {
  const content = changedInquiry('Сидорова', '𝒳'.repeat(100))
  expect(await readingOf(content)).toMatchObject({ readable: true })
})

test('states who the official is, by the certificate', async () => {
  const { reading } = await readSendRequest(sendRequest())
  expect(reading.official).toEqual({
    verdict: 'VERIFIED',
    certificateSerial: judge.certificate.serial,
    algorithm: 'gost2012-256',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    name: 'Иванова Анна Петровна',
    snils: '11223344595',
    ogrn: '1027700132195',
    certificate: { der: Buffer.from(judge.certificate.der).toString('base64'), revocation: 'NOT_CHECKED' },
  })
})

const signsAnotherContent: SignElement = ({ xml, id }) =>
  agency.official({ xml: xml.replace('Петров<', 'Сидоров<'), id })

test('a content changed after the official signed it is a finding, not a fault', async () => {
  const { reading } = await readSendRequest(sendRequest({}, { ...agency, official: signsAnotherContent }))
  expect(reading).toMatchObject({ readable: true, official: { verdict: 'FAILED', code: 'SIGNATURE_DIGEST' } })
})

const signsNothing: SignElement = async () =>
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature>'

test.each([
  ['whose certificate has lapsed', lapsed, 'CERTIFICATE_EXPIRED'],
  ['that is an empty element', undefined, 'SIGNATURE_STRUCTURE'],
])('a signature of an official %s is a finding, not a fault', async (_case, holder, code) => {
  const official = holder ? createAgencySigner(holder) : signsNothing
  const { reading } = await readSendRequest(sendRequest({}, { ...agency, official }))
  expect(reading).toMatchObject({ readable: true, official: { verdict: 'FAILED', code } })
})

const signsElsewhere: SignElement = () =>
  agency.official({ xml: '<x Id="ELSEWHERE" xmlns="urn:x"></x>', id: 'ELSEWHERE' })

test("the official's signature over something else in the message is a finding", async () => {
  const { reading } = await readSendRequest(sendRequest({}, { ...agency, official: signsElsewhere }))
  expect(reading.official).toEqual({ verdict: 'FAILED', code: 'SIGNATURE_TARGET' })
})
