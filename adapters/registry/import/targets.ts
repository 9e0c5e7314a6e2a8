/** Where rows of each kind go: a batch is written in one transaction, together with what is done alongside. */
import type { Database, Sql, Transaction } from '../../../gateway/ports/database.ts'
import type { PreparedBatch } from '../prepared-act.ts'
import { createBatchWriter } from '../write-acts.ts'

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
            return act.outcome === 'CONFLICT' ? { conflict: conflictText(act.differs) } : act.outcome
          }),
        ),
      ),
  }
}

function conflictText(differs: readonly string[]): string {
  return `another record has this address, with other content: ${differs.join(', ')}; --corrections adds a version`
}

export type AddRows<T> = (sql: Sql, values: readonly T[]) => Promise<void>

/** For tables in which a row takes the place of the one with its key: each is added by itself, in its turn. */
export function tableTarget<T>(database: Database, add: AddRows<T>): Target<readonly T[]> {
  let last: Promise<unknown> = Promise.resolve()
  return {
    write(values, alongside) {
      last = last.then(() =>
        database.transaction(async (transaction) => {
          for (const value of values) await add(transaction, [value])
          await alongside(
            transaction,
            values.map(() => 'ADDED'),
          )
        }),
      )
      last.catch(() => undefined)
      return last
    },
  }
}
