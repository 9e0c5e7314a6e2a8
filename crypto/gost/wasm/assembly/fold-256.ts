/**
 * Multiplication modulo a prime near a power of two, 2^260 = fold (mod p), for curves of 256 bits. Ten limbs, written
 * out, since this is where the gateway spends its time; other lengths and primes have loops (fold-512, montgomery).
 *
 * Operands may be sums not yet carried: with limbs within i * 2^26 and j * 2^26, i * j <= 180 keeps the columns in 63
 * bits, with twenty limbs 90; point.ts does not go beyond 60 (100 for the example curve of RFC 7091, where a = 7).
 * Results are carried. The upper columns come down times the fold after one carry of them all, which makes them small.
 */
import { LIMB_BITS, LIMB_MASK } from './layout'

export function multiply256(out: usize, a: usize, b: usize, fold: i64): void {
  const a0 = load<i64>(a)
  const a1 = load<i64>(a, 8)
  const a2 = load<i64>(a, 16)
  const a3 = load<i64>(a, 24)
  const a4 = load<i64>(a, 32)
  const a5 = load<i64>(a, 40)
  const a6 = load<i64>(a, 48)
  const a7 = load<i64>(a, 56)
  const a8 = load<i64>(a, 64)
  const a9 = load<i64>(a, 72)
  const b0 = load<i64>(b)
  const b1 = load<i64>(b, 8)
  const b2 = load<i64>(b, 16)
  const b3 = load<i64>(b, 24)
  const b4 = load<i64>(b, 32)
  const b5 = load<i64>(b, 40)
  const b6 = load<i64>(b, 48)
  const b7 = load<i64>(b, 56)
  const b8 = load<i64>(b, 64)
  const b9 = load<i64>(b, 72)
  let c0 = a0 * b0
  let c1 = a0 * b1 + a1 * b0
  let c2 = a0 * b2 + a1 * b1 + a2 * b0
  let c3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0
  let c4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0
  let c5 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0
  let c6 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0
  let c7 = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0
  let c8 = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0
  let c9 = a0 * b9 + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + a9 * b0
  const c10 = a1 * b9 + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + a9 * b1
  const c11 = a2 * b9 + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + a9 * b2
  const c12 = a3 * b9 + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + a9 * b3
  const c13 = a4 * b9 + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + a9 * b4
  const c14 = a5 * b9 + a6 * b8 + a7 * b7 + a8 * b6 + a9 * b5
  const c15 = a6 * b9 + a7 * b8 + a8 * b7 + a9 * b6
  const c16 = a7 * b9 + a8 * b8 + a9 * b7
  const c17 = a8 * b9 + a9 * b8
  const c18 = a9 * b9

  c0 += fold * (c10 & LIMB_MASK)
  c1 += fold * ((c11 & LIMB_MASK) + (c10 >> LIMB_BITS))
  c2 += fold * ((c12 & LIMB_MASK) + (c11 >> LIMB_BITS))
  c3 += fold * ((c13 & LIMB_MASK) + (c12 >> LIMB_BITS))
  c4 += fold * ((c14 & LIMB_MASK) + (c13 >> LIMB_BITS))
  c5 += fold * ((c15 & LIMB_MASK) + (c14 >> LIMB_BITS))
  c6 += fold * ((c16 & LIMB_MASK) + (c15 >> LIMB_BITS))
  c7 += fold * ((c17 & LIMB_MASK) + (c16 >> LIMB_BITS))
  c8 += fold * ((c18 & LIMB_MASK) + (c17 >> LIMB_BITS))
  c9 += fold * (c18 >> LIMB_BITS)
  c1 += c0 >> LIMB_BITS
  c2 += c1 >> LIMB_BITS
  c3 += c2 >> LIMB_BITS
  c4 += c3 >> LIMB_BITS
  c5 += c4 >> LIMB_BITS
  c6 += c5 >> LIMB_BITS
  c7 += c6 >> LIMB_BITS
  c8 += c7 >> LIMB_BITS
  c9 += c8 >> LIMB_BITS
  c0 = (c0 & LIMB_MASK) + fold * (c9 >> LIMB_BITS)
  c1 = (c1 & LIMB_MASK) + (c0 >> LIMB_BITS)
  store<i64>(out, c0 & LIMB_MASK)
  store<i64>(out, c1 & LIMB_MASK, 8)
  store<i64>(out, (c2 & LIMB_MASK) + (c1 >> LIMB_BITS), 16)
  store<i64>(out, c3 & LIMB_MASK, 24)
  store<i64>(out, c4 & LIMB_MASK, 32)
  store<i64>(out, c5 & LIMB_MASK, 40)
  store<i64>(out, c6 & LIMB_MASK, 48)
  store<i64>(out, c7 & LIMB_MASK, 56)
  store<i64>(out, c8 & LIMB_MASK, 64)
  store<i64>(out, c9 & LIMB_MASK, 72)
}

export function square256(out: usize, a: usize, fold: i64): void {
  const a0 = load<i64>(a)
  const a1 = load<i64>(a, 8)
  const a2 = load<i64>(a, 16)
  const a3 = load<i64>(a, 24)
  const a4 = load<i64>(a, 32)
  const a5 = load<i64>(a, 40)
  const a6 = load<i64>(a, 48)
  const a7 = load<i64>(a, 56)
  const a8 = load<i64>(a, 64)
  const a9 = load<i64>(a, 72)
  const d0 = a0 << 1
  const d1 = a1 << 1
  const d2 = a2 << 1
  const d3 = a3 << 1
  const d4 = a4 << 1
  const d5 = a5 << 1
  const d6 = a6 << 1
  const d7 = a7 << 1
  const d8 = a8 << 1
  let c0 = a0 * a0
  let c1 = d0 * a1
  let c2 = d0 * a2 + a1 * a1
  let c3 = d0 * a3 + d1 * a2
  let c4 = d0 * a4 + d1 * a3 + a2 * a2
  let c5 = d0 * a5 + d1 * a4 + d2 * a3
  let c6 = d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3
  let c7 = d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4
  let c8 = d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4
  let c9 = d0 * a9 + d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5
  const c10 = d1 * a9 + d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5
  const c11 = d2 * a9 + d3 * a8 + d4 * a7 + d5 * a6
  const c12 = d3 * a9 + d4 * a8 + d5 * a7 + a6 * a6
  const c13 = d4 * a9 + d5 * a8 + d6 * a7
  const c14 = d5 * a9 + d6 * a8 + a7 * a7
  const c15 = d6 * a9 + d7 * a8
  const c16 = d7 * a9 + a8 * a8
  const c17 = d8 * a9
  const c18 = a9 * a9

  c0 += fold * (c10 & LIMB_MASK)
  c1 += fold * ((c11 & LIMB_MASK) + (c10 >> LIMB_BITS))
  c2 += fold * ((c12 & LIMB_MASK) + (c11 >> LIMB_BITS))
  c3 += fold * ((c13 & LIMB_MASK) + (c12 >> LIMB_BITS))
  c4 += fold * ((c14 & LIMB_MASK) + (c13 >> LIMB_BITS))
  c5 += fold * ((c15 & LIMB_MASK) + (c14 >> LIMB_BITS))
  c6 += fold * ((c16 & LIMB_MASK) + (c15 >> LIMB_BITS))
  c7 += fold * ((c17 & LIMB_MASK) + (c16 >> LIMB_BITS))
  c8 += fold * ((c18 & LIMB_MASK) + (c17 >> LIMB_BITS))
  c9 += fold * (c18 >> LIMB_BITS)
  c1 += c0 >> LIMB_BITS
  c2 += c1 >> LIMB_BITS
  c3 += c2 >> LIMB_BITS
  c4 += c3 >> LIMB_BITS
  c5 += c4 >> LIMB_BITS
  c6 += c5 >> LIMB_BITS
  c7 += c6 >> LIMB_BITS
  c8 += c7 >> LIMB_BITS
  c9 += c8 >> LIMB_BITS
  c0 = (c0 & LIMB_MASK) + fold * (c9 >> LIMB_BITS)
  c1 = (c1 & LIMB_MASK) + (c0 >> LIMB_BITS)
  store<i64>(out, c0 & LIMB_MASK)
  store<i64>(out, c1 & LIMB_MASK, 8)
  store<i64>(out, (c2 & LIMB_MASK) + (c1 >> LIMB_BITS), 16)
  store<i64>(out, c3 & LIMB_MASK, 24)
  store<i64>(out, c4 & LIMB_MASK, 32)
  store<i64>(out, c5 & LIMB_MASK, 40)
  store<i64>(out, c6 & LIMB_MASK, 48)
  store<i64>(out, c7 & LIMB_MASK, 56)
  store<i64>(out, c8 & LIMB_MASK, 64)
  store<i64>(out, c9 & LIMB_MASK, 72)
}
