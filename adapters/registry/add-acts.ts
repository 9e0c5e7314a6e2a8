/** Filling the own registry store in batches: offices, act records, coverage, holdings handed to the archive. */
import { randomUUID } from 'node:crypto'
import type { ActKind, LocalDate } from '../../gateway/domain/act.ts'
import type { Database, Sql } from '../../gateway/ports/database.ts'
import { ACT_COLUMNS, actRow, PERSON_COLUMNS, personRows, type NewAct } from './new-act.ts'

const BATCH = 500

export interface Coverage {
  readonly office: string
  readonly kind: ActKind
  readonly fromYear: number
  readonly toYear: number
  readonly state: 'FULL' | 'PARTIAL' | 'NONE' | 'NOT_EXISTING'
}

/** Books handed to the state archive by act (H2); without a book number all of that office, kind and year. */
export interface TransferredHolding {
  readonly office: string
  readonly kind: ActKind
  readonly year: number
  readonly bookNumber?: number
  readonly archive: string
  readonly actNumber: string
  readonly actOn: LocalDate
  readonly fond: string
  readonly inventory: string
}

/** Adds offices, or renames those there are. */
export async function addOffices(
  database: Database,
  offices: readonly { readonly code: string; readonly name: string }[],
): Promise<void> {
  await inBatches(offices, async (batch) => {
    await database.query(
      `insert into registry.office (code, name)
       select code, name from jsonb_to_recordset($1::jsonb) as o(code text, name text)
       on conflict (code) do update set name = excluded.name`,
      [JSON.stringify(batch)],
    )
  })
}

/** One transaction per batch of 500; returns the ids in the order of the acts. Their offices must be there. */
export async function addActs(database: Database, acts: readonly NewAct[]): Promise<readonly string[]> {
  const identified = acts.map((act) => ({ ...act, id: act.id ?? randomUUID() }))
  await inBatches(identified, (batch) =>
    database.transaction(async (sql) => {
      const [rows, persons] = [batch.map(actRow), batch.flatMap(personRows)]
      await insertActs(sql, rows)
      await insertPersons(sql, persons)
    }),
  )
  return identified.map(({ id }) => id)
}

/** Q3: sets the state of an office and kind for a span of years, both inclusive. */
export async function setCoverage(database: Database, coverage: readonly Coverage[]): Promise<void> {
  await inBatches(coverage, async (batch) => {
    await database.query(
      `insert into registry.coverage (office, kind, year, state)
       select office, kind, year, state
       from jsonb_to_recordset($1::jsonb) as c(office text, kind text, "fromYear" integer, "toYear" integer, state text)
       cross join generate_series("fromYear", "toYear") as year
       on conflict (kind, year, office) do update set state = excluded.state`,
      [JSON.stringify(batch)],
    )
  })
}

/** Adds holdings, or corrects those there are. */
export async function addTransferredHoldings(
  database: Database,
  holdings: readonly TransferredHolding[],
): Promise<void> {
  await inBatches(holdings, async (batch) => {
    await database.query(
      `insert into registry.transferred_holding
         (office, kind, year, book_number, archive, act_number, act_on, fond, inventory)
       select office, kind, year, "bookNumber", archive, "actNumber", "actOn", fond, inventory
       from jsonb_to_recordset($1::jsonb) as h(office text, kind text, year smallint, "bookNumber" integer,
         archive text, "actNumber" text, "actOn" date, fond text, inventory text)
       on conflict (office, kind, year, book_number) do update set archive = excluded.archive,
         act_number = excluded.act_number, act_on = excluded.act_on, fond = excluded.fond, inventory = excluded.inventory`,
      [JSON.stringify(batch)],
    )
  })
}

async function insertActs(sql: Sql, rows: readonly { readonly id: string }[]): Promise<void> {
  const given = JSON.stringify(rows)
  await sql.query(
    `update registry.act set superseded_at = now()
     where superseded_at is null and id in (select id from jsonb_populate_recordset(null::registry.act, $1::jsonb))`,
    [given],
  )
  await sql.query(
    `insert into registry.act (id, version, ${ACT_COLUMNS.join()})
     select id, 1 + coalesce((select max(earlier.version) from registry.act earlier where earlier.id = given.id), 0),
            ${ACT_COLUMNS.join()}
     from jsonb_populate_recordset(null::registry.act, $1::jsonb) as given`,
    [given],
  )
}

async function insertPersons(sql: Sql, rows: readonly object[]): Promise<void> {
  const columns = PERSON_COLUMNS.map((column) => `given.${column}`).join()
  await sql.query(
    `insert into registry.act_person (act_id, act_version, ${PERSON_COLUMNS.join()})
     select given.act_id, act.version, ${columns}
     from jsonb_populate_recordset(null::registry.act_person, $1::jsonb) as given
     join registry.act on act.id = given.act_id and act.superseded_at is null`,
    [JSON.stringify(rows)],
  )
}

async function inBatches<T>(all: readonly T[], add: (batch: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += BATCH) await add(all.slice(from, from + BATCH))
}
