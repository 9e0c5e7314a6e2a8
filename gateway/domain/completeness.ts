/** How complete the data of a subject are (¶25; the minimum for a search per kind, domain section 4). */
import { SEARCHED_ROLES, type ActKind, type PersonRole } from './act.ts'
import type { Completeness, Subject, SubjectPerson } from './inquiry.ts'
import { yearOf } from './local-date.ts'

/** Complete when present; a patronymic is never needed («if any»). */
const MINIMUM: { readonly [K in ActKind]: (subject: Subject) => boolean } = {
  BIRTH: (s) => {
    const child = personIn(s, 'CHILD')
    return isNamed(child) && child.birthDate !== undefined && (child.birthPlace !== undefined || s.office !== undefined)
  },
  DEATH: (s) => {
    const deceased = personIn(s, 'DECEASED')
    const born = deceased?.birthDate !== undefined || deceased?.ageYears !== undefined
    return isNamed(deceased) && born && s.period !== undefined
  },
  MARRIAGE: spouses,
  DIVORCE: spouses,
  PATERNITY: (s) => {
    const child = personIn(s, 'CHILD')
    return ((isNamed(child) && child.birthDate !== undefined) || isNamed(personIn(s, 'FATHER'))) && !!s.period
  },
  ADOPTION: (s) => {
    const child = personIn(s, 'CHILD')
    return isNamed(child) && child.birthDate !== undefined && s.period !== undefined
  },
  NAME_CHANGE: (s) => {
    const subject = personIn(s, 'SUBJECT')
    return isNamed(subject) && subject.birthDate !== undefined && s.period !== undefined
  },
}

/** A4: one of reason and alternative is enough to avoid suspension. */
export function completenessOf(subject: Subject): Completeness {
  if (MINIMUM[subject.actKind](subject)) return 'COMPLETE'
  const given = [subject.unknownReason, subject.alternativeInfo].filter((text) => text?.trim()).length
  return given === 2 ? 'EXCUSED' : given === 1 ? 'PARTLY_EXCUSED' : 'BARE'
}

/** Q4b: a name that records of the kind are found by, or a full record address (office, kind, year, number). */
export function isSearchable({ actKind, office, period, recordNumber, persons }: Subject): boolean {
  const inOneYear = period !== undefined && yearOf(period.from) === yearOf(period.to)
  const isAddressed = office !== undefined && inOneYear && recordNumber !== undefined
  return isAddressed || persons.some((person) => isNamed(person) && searchedRoles(person, actKind).length > 0)
}

/** Roles of a record in which the person may be found: either spouse, and none for the parents of a child. */
export function searchedRoles({ role }: SubjectPerson, kind: ActKind): readonly PersonRole[] {
  return SEARCHED_ROLES[kind].filter((searched) => searched === role || searched.startsWith(`${role}_`))
}

function spouses(s: Subject): boolean {
  const both = s.persons.filter(({ role }) => role === 'SPOUSE')
  return (
    both.length >= 2 && both.some(isNamed) && both.every(({ familyName }) => !!familyName) && s.period !== undefined
  )
}

function personIn(subject: Subject, role: SubjectPerson['role']): SubjectPerson | undefined {
  return subject.persons.find((person) => person.role === role)
}

function isNamed(
  person: SubjectPerson | undefined,
): person is SubjectPerson & { familyName: string; givenName: string } {
  return isReadable(person?.familyName) && isReadable(person?.givenName)
}

/** Records hold names in Cyrillic or Latin letters: a name without any is none that could be looked for. */
function isReadable(name: string | undefined): boolean {
  return name !== undefined && /[\p{Script=Cyrillic}\p{Script=Latin}]/u.test(name)
}
