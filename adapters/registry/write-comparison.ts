/** What stands in the store already of the acts that are to be written, and whether it says the same. */
import type { Transaction } from '../../gateway/ports/database.ts'
import { ACT, JSON_COLUMNS, LIFTING_COLUMNS, STATED_COLUMNS } from './act-row.ts'
import type { PreparedAct, Rows } from './prepared-act.ts'

export interface StoredVersion {
  readonly id: string
  readonly version: number
}

export interface ComparedVersion extends StoredVersion {
  /** Columns in which it differs from the act that is to be written. */
  readonly differs: readonly string[]
  readonly bar?: Bar | null
}

/**
 * Why an act may be no new version, corrections or not: another row of its import states the record differently (B4); it
 * leaves out what restricts or annuls the record, and does not say itself that this is no more (C1, Q8); it is of an
 * earlier state.
 */
export type Bar = 'CONTRADICTED' | 'RESTRICTED' | 'ANNULLED' | 'EARLIER'

/** By the place of the act in its batch. */
type ByPlace<T> = ReadonlyMap<number, T>

const BY_ADDRESS = `
  select (place - 1)::integer as index, act.id, act.version
  from string_to_table($1, e'\\n') with ordinality as given(address, place)
  cross join lateral string_to_array(address, e'\\t') as part
  join registry.act on act.office = part[1] and act.kind = part[2]::registry.act_kind and act.record_number = part[3]
    and act.year = part[4]::smallint and act.copy_no = part[5]::smallint and act.superseded_at is null`

const BY_ID = `
  select (place - 1)::integer as index, act.id, act.version
  from unnest($1::bigint[]) with ordinality as given(id, place)
  join registry.act on act.id = given.id and act.superseded_at is null`

const BAR = `
  case when registry.import_of(given.source) = registry.import_of(stored.source)
         or exists (select from registry.restated_act restated
                    where restated.act_id = given.id and restated.import = registry.import_of(given.source))
       then 'CONTRADICTED'
       when stored.restricted and not given.restricted and given.lifts_restriction is not true then 'RESTRICTED'
       when stored.annulled and not given.annulled and given.lifts_annulment is not true then 'ANNULLED'
       when registry.is_earlier(given.details, stored.details) then 'EARLIER' end`

/** Equal texts of JSON say the same; whether others do is looked at field by field. */
const DIFFERENCES = `
  select given.id, differs, case when differs <> '{}' then ${BAR} end as bar
  from act_given given join registry.act stored using (id, version)
  cross join lateral (
    select case when (${ofBoth('given')}) is not distinct from (${ofBoth('stored')}) then '{}'
                else registry.differing_fields(row(given.*)::registry.act, stored, $1) end
  ) as compared(differs)`

const KEEP_RESTATED = `
  insert into registry.restated_act (import, act_id)
  select registry.import_of(source), id from act_given
  where id = any($1::bigint[]) and registry.import_of(source) is not null
  on conflict do nothing`

/** Throws when a source names a record that is not there: a bug of the source. */
export async function findStored(
  transaction: Transaction,
  acts: readonly PreparedAct[],
): Promise<ByPlace<StoredVersion>> {
  const [named, others] = [acts.filter(({ id }) => id !== undefined), acts.filter(({ id }) => id === undefined)]
  const addresses = others.map(({ address }) => address).join('\n')
  const stored = new Map([
    ...(await findVersions(transaction, others, [BY_ADDRESS, addresses])),
    ...(await findVersions(transaction, named, [BY_ID, named.map(({ id }) => id)])),
  ])
  const missing = named.find(({ place }) => !stored.has(place))
  if (missing) throw new Error(`there is no act record ${missing.id}`)
  return stored
}

async function findVersions(
  transaction: Transaction,
  acts: readonly PreparedAct[],
  [statement, parameter]: readonly [string, unknown],
): Promise<readonly (readonly [number, StoredVersion])[]> {
  if (acts.length === 0) return []
  const found = await transaction.query<StoredVersion & { index: number }>(statement, [parameter])
  return found.map(({ index, ...version }) => [acts[index]!.place, version])
}

export async function compareWithStored(
  transaction: Transaction,
  stored: ByPlace<StoredVersion>,
  rows: readonly Rows[],
): Promise<ByPlace<ComparedVersion>> {
  if (stored.size === 0) return new Map()
  await transaction.query(
    `create temp table if not exists act_given (like registry.act including defaults) on commit drop;
     truncate act_given`,
  )
  const given = [...stored].map(([place, { id, version }]) => `${id}\t${version}\t${rows[place]!.record}`)
  await transaction.copyIn({ ...ACT, table: 'act_given' }, [given.join('')])
  const notCompared = ['id', 'version', ...LIFTING_COLUMNS, 'source', 'entered_at', 'superseded_at']
  const found = await transaction.query<Omit<ComparedVersion, 'version'>>(DIFFERENCES, [notCompared])
  const comparedOf = new Map(found.map((compared) => [compared.id, compared]))
  return new Map([...stored].map(([place, version]) => [place, { ...version, ...comparedOf.get(version.id)! }]))
}

/** Of those that were just compared: a later row of the import that differs from such a record contradicts this one. */
export async function keepRestated(transaction: Transaction, compared: ByPlace<ComparedVersion>): Promise<void> {
  const restated = [...compared.values()].filter(({ differs }) => differs.length === 0)
  if (restated.length > 0) await transaction.query(KEEP_RESTATED, [restated.map(({ id }) => id)])
}

function ofBoth(alias: string): string {
  return STATED_COLUMNS.map((column) => `${alias}.${column}${JSON_COLUMNS.has(column) ? '::text' : ''}`).join()
}
