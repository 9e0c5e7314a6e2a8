/** Where rows of each kind go: a batch is written in one transaction, together with what is done alongside. */
import type { Database, Sql, Transaction } from '../../../gateway/ports/database.ts'
import type { RowOutcome, RowRules } from '../known-rows.ts'
import type { PreparedBatch } from '../prepared-act.ts'
import { createBatchWriter } from '../write-acts.ts'
import type { Bar } from '../write-comparison.ts'
import type { TableRow } from './office-tables.ts'
import { readyBatches, type ReadReady } from './ready-batch.ts'
import type { ReadBatches } from './source.ts'

/** DUPLICATE and CONFLICT: nothing was written. A conflict says why. */
export type Outcome = 'ADDED' | 'DUPLICATE' | 'VERSION' | { readonly conflict: string }

export type Alongside = (transaction: Transaction, outcomes: readonly Outcome[]) => Promise<void>

export interface Target<T> {
  /** Returns when the batch is committed. A batch given meanwhile waits for it, and fails with it. */
  write(batch: T, alongside: Alongside): Promise<unknown>
}

export function actTarget(database: Database, rules: { readonly corrections: boolean }): Target<PreparedBatch> {
  const writer = createBatchWriter(database, rules)
  return {
    write: (batch, alongside) =>
      writer.write(batch, (transaction, written) =>
        alongside(
          transaction,
          written.map((act) => {
            if (act.outcome === 'CORRECTED') return 'VERSION'
            return act.outcome === 'CONFLICT' ? { conflict: conflictText(act) } : act.outcome
          }),
        ),
      ),
  }
}

const BARS: { readonly [B in Bar]: string } = {
  CONTRADICTED: 'and another row of this import states that one',
  RESTRICTED: 'and that one is restricted, which only a row that says restricted=false lifts',
  ANNULLED: 'and that one is annulled, which only a row that says annulled=false or restored=true lifts',
  EARLIER: 'and this is an earlier state of it, by recordVersion or lastChangedOn',
}

function conflictText({ differs, bar }: { readonly differs: readonly string[]; readonly bar?: Bar }): string {
  const remedy = bar ? BARS[bar] : '--again --corrections adds a version'
  return `another record has this address, with other content: ${differs.join(', ')}; ${remedy}`
}

/** A row, and where it comes from: `import N, line M`. */
export interface SourcedRow<T> {
  readonly value: T
  readonly source: string
}

export function sourcedRows<T>(read: ReadBatches<TableRow<T>>): ReadReady<readonly SourcedRow<T>[]> {
  return (from, source) =>
    readyBatches(read(from), (rows) => rows.map(({ value, line }) => ({ value, source: `${source}, line ${line}` })))
}

export type AddRows<T> = (sql: Sql, values: readonly T[], rules: RowRules) => Promise<readonly RowOutcome[]>

/** For tables in which a row takes the place of the one with its key: each is added by itself, in its turn. */
export function tableTarget<T>(database: Database, add: AddRows<T>): Target<readonly SourcedRow<T>[]> {
  let last: Promise<unknown> = Promise.resolve()
  return {
    write(rows, alongside) {
      last = last.then(() =>
        database.transaction(async (transaction) => {
          const outcomes: Outcome[] = []
          for (const { value, source } of rows)
            outcomes.push(...(await add(transaction, [value], { source })).map(outcomeOf))
          await alongside(transaction, outcomes)
        }),
      )
      last.catch(() => undefined)
      return last
    },
  }
}

function outcomeOf(outcome: RowOutcome): Outcome {
  if (typeof outcome === 'string') return outcome
  return { conflict: `another row of the file stands for the same, with other content: ${outcome.contradicts}` }
}
