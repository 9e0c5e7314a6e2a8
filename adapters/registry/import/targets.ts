/** Where rows of each kind go: a batch is written in one transaction, together with what is done alongside. */
import type { Database, Sql, Transaction } from '../../../gateway/ports/database.ts'
import type { NewAct } from '../new-act.ts'
import { createActWriter } from '../write-acts.ts'

/** DUPLICATE and CONFLICT: nothing was written. A conflict says why. */
export type Outcome = 'ADDED' | 'DUPLICATE' | 'VERSION' | { readonly conflict: string }

export type Alongside = (transaction: Transaction, outcomes: readonly Outcome[]) => Promise<void>

export interface Target<T> {
  /** Returns when the batch is committed. A batch given meanwhile waits for it, and fails with it. */
  write(values: readonly T[], alongside: Alongside): Promise<unknown>
}

export function actTarget(database: Database, rules: { readonly corrections: boolean }): Target<NewAct> {
  const writer = createActWriter(database, rules)
  return {
    write: (acts, alongside) =>
      writer.write(acts, (transaction, written) =>
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

/** For tables in which a row takes the place of the one with its key: each is added by itself, in its turn. */
export function tableTarget<T>(database: Database, add: (sql: Sql, values: readonly T[]) => Promise<void>): Target<T> {
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
