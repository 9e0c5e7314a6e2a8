/** Several clients at once, each with one search after the other, in the mix of a working day. */
import { createDraw } from '../../adapters/registry/generate/draw.ts'
import { ascending } from './measurement.ts'
import type { Method } from './methods.ts'
import type { Query } from './queries.ts'

export const MIX = { found: 85, typo: 10, none: 5 } as const
export type Kind = keyof typeof MIX

export interface Load {
  readonly clients: number
  readonly seconds: number
  readonly seed: number
  readonly queries: { readonly [K in Kind]: readonly Query[] }
}

export interface LoadFigures {
  readonly searchesPerSecond: number
  /** Milliseconds, in ascending order. */
  readonly latencies: { readonly [K in Kind]: readonly number[] }
}

export async function runLoad({ clients, seconds, seed, queries }: Load, ask: Method): Promise<LoadFigures> {
  const latencies: { [K in Kind]: number[] } = { found: [], typo: [], none: [] }
  const start = performance.now()
  const end = start + seconds * 1000
  const runClient = async (client: number): Promise<void> => {
    const draw = createDraw()
    draw.restart(seed, client)
    while (performance.now() < end) {
      const kind = kindOf(draw.below(100))
      const query = queries[kind][draw.below(queries[kind].length)]!
      const began = performance.now()
      await ask(query)
      latencies[kind].push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => runClient(client)))
  const took = (performance.now() - start) / 1000
  const all = Object.values(latencies).reduce((sum, { length }) => sum + length, 0)
  const sorted = { found: ascending(latencies.found), typo: ascending(latencies.typo), none: ascending(latencies.none) }
  return { searchesPerSecond: all / took, latencies: sorted }
}

function kindOf(lot: number): Kind {
  if (lot < MIX.found) return 'found'
  return lot < MIX.found + MIX.typo ? 'typo' : 'none'
}
