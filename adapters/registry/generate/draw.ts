/** Draws for invented data, reproducible and quick; useless for anything secret. */

export interface Draw {
  /** Begins the sequence of this seed and position: whatever was drawn before has no part in it. */
  restart(seed: number, position: number): void
  /** An integer in [0, limit). */
  below(limit: number): number
  /** True so many times in a thousand. */
  perMille(share: number): boolean
}

export type Sampler = (draw: Draw) => number

/** xoroshiro64** of Blackman and Vigna. */
export function createDraw(): Draw {
  let [a, b] = [1, 1]
  const next = (): number => {
    const product = Math.imul(a, 0x9e3779bb)
    const drawn = Math.imul((product << 5) | (product >>> 27), 5) >>> 0
    b ^= a
    a = ((a << 26) | (a >>> 6)) ^ b ^ (b << 9)
    b = (b << 13) | (b >>> 19)
    return drawn / 0x1_0000_0000
  }
  return {
    restart(seed, position) {
      a = mix(position + Math.imul(seed, 0x9e3779b9))
      b = mix(a ^ mix(seed + 0x7f4a7c15)) || 1
    },
    below: (limit) => Math.floor(next() * limit),
    perMille: (share) => next() * 1000 < share,
  }
}

/** Indexes of the weights, each as often as its weight says: Walker's alias method in the form of Vose. */
export function createSampler(weights: readonly number[]): Sampler {
  const size = weights.length
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0)) throw new Error('weights are needed')
  const share = weights.map((weight) => (weight * size) / total)
  const [keep, other] = [new Float64Array(size).fill(1), new Uint32Array(size)]
  const [small, large]: [number[], number[]] = [[], []]
  for (const [index, value] of share.entries()) (value < 1 ? small : large).push(index)
  while (small.length > 0 && large.length > 0) {
    const [poor, rich] = [small.pop()!, large.pop()!]
    keep[poor] = share[poor]!
    other[poor] = rich
    share[rich] = share[rich]! + share[poor]! - 1
    ;(share[rich]! < 1 ? small : large).push(rich)
  }
  return (draw) => {
    const index = draw.below(size)
    return draw.perMille(keep[index]! * 1000) ? index : other[index]!
  }
}

/** The finaliser of MurmurHash3: neighbouring positions get sequences of their own. */
function mix(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
