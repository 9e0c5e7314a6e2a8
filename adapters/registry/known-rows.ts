/** Rows of what is known of offices and their books: a row takes the place of the one with its key, or leaves it there. */
import type { Sql } from '../../gateway/ports/database.ts'

/** Names as SQL writes them; never a stranger's text. */
export interface KnownTable {
  readonly name: string
  /** All but `source`. */
  readonly columns: readonly string[]
  readonly key: readonly string[]
  /** Of the key: of two rows without it, one takes the place of the other. */
  readonly nullable?: string
  /** A query for the columns of what $1 holds (a JSON array), and for the `place` there, from 0. */
  readonly given: string
}

export interface RowRules {
  /** Of an import: `import N, line M`. */
  readonly source?: string
  /** Where a key is taken, what stands there is left. */
  readonly keep?: boolean
}

export type RowOutcome =
  | 'ADDED'
  /** States the same as what stands there. */
  | 'DUPLICATE'
  /** Took the place of what stood there, which is kept as history. */
  | 'VERSION'
  /** Not written, as another row of the same import states something else in these columns. */
  | { readonly contradicts: string }

interface Compared {
  readonly contradicts: string | null
  readonly differs: boolean
  readonly isNew: boolean
}

/** Keys must not come twice among the values. Where `keep` is set, an outcome tells what would have come of a value. */
export async function writeRows(
  sql: Sql,
  table: KnownTable,
  { values, source, keep = false }: RowRules & { readonly values: readonly unknown[] },
): Promise<readonly RowOutcome[]> {
  const text = JSON.stringify(values.map((value, place) => ({ ...(value as object), place })))
  const compared = await sql.query<Compared>(statementOf(table, keep), [text, source ?? null])
  return compared.map(({ contradicts, differs, isNew }) => {
    if (contradicts !== null) return { contradicts }
    if (differs) return 'VERSION'
    return isNew ? 'ADDED' : 'DUPLICATE'
  })
}

/**
 * The parts of a statement see the table as it was before: what is compared is what stood there. An import leaves its name
 * on a row that it only states once more, too: another row of it may contradict that.
 */
function statementOf({ name, columns, key, nullable, given }: KnownTable, keep: boolean): string {
  const listed = columns.join(', ')
  const meets = key.map((column) => `stood.${column} ${column === nullable ? 'is not distinct from' : '='} g.${column}`)
  const taken = columns.map((column) => `${column} = excluded.${column}`)
  return `with given as (${given}), compared as (
    select g.*, stood is null as "isNew", split_part(stood.source, ',', 1) = split_part($2::text, ',', 1) as "isOfImport",
      array(select a.key from jsonb_each(to_jsonb(g) - 'place') a join jsonb_each(to_jsonb(stood)) b using (key)
            where a.value <> b.value order by a.key) as differing
    from given g left join ${name} stood on ${meets.join(' and ')}
  ), contradicting as (
    select place, string_agg(distinct array_to_string(differing, ', '), ', ') as contradicts
    from compared where "isOfImport" and differing <> '{}' group by place
  ), written as (
    insert into ${name} as stood (${listed}, source)
    select ${listed}, $2 from compared
    where place not in (select place from contradicting) and ("isNew" or differing <> '{}' or $2 is not null)
    on conflict (${key.join(', ')}) do ${keep ? 'nothing' : `update set ${taken.join(', ')}, source = excluded.source`}
  )
  select contradicts, bool_or(differing <> '{}') as differs, bool_or("isNew") as "isNew"
  from compared left join contradicting using (place) group by place, contradicts order by place`
}
