/** Act records by their ids, with everything that is compared and an information needs. */
import type { ActKind, PersonName } from '../../gateway/domain/act.ts'
import { partialDate } from '../../gateway/domain/local-date.ts'
import type { ActRecord, RecordPerson } from '../../gateway/domain/search.ts'
import type { Sql } from '../../gateway/ports/database.ts'
import { personName, recordPerson, type StoredPerson } from './stored-persons.ts'

type Converted = 'recordedOn' | 'eventOn' | 'restored' | 'restoredBy' | 'persons' | 'copyDiffers'

interface StoredRecord extends Omit<ActRecord, Converted> {
  readonly recordedOn: string
  readonly eventOn: string | null
  readonly restored: boolean
  readonly restoredBy: string | null
  readonly persons: readonly StoredPerson[]
  readonly copyDiffers: boolean
  readonly formerVersions: readonly (readonly StoredPerson[])[] | null
}

/**
 * What restricts or annuls one copy does so to the other; `copyDiffers` is B6. First copies go to the archive (H2), so the
 * book of the first tells where both are; while it is unknown, any book of that year may be it.
 */
const RECORDS = `
  select a.id, a.kind, a.office, o.name as "officeName", a.record_number as "recordNumber",
    a.recorded_on as "recordedOn", a.event_on as "eventOn", a.copy_no as "copyNo",
    a.restricted or coalesce(copy.restricted, false) as restricted,
    a.annulled or coalesce(copy.annulled, false) as annulled, coalesce(copy.differs, false) as "copyDiffers",
    a.restored, a.restored_by as "restoredBy",
    exists (select from registry.transferred_holding t
            where t.office = a.office and t.kind = a.kind and t.year = a.year
              and coalesce(t.book_number = case a.copy_no when 1 then a.book_number else copy.book_number end, true)
    ) as transferred,
    a.persons,
    case when a.version > 1 then (
      select json_agg(former.persons) from registry.act former where former.id = a.id and former.version < a.version
    ) end as "formerVersions"
  from registry.act a
  join registry.office o on o.code = a.office
  left join lateral (
    select other.restricted, other.annulled, other.book_number,
      cardinality(registry.differing_in_copies(a, other)) > 0 as differs
    from registry.act other
    where other.office = a.office and other.kind = a.kind and other.record_number = a.record_number
      and other.year = a.year and other.copy_no <> a.copy_no and other.superseded_at is null
  ) as copy on true
  where a.id = any($1::bigint[]) and a.kind = $2::registry.act_kind and a.superseded_at is null
  order by a.id`

/** Of the kind: a version before may have been of another. */
export async function readRecords(ids: readonly string[], kind: ActKind, sql: Sql): Promise<readonly ActRecord[]> {
  if (ids.length === 0) return []
  return (await sql.query<StoredRecord>(RECORDS, [ids, kind])).map(recordOf)
}

function recordOf(row: StoredRecord): ActRecord {
  const { recordedOn, eventOn, restored, restoredBy, persons, copyDiffers, formerVersions, ...stored } = row
  const record = {
    ...stored,
    recordedOn: partialDate(recordedOn),
    ...(eventOn !== null && { eventOn: partialDate(eventOn) }),
    ...(restored && { restored }),
    ...(restoredBy !== null && { restoredBy }),
    persons: formerVersions
      ? persons.map((person) => withFormerNames(person, persons, formerVersions))
      : persons.map(recordPerson),
  }
  return copyDiffers ? { ...record, copyDiffers } : record
}

/** By the role: in a former version he may stand in another place. Names that someone of that role has now are no former ones. */
function withFormerNames(
  person: StoredPerson,
  persons: readonly StoredPerson[],
  versions: readonly (readonly StoredPerson[])[],
): RecordPerson {
  const namesIn = (version: readonly StoredPerson[]): readonly PersonName[] =>
    version.filter(({ role }) => role === person.role).flatMap((of) => [of as PersonName].concat(of.otherNames ?? []))
  const current = new Set(namesIn(persons).map(nameText))
  const former = new Map(versions.flatMap(namesIn).map((name) => [nameText(name), name]))
  const formerNames = [...former].flatMap(([text, name]) => (current.has(text) ? [] : [personName(name)]))
  return { ...recordPerson(person), ...(formerNames.length > 0 && { formerNames }) }
}

function nameText({ familyName, givenName, patronymic }: PersonName): string {
  return [familyName, givenName, patronymic].join('\n')
}
