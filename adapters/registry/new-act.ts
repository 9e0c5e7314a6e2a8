/** An act record as a source gives it, and the rows it becomes. */
import type { PersonName } from '../../gateway/domain/act.ts'
import { normalisedName } from '../../gateway/domain/normalised-name.ts'
import { spanOf, type ActRecord, type RecordPerson } from '../../gateway/domain/search.ts'

/** Domain sections 13, 14. An ADOPTION is always restricted (C1). */
export interface NewAct extends Pick<
  ActRecord,
  'kind' | 'office' | 'recordNumber' | 'recordedOn' | 'eventOn' | 'copyNo' | 'restricted' | 'annulled'
> {
  /** The id of a stored record adds a version of it: the one before is kept, and no longer found. */
  readonly id?: string
  readonly persons: readonly NewPerson[]
  readonly bookNumber?: number
  readonly sheet?: string
  readonly headName?: string
  /** Court decisions. */
  readonly annulledBy?: string
  readonly restoredBy?: string
  readonly marks?: string
  readonly certificateSerial?: string
  /** Fields of the kind. */
  readonly details?: Readonly<Record<string, unknown>>
}

export interface NewPerson extends RecordPerson {
  /** Names borne before or after the act, an adopted child's earlier one among them: a search finds the record by them. */
  readonly otherNames?: readonly PersonName[]
  readonly details?: Readonly<Record<string, unknown>>
}

export const ACT_COLUMNS = [
  'kind',
  'office',
  'year',
  'record_number',
  'copy_no',
  'book_number',
  'sheet',
  'recorded_on',
  'recorded_precision',
  'recorded_from',
  'recorded_to',
  'event_on',
  'event_precision',
  'event_from',
  'event_to',
  'head_name',
  'restricted',
  'annulled',
  'annulled_by',
  'restored_by',
  'marks',
  'certificate_serial',
  'details',
] as const

export const PERSON_COLUMNS = [
  'person_no',
  'name_no',
  'kind',
  'role',
  'family_name',
  'given_name',
  'patronymic',
  'family_key',
  'given_key',
  'patronymic_key',
  'birth_on',
  'birth_precision',
  'birth_from',
  'birth_to',
  'details',
] as const

type Columns<C extends string> = { readonly [K in C]: unknown }
export type ActRow = Columns<(typeof ACT_COLUMNS)[number]> & { readonly id: string }
export type PersonRow = Columns<(typeof PERSON_COLUMNS)[number]> & { readonly act_id: string }

export function actRow(act: NewAct & { readonly id: string }): ActRow {
  const [recorded, happened] = [spanOf(act.recordedOn), spanOf(act.eventOn)]
  return {
    id: act.id,
    kind: act.kind,
    office: act.office,
    year: Number(act.recordedOn.value.slice(0, 4)),
    record_number: act.recordNumber,
    copy_no: act.copyNo,
    book_number: act.bookNumber,
    sheet: act.sheet,
    recorded_on: act.recordedOn.value,
    recorded_precision: act.recordedOn.precision,
    recorded_from: recorded.from,
    recorded_to: recorded.to,
    event_on: act.eventOn.value,
    event_precision: act.eventOn.precision,
    event_from: happened.from,
    event_to: happened.to,
    head_name: act.headName,
    restricted: act.restricted || act.kind === 'ADOPTION',
    annulled: act.annulled,
    annulled_by: act.annulledBy,
    restored_by: act.restoredBy,
    marks: act.marks,
    certificate_serial: act.certificateSerial,
    details: act.details ?? {},
  }
}

/** One row per name a person of the act bore; the name of the record comes first. */
export function personRows({ id, kind, persons }: NewAct & { readonly id: string }): readonly PersonRow[] {
  return persons.flatMap((person, personNo) => {
    const { role, birthDate, details = {} } = person
    const born = birthDate && spanOf(birthDate)
    return [person, ...(person.otherNames ?? [])].map(({ familyName, givenName, patronymic }, nameNo) => ({
      act_id: id,
      person_no: personNo,
      name_no: nameNo,
      kind,
      role,
      family_name: familyName,
      given_name: givenName,
      patronymic,
      family_key: normalisedName(familyName),
      given_key: normalisedName(givenName),
      patronymic_key: normalisedName(patronymic ?? ''),
      birth_on: birthDate?.value,
      birth_precision: birthDate?.precision,
      birth_from: born?.from,
      birth_to: born?.to,
      details,
    }))
  })
}
