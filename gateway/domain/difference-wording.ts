/**
 * A difference in words, for the person who compares inquiry and record: «фамилия отличается одной буквой: Ивнаов /
 * Иванов», the value of the inquiry first.
 */
import type { PersonRole } from './act.ts'
import type { DateCode } from './date-differences.ts'
import type { NameCode } from './name-variants.ts'
import { ROLE_NAMES } from './wording.ts'

/**
 * OTHER_NAME: by another name that the record gives the person; STATED_OTHER: not by the surname asked for, but by the
 * other one stated; FORMER_NAME: only by a name borne before an adoption or the establishing of paternity (C3);
 * FORMER_VERSION: only by a name that the record had before it was changed; ABSENT: no such person.
 */
export type DifferenceCode =
  NameCode | DateCode | 'OTHER_NAME' | 'STATED_OTHER' | 'FORMER_NAME' | 'FORMER_VERSION' | 'ABSENT'

export interface Values {
  readonly asked?: string | undefined
  readonly found?: string | undefined
  readonly edits?: number
}

/** What is different, and the word «another» in its gender. */
const FIELDS: Readonly<Record<string, readonly [name: string, other: string]>> = {
  FamilyName: ['фамилия', 'другая'],
  OtherFamilyName: ['фамилия до или после акта', 'другая'],
  GivenName: ['имя', 'другое'],
  Patronymic: ['отчество', 'другое'],
  AgeYears: ['возраст', 'другой'],
  BirthDate: ['дата рождения', 'другая'],
  RecordNumber: ['номер записи', 'другой'],
  Office: ['орган ЗАГС', 'другой'],
  Period: ['период', 'другой'],
}

/** `%` is the name of the field. */
const SENTENCES: { readonly [C in Exclude<DifferenceCode, 'LETTERS' | 'OTHER' | 'ABSENT'>]: string } = {
  SCRIPT: '% другими знаками',
  GENDER: '% в форме другого рода',
  DOUBLED: '% двойная, совпадает частью или в другом порядке',
  SPELLING: '% в другом написании',
  INITIAL: '% указано первой буквой',
  PARTS: '% из нескольких слов, совпадает частью или в другом порядке',
  SOUND: '% звучит так же, пишется иначе',
  MISSING: '% в записи отсутствует',
  DAY_MONTH_SWAPPED: 'в дате рождения переставлены день и месяц',
  ONE_DAY: '% отличается на один день',
  ONE_MONTH: '% отличается на один месяц',
  ONE_YEAR: '% отличается на один год',
  ONE_DIGIT: '% отличается одной цифрой',
  STATED_OTHER: '% не та, что указана основной, а другая из запроса',
  OTHER_NAME: 'совпадает другое имя лица, указанное в записи',
  FORMER_NAME: 'совпадает только прежнее имя',
  FORMER_VERSION: 'совпадает только имя, которое стояло в записи до внесения изменений',
}

const LETTERS = ['', 'одной буквой', 'двумя буквами', 'тремя буквами']

/** `field` by the names of the schema: CHILD/FamilyName, CHILD, Office. */
export function reasonOf(field: string, code: DifferenceCode, { asked, found, edits = 0 }: Values): string {
  const [role = '', part = role] = field.split('/')
  const [name, other] = FIELDS[part] ?? ['', '']
  const values = asked === undefined ? '' : `: ${valueText(asked)} / ${found === undefined ? '—' : valueText(found)}`
  if (code === 'ABSENT') return `в записи нет такого лица: ${roleName(role)}`
  if (code === 'OTHER') return `${other} ${name}${values}`
  if (code === 'LETTERS') return `${name} отличается ${LETTERS[edits]}${values}`
  const letters = code === 'DOUBLED' && edits > 0 ? `, отличие ${LETTERS[edits]}` : ''
  return `${SENTENCES[code].replace('%', name)}${letters}${values}`
}

export function roleName(role: string): string {
  return role === 'SPOUSE' ? 'супруг(а)' : ROLE_NAMES[role as PersonRole]
}

/** A date, or two with a dash between; anything else as it stands. */
function valueText(value: string): string {
  const parts = value.split('–')
  return parts
    .map((part) => (/^\d{4}-\d{2}(-\d{2})?$/.test(part) ? part.split('-').toReversed().join('.') : part))
    .join('–')
}
