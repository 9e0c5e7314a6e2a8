/** What of the region is held and stands in the base in full (Q3), and what went to the state archive (H2). */
import type { ActKind } from '../../gateway/domain/act.ts'
import type { ArchiveHolding, CoverageFinding } from '../../gateway/domain/search.ts'
import type { Sql } from '../../gateway/ports/database.ts'

const MAX_LISTED = 20

/**
 * An office and year with books at the archive is ENTIRELY there or in part; what is left of it must be covered. A notice
 * names every holding (H5), and no year that is not in it.
 */
const COVERAGE = `
  with transferred as (
    select office, year, bool_or(book_number is null) as entirely from registry.transferred_holding
    where kind = $1::registry.act_kind and year between $2 and $3 group by office, year
  ), office_year as (
    select o.code, o.name, y.year, t.entirely, coalesce(c.state, 'NONE') as state
    from registry.office o
    cross join generate_series($2::integer, $3::integer) as y(year)
    left join registry.coverage c
      on c.office = o.code and c.kind = $1::registry.act_kind and c.year = y.year and c.year between $2 and $3
    left join transferred t on t.office = o.code and t.year = y.year
  ), moved as (
    select *, year - dense_rank() over (partition by office, archive, fond, inventory order by year) as run
    from registry.transferred_holding where kind = $1::registry.act_kind and year between $2 and $3
  ), holding as (
    select archive, fond, inventory, o.name as "officeName", min(year) as "fromYear", max(year) as "toYear"
    from moved join registry.office o on o.code = office
    group by archive, fond, inventory, o.code, o.name, run order by min(year), o.code
  )
  select
    (select coalesce(jsonb_agg(jsonb_build_object('code', code, 'name', name) order by code), '[]')
     from (select distinct code, name from office_year
           where state <> 'NOT_EXISTING' or entirely is not null) as existing) as offices,
    (select coalesce(jsonb_agg(jsonb_build_object('office', code, 'year', year) order by code, year), '[]')
     from (select code, year from office_year
           where state not in ('FULL', 'NOT_EXISTING') and not coalesce(entirely, false)
           order by code, year limit $4) as gap) as gaps,
    (select bool_and(entirely is true) from office_year
     where state <> 'NOT_EXISTING' or entirely is not null) as entirely,
    (select coalesce(jsonb_agg(to_jsonb(holding)), '[]') from holding) as holdings`

interface Row extends Pick<CoverageFinding, 'offices' | 'gaps'> {
  readonly entirely: boolean | null
  readonly holdings: readonly ArchiveHolding[]
}

export async function readCoverage(
  kind: ActKind,
  { fromYear, toYear }: { readonly fromYear: number; readonly toYear: number },
  sql: Sql,
): Promise<CoverageFinding> {
  const [row] = await sql.query<Row>(COVERAGE, [kind, fromYear, toYear, MAX_LISTED])
  if (!row) throw new Error('an aggregate always has a row')
  const { offices, gaps, entirely, holdings } = row
  const isTransferred = holdings.length > 0
  return {
    // Where no office existed nothing was checked, so nothing is known to be absent.
    full: offices.length > 0 && gaps.length === 0 && !isTransferred,
    fromYear,
    toYear,
    offices,
    gaps,
    ...(isTransferred ? { transferred: { entirely: entirely === true, holdings } } : {}),
  }
}
