/** From the fields of one row to an act, or to the first rule that it breaks. */
import type { ActKind, PartialDate, PersonName } from '../../../gateway/domain/act.ts'
import type { NewAct, NewPerson } from '../new-act.ts'
import type { ActDraft, Field, PersonDraft, Writable } from './act-fields.ts'
import { KIND_FIELDS, NEEDED_PERSONS, PERSON_ROLE, PERSONS } from './act-kinds.ts'
import type { Rejection } from './source.ts'

/** What an act is held against. */
export interface ActRules {
  /** Codes of the offices that the store knows. */
  readonly offices: ReadonlySet<string>
  /** Nothing of a record is later than this day, 'YYYY-MM-DD': a wrong digit would hide it from every search. */
  readonly today: string
}

const MISSING = 'is missing'
const IN_FUTURE = 'lies in the future'
const MISSING_NAME = 'is missing; where the record itself has none, a hyphen says so'
const UNFINDABLE_NAME = 'has no letters, so that no search would find it; a hyphen says that the record has none'
const OPEN_ADOPTION = 'is false, though a record of an adoption, or with a mark of one, is always restricted'

const NEEDED_EVENT = 'is a hyphen: only the day of a death may be unknown'
const MISSING_DEATH = 'is missing; where the record itself does not tell it, a hyphen says so'

const LETTER = /\p{L}/u
/** C1: in the marks of any record. */
const ADOPTION_MARK = /усынов|удочер/iu

/** `texts` stand in the order of `fields`; blanks around a text mean nothing, and an empty one is no value. */
export function checkAct(fields: readonly Field[], texts: readonly string[], rules: ActRules): NewAct | Rejection {
  const draft: ActDraft = { act: {}, persons: {}, details: {} }
  for (let index = 0; index < fields.length; index++) {
    const [given, field] = [texts[index], fields[index]]
    // Most columns of a row are empty.
    if (!given || !field) continue
    const text = given.trim()
    if (text === '') continue
    const rule = field.put(draft, text)
    if (rule !== undefined) return { field: field.name, reason: rule }
  }
  return findMistake(draft, rules) ?? actOf(draft as CheckedDraft)
}

type Stated = 'kind' | 'office' | 'recordNumber' | 'recordedOn'
type CheckedDraft = ActDraft & { readonly act: Required<Pick<ActDraft['act'], Stated>> }

/** What is left out but follows from the rest is put in on the way. */
function findMistake(draft: ActDraft, { offices, today }: ActRules): Rejection | undefined {
  const { act, year } = draft
  if (act.kind === undefined) return { field: 'kind', reason: MISSING }
  if (act.office === undefined) return { field: 'office', reason: MISSING }
  if (!offices.has(act.office)) return { field: 'office', reason: 'is no office that the store knows' }
  if (act.recordNumber === undefined) return { field: 'recordNumber', reason: MISSING }
  // An old book may tell the year of its records and nothing more.
  if (year !== undefined) act.recordedOn ??= { value: String(year), precision: 'YEAR' }
  if (act.recordedOn === undefined) return { field: 'recordedOn', reason: `${MISSING}, and year too` }
  if (year !== undefined && !act.recordedOn.value.startsWith(String(year)))
    return { field: 'year', reason: 'is not the year of recordedOn' }
  if (act.recordedOn.value > today) return { field: 'recordedOn', reason: IN_FUTURE }
  return (
    findFlagMistake(act.kind, draft) ??
    findPersonMistake(act.kind, draft, today) ??
    findEventMistake(act.kind, draft, { recordedOn: act.recordedOn, today })
  )
}

function findFlagMistake(kind: ActKind, { act }: ActDraft): Rejection | undefined {
  if (act.annulled === false && act.annulledBy !== undefined)
    return { field: 'annulled', reason: 'is false, though annulledBy names a decision' }
  if (act.restored === false && act.restoredBy !== undefined)
    return { field: 'restored', reason: 'is false, though restoredBy names a decision' }
  // Q8: a restored record stands again, unless the row says that it was annulled all the same.
  const isRestored = act.restored || act.restoredBy !== undefined
  const isSaidAnnulled = act.annulled || act.annulledBy !== undefined
  if (!isSaidAnnulled && (isRestored || act.annulled === false)) act.liftsAnnulment = true
  if (act.restricted === false) act.liftsRestriction = true
  if (kind !== 'ADOPTION' && !(act.marks !== undefined && ADOPTION_MARK.test(act.marks))) return undefined
  if (act.restricted === false) return { field: 'restricted', reason: OPEN_ADOPTION }
  act.restricted = true
  return undefined
}

function findPersonMistake(kind: ActKind, { persons, details }: ActDraft, today: string): Rejection | undefined {
  const known = KIND_FIELDS[kind]
  for (const person of PERSONS) {
    const draft = persons[person]
    if (draft && !known.persons.includes(person)) return { field: person, reason: `is no person of ${kind}` }
    if (draft?.birthDate && draft.birthDate.value > today) return { field: `${person}.birthDate`, reason: IN_FUTURE }
  }
  // Of a date to come every later correction would be an earlier state.
  if (details.lastChangedOn && (details.lastChangedOn as PartialDate).value > today)
    return { field: 'lastChangedOn', reason: IN_FUTURE }
  for (const detail in details)
    if (!known.details.some((name) => name === detail)) return { field: detail, reason: `is no field of ${kind}` }
  for (const person of NEEDED_PERSONS[kind]) {
    const named = persons[person]
    if (named?.familyName === undefined) return { field: `${person}.familyName`, reason: MISSING_NAME }
    if (named.givenName === undefined) return { field: `${person}.givenName`, reason: MISSING_NAME }
    const part = unfindablePart(named) ?? unfindablePart(named.before, 'Before') ?? unfindablePart(named.after, 'After')
    if (part !== undefined) return { field: `${person}.${part}`, reason: UNFINDABLE_NAME }
  }
  return undefined
}

/** A name is found by its letters; the empty one is known to be none. */
function unfindablePart(name: Partial<PersonName> | undefined, when = ''): string | undefined {
  if (!name) return undefined
  const { familyName = '', givenName = '' } = name
  if (familyName !== '' && !LETTER.test(familyName)) return `familyName${when}`
  return givenName !== '' && !LETTER.test(givenName) ? `givenName${when}` : undefined
}

/** The event of a birth is the birth of the child; each may be told by the other. */
function findEventMistake(
  kind: ActKind,
  { act, persons, isEventUnknown }: ActDraft,
  { recordedOn, today }: { readonly recordedOn: PartialDate; readonly today: string },
): Rejection | undefined {
  const { child } = persons
  const { event } = KIND_FIELDS[kind]
  if (isEventUnknown) return kind === 'DEATH' ? undefined : { field: 'eventOn', reason: NEEDED_EVENT }
  if (event === 'BIRTH' && child) {
    if (child.birthDate) act.eventOn ??= child.birthDate
    child.birthDate ??= act.eventOn
    if (act.eventOn && act.eventOn.value !== child.birthDate?.value)
      return { field: 'eventOn', reason: 'is not child.birthDate' }
  }
  if (event === 'RECORD') act.eventOn ??= recordedOn
  if (!act.eventOn) return { field: 'eventOn', reason: kind === 'DEATH' ? MISSING_DEATH : MISSING }
  return act.eventOn.value > today ? { field: 'eventOn', reason: IN_FUTURE } : undefined
}

function actOf({ act, persons, details }: CheckedDraft): NewAct {
  const { copyNo = 1, restricted = false, annulled = act.annulledBy !== undefined } = act
  const all: NewPerson[] = []
  for (const person of KIND_FIELDS[act.kind].persons) {
    const draft = persons[person]
    if (draft) all.push(personOf(PERSON_ROLE[person], draft))
  }
  const whole: Writable<NewAct> = Object.assign(act, { copyNo, restricted, annulled, persons: all })
  if (hasAny(details)) whole.details = details
  return whole
}

function personOf(role: NewPerson['role'], { birthDate, before, after, details, ...own }: PersonDraft): NewPerson {
  const person: Writable<NewPerson> = { role, ...fullName(own) }
  if (birthDate) person.birthDate = birthDate
  const others = [before, after].filter((name) => name !== undefined)
  if (others.length > 0) person.otherNames = others.map((changed) => fullName({ ...own, ...changed }))
  if (hasAny(details)) person.details = details
  return person
}

/** A part that the record has not is the empty text; a patronymic that it has not is none. */
function fullName({ familyName = '', givenName = '', patronymic }: Partial<PersonName>): PersonName {
  return patronymic ? { familyName, givenName, patronymic } : { familyName, givenName }
}

function hasAny(details: object): boolean {
  for (const _ in details) return true
  return false
}
