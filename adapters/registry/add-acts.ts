/** Filling the own registry store: offices, act records, books, coverage, holdings handed to the archive. */
import type { ActKind, LocalDate } from '../../gateway/domain/act.ts'
import type { Database, Sql } from '../../gateway/ports/database.ts'
import type { NewAct } from './new-act.ts'
import { writeRows, type KnownTable, type RowOutcome, type RowRules } from './known-rows.ts'
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

const OFFICES: KnownTable = {
  name: 'registry.office',
  columns: ['code', 'name'],
  key: ['code'],
  given: 'select place, code, name from jsonb_to_recordset($1::jsonb) as o(place integer, code text, name text)',
}

/** Adds offices, or renames those there are. */
export function addOffices(
  sql: Sql,
  offices: readonly { readonly code: string; readonly name: string }[],
  rules: RowRules = {},
): Promise<readonly RowOutcome[]> {
  return inBatches(offices, (values) => writeRows(sql, OFFICES, { ...rules, values }))
}

/**
 * Returns the ids in the order of the acts, also of those that stood there before. Throws when the address of one is
 * taken by another record; the batches of 500 before it are kept then. Their offices must be there.
 */
export async function addActs(database: Database, acts: readonly NewAct[]): Promise<readonly string[]> {
  const writer = createActWriter(database)
  let before = 0
  return inBatches(acts, async (batch) => {
    const written = await writer.write(batch, async (_transaction, outcomes) => {
      const conflict = outcomes.findIndex(({ outcome }) => outcome === 'CONFLICT')
      if (conflict !== -1) throw new Error(`act ${before + conflict} has the address of another record`)
    })
    before += batch.length
    return written.map(({ id }) => id)
  })
}

const BOOKS: KnownTable = {
  name: 'registry.act_book',
  columns: [
    'office',
    'kind',
    'year',
    'number',
    'copy_no',
    'begun_on',
    'ended_on',
    'first_record',
    'last_record',
    'sheets',
    'missing_records',
    'lettered_sheets',
    'skipped_sheets',
    'inventory_number',
  ],
  key: ['office', 'kind', 'year', 'number', 'copy_no'],
  given: `
    select place, office, kind, year, number, "copyNo" as copy_no, "begunOn" as begun_on, "endedOn" as ended_on,
      "firstRecord" as first_record, "lastRecord" as last_record, sheets,
      coalesce("missingRecords", '{}') as missing_records, coalesce("letteredSheets", '{}') as lettered_sheets,
      coalesce("skippedSheets", '{}') as skipped_sheets, "inventoryNumber" as inventory_number
    from jsonb_to_recordset($1::jsonb) as b(place integer, office text, kind registry.act_kind, year smallint,
      number integer, "copyNo" smallint, "begunOn" date, "endedOn" date, "firstRecord" text, "lastRecord" text,
      sheets smallint, "missingRecords" text[], "letteredSheets" text[], "skippedSheets" text[],
      "inventoryNumber" integer)`,
}

/** B3: adds books, or corrects what is known of them. */
export function addBooks(sql: Sql, books: readonly ActBook[], rules: RowRules = {}): Promise<readonly RowOutcome[]> {
  return inBatches(books, (values) => writeRows(sql, BOOKS, { ...rules, values }))
}

const COVERAGE: KnownTable = {
  name: 'registry.coverage',
  columns: ['office', 'kind', 'year', 'state'],
  key: ['kind', 'year', 'office'],
  given: `
    select place, office, kind, year, state
    from jsonb_to_recordset($1::jsonb) as c(place integer, office text, kind registry.act_kind, "fromYear" integer,
      "toYear" integer, state text)
    cross join generate_series("fromYear", "toYear") as year`,
}

/** Q3: sets the state of an office and kind for a span of years, both inclusive. */
export function setCoverage(
  sql: Sql,
  coverage: readonly Coverage[],
  rules: RowRules = {},
): Promise<readonly RowOutcome[]> {
  return inBatches(coverage, (values) => writeRows(sql, COVERAGE, { ...rules, values }))
}

const HOLDINGS: KnownTable = {
  name: 'registry.transferred_holding',
  columns: ['office', 'kind', 'year', 'book_number', 'archive', 'act_number', 'act_on', 'fond', 'inventory'],
  key: ['office', 'kind', 'year', 'book_number'],
  nullable: 'book_number',
  given: `
    select place, office, kind, year, "bookNumber" as book_number, archive, "actNumber" as act_number,
      "actOn" as act_on, fond, inventory
    from jsonb_to_recordset($1::jsonb) as h(place integer, office text, kind registry.act_kind, year smallint,
      "bookNumber" integer, archive text, "actNumber" text, "actOn" date, fond text, inventory text)`,
}

/** Adds holdings, or corrects those there are. */
export function addTransferredHoldings(
  sql: Sql,
  holdings: readonly TransferredHolding[],
  rules: RowRules = {},
): Promise<readonly RowOutcome[]> {
  return inBatches(holdings, (values) => writeRows(sql, HOLDINGS, { ...rules, values }))
}

async function inBatches<T, R>(
  all: readonly T[],
  add: (batch: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const results: R[] = []
  for (let from = 0; from < all.length; from += BATCH) results.push(...(await add(all.slice(from, from + BATCH))))
  return results
}
