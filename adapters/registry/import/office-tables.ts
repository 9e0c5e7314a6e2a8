/** Offices, and what is known of their books, from CSV: a row takes the place of the one with its key. */
import type { ActBook, Coverage, TransferredHolding } from '../add-acts.ts'
import type { ActRules } from './check-act.ts'
import type { TableReader } from './csv-table.ts'
import { COPY_NO, COUNT, DAY, KIND, lineUpTo, textUpTo, YEAR, type ValueKind } from './act-values.ts'
import type { Rejection } from './source.ts'

export interface Office {
  readonly code: string
  readonly name: string
}

export interface TableRow<T> {
  readonly value: T
  /** At which it begins. */
  readonly line: number
}

type Offices = Pick<ActRules, 'offices'>

export const officeTable: TableReader<TableRow<Office>> = tableOf<Office>({
  needed: { code: lineUpTo(50), name: textUpTo(500) },
  optional: {},
})

/** A span of years, both ends inclusive. */
export function coverageTable(rules: Offices): TableReader<TableRow<Coverage>> {
  return tableOf<Coverage>({
    needed: { office: officeOf(rules), kind: KIND, fromYear: YEAR, toYear: YEAR, state: STATE },
    optional: {},
    check: ({ fromYear, toYear }) =>
      fromYear <= toYear ? undefined : { field: 'toYear', reason: 'lies before fromYear' },
  })
}

export function holdingTable(rules: Offices): TableReader<TableRow<TransferredHolding>> {
  return tableOf<TransferredHolding>({
    needed: {
      office: officeOf(rules),
      kind: KIND,
      year: YEAR,
      archive: textUpTo(500),
      actNumber: lineUpTo(50),
      actOn: DAY,
      fond: lineUpTo(50),
      inventory: lineUpTo(50),
    },
    optional: { bookNumber: COUNT },
  })
}

export function bookTable(rules: Offices): TableReader<TableRow<ActBook>> {
  return tableOf<ActBook>({
    needed: { office: officeOf(rules), kind: KIND, year: YEAR, number: COUNT, copyNo: COPY_NO },
    optional: {
      begunOn: DAY,
      endedOn: DAY,
      firstRecord: lineUpTo(50),
      lastRecord: lineUpTo(50),
      sheets: SHEETS,
      missingRecords: LIST,
      letteredSheets: LIST,
      skippedSheets: LIST,
      inventoryNumber: COUNT,
    },
  })
}

const STATES = ['FULL', 'PARTIAL', 'NONE', 'NOT_EXISTING'] as const
const STATE: ValueKind<Coverage['state']> = {
  parse: (text) => STATES.find((state) => state === text),
  rule: `is none of ${STATES.join(', ')}`,
}

const MAX_SHEETS = 250
const SHEETS: ValueKind<number> = {
  parse(text) {
    const sheets = COUNT.parse(text)
    return sheets !== undefined && sheets <= MAX_SHEETS ? sheets : undefined
  },
  rule: `is not a whole number from 1 to ${MAX_SHEETS} (S2 ¶17)`,
}

const LIST_TEXT = lineUpTo(4000)
const LIST: ValueKind<readonly string[]> = {
  parse: (text) =>
    LIST_TEXT.parse(text)
      ?.split(/\s+/)
      .filter((part) => part !== ''),
  rule: LIST_TEXT.rule,
}

function officeOf({ offices }: Offices): ValueKind<string> {
  return {
    parse: (text) => (offices.has(text) ? text : undefined),
    rule: 'is no office that the store knows',
  }
}

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T]

interface Columns<T> {
  readonly needed: { readonly [K in RequiredKeys<T>]: ValueKind<T[K]> }
  readonly optional: { readonly [K in Exclude<keyof T, RequiredKeys<T>>]: ValueKind<NonNullable<T[K]>> }
  readonly check?: (value: T) => Rejection | undefined
}

function tableOf<T>({ needed, optional, check }: Columns<T>): TableReader<TableRow<T>> {
  const kinds = new Map<string, ValueKind<unknown>>(Object.entries({ ...needed, ...optional }))
  const must = Object.keys(needed)
  return {
    columns: new Set(kinds.keys()),
    needed: must.map((column) => [column]),
    rowReader: (columns) => (texts, line) => {
      const value: Record<string, unknown> = {}
      for (const [index, column] of columns.entries()) {
        const text = texts[index]?.trim() ?? ''
        if (text === '' && must.includes(column)) return { field: column, reason: 'is missing' }
        if (text === '') continue
        const kind = kinds.get(column)
        value[column] = kind?.parse(text)
        if (value[column] === undefined) return { field: column, reason: kind?.rule ?? '' }
      }
      return check?.(value as T) ?? { value: value as T, line }
    },
  }
}
