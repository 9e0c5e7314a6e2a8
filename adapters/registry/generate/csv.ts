/** Generated acts as CSV (RFC 4180), in columns that an import reads. */
import type { PersonName, PersonRole } from '../../../gateway/domain/act.ts'
import type { NewAct, NewPerson } from '../new-act.ts'

const ACT_COLUMNS = [
  'kind',
  'office',
  'recordNumber',
  'copyNo',
  'bookNumber',
  'sheet',
  'headName',
  'restricted',
  'annulled',
  'annulledBy',
  'restoredBy',
  'marks',
  'certificateSerial',
] as const
const DETAIL_COLUMNS = ['bornAlive', 'childrenBorn', 'deathCauses', 'ground', 'courtDecision', 'adoptersAsParents']

interface PersonColumns {
  readonly person: string
  readonly role: PersonRole
  /** Which of the persons in this role, from 0. */
  readonly place: number
  /** What the other name of such a person is. */
  readonly otherName?: 'Before' | 'After'
}

const PERSON_COLUMNS: readonly PersonColumns[] = [
  { person: 'child', role: 'CHILD', place: 0, otherName: 'Before' },
  { person: 'mother', role: 'MOTHER', place: 0 },
  { person: 'father', role: 'FATHER', place: 0 },
  { person: 'deceased', role: 'DECEASED', place: 0 },
  { person: 'spouse1', role: 'SPOUSE_1', place: 0, otherName: 'After' },
  { person: 'spouse2', role: 'SPOUSE_2', place: 0, otherName: 'After' },
  { person: 'adopter1', role: 'ADOPTER', place: 0 },
  { person: 'adopter2', role: 'ADOPTER', place: 1 },
  { person: 'subject', role: 'SUBJECT', place: 0, otherName: 'After' },
]
const NAME_PARTS = ['familyName', 'givenName', 'patronymic'] as const
/** A part of a name that the record leaves out, though another name of the person has it. */
const ABSENT = '-'

export const CSV_HEADER = lineOf([
  ...ACT_COLUMNS,
  'recordedOn',
  'eventOn',
  ...DETAIL_COLUMNS,
  ...PERSON_COLUMNS.flatMap(({ person, otherName }) => [
    ...[...NAME_PARTS, 'birthDate', 'birthPlace'].map((field) => `${person}.${field}`),
    ...(otherName ? NAME_PARTS.map((part) => `${person}.${part}${otherName}`) : []),
  ]),
])

/** One line with its end. A mark that an act does not have is left empty: nothing is lifted by it. */
export function csvLine(act: NewAct): string {
  return lineOf([
    ...ACT_COLUMNS.map((column) => (act[column] === false ? undefined : act[column])),
    act.recordedOn.value,
    act.eventOn?.value,
    ...DETAIL_COLUMNS.map((column) => act.details?.[column]),
    ...PERSON_COLUMNS.flatMap((columns) => personFields(columns, act.persons)),
  ])
}

function personFields({ role, place, otherName }: PersonColumns, persons: readonly NewPerson[]): readonly unknown[] {
  const found = persons.filter((person) => person.role === role)[place]
  const own = [...NAME_PARTS.map((part) => found?.[part]), found?.birthDate?.value, found?.details?.['birthPlace']]
  return otherName ? [...own, ...otherFields(found?.otherNames?.[0])] : own
}

function otherFields(name: PersonName | undefined): readonly unknown[] {
  return NAME_PARTS.map((part) => name && (name[part] ?? ABSENT))
}

/** RFC 4180: quotes where they are needed. */
export function lineOf(values: readonly unknown[]): string {
  return `${values.map(fieldOf).join(',')}\n`
}

function fieldOf(value: unknown): string {
  if (value === undefined) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
