/**
 * What a found record has to do with what was asked: field by field, with the weight and the reason of each difference. A
 * record without differences is the one asked for; a plausible one is for a person, and nobody may say there is none.
 */
import { NAMED_TWICE, type ActKind, type PersonName } from './act.ts'
import { searchedRoles } from './completeness.ts'
import { findDateDifference } from './date-differences.ts'
import { reasonOf, roleName, type DifferenceCode, type Values } from './difference-wording.ts'
import type { Subject, SubjectPerson } from './inquiry.ts'
import { ageOn, spanOf } from './local-date.ts'
import { findDifference, type NamePart } from './name-variants.ts'
import { isSameNumber, numberKey } from './record-number.ts'
import { findPeriod, isWithin, type ActRecord, type RecordPerson, type Window } from './search.ts'

export interface Difference {
  /** By the names of the schema: CHILD/FamilyName, Office. */
  readonly field: string
  readonly code: DifferenceCode
  /** For the person who looks, in Russian, with both values: never outside the case. */
  readonly reason: string
}

export interface Comparison {
  readonly record: ActRecord
  readonly differences: readonly Difference[]
  /** The greater, the less alike. */
  readonly weight: number
  readonly isPlausible: boolean
}

/** Total of name edits up to which a person is plausible, by what the birth dates say. */
const MAX_EDITS = 3
const MAX_EDITS_OTHER_BIRTH = 2

const WEIGHTS: { readonly [C in DifferenceCode]: number } = {
  SCRIPT: 1,
  SPELLING: 1,
  GENDER: 1,
  MISSING: 2,
  DOUBLED: 2,
  INITIAL: 2,
  PARTS: 2,
  SOUND: 3,
  LETTERS: 3,
  OTHER_NAME: 2,
  STATED_OTHER: 2,
  FORMER_NAME: 3,
  FORMER_VERSION: 3,
  DAY_MONTH_SWAPPED: 3,
  ONE_DAY: 3,
  ONE_MONTH: 4,
  ONE_YEAR: 4,
  ONE_DIGIT: 4,
  OTHER: 10,
  ABSENT: 20,
}
const WEIGHT_OF_EDIT = 3

export function compareRecord(subject: Subject, record: ActRecord): Comparison {
  const persons = comparePersons(subject.persons, record.persons, record)
  const all = [...persons.flatMap(({ found }) => found), ...addressDifferences(subject, record)]
  return {
    record,
    differences: all.map(({ field, code, reason }) => ({ field, code, reason: inContext(field, reason, subject) })),
    weight: weightOf(all),
    isPlausible: isAtAddress(subject, record) || isPlausible(persons, subject, record),
  }
}

/** With several persons asked for, each reason says of whom it speaks. */
function inContext(field: string, reason: string, { persons }: Subject): string {
  const [role = '', part] = field.split('/')
  return part !== undefined && persons.length > 1 ? `${roleName(role)}: ${reason}` : reason
}

interface Found extends Difference {
  readonly edits: number
}

interface Compared {
  readonly asked: SubjectPerson
  readonly person?: RecordPerson
  readonly found: readonly Found[]
}

/** Roles must fit, and one person of the record is not two of the inquiry; the pairing that agrees best is taken. */
function comparePersons(
  asked: readonly SubjectPerson[],
  present: readonly RecordPerson[],
  record: ActRecord,
): readonly Compared[] {
  const [person, ...others] = asked
  if (!person) return []
  const pairings = present
    .filter(({ role }) => role === person.role || (person.role === 'SPOUSE' && role.startsWith('SPOUSE')))
    .map((candidate) => {
      const rest = present.filter((other) => other !== candidate)
      return [comparePerson(person, candidate, record)].concat(comparePersons(others, rest, record))
    })
  const absent = { asked: person, found: [differenceOf(person.role, 'ABSENT')] }
  return (
    lightest(pairings, (pairing) => pairing.flatMap(({ found }) => found)) ?? [
      absent,
      ...comparePersons(others, present, record),
    ]
  )
}

/** By any name that the record gives the person, by the surname asked for or the other one stated. */
function comparePerson(asked: SubjectPerson, person: RecordPerson, record: ActRecord): Compared {
  const { role, familyName, otherFamilyName, birthDate } = asked
  const ways = namesOf(person, record.kind).flatMap(({ name, code, others }) => {
    const borne = code ? [differenceOf(`${role}/Name`, code)] : []
    const patronymic = name.patronymic ?? person.patronymic
    const changed = others ? otherNameDifferences(asked, others) : []
    const way = borne.concat(nameDifferences(asked, name, patronymic), changed)
    if (familyName === undefined || otherFamilyName === undefined) return [way]
    const stated = differenceOf(`${role}/FamilyName`, 'STATED_OTHER', { asked: familyName, found: name.familyName })
    const other = nameDifferences({ ...asked, familyName: otherFamilyName }, name, patronymic)
    return [way, borne.concat(stated, other)]
  })
  const named = lightest(ways, (way) => way) ?? []
  const born = birthDate && findDateDifference(birthDate, person.birthDate)
  const birth = born
    ? [differenceOf(`${role}/BirthDate`, born, { asked: birthDate, found: person.birthDate?.value })]
    : []
  return { asked, person, found: [...named, ...birth, ...ageDifferences(asked, person, record)] }
}

interface BorneName {
  readonly name: PersonName
  /** What it means that this one is asked for, if not the name of the record. */
  readonly code?: DifferenceCode
  /** Names that stand beside it in a record that names the person before and after the act. */
  readonly others?: readonly PersonName[]
}

function namesOf(person: RecordPerson, kind: ActKind): readonly BorneName[] {
  const names = [person, ...(person.otherNames ?? [])]
  const former = person.formerNames ?? []
  if (NAMED_TWICE.includes(kind))
    return [
      ...names.map((name, at) => ({ name, others: names.toSpliced(at, 1) })),
      ...former.map((name) => ({ name, code: 'FORMER_VERSION' as const, others: names })),
    ]
  return [
    { name: person },
    ...names.slice(1).map((name) => ({ name, code: otherNameCode(kind) })),
    ...former.map((name) => ({ name, code: 'FORMER_VERSION' as const })),
  ]
}

/** A record that names a person before and after the act has both stated surnames; if not, he may be the one all the same. */
function otherNameDifferences(
  { role, familyName, otherFamilyName }: SubjectPerson,
  names: readonly PersonName[],
): readonly Found[] {
  if (otherFamilyName === undefined || familyName === undefined) return []
  const field = `${role}/OtherFamilyName`
  // A surname that did not change is stated twice by some, and recorded once.
  const isUnchanged = names.length === 0 && !findDifference('FamilyName', otherFamilyName, familyName)
  const differences = names.map((name) => {
    const different = findDifference('FamilyName', otherFamilyName, name.familyName)
    const values = { asked: otherFamilyName, found: name.familyName }
    return different
      ? [{ ...differenceOf(field, different.code, { ...values, edits: different.edits }), edits: 0 }]
      : []
  })
  const missing = isUnchanged ? [] : [differenceOf(field, 'MISSING', { asked: otherFamilyName })]
  return lightest(differences, (difference) => difference) ?? missing
}

/** The age at death, in whole years; of other kinds it is not told at what day somebody was so old. */
function ageDifferences(
  { role, ageYears }: SubjectPerson,
  { birthDate }: RecordPerson,
  { kind, eventOn }: ActRecord,
): readonly Found[] {
  if (ageYears === undefined || kind !== 'DEATH') return []
  const field = `${role}/AgeYears`
  if (!birthDate || !eventOn) return [differenceOf(field, 'MISSING', { asked: `${ageYears}` })]
  const [born, died] = [spanOf(birthDate), spanOf(eventOn)]
  const [least, most] = [ageOn(died.from, born.to), ageOn(died.to, born.from)]
  if (least <= ageYears && ageYears <= most) return []
  const code = ageYears === least - 1 || ageYears === most + 1 ? 'ONE_YEAR' : 'OTHER'
  return [differenceOf(field, code, { asked: `${ageYears}`, found: least === most ? `${least}` : `${least}–${most}` })]
}

/** A deceased person may be known by other names; a child's earlier one is nobody's business (C3). */
function otherNameCode(kind: ActKind): DifferenceCode {
  return kind === 'DEATH' ? 'OTHER_NAME' : 'FORMER_NAME'
}

/** A name borne before or after the act may be kept without the patronymic, which stays. */
function nameDifferences(asked: SubjectPerson, name: PersonName, patronymic: string | undefined): readonly Found[] {
  const stated: readonly (readonly [NamePart, string | undefined, string | undefined])[] = [
    ['FamilyName', asked.familyName, name.familyName],
    ['GivenName', asked.givenName, name.givenName],
    ['Patronymic', asked.patronymic, patronymic],
  ]
  return stated.flatMap(([part, wanted, found]) => {
    const different = wanted === undefined ? undefined : findDifference(part, wanted, found)
    return different
      ? [differenceOf(`${asked.role}/${part}`, different.code, { asked: wanted, found, edits: different.edits })]
      : []
  })
}

/** The same number is another record in another year (B4); what the widened window brings is not of the stated period. */
function addressDifferences(subject: Subject, record: ActRecord): readonly Found[] {
  const { recordNumber, office } = subject
  const period = findPeriod(subject)
  const found: Found[] = []
  if (recordNumber !== undefined) {
    const values = { asked: recordNumber, found: record.recordNumber }
    const code = numberKey(recordNumber) === numberKey(record.recordNumber) ? 'SPELLING' : 'OTHER'
    if (!isSameNumber(recordNumber, record.recordNumber)) found.push(differenceOf('RecordNumber', code, values))
  }
  if (period && !isWithin(period, record))
    found.push(
      differenceOf('Period', 'OTHER', {
        asked: periodText(period),
        found: (record.eventOn ?? record.recordedOn).value,
      }),
    )
  if (office !== undefined && office !== record.office)
    found.push(differenceOf('Office', 'OTHER', { asked: office, found: record.office }))
  return found
}

function isAtAddress({ office, recordNumber }: Subject, record: ActRecord): boolean {
  return office === record.office && isNumbered(recordNumber, record)
}

function isNumbered(number: string | undefined, { recordNumber }: ActRecord): boolean {
  return number !== undefined && numberKey(number) === numberKey(recordNumber)
}

/** One person that may be the one asked for is enough, unless his birth date is another and so is another person. */
function isPlausible(compared: readonly Compared[], { recordNumber }: Subject, record: ActRecord): boolean {
  const searched = compared.filter(({ asked }) => searchedRoles(asked, record.kind).length > 0)
  const plausible = searched.filter((one) => mayBeTheSame(one, isNumbered(recordNumber, record)))
  return plausible.length > 0 && (plausible.length === searched.length || !plausible.every(isOfOtherBirth))
}

/** So many edits of the whole name; or one part that people change, with all else the same, birth date or number too. */
function mayBeTheSame(compared: Compared, isOfNumber: boolean): boolean {
  const { asked, person, found } = compared
  if (!person || asked.familyName === undefined || asked.givenName === undefined) return false
  const edits = found.reduce((sum, difference) => sum + difference.edits, 0)
  if (edits <= (isOfOtherBirth(compared) ? MAX_EDITS_OTHER_BIRTH : MAX_EDITS)) return true
  const [changed, ...others] = found.filter((difference) => difference.edits > 0)
  const isSameBirth = asked.birthDate !== undefined && !found.some(({ field }) => field.endsWith('/BirthDate'))
  const isNamedInFull = (asked.patronymic === undefined) === (person.patronymic === undefined) && !found.some(isInitial)
  return (isSameBirth || isOfNumber) && isNamedInFull && others.length === 0 && !changed!.field.endsWith('/GivenName')
}

function isInitial({ code }: Difference): boolean {
  return code === 'INITIAL'
}

function isOfOtherBirth({ found }: Compared): boolean {
  return found.some(({ field, code }) => field.endsWith('/BirthDate') && code === 'OTHER')
}

function differenceOf(field: string, code: DifferenceCode, values: Values = {}): Found {
  return { field, code, edits: values.edits ?? 0, reason: reasonOf(field, code, values) }
}

function weightOf(found: readonly Found[]): number {
  return found.reduce((sum, { code, edits }) => sum + WEIGHTS[code] + WEIGHT_OF_EDIT * edits, 0)
}

function lightest<T>(choices: readonly T[], differences: (choice: T) => readonly Found[]): T | undefined {
  return choices.toSorted((a, b) => weightOf(differences(a)) - weightOf(differences(b)))[0]
}

function periodText({ from, to }: Window): string {
  return from === to ? from : `${from}–${to}`
}
