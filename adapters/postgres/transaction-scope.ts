/**
 * Keeps statements of a transaction and statements beside it apart. Beside a running transaction of the same caller,
 * PGlite would wait for ever and a server would see other data, so both backends refuse it as the bug it is.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Transaction } from '../../gateway/ports/database.ts'

export interface TransactionScope {
  /** Runs `work` with statements that end with it. */
  run<T>(statements: Transaction, work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Throws inside a transaction. */
  refuseInside(): void
}

export function createTransactionScope(): TransactionScope {
  const current = new AsyncLocalStorage<{ open: boolean }>()
  return {
    async run(statements, work) {
      const scope = { open: true }
      const refuseAfter = (): void => {
        if (!scope.open) throw new Error('a statement was sent after its transaction had ended')
      }
      const transaction: Transaction = {
        async query(text, parameters) {
          refuseAfter()
          return statements.query(text, parameters)
        },
        async copyIn(into, text) {
          refuseAfter()
          await statements.copyIn(into, text)
        },
      }
      try {
        return await current.run(scope, () => work(transaction))
      } finally {
        scope.open = false
      }
    },
    refuseInside() {
      if (current.getStore()?.open)
        throw new Error('the database was used beside a running transaction: use the transaction itself')
    },
  }
}
