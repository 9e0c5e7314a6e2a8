/** Which kills a run consists of: listed points in an order drawn from the seed, then random times under load. */
import { seeded } from '../support/builders.ts'
import type { KillOrder } from './kill-at.ts'
import { formatKillPoint, type KillPoint } from './kill-points.ts'

export type Kill =
  | { readonly kind: 'POINT'; readonly order: KillOrder }
  /** So long after the gateway began to serve, or after its process was started. */
  | { readonly kind: 'TIME'; readonly from: 'SERVING' | 'START'; readonly afterMs: number }

const MAX_NTH = 3
const SERVING_MS = { least: 20, most: 1_500 }
/** A start takes about a second: migration, queue, sweep, first work, and the first agencies. */
const START_MS = { least: 50, most: 1_200 }
/** One in so many kills at random times hits the start. */
const START_IN = 5

export interface PlanOptions {
  readonly seed: number
  readonly points: readonly KillPoint[]
  /** How many kills at random times follow. */
  readonly times: number
}

/** Equal for equal options. */
export function planKills({ seed, points, times }: PlanOptions): readonly Kill[] {
  const random = seeded(seed)
  const between = ({ least, most }: { least: number; most: number }): number => least + random.below(most - least)
  const shuffled = points
    .map((point) => ({ point, place: random.below(1_000_000), nth: 1 + random.below(MAX_NTH) }))
    .toSorted((a, b) => a.place - b.place)
  const atPoints = shuffled.map(({ point, nth }): Kill => ({ kind: 'POINT', order: { ...point, nth } }))
  const atTimes = Array.from({ length: times }, (): Kill => {
    const from = random.below(START_IN) === 0 ? 'START' : 'SERVING'
    return { kind: 'TIME', from, afterMs: between(from === 'START' ? START_MS : SERVING_MS) }
  })
  return [...atPoints, ...atTimes]
}

export function describeKill(kill: Kill): string {
  if (kill.kind === 'POINT') return `${formatKillPoint(kill.order)} no. ${kill.order.nth}`
  return `${kill.afterMs} ms after ${kill.from === 'START' ? 'the start of the process' : 'it began to serve'}`
}
