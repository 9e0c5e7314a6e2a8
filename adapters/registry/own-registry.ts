/** The own registry store as the search sees it. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Database } from '../../gateway/ports/database.ts'
import type { Registry } from '../../gateway/ports/registry.ts'
import { createKnownNames } from './lexicon-keys.ts'
import { findIds } from './search-candidates.ts'
import { readCoverage } from './search-coverage.ts'
import { readRecords } from './search-records.ts'
import { createSurnameScan } from './surname-scan.ts'

export interface OwnRegistry extends Registry {
  /** Ends the thread of the surname scan; a process may also end without. */
  close(): Promise<void>
}

export function createOwnRegistry(database: Database): OwnRegistry {
  const knownNames = createKnownNames(database)
  const scan = createSurnameScan(database)
  return {
    search: (subject, window, method) =>
      answering(async () => {
        const known = await knownNames()
        const { ids, isCut } = await findIds({ subject, window, method }, { sql: database, known, scan })
        return { records: await readRecords(ids, subject.actKind, database), isCut, asOf: known.asOf }
      }),
    getCoverage: (kind, years) => answering(() => readCoverage(kind, years, database)),
    close: () => scan.close(),
  }
}

/** For the search the store is the registry: when it is away, that is no answer and never «no record». */
async function answering<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'STORE_UNREACHABLE') throw error
    throw new GatewayError('REGISTRY_UNREACHABLE', 'the registry store does not answer', { cause: error })
  }
}
