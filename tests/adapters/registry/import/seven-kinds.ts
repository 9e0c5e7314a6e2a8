/** One record of each kind as rows of CSV, as XML, and as the act that both are read as. */
import type { NewAct } from '../../../../adapters/registry/new-act.ts'
import { day } from '../samples.ts'

export const RULES = { offices: new Set(['39000001', '39000002']), today: '2026-11-22' }

const COMMON = { office: '39000001', copyNo: 1, restricted: false, annulled: false } as const
const year = (value: string) => ({ value, precision: 'YEAR' }) as const
const month = (value: string) => ({ value, precision: 'MONTH' }) as const

/** Column -> text. */
export const ROWS: readonly Readonly<Record<string, string>>[] = [
  {
    kind: 'BIRTH',
    office: '39000001',
    year: '1987',
    recordNumber: '12-А',
    copyNo: '2',
    bookNumber: '3',
    sheet: '14об',
    recordedOn: '1987-06-12',
    headName: 'Котова А. А.',
    marks: 'Исправлено; см. «книгу»\nи 2-й экземпляр',
    certificateSerial: 'II-РД 123456',
    bornAlive: 'true',
    childrenBorn: '2',
    birthOrder: '1',
    fatherBasis: 'запись о браке 55',
    'child.familyName': 'Семёнова-Тян',
    'child.givenName': 'Анна',
    'child.patronymic': 'Петровна',
    'child.birthDate': '1987-06-01',
    'child.birthPlace': 'г. Светлый',
    'child.sex': 'FEMALE',
    'mother.familyName': 'Семёнова',
    'mother.givenName': 'Ольга',
    'mother.patronymic': '-',
  },
  {
    kind: 'DEATH',
    office: '39000001',
    year: '1941',
    recordNumber: '7',
    eventOn: '1941-06',
    applicant: 'сосед',
    'deceased.familyName': '-',
    'deceased.givenName': 'Фрида',
    'deceased.birthDate': '1890',
    deathPlace: 'г. Кёнигсберг',
    deathCauses: 'старость',
  },
  {
    kind: 'MARRIAGE',
    office: '39000002',
    recordNumber: '90',
    recordedOn: '1999-02-28',
    minorChildren: 'один сын',
    'spouse1.familyName': 'Громов',
    'spouse1.givenName': 'Лев',
    'spouse1.age': '30',
    'spouse1.priorStatus': 'в разводе',
    'spouse1.priorMarriageDocument': 'запись 5',
    'spouse2.familyName': 'Тихая',
    'spouse2.givenName': 'Вера',
    'spouse2.patronymic': 'Ивановна',
    'spouse2.familyNameAfter': 'Громова',
  },
  {
    kind: 'DIVORCE',
    office: '39000001',
    recordNumber: '4',
    recordedOn: '2001-05-05',
    eventOn: '2001-04-01',
    marriageRecord: 'запись 90',
    ground: 'решение суда',
    'spouse1.familyName': 'Громов',
    'spouse1.givenName': 'Лев',
    'spouse2.familyName': 'Громова',
    'spouse2.givenName': 'Вера',
    'spouse2.familyNameAfter': 'Тихая',
  },
  {
    kind: 'PATERNITY',
    office: '39000001',
    recordNumber: '5',
    recordedOn: '2003-01-01',
    birthRecord: 'запись 12',
    'child.familyName': 'Ким',
    'child.givenName': 'Яна',
    'child.familyNameBefore': 'Цой',
    'father.familyName': 'Ким',
    'father.givenName': 'Олег',
  },
  {
    kind: 'ADOPTION',
    office: '39000001',
    recordNumber: '1',
    recordedOn: '2004-01-01',
    courtDecision: '2-17/2003',
    adoptersAsParents: '1',
    'child.familyName': 'Новых',
    'child.givenName': 'Пётр',
    'child.familyNameBefore': 'Старых',
    'child.givenNameBefore': 'Павел',
    'adopter1.familyName': 'Новых',
    'adopter1.givenName': 'Игорь',
    'adopter2.familyName': 'Новых',
    'adopter2.givenName': 'Зоя',
  },
  {
    kind: 'NAME_CHANGE',
    office: '39000001',
    recordNumber: '2',
    recordedOn: '2010-10-10',
    annulledBy: 'решение суда 2-1/2011',
    restoredBy: 'решение суда 2-2/2012',
    lastChangedOn: '2012',
    'subject.familyName': 'Дырка',
    'subject.givenName': 'Иван',
    'subject.patronymic': 'Ильич',
    'subject.familyNameAfter': 'Дубов',
    'subject.patronymicAfter': '-',
  },
]

export const ACTS: readonly NewAct[] = [
  {
    ...COMMON,
    kind: 'BIRTH',
    recordNumber: '12-А',
    copyNo: 2,
    bookNumber: 3,
    sheet: '14об',
    recordedOn: day('1987-06-12'),
    eventOn: day('1987-06-01'),
    headName: 'Котова А. А.',
    marks: 'Исправлено; см. «книгу»\nи 2-й экземпляр',
    certificateSerial: 'II-РД 123456',
    persons: [
      {
        role: 'CHILD',
        familyName: 'Семёнова-Тян',
        givenName: 'Анна',
        patronymic: 'Петровна',
        birthDate: day('1987-06-01'),
        details: { birthPlace: 'г. Светлый', sex: 'FEMALE' },
      },
      { role: 'MOTHER', familyName: 'Семёнова', givenName: 'Ольга' },
    ],
    details: { bornAlive: true, childrenBorn: 2, birthOrder: 1, fatherBasis: 'запись о браке 55' },
  },
  {
    ...COMMON,
    kind: 'DEATH',
    recordNumber: '7',
    recordedOn: year('1941'),
    eventOn: month('1941-06'),
    persons: [{ role: 'DECEASED', familyName: '', givenName: 'Фрида', birthDate: year('1890') }],
    details: { applicant: 'сосед', deathPlace: 'г. Кёнигсберг', deathCauses: 'старость' },
  },
  {
    ...COMMON,
    kind: 'MARRIAGE',
    office: '39000002',
    recordNumber: '90',
    recordedOn: day('1999-02-28'),
    eventOn: day('1999-02-28'),
    persons: [
      {
        role: 'SPOUSE_1',
        familyName: 'Громов',
        givenName: 'Лев',
        details: { age: 30, priorStatus: 'в разводе', priorMarriageDocument: 'запись 5' },
      },
      {
        role: 'SPOUSE_2',
        familyName: 'Тихая',
        givenName: 'Вера',
        patronymic: 'Ивановна',
        otherNames: [{ familyName: 'Громова', givenName: 'Вера', patronymic: 'Ивановна' }],
      },
    ],
    details: { minorChildren: 'один сын' },
  },
  {
    ...COMMON,
    kind: 'DIVORCE',
    recordNumber: '4',
    recordedOn: day('2001-05-05'),
    eventOn: day('2001-04-01'),
    persons: [
      { role: 'SPOUSE_1', familyName: 'Громов', givenName: 'Лев' },
      {
        role: 'SPOUSE_2',
        familyName: 'Громова',
        givenName: 'Вера',
        otherNames: [{ familyName: 'Тихая', givenName: 'Вера' }],
      },
    ],
    details: { marriageRecord: 'запись 90', ground: 'решение суда' },
  },
  {
    ...COMMON,
    kind: 'PATERNITY',
    recordNumber: '5',
    recordedOn: day('2003-01-01'),
    eventOn: day('2003-01-01'),
    persons: [
      {
        role: 'CHILD',
        familyName: 'Ким',
        givenName: 'Яна',
        otherNames: [{ familyName: 'Цой', givenName: 'Яна' }],
      },
      { role: 'FATHER', familyName: 'Ким', givenName: 'Олег' },
    ],
    details: { birthRecord: 'запись 12' },
  },
  {
    ...COMMON,
    kind: 'ADOPTION',
    recordNumber: '1',
    recordedOn: day('2004-01-01'),
    eventOn: day('2004-01-01'),
    restricted: true,
    persons: [
      {
        role: 'CHILD',
        familyName: 'Новых',
        givenName: 'Пётр',
        otherNames: [{ familyName: 'Старых', givenName: 'Павел' }],
      },
      { role: 'ADOPTER', familyName: 'Новых', givenName: 'Игорь' },
      { role: 'ADOPTER', familyName: 'Новых', givenName: 'Зоя' },
    ],
    details: { courtDecision: '2-17/2003', adoptersAsParents: true },
  },
  {
    ...COMMON,
    kind: 'NAME_CHANGE',
    recordNumber: '2',
    recordedOn: day('2010-10-10'),
    eventOn: day('2010-10-10'),
    annulled: true,
    annulledBy: 'решение суда 2-1/2011',
    restoredBy: 'решение суда 2-2/2012',
    persons: [
      {
        role: 'SUBJECT',
        familyName: 'Дырка',
        givenName: 'Иван',
        patronymic: 'Ильич',
        otherNames: [{ familyName: 'Дубов', givenName: 'Иван' }],
      },
    ],
    details: { lastChangedOn: year('2012') },
  },
]

/** All rows under one header, quoted where RFC 4180 needs it. */
export function csvOf(rows: readonly Readonly<Record<string, string>>[], delimiter = ';'): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const written = rows.map((row) => columns.map((column) => quoted(row[column] ?? '', delimiter)).join(delimiter))
  return `${[columns.join(delimiter), ...written].join('\n')}\n`
}

function quoted(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Our own XML of one row: the elements are in the order of the schema, `order` being its names of elements. */
export function xmlOf(row: Readonly<Record<string, string>>, order: readonly string[]): string {
  const { kind = '', ...facts } = row
  const [own, ofKind]: [Element[], Element[]] = [[], []]
  for (const [name, text] of Object.entries(facts)) {
    const [person = '', part] = name.split('.')
    const element = ofKind.find((known) => known.name === capital(person)) ?? { name: capital(person), parts: [] }
    if (part !== undefined && element.parts.length === 0) ofKind.push(element)
    if (part !== undefined) element.parts.push({ name: capital(part), parts: [], text })
    else (ACT_FACTS.includes(name) ? own : ofKind).push({ ...element, text })
  }
  const kindName = capital(kind.toLowerCase().replace(/_(.)/, (_all, letter: string) => letter.toUpperCase()))
  return written({ name: 'Act', parts: [...own, { name: kindName, parts: ofKind }] }, order)
}

const ACT_FACTS = (
  'office year recordNumber copyNo bookNumber sheet recordedOn eventOn headName restricted annulled annulledBy ' +
  'restoredBy marks certificateSerial lastChangedOn applicant confirmingDocument sourceStatus'
).split(' ')

interface Element {
  readonly name: string
  readonly parts: Element[]
  readonly text?: string
}

function written({ name, parts, text }: Element, order: readonly string[]): string {
  const place = (part: Element): number => order.indexOf(part.name)
  const inside = parts.toSorted((a, b) => place(a) - place(b)).map((part) => written(part, order))
  return `<${name}>${text === undefined ? inside.join('') : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
