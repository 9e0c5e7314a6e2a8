/** The persons of a record as the store keeps them: a JSON array in which a date is written as in the record. */
import type { PersonName } from '../../gateway/domain/act.ts'
import { partialDate } from '../../gateway/domain/local-date.ts'
import type { RecordPerson } from '../../gateway/domain/search.ts'
import { copyText } from './copy-text.ts'
import type { NewPerson } from './new-act.ts'

export interface StoredPerson extends Omit<NewPerson, 'birthDate'> {
  readonly birthDate?: string
}

/** As COPY text. An import spends much of its time here: plain texts, as nearly all are, are only put together. */
export function personsText(persons: readonly NewPerson[]): string {
  let text = ''
  for (const person of persons) text += text === '' ? personText(person) : `,${personText(person)}`
  return `[${text}]`
}

/** As COPY text; names of fields are plain. */
export function detailsText(details: Readonly<Record<string, unknown>>): string {
  let text = ''
  for (const name in details)
    if (details[name] !== undefined) text += `${text === '' ? '' : ','}"${name}":${jsonText(details[name])}`
  return `{${text}}`
}

/** What a search compares and an answer tells, without the other details. */
export function recordPerson({ role, birthDate, otherNames, ...person }: StoredPerson): RecordPerson {
  return {
    role,
    ...personName(person),
    ...(birthDate !== undefined && { birthDate: partialDate(birthDate) }),
    ...(otherNames && { otherNames }),
  }
}

/** The name alone. */
export function personName({ familyName, givenName, patronymic }: PersonName): PersonName {
  return { familyName, givenName, ...(patronymic !== undefined && { patronymic }) }
}

function personText({ role, birthDate, otherNames, details, ...name }: NewPerson): string {
  let text = `{"role":"${role}",${nameText(name)}`
  if (birthDate) text += `,"birthDate":"${birthDate.value}"`
  if (otherNames) text += `,"otherNames":[${otherNames.map((other) => `{${nameText(other)}}`).join()}]`
  if (details) text += `,"details":${detailsText(details)}`
  return `${text}}`
}

function nameText({ familyName, givenName, patronymic }: PersonName): string {
  const text = `"familyName":${jsonText(familyName)},"givenName":${jsonText(givenName)}`
  return patronymic === undefined ? text : `${text},"patronymic":${jsonText(patronymic)}`
}

/** Nothing that JSON or COPY would escape. */
// oxlint-disable-next-line no-control-regex
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/

function jsonText(value: unknown): string {
  return typeof value === 'string' && PLAIN.test(value) ? `"${value}"` : copyText(JSON.stringify(value))
}
