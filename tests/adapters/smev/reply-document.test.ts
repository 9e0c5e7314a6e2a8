import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { createReplyWriter, readReply } from '../../../adapters/smev/reply-document.ts'
import type { ReplyContent } from '../../../gateway/domain/reply.ts'
import type { ActRecord } from '../../../gateway/domain/search.ts'
import { parseXml } from '../../../xsd/document.ts'

const writeReply = createReplyWriter({ parseXml })

const RECORD: ActRecord = {
  id: 'row-4711',
  kind: 'BIRTH',
  office: 'R3900001',
  officeName: 'Отдел ЗАГС г. Гусева',
  recordNumber: '17-А',
  recordedOn: { value: '1990-05-03', precision: 'DAY' },
  eventOn: { value: '1990-05', precision: 'MONTH' },
  copyNo: 2,
  persons: [
    { role: 'CHILD', familyName: 'Иванова', givenName: 'Анна', birthDate: { value: '1990-05-01', precision: 'DAY' } },
    { role: 'MOTHER', familyName: 'Иванова', givenName: 'Ольга', patronymic: 'Ильинична' },
  ],
  restricted: false,
  annulled: false,
  restored: true,
  restoredBy: 'решение суда',
  transferred: false,
}

const COMMON = {
  sample: false,
  number: '39-2026-000017',
  registeredOn: '2026-11-20',
  composedOn: '2026-11-23',
  office: { code: 'R3900000', name: 'Служба ЗАГС', head: { name: 'Орлова М. А.', position: 'руководитель' } },
  addressee: { id: 'court', name: 'Суд <г. Калининград> & Ко' },
  outgoingNumber: '2-1417/2026',
  outgoingDate: '2026-11-19',
  inquiryDigest: 'ab'.repeat(32),
  text: ['На Ваш запрос:', 'имеется запись.'],
}

const INFORMATION: ReplyContent = { ...COMMON, kind: 'INFORMATION', record: RECORD }
const ABSENCE: ReplyContent = {
  ...COMMON,
  kind: 'ABSENCE_NOTICE',
  absence: {
    passes: [
      {
        aid: 'ELECTRONIC_BASE',
        method: 'FULL_SCAN',
        window: { from: '1990-01-01', to: '1990-12-31' },
        widened: false,
        found: 0,
        at: '2026-11-23T08:15:02.250Z',
      },
      { aid: 'NOT_SEARCHABLE', widened: true, found: 0 },
    ],
    coverage: {
      full: true,
      fromYear: 1987,
      toYear: 1994,
      offices: [{ code: 'R3900001', name: 'Отдел ЗАГС г. Гусева' }],
      gaps: [],
      transferred: {
        entirely: false,
        holdings: [
          {
            archive: 'Государственный архив',
            fond: 'Р-1',
            inventory: '2',
            officeName: 'Отдел ЗАГС г. Гусева',
            fromYear: 1987,
            toYear: 1988,
          },
        ],
      },
    },
  },
}
const REFUSAL: ReplyContent = {
  ...COMMON,
  kind: 'REFUSAL',
  refusal: { rule: 'E3', paragraph: '¶28, 51, 75', reason: 'NOT_REGISTERED' },
}

function readBack(content: ReplyContent) {
  const bytes = writeReply(content)
  using document = parseXml(bytes)
  return { read: readReply(document.root), text: Buffer.from(bytes).toString() }
}

test('an information discloses what it states and nothing of how the record is kept', () => {
  const { read, text } = readBack(INFORMATION)
  const { id, restricted, annulled, restored, restoredBy = '', transferred, ...disclosed } = RECORD
  const { sample, ...common } = COMMON
  expect(read).toEqual({ ...common, kind: 'INFORMATION', record: disclosed })
  expect([sample, restricted, annulled, restored, transferred]).toEqual([false, false, false, true, false])
  for (const kept of [id, restoredBy]) expect(text).not.toContain(kept)
})

test('an information discloses no other name of a person and no former one (C3)', () => {
  const name = { familyName: 'Лесная', givenName: 'Анна' }
  const persons = RECORD.persons.map((person) => ({ ...person, otherNames: [name], formerNames: [name] }))
  const { read, text } = readBack({ ...INFORMATION, record: { ...RECORD, persons } })
  expect(read.record?.persons).toEqual(RECORD.persons)
  expect(text).not.toContain(name.familyName)
})

test('an information of a record whose event is not known tells no date of it', () => {
  const { eventOn: _unknown, ...record } = RECORD
  expect(readBack({ ...INFORMATION, record }).read.record).not.toHaveProperty('eventOn')
})

test('an absence notice names what was searched', () => {
  const { passes, coverage } = ABSENCE.absence ?? {}
  const { fromYear, toYear, offices, transferred } = coverage ?? {}
  expect(readBack(ABSENCE).read.absence).toEqual({ passes, coverage: { fromYear, toYear, offices, transferred } })
})

test('a refusal names its rule, paragraph and reason', () => {
  expect(readBack(REFUSAL).read.refusal).toEqual(REFUSAL.refusal)
})

test('a document of the development mode is marked ОБРАЗЕЦ', () => {
  expect(readBack({ ...INFORMATION, sample: true }).read.sample).toBe('ОБРАЗЕЦ')
  expect(readBack(INFORMATION).text).not.toContain('ОБРАЗЕЦ')
})

test('the document is in canonical form', () => {
  const bytes = writeReply(ABSENCE)
  using document = parseXml(bytes)
  expect(Buffer.from(document.canonicalize(document.root)).equals(bytes)).toBe(true)
})

test.each<[string, ReplyContent, string]>([
  ['an information without a record', { ...COMMON, kind: 'INFORMATION' }, 'INFORMATION without its record'],
  ['an absence notice without a search', { ...COMMON, kind: 'ABSENCE_NOTICE' }, 'ABSENCE_NOTICE without its absence'],
  ['a refusal without a ground', { ...COMMON, kind: 'REFUSAL' }, 'REFUSAL without its refusal'],
  ['two parts in one document', { ...INFORMATION, ...REFUSAL }, 'invalid reply document'],
  ['a document without wording', { ...REFUSAL, text: [] }, 'invalid reply document'],
  ['a date that is none', { ...REFUSAL, composedOn: '23.11.2026' }, 'invalid reply document'],
])('%s is a bug and is not written', (_case, content, message) => {
  expect(() => writeReply(content)).toThrow(message)
  expect(() => writeReply(content)).toThrow(Error)
})

test('a reader that nobody here wrote sees the same document', () => {
  const options = { removeNSPrefix: true, parseTagValue: false, processEntities: true, trimValues: false }
  const { ReplyDocument: seen } = new XMLParser(options).parse(Buffer.from(writeReply(INFORMATION)).toString('utf8'))
  expect(seen).toMatchObject({ Kind: 'INFORMATION', Number: COMMON.number, InquiryDigest: COMMON.inquiryDigest })
  expect(seen.Addressee).toEqual({ Id: 'court', Name: COMMON.addressee.name })
  expect(seen.Text.Paragraph ?? seen.Text).toEqual(COMMON.text)
})
