/** How requesters have asked, in memory: every trace is kept as it was given, and counted anew each time. */
import type { Case } from '../../gateway/domain/case.ts'
import {
  DAY_SECONDS,
  HOUR_SECONDS,
  SHARE_OF,
  type SearchLimitCode,
  type SearchUsage,
} from '../../gateway/domain/search-limits.ts'
import type { OrdersRest, SearchLimitWork, SearchTrace } from '../../gateway/ports/search-limits.ts'

export interface LimitTables {
  readonly cases: ReadonlyMap<string, Case>
  readonly traces: SearchTrace[]
  readonly rests: OrdersRest[]
}

export function searchLimitWork(tables: LimitTables): SearchLimitWork {
  return {
    async traceSearch(trace) {
      if (!tables.traces.some(({ caseId }) => caseId === trace.caseId)) tables.traces.push(trace)
      return usageOf(tables, trace)
    },
    async restOrders(rest) {
      if (restsOf(tables, rest.requester, rest.since).includes(rest.limit)) return false
      tables.rests.push(rest)
      return true
    },
  }
}

export function restsOf({ rests }: LimitTables, requester: string, at: Date): readonly SearchLimitCode[] {
  const now = rests.filter((rest) => rest.requester === requester && rest.since <= at && at < rest.until)
  return [...new Set(now.map(({ limit }) => limit))]
}

function usageOf({ traces, cases }: LimitTables, { requester, at, subjects, atMost }: SearchTrace): SearchUsage {
  const seconds = (trace: SearchTrace): number => (at.getTime() - trace.at.getTime()) / 1000
  const recent = traces
    .filter((trace) => trace.requester === requester && seconds(trace) < DAY_SECONDS)
    .flatMap((trace) => trace.subjects.map((subject) => ({ ...subject, ...trace, subject: subject.subject })))
    .toReversed()
    .slice(0, atMost)
  const answered = recent.slice(0, SHARE_OF.atMost).flatMap(({ caseId, subject }) => {
    const found = cases.get(caseId)
    const search = found && 'search' in found ? found.search : undefined
    return search ? [{ subject, absent: search.mark === 'NOT_FOUND' && search.coverage?.full === true }] : []
  })
  return {
    inHour: recent.filter((trace) => seconds(trace) < HOUR_SECONDS).length,
    inDay: recent.length,
    subjects: different(recent),
    unidentified: different(recent.filter(({ identified }) => !identified)),
    alike: subjects
      .flatMap(({ facts }) => facts)
      .map(({ kind, value }) => {
        const sharing = recent.filter(({ facts }) => facts.some((fact) => fact.kind === kind && fact.value === value))
        return { kind, subjects: different(sharing) }
      }),
    searched: different(answered),
    absent: different(answered.filter(({ absent }) => absent)),
  }
}

function different(rows: readonly { readonly subject: string }[]): number {
  return new Set(rows.map(({ subject }) => subject)).size
}
