/** The rows an act record becomes, as COPY text without the id they begin with. */
import { ACT_KINDS, PERSON_ROLES, SEARCHED_ROLES, type PartialDate, type PersonName } from '../../gateway/domain/act.ts'
import { spanOf } from '../../gateway/domain/local-date.ts'
import { copyText } from './copy-text.ts'
import type { NewAct } from './new-act.ts'
import { detailsText, personsText } from './stored-persons.ts'

/** What a record states: two records of one address are the same when these are. */
export const STATED_COLUMNS = [
  'kind',
  'office',
  'year',
  'record_number',
  'copy_no',
  'book_number',
  'sheet',
  'recorded_on',
  'event_on',
  'head_name',
  'restricted',
  'annulled',
  'annulled_by',
  'restored',
  'restored_by',
  'marks',
  'certificate_serial',
  'persons',
  'details',
] as const

export const JSON_COLUMNS: ReadonlySet<string> = new Set(['persons', 'details'])

/** No part of what it states: whether it says so itself, or leaves it out. */
export const LIFTING_COLUMNS = ['lifts_restriction', 'lifts_annulment'] as const

export const ACT = {
  table: 'registry.act',
  columns: ['id', 'version', ...STATED_COLUMNS, ...LIFTING_COLUMNS, 'source'],
}

export const SUBJECT = {
  table: 'registry.subject',
  columns: [
    'act_id',
    'person_no',
    'kind',
    'role',
    'sk',
    'gk',
    'pk',
    'birth_from',
    'birth_to',
    'event_from',
    'event_to',
    'recorded_from',
    'recorded_to',
  ],
}

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f]/

/** B4: office, kind, number, year and copy, apart by tabs. Throws when they hold a control character. */
export function addressOf({ kind, office, recordNumber, recordedOn, copyNo }: NewAct): string {
  if (CONTROL.test(office) || CONTROL.test(recordNumber))
    throw new RangeError('a control character in a record address')
  return `${office}\t${kind}\t${recordNumber}\t${recordedOn.value.slice(0, 4)}\t${copyNo}`
}

/** The values of STATED_COLUMNS, LIFTING_COLUMNS and the source. */
export function actText(act: NewAct): string {
  const address = `${act.kind}\t${copyText(act.office)}\t${act.recordedOn.value.slice(0, 4)}\t${copyText(act.recordNumber)}`
  const place = `${act.copyNo}\t${act.bookNumber ?? '\\N'}\t${copyText(act.sheet)}`
  const dates = `${act.recordedOn.value}\t${act.eventOn?.value ?? '\\N'}`
  const flags = `${act.restricted || act.kind === 'ADOPTION'}\t${act.annulled}`
  const decisions = `${copyText(act.annulledBy)}\t${act.restored ?? act.restoredBy !== undefined}\t${copyText(act.restoredBy)}`
  const notes = `${copyText(act.marks)}\t${copyText(act.certificateSerial)}`
  const contents = `${personsText(act.persons)}\t${act.details ? detailsText(act.details) : '{}'}`
  const head = copyText(act.headName)
  const lifts = `${act.liftsRestriction ?? '\\N'}\t${act.liftsAnnulment ?? '\\N'}`
  const stated = `${address}\t${place}\t${dates}\t${head}\t${flags}\t${decisions}\t${notes}\t${contents}`
  return `${stated}\t${lifts}\t${copyText(act.source)}\n`
}

/** A row for each key, as COPY text, of each name of the persons that records of the kind are searched by. */
export function subjectTexts(
  { kind, persons, recordedOn, eventOn }: NewAct,
  keysOf: (name: PersonName) => readonly string[],
): readonly string[] {
  const searched = SEARCHED_ROLES[kind]
  // Q4a: of an unknown event the record alone tells when to look for it.
  const spans = `${spanText(eventOn ?? recordedOn)}\t${spanText(recordedOn)}\n`
  const rows: string[] = []
  for (const [personNo, person] of persons.entries()) {
    if (!searched.includes(person.role)) continue
    const who = `${personNo}\t${ACT_KINDS.indexOf(kind)}\t${PERSON_ROLES.indexOf(person.role)}`
    const when = `${person.birthDate ? spanText(person.birthDate) : '\\N\t\\N'}\t${spans}`
    const keys = person.otherNames ? [person, ...person.otherNames].flatMap((name) => keysOf(name)) : keysOf(person)
    for (const key of keys.length > 1 ? new Set(keys) : keys) rows.push(`${who}\t${key}\t${when}`)
  }
  return rows
}

function spanText(date: PartialDate): string {
  if (date.precision === 'DAY') return `${date.value}\t${date.value}`
  const { from, to } = spanOf(date)
  return `${from}\t${to}`
}
