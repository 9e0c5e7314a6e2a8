/**
 * One narrow way to PostgreSQL, with two implementations: a server through `pg`, or PGlite in this process. Dates come
 * back as 'YYYY-MM-DD', instants as Date, bytea as Uint8Array, jsonb parsed, bigint as string.
 */
export interface Sql {
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>
}

export interface Transaction extends Sql {
  /**
   * Adds many rows by COPY. `text` is COPY's text format (columns apart by tabs, rows ended by line feeds, \N for null),
   * cut anywhere; what it throws breaks the COPY off and is thrown on. PGlite holds the whole text and blocks the
   * process while it reads it, so batches for it stay small.
   */
  copyIn(into: CopyTarget, text: CopyText): Promise<void>
}

/** Bytes are UTF-8. */
export type CopyText = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

/** Names as SQL writes them; never a stranger's text. */
export interface CopyTarget {
  readonly table: string
  readonly columns: readonly string[]
}

export interface Database extends Sql {
  /** Commits when `work` returns, rolls back when it throws. Throws STORE_UNREACHABLE when there is no connection. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  readonly backend: 'postgresql' | 'pglite'
  close(): Promise<void>
}
