import { describe, expect, test } from 'vitest'
import { FIELDS } from '../../../../adapters/registry/import/act-fields.ts'
import { actsOf, type ActFormat } from '../../../../adapters/registry/import/open-acts.ts'
import { START } from '../../../../adapters/registry/import/source.ts'
import type { NewAct } from '../../../../adapters/registry/new-act.ts'
import { parseXml } from '../../../../xsd/document.ts'
import { openImport } from './files.ts'
import { csvOf, ELEMENTS, xmlOf } from './formats.ts'
import { ACTS, ROWS, RULES } from './seven-kinds.ts'

type Read = NewAct | { readonly line: number; readonly field: string; readonly reason: string }

async function readActs(content: string | Uint8Array, format: ActFormat, blockBytes = 4096): Promise<Read[]> {
  const file = await openImport(content)
  const read = await actsOf({ file, blockBytes }, { format, rules: RULES, parseXml })((act) => act)
  const acts: Read[] = []
  for await (const { rows } of read(START))
    for (const row of rows)
      acts.push('value' in row ? row.value : { line: row.line, field: row.field, reason: row.reason })
  return acts
}

describe('acts of the seven kinds', () => {
  test.each([';', ','])('are read from CSV with «%s»', async (delimiter) => {
    expect(await readActs(csvOf(ROWS, delimiter), 'csv')).toEqual(ACTS)
  })

  test('are read from CSV with a byte order mark and CRLF', async () => {
    const rows = ROWS.map(({ marks: _marks, ...row }) => row)
    const [, ...others] = ACTS
    const read = await readActs(`\uFEFF${csvOf(rows).replaceAll('\n', '\r\n')}`, 'csv')
    expect(read.slice(1)).toEqual(others)
  })

  test('are read from XML', async () => {
    expect(await readActs(xmlOf(ROWS), 'xml')).toEqual(ACTS)
  })

  test('have the same fields in CSV and in XML', () => {
    const inSchema = new Set(ELEMENTS.map((name) => name.charAt(0).toLowerCase() + name.slice(1)))
    const inCsv = new Set([...FIELDS.keys()].flatMap((name) => name.split('.')))
    const kinds = ['acts', 'act', 'birth', 'death', 'marriage', 'divorce', 'paternity', 'adoption', 'nameChange']
    expect([...inSchema].toSorted()).toEqual(
      [...inCsv]
        .filter((name) => name !== 'kind')
        .concat(kinds)
        .toSorted(),
    )
  })
})

describe('a CSV file is refused before anything is read', () => {
  test.each([
    ['kind;office;recordNumber;recordedOn;colour', '«colour» is no column'],
    ['kind;office;recordNumber;recordedOn;office', 'column office stands there twice'],
    ['kind;office', 'column recordNumber is missing; column recordedOn or year is missing'],
    ['"kind;office', 'line 1 is no header'],
    ['', 'line 1 is no header'],
    ['BIRTH;39000001;7;1941;Иванов', 'line 1 is no header: it names none of the columns there are'],
  ])('with the header %s', async (header, told) => {
    const read = readActs(`${header}\nBIRTH;1\n`, 'csv')
    await expect(read).rejects.toMatchObject({ code: 'IMPORT_REFUSED', message: expect.stringContaining(told) })
  })
})

describe('a record is restricted (C1)', () => {
  const [BIRTH = {}, DEATH = {}] = ROWS
  test.each(['Запись об усыновлении № 3', 'отметка: УДОЧЕРЕНА'])('by the mark «%s»', async (marks) => {
    expect(await readActs(csvOf([{ ...BIRTH, marks }]), 'csv')).toMatchObject([{ marks, restricted: true }])
  })

  test('when it says so, and by no other mark', async () => {
    const read = await readActs(csvOf([{ ...DEATH, restricted: '1' }, BIRTH]), 'csv')
    expect(read).toMatchObject([{ restricted: true }, { restricted: false }])
  })
})

describe('what a record was before is lifted by a row that says so itself', () => {
  const [, DEATH = {}] = ROWS
  test.each<[string, Record<string, string>, object]>([
    ['nothing, when nothing is said', {}, {}],
    ['nothing, when it is restricted and annulled', { restricted: '1', annulled: '1' }, {}],
    ['a restriction', { restricted: 'false' }, { liftsRestriction: true }],
    ['an annulment', { annulled: 'false' }, { liftsAnnulment: true }],
    ['an annulment, by a restoration', { restored: '1' }, { liftsAnnulment: true, restored: true }],
    ['an annulment, by a decision of it', { restoredBy: 'суд' }, { liftsAnnulment: true }],
    ['nothing, when it was restored and then annulled', { restored: '1', annulledBy: 'суд' }, { annulled: true }],
  ])('%s', async (_what, said, lifted) => {
    const [read] = await readActs(csvOf([{ ...DEATH, ...said }]), 'csv')
    const { liftsRestriction, liftsAnnulment } = read as NewAct
    const expected = { liftsRestriction: undefined, liftsAnnulment: undefined, ...lifted }
    expect({ ...read, liftsRestriction, liftsAnnulment }).toMatchObject(expected)
  })
})

describe('a row is rejected with its line, field and reason', () => {
  const [BIRTH = {}, DEATH = {}, MARRIAGE = {}, , , ADOPTION = {}] = ROWS
  test.each<[string, Record<string, string>, string, string]>([
    ['another kind', { ...DEATH, kind: 'BAPTISM' }, 'kind', 'is none of BIRTH'],
    ['no kind', { ...DEATH, kind: '' }, 'kind', 'is missing'],
    ['no office', { ...DEATH, office: '' }, 'office', 'is missing'],
    ['an unknown office', { ...DEATH, office: '77' }, 'office', 'is no office that the store knows'],
    ['no record number', { ...DEATH, recordNumber: ' ' }, 'recordNumber', 'is missing'],
    ['neither year nor date', { ...DEATH, year: '' }, 'recordedOn', 'is missing, and year too'],
    ['a year of another date', { ...BIRTH, year: '1988' }, 'year', 'is not the year of recordedOn'],
    ['a day that there is not', { ...MARRIAGE, recordedOn: '1999-02-29' }, 'recordedOn', 'is not a date such as'],
    ['a month that there is not', { ...MARRIAGE, recordedOn: '1999-13' }, 'recordedOn', 'is not a date such as'],
    ['a date of the day first', { ...MARRIAGE, recordedOn: '28.02.1999' }, 'recordedOn', 'is not a date such as'],
    ['a date before registers', { ...DEATH, 'deceased.birthDate': '1699' }, 'deceased.birthDate', 'is not a date'],
    ['a date to come', { ...MARRIAGE, recordedOn: '2026-11-23' }, 'recordedOn', 'lies in the future'],
    ['an event to come', { ...DEATH, eventOn: '2041-06' }, 'eventOn', 'lies in the future'],
    ['a birth to come', { ...DEATH, 'deceased.birthDate': '2090' }, 'deceased.birthDate', 'lies in the future'],
    ['a third copy', { ...DEATH, copyNo: '3' }, 'copyNo', 'is neither 1 nor 2'],
    ['a book without number', { ...DEATH, bookNumber: '0' }, 'bookNumber', 'is not a whole number'],
    ['a flag of words', { ...DEATH, annulled: 'да' }, 'annulled', 'is neither true'],
    ['two words about annulment', { ...DEATH, annulled: '0', annulledBy: 'суд' }, 'annulled', 'is false, though'],
    ['two words about restoration', { ...DEATH, restored: '0', restoredBy: 'суд' }, 'restored', 'is false, though'],
    ['a change to come', { ...DEATH, lastChangedOn: '2062' }, 'lastChangedOn', 'lies in the future'],
    ['an adoption for everybody', { ...ADOPTION, restricted: '0' }, 'restricted', 'is false, though a record of an'],
    ['its mark as well', { ...BIRTH, restricted: '0', marks: 'усыновлён' }, 'restricted', 'is false, though a record'],
    ['a person of another kind', { ...DEATH, 'child.familyName': 'А' }, 'child', 'is no person of DEATH'],
    ['a fact of another kind', { ...MARRIAGE, deathPlace: 'дома' }, 'deathPlace', 'is no field of MARRIAGE'],
    ['no name of the deceased', { ...DEATH, 'deceased.givenName': '' }, 'deceased.givenName', 'is missing; where'],
    ['a surname of signs', { ...DEATH, 'deceased.familyName': '?' }, 'deceased.familyName', 'has no letters, so'],
    ['a given name of digits', { ...DEATH, 'deceased.givenName': '12' }, 'deceased.givenName', 'has no letters, so'],
    [
      'a new surname of signs',
      { ...MARRIAGE, 'spouse2.familyNameAfter': '--' },
      'spouse2.familyNameAfter',
      'has no letters, so',
    ],
    ['one spouse', { ...MARRIAGE, 'spouse2.familyName': '' }, 'spouse2.familyName', 'is missing; where'],
    ['no date of death', { ...DEATH, eventOn: '' }, 'eventOn', 'is missing'],
    ['an unknown marriage', { ...MARRIAGE, eventOn: '-' }, 'eventOn', 'is a hyphen: only the day of a death'],
    ['two dates of birth', { ...BIRTH, eventOn: '1987-06-02' }, 'eventOn', 'is not child.birthDate'],
    ['an endless name', { ...DEATH, 'deceased.givenName': 'я'.repeat(101) }, 'deceased.givenName', 'is longer than'],
    ['an octet 0', { ...DEATH, applicant: 'a\u0000b' }, 'applicant', 'or holds control characters'],
    ['a tab in a number', { ...DEATH, recordNumber: '1\t2' }, 'recordNumber', 'or holds control characters'],
    ['a sex of its own', { ...DEATH, 'deceased.sex': 'Ж' }, 'deceased.sex', 'is neither MALE'],
  ])('for %s', async (_what, row, field, reason) => {
    const read = await readActs(csvOf([MARRIAGE, row]), 'csv')
    expect(read).toEqual([ACTS[2], { line: 3, field, reason: expect.stringContaining(reason) }])
    expect(JSON.stringify(read[1])).not.toContain('Фрида')
  })

  test('for fields that are too many or too few', async () => {
    const read = await readActs('kind;office;recordNumber;recordedOn\nDEATH;1\nDEATH;1;2;3;4\n', 'csv')
    expect(read).toEqual([
      { line: 2, field: '', reason: 'has 2 fields, and the header 4' },
      { line: 3, field: '', reason: 'has 5 fields, and the header 4' },
    ])
  })

  test.each([csvOf, xmlOf])('but the day of a death may be unknown, when a hyphen says so', async (fileOf) => {
    const [read] = await readActs(fileOf([{ ...DEATH, eventOn: '-' }]), fileOf === csvOf ? 'csv' : 'xml')
    expect(read).toMatchObject({ kind: 'DEATH', recordNumber: '7' })
    expect(read).not.toHaveProperty('eventOn')
  })

  test('and the birth date of the child may stand in either place', async () => {
    const { 'child.birthDate': born = '', ...rest } = BIRTH
    expect(await readActs(csvOf([{ ...rest, eventOn: born }]), 'csv')).toEqual([ACTS[0]])
  })
})
