/** Chance that can be repeated: the same seed gives the same choices. */
export interface Random {
  /** A whole number in 0..limit-1. */
  below(limit: number): number
  /** Throws NothingToPick. */
  pick<T>(items: readonly T[]): T
  chance(probability: number): boolean
}

export class NothingToPick extends Error {}

/** A source of its own for each case, so that any case can be repeated alone (mulberry32). */
export function createRandom(seed: number, index = 0): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new NothingToPick()
      return items[below(items.length)] as T
    },
    chance: (probability) => next() < probability,
  }
}
