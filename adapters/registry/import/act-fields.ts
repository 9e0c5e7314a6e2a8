/** The fields of an act as files name them, each with the place in a draft that its value is put in. */
import type { PartialDate, PersonName } from '../../../gateway/domain/act.ts'
import type { NewAct } from '../new-act.ts'
import { DETAILS, PERSONS, type Detail, type Person } from './act-kinds.ts'
import {
  COPY_NO,
  COUNT,
  DATE,
  DATE_OR_NONE,
  FLAG,
  KIND,
  lineUpTo,
  NAME,
  SEX,
  textUpTo,
  YEAR,
  type ValueKind,
} from './act-values.ts'

export type Writable<T> = { -readonly [K in keyof T]: T[K] }
type Name = Writable<Partial<PersonName>>

/** What has been read of one act so far; nothing of it has been judged together. */
export interface ActDraft {
  readonly act: Writable<Partial<Omit<NewAct, 'id' | 'persons' | 'details'>>>
  readonly persons: Partial<Record<Person, PersonDraft>>
  readonly details: Partial<Record<Detail, unknown>>
  year?: number
  isEventUnknown?: boolean
}

export interface PersonDraft extends Name {
  birthDate?: PartialDate | undefined
  readonly details: Record<string, unknown>
  before?: Name
  after?: Name
}

/** By names of fields. */
export type Texts = Readonly<Record<string, string | undefined>>

export interface Field {
  readonly name: string
  /** Returns the rule that the text breaks, if it does. */
  put(draft: ActDraft, text: string): string | undefined
}

const LONG_TEXT = textUpTo(10_000)
const DETAIL_VALUES = { text: LONG_TEXT, flag: FLAG, count: COUNT, date: DATE } as const

const ACT_FIELDS: readonly Field[] = [
  ofAct('kind', KIND),
  ofAct('office', lineUpTo(50)),
  field('year', YEAR, (draft, year) => (draft.year = year)),
  ofAct('recordNumber', lineUpTo(50)),
  ofAct('copyNo', COPY_NO),
  ofAct('bookNumber', COUNT),
  ofAct('sheet', lineUpTo(20)),
  ofAct('recordedOn', DATE),
  field('eventOn', DATE_OR_NONE, (draft, on) => {
    if (on === 'UNKNOWN') draft.isEventUnknown = true
    else draft.act.eventOn = on
  }),
  ofAct('headName', lineUpTo(200)),
  ofAct('restricted', FLAG),
  ofAct('annulled', FLAG),
  ofAct('annulledBy', LONG_TEXT),
  ofAct('restored', FLAG),
  ofAct('restoredBy', LONG_TEXT),
  ofAct('marks', LONG_TEXT),
  ofAct('certificateSerial', lineUpTo(50)),
  ...(Object.keys(DETAILS) as Detail[]).map((name) =>
    field<unknown>(name, DETAIL_VALUES[DETAILS[name]], ({ details }, value) => (details[name] = value)),
  ),
]

const NAME_PARTS = ['familyName', 'givenName', 'patronymic'] as const
/** Texts of a person that are kept as they are. */
const PERSON_TEXTS = [
  'birthPlace',
  'citizenship',
  'nationality',
  'residence',
  'snils',
  'identityDocument',
  'priorStatus',
  'priorMarriageDocument',
] as const

/** Every field there is, by name: those of the act, and those of each person as `<person>.<field>`. */
export const FIELDS: ReadonlyMap<string, Field> = new Map(
  [...ACT_FIELDS, ...PERSONS.flatMap(fieldsOf)].map((known) => [known.name, known]),
)

function fieldsOf(person: Person): readonly Field[] {
  const ofPerson = <T>(name: string, kind: ValueKind<T>, put: (draft: PersonDraft, value: T) => void): Field =>
    field(`${person}.${name}`, kind, ({ persons }, value) => put((persons[person] ??= { details: {} }), value))
  return [
    ...NAME_PARTS.flatMap((part) => [
      ofPerson(part, NAME, (draft, name) => (draft[part] = name)),
      ofPerson(`${part}Before`, NAME, (draft, name) => ((draft.before ??= {})[part] = name)),
      ofPerson(`${part}After`, NAME, (draft, name) => ((draft.after ??= {})[part] = name)),
    ]),
    ofPerson('birthDate', DATE, (draft, date) => (draft.birthDate = date)),
    ofPerson('sex', SEX, ({ details }, sex) => (details['sex'] = sex)),
    ofPerson('age', COUNT, ({ details }, age) => (details['age'] = age)),
    ...PERSON_TEXTS.map((name) => ofPerson(name, LONG_TEXT, ({ details }, text) => (details[name] = text))),
  ]
}

function ofAct<K extends keyof ActDraft['act']>(name: K, kind: ValueKind<NonNullable<ActDraft['act'][K]>>): Field {
  return field(name, kind, ({ act }, value) => (act[name] = value))
}

function field<T>(name: string, kind: ValueKind<T>, place: (draft: ActDraft, value: T) => void): Field {
  return {
    name,
    put(draft, text) {
      const value = kind.parse(text)
      if (value === undefined) return kind.rule
      place(draft, value)
      return undefined
    },
  }
}
