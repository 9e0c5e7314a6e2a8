/**
 * The log of reads (Q9): every read of act records leaves an audit entry with the case, the user, the way and the ids of
 * the records it brought, in the transaction that commits what the step made of them. Names and values are not in it.
 */
import type { Candidates, Registry } from '../ports/registry.ts'
import type { SearchMethod, Window } from '../domain/search.ts'
import type { Evidence } from './move.ts'

/** So many ids stand in an entry; the count is of all. */
const MAX_IDS = 50

export interface LoggedReads {
  /** Answers as the registry it was made from. */
  readonly registry: Registry
  /** One entry per search that was answered so far, also when a later one was not. */
  entries(): readonly Evidence[]
}

export function logReads(registry: Registry): LoggedReads {
  const entries: Evidence[] = []
  return {
    registry: {
      async search(subject, window, method) {
        const candidates = await registry.search(subject, window, method)
        entries.push(entryOf(candidates, { pass: entries.length + 1, window, method }))
        return candidates
      },
      getCoverage: (kind, years) => registry.getCoverage(kind, years),
    },
    entries: () => entries,
  }
}

function entryOf(
  { records, isCut, asOf }: Candidates,
  { pass, window, method }: { pass: number; window: Window; method: SearchMethod },
): Evidence {
  const details = {
    user: 'system',
    pass,
    method,
    window: `${window.from}..${window.to}`,
    asOf,
    count: records.length,
    isCut,
    records: records.slice(0, MAX_IDS).map(({ id }) => id),
  }
  return { event: 'REGISTRY_READ', result: 'OK', details }
}
