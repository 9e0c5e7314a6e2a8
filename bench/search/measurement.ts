/** Queries run one after the other, and what came of them. */
import type { SearchMark } from '../../gateway/domain/search.ts'
import type { Method } from './methods.ts'
import type { Query } from './queries.ts'

export interface Figures {
  readonly queries: number
  readonly found: number
  readonly cut: number
  readonly notFound: number
  /** Answered with the record of somebody else. */
  readonly anothers: number
  /** Milliseconds, in ascending order. */
  readonly latencies: readonly number[]
}

export async function measureQueries(queries: readonly Query[], ask: Method): Promise<Figures> {
  const latencies: number[] = []
  const marks: (SearchMark | undefined)[] = []
  let [found, cut, anothers] = [0, 0, 0]
  for (const query of queries) {
    const start = performance.now()
    const answer = await ask(query)
    latencies.push(performance.now() - start)
    if (await answer.findTruth()) found++
    if (answer.isCut) cut++
    if (answer.isAnothers) anothers++
    marks.push(answer.mark)
  }
  const notFound = marks.filter((mark) => mark === 'NOT_FOUND').length
  return { queries: queries.length, found, cut, notFound, anothers, latencies: ascending(latencies) }
}

/** Caches and compiled code are warm behind this. */
export async function warmUp(queries: readonly Query[], ask: Method): Promise<void> {
  for (const query of queries) await ask(query)
}

/** The value below which so much of the sorted values lies; nearest rank. */
export function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('a percentile of nothing')
  return value
}

export function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b)
}
