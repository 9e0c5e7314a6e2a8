/**
 * One narrow way to PostgreSQL, with two implementations: a server through `pg`, or PGlite in this process. Dates come
 * back as 'YYYY-MM-DD', instants as Date, bytea as Uint8Array, jsonb parsed, bigint as string.
 */
export interface Sql {
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>
}

export interface Database extends Sql {
  /** Commits when `work` returns, rolls back when it throws. Throws STORE_UNREACHABLE when there is no connection. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  readonly backend: 'postgresql' | 'pglite'
  close(): Promise<void>
}
