/** The gateway's store on PostgreSQL: one transaction for state, audit and job; reads beside the transactions. */
import type { Clock } from '../../gateway/ports/clock.ts'
import type { Database, Sql } from '../../gateway/ports/database.ts'
import type { Job, Reads, Store, Work } from '../../gateway/ports/store.ts'
import { auditReads, auditWork } from './audit.ts'
import { caseLists } from './case-lists.ts'
import { caseReads, caseWork } from './cases.ts'
import { fileReads, fileWork } from './case-file.ts'
import { incomingReads, incomingWork } from './incoming.ts'
import { numberWork } from './numbers.ts'
import { outgoingReads, outgoingWork } from './outgoing.ts'
import { searchLimitReads, searchLimitWork } from './search-limits.ts'

export interface StoreOptions {
  readonly database: Database
  /** Enqueues within the transaction whose statements it is given. */
  readonly sendJob: (sql: Sql, job: Job) => Promise<void>
  readonly clock: Clock
  /** Hears of every commit that sent jobs, so that they start at once. */
  readonly onJobsCommitted?: () => void
}

/** The database must have been migrated. Every call throws STORE_UNREACHABLE when there is no connection. */
export function createStore({ database, sendJob, clock, onJobsCommitted }: StoreOptions): Store {
  return {
    async transaction(work) {
      let jobs = 0
      const result = await database.transaction((sql) =>
        work({
          ...createWork(sql, clock),
          async sendJob(job) {
            await sendJob(sql, job)
            jobs++
          },
        }),
      )
      if (jobs > 0) onJobsCommitted?.()
      return result
    },
    reads: createReads(database),
  }
}

function createWork(sql: Sql, clock: Clock): Omit<Work, 'sendJob'> {
  return {
    ...caseWork(sql, clock),
    ...fileWork(sql),
    ...incomingWork(sql),
    ...outgoingWork(sql),
    ...auditWork(sql),
    ...numberWork(sql),
    ...searchLimitWork(sql),
  }
}

function createReads(sql: Sql): Reads {
  return {
    ...caseReads(sql),
    ...caseLists(sql),
    ...fileReads(sql),
    ...incomingReads(sql),
    ...outgoingReads(sql),
    ...auditReads(sql),
    ...searchLimitReads(sql),
  }
}
