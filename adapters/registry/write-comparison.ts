/** What stands in the store already of the acts that are to be written, and whether it says the same. */
import type { Transaction } from '../../gateway/ports/database.ts'
import { ACT, JSON_COLUMNS, STATED_COLUMNS } from './act-row.ts'
import type { PreparedAct, Rows } from './prepared-act.ts'

export interface StoredVersion {
  readonly id: string
  readonly version: number
}

export interface ComparedVersion extends StoredVersion {
  /** Columns in which it differs from the act that is to be written. */
  readonly differs: readonly string[]
}

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

/** Equal texts of JSON say the same; whether others do is looked at field by field. */
const DIFFERENCES = `
  select given.id,
         case when (${ofBoth('given')}) is not distinct from (${ofBoth('stored')}) then '{}'
              else registry.differing_fields(row(given.*)::registry.act, stored, $1) end as differs
  from act_given given join registry.act stored using (id, version)`

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
  const notCompared = ['id', 'version', 'source', 'entered_at', 'superseded_at']
  const found = await transaction.query<Omit<ComparedVersion, 'version'>>(DIFFERENCES, [notCompared])
  const differsOf = new Map(found.map(({ id, differs }) => [id, differs]))
  return new Map([...stored].map(([place, version]) => [place, { ...version, differs: differsOf.get(version.id)! }]))
}

function ofBoth(alias: string): string {
  return STATED_COLUMNS.map((column) => `${alias}.${column}${JSON_COLUMNS.has(column) ? '::text' : ''}`).join()
}
