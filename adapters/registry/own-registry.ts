/** The own registry store as the search sees it: exact normalised names, record addresses, coverage. */
import { ACT_KINDS, PERSON_ROLES, SEARCHED_ROLES, type ActKind } from '../../gateway/domain/act.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { SubjectPerson } from '../../gateway/domain/inquiry.ts'
import { givenKey, surnameKeys } from '../../gateway/domain/name-keys.ts'
import type { ActRecord, CoverageFinding } from '../../gateway/domain/search.ts'
import type { Database } from '../../gateway/ports/database.ts'
import type { Registry } from '../../gateway/ports/registry.ts'

const MAX_GAPS = 20
export const MAX_CANDIDATES = 50

/**
 * Candidates by name (any name a person of the record bore) or by record address; of them the current versions whose
 * event or record may lie in the window (Q4a). Restricted ones come first, so that no cut can hide them (C1).
 */
const FIND_RECORDS = `
  with asked as (
    select * from jsonb_to_recordset($1::jsonb) as a(kind smallint, roles smallint[], families text[], given text)
  ), candidate as (
    select s.act_id as id from asked a
    join registry.subject s on s.sk = any(a.families) and s.gk = a.given and s.kind = a.kind
    where s.role = any(a.roles)
    union
    select id from registry.act
    where office = $3 and kind = $2 and record_number = $4 and superseded_at is null
  )
  select a.id, a.kind, a.office, o.name as "officeName", a.record_number as "recordNumber",
         jsonb_build_object('value', a.recorded_on, 'precision', a.recorded_precision) as "recordedOn",
         jsonb_build_object('value', a.event_on, 'precision', a.event_precision) as "eventOn",
         a.copy_no as "copyNo", a.restricted, a.annulled,
         exists (select 1 from registry.transferred_holding t
                 where t.office = a.office and t.kind = a.kind and t.year = a.year
                   and (t.book_number is null or t.book_number = a.book_number)) as transferred,
         (select coalesce(jsonb_agg(person - 'details' order by person_no), '[]')
          from jsonb_array_elements(a.persons) with ordinality as p(person, person_no)) as persons
  from candidate c
  join registry.act a on a.id = c.id and a.superseded_at is null
  join registry.office o on o.code = a.office
  where (a.event_from <= $6 and a.event_to >= $5) or (a.recorded_from <= $6 and a.recorded_to >= $5)
  order by a.restricted desc, a.recorded_from, a.id limit $7`

const COVERAGE = `
  with office_year as (
    select o.code, o.name, y.year,
           -- H4: what went to the archive is not held, whatever the base once covered.
           case when exists (select 1 from registry.transferred_holding t
                             where t.office = o.code and t.kind = $1 and t.year = y.year) then 'TRANSFERRED'
                else coalesce(c.state, 'NONE') end as state
    from registry.office o
    cross join generate_series($2::integer, $3::integer) as y(year)
    left join registry.coverage c on c.office = o.code and c.kind = $1 and c.year = y.year
  )
  select
    (select coalesce(jsonb_agg(jsonb_build_object('code', code, 'name', name) order by code), '[]')
     from (select distinct code, name from office_year where state <> 'NOT_EXISTING') as existing) as offices,
    (select coalesce(jsonb_agg(jsonb_build_object('office', code, 'year', year) order by code, year), '[]')
     from (select code, year from office_year where state not in ('FULL', 'NOT_EXISTING')
           order by code, year limit $4) as gap) as gaps`

export function createOwnRegistry(database: Database): Registry {
  return {
    search: (subject, { from, to }) =>
      answering(async () => {
        const asked = JSON.stringify(subject.persons.flatMap((person) => askedName(person, subject.actKind)))
        const { actKind, office, recordNumber } = subject
        const window = [from, to, MAX_CANDIDATES + 1]
        const [moment] = await database.query<{ now: Date }>('select now()')
        const found = await database.query<ActRecord>(FIND_RECORDS, [asked, actKind, office, recordNumber, ...window])
        if (!moment) throw new Error('there is always a now')
        const isCut = found.length > MAX_CANDIDATES
        return { records: found.slice(0, MAX_CANDIDATES), isCut, asOf: moment.now.toISOString() }
      }),
    getCoverage: (kind, { fromYear, toYear }) =>
      answering(async () => {
        const [found] = await database.query<Pick<CoverageFinding, 'offices' | 'gaps'>>(COVERAGE, [
          kind,
          fromYear,
          toYear,
          MAX_GAPS,
        ])
        if (!found) throw new Error('an aggregate always has a row')
        // Where no office existed nothing was checked, so nothing is known to be absent.
        return { full: found.offices.length > 0 && found.gaps.length === 0, fromYear, toYear, ...found }
      }),
  }
}

/** A person is searched by in the roles in which records of the kind are found; both names are needed (Q4b). */
function askedName(
  { role, familyName, otherFamilyName, givenName }: SubjectPerson,
  kind: ActKind,
): readonly { kind: number; roles: readonly number[]; families: readonly string[]; given: string }[] {
  if (!familyName || !givenName) return []
  const roles = SEARCHED_ROLES[kind]
    .filter((searched) => searched === role || searched.startsWith(`${role}_`))
    .map((searched) => PERSON_ROLES.indexOf(searched))
  const families = [familyName, ...(otherFamilyName ? [otherFamilyName] : [])].flatMap(surnameKeys)
  return [{ kind: ACT_KINDS.indexOf(kind), roles, families, given: givenKey(givenName) }]
}

/** For the search the store is the registry: when it is away, that is no answer and never «no record». */
async function answering<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'STORE_UNREACHABLE') throw error
    throw new GatewayError('REGISTRY_UNREACHABLE', 'the registry store does not answer', { cause: error })
  }
}
