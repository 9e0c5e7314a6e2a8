/** Act records by their ids, with everything that is compared and an information needs. */
import type { ActRecord } from '../../gateway/domain/search.ts'
import type { Sql } from '../../gateway/ports/database.ts'

/** What restricts or annuls one copy does so to the other; `copyDiffers` is B6. */
const RECORDS = `
  select jsonb_strip_nulls(jsonb_build_object(
    'id', a.id::text, 'kind', a.kind, 'office', a.office, 'officeName', o.name, 'recordNumber', a.record_number,
    'recordedOn', jsonb_build_object('value', a.recorded_on, 'precision', a.recorded_precision),
    'eventOn', jsonb_build_object('value', a.event_on, 'precision', a.event_precision),
    'copyNo', a.copy_no, 'restricted', a.restricted or coalesce(copy.restricted, false),
    'annulled', a.annulled or coalesce(copy.annulled, false), 'copyDiffers', nullif(copy.differs, false),
    'transferred', exists (select from registry.transferred_holding t
                           where t.office = a.office and t.kind = a.kind and t.year = a.year
                             and (t.book_number is null or t.book_number = a.book_number)),
    'persons', (select coalesce(jsonb_agg(person - 'details' order by person_no), '[]')
                from jsonb_array_elements(a.persons) with ordinality as p(person, person_no)))) as record
  from registry.act a
  join registry.office o on o.code = a.office
  left join lateral (
    select other.restricted, other.annulled, cardinality(registry.differing_in_copies(a, other)) > 0 as differs
    from registry.act other
    where other.office = a.office and other.kind = a.kind and other.record_number = a.record_number
      and other.year = a.year and other.copy_no <> a.copy_no and other.superseded_at is null
  ) as copy on true
  where a.id = any($1::bigint[]) and a.superseded_at is null
  order by a.id`

export async function readRecords(ids: readonly string[], sql: Sql): Promise<readonly ActRecord[]> {
  if (ids.length === 0) return []
  const rows = await sql.query<{ record: ActRecord }>(RECORDS, [ids])
  return rows.map(({ record }) => record)
}
