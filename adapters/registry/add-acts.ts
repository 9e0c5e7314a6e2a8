/** Filling the own registry store: offices, act records, books, coverage, holdings handed to the archive. */
import type { ActKind, LocalDate } from '../../gateway/domain/act.ts'
import type { Database, Sql } from '../../gateway/ports/database.ts'
import type { NewAct } from './new-act.ts'
import { createActWriter } from './write-acts.ts'

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

/** One of the two copies of a book of acts: what its cover and its account of sheets say (B1-B3; S2 annexes 4, 6). */
export interface ActBook {
  readonly office: string
  readonly kind: ActKind
  readonly year: number
  readonly number: number
  readonly copyNo: 1 | 2
  readonly begunOn?: LocalDate
  readonly endedOn?: LocalDate
  readonly firstRecord?: string
  readonly lastRecord?: string
  /** At most 250 (B1). */
  readonly sheets?: number
  readonly missingRecords?: readonly string[]
  readonly letteredSheets?: readonly string[]
  readonly skippedSheets?: readonly string[]
  /** Runs on across years. */
  readonly inventoryNumber?: number
}

/** Adds offices, or renames those there are. */
export async function addOffices(
  sql: Sql,
  offices: readonly { readonly code: string; readonly name: string }[],
): Promise<void> {
  await inBatches(offices, async (batch) => {
    await sql.query(
      `insert into registry.office (code, name)
       select code, name from jsonb_to_recordset($1::jsonb) as o(code text, name text)
       on conflict (code) do update set name = excluded.name`,
      [JSON.stringify(batch)],
    )
  })
}

/**
 * Returns the ids in the order of the acts, also of those that stood there before. Throws when the address of one is
 * taken by another record; the batches of 500 before it are kept then. Their offices must be there.
 */
export async function addActs(database: Database, acts: readonly NewAct[]): Promise<readonly string[]> {
  const writer = createActWriter(database)
  const ids: string[] = []
  await inBatches(acts, async (batch) => {
    await writer.write(batch, async (_transaction, written) => {
      const conflict = written.findIndex(({ outcome }) => outcome === 'CONFLICT')
      if (conflict !== -1) throw new Error(`act ${ids.length + conflict} has the address of another record`)
      ids.push(...written.map(({ id }) => id))
    })
  })
  return ids
}

/** B3: adds books, or corrects what is known of them. */
export async function addBooks(sql: Sql, books: readonly ActBook[]): Promise<void> {
  await inBatches(books, async (batch) => {
    await sql.query(
      `insert into registry.act_book (office, kind, year, number, copy_no, begun_on, ended_on, first_record, last_record,
         sheets, missing_records, lettered_sheets, skipped_sheets, inventory_number)
       select office, kind, year, number, "copyNo", "begunOn", "endedOn", "firstRecord", "lastRecord", sheets,
         coalesce("missingRecords", '{}'), coalesce("letteredSheets", '{}'), coalesce("skippedSheets", '{}'),
         "inventoryNumber"
       from jsonb_to_recordset($1::jsonb) as b(office text, kind registry.act_kind, year smallint, number integer,
         "copyNo" smallint, "begunOn" date, "endedOn" date, "firstRecord" text, "lastRecord" text, sheets smallint,
         "missingRecords" text[], "letteredSheets" text[], "skippedSheets" text[], "inventoryNumber" integer)
       on conflict (office, kind, year, number, copy_no) do update set begun_on = excluded.begun_on,
         ended_on = excluded.ended_on, first_record = excluded.first_record, last_record = excluded.last_record,
         sheets = excluded.sheets, missing_records = excluded.missing_records,
         lettered_sheets = excluded.lettered_sheets, skipped_sheets = excluded.skipped_sheets,
         inventory_number = excluded.inventory_number`,
      [JSON.stringify(batch)],
    )
  })
}

/** Q3: sets the state of an office and kind for a span of years, both inclusive. */
export async function setCoverage(sql: Sql, coverage: readonly Coverage[]): Promise<void> {
  await inBatches(coverage, async (batch) => {
    await sql.query(
      `insert into registry.coverage (office, kind, year, state)
       select office, kind, year, state
       from jsonb_to_recordset($1::jsonb) as c(office text, kind registry.act_kind, "fromYear" integer, "toYear" integer, state text)
       cross join generate_series("fromYear", "toYear") as year
       on conflict (kind, year, office) do update set state = excluded.state`,
      [JSON.stringify(batch)],
    )
  })
}

/** Adds holdings, or corrects those there are. */
export async function addTransferredHoldings(sql: Sql, holdings: readonly TransferredHolding[]): Promise<void> {
  await inBatches(holdings, async (batch) => {
    await sql.query(
      `insert into registry.transferred_holding
         (office, kind, year, book_number, archive, act_number, act_on, fond, inventory)
       select office, kind, year, "bookNumber", archive, "actNumber", "actOn", fond, inventory
       from jsonb_to_recordset($1::jsonb) as h(office text, kind registry.act_kind, year smallint, "bookNumber" integer,
         archive text, "actNumber" text, "actOn" date, fond text, inventory text)
       on conflict (office, kind, year, book_number) do update set archive = excluded.archive,
         act_number = excluded.act_number, act_on = excluded.act_on, fond = excluded.fond, inventory = excluded.inventory`,
      [JSON.stringify(batch)],
    )
  })
}

async function inBatches<T>(all: readonly T[], add: (batch: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += BATCH) await add(all.slice(from, from + BATCH))
}
