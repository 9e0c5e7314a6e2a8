/**
 * 1/a modulo n for numbers that may be known: Kaliski's almost inverse («The Montgomery inverse and its applications»,
 * 1995), a binary Euclid that branches on every bit. Verification needs it, signing does not.
 */
import { n } from './curve'
import { ELEMENT, LIMB_BITS, TEMPORARY } from './layout'
import { bytes, pack, setSmall, span, unpack } from './limbs'
import { multiplyMontgomery } from './montgomery'
import { reduceScalar } from './scalar'

/** Here numbers are words of 64 bits, least significant first. */
const u: usize = TEMPORARY + 72 * ELEMENT
const v: usize = TEMPORARY + 73 * ELEMENT
const r: usize = TEMPORARY + 74 * ELEMENT
const s: usize = TEMPORARY + 75 * ELEMENT
const factor: usize = TEMPORARY + 76 * ELEMENT

/** out := 1/a modulo n, for a in 1 .. n-1. */
export function invertPublicScalar(out: usize, a: usize): void {
  pack(u, n)
  pack(v, a)
  memory.fill(r, 0, 2 * ELEMENT)
  store<u64>(s, 1)
  // Throughout, s u + r v = n, and a s = 2^doublings v, a r = -2^doublings u modulo n.
  let doublings = halve(v, r)
  for (let order = compare(u, v); order !== 0; order = compare(u, v)) {
    if (order > 0) {
      subtractWords(u, v)
      addWords(r, s)
      doublings += halve(u, s)
    } else {
      subtractWords(v, u)
      addWords(s, r)
      doublings += halve(v, r)
    }
  }
  unpack(out, s)
  divideByPowerOfTwo(out, doublings)
}

/**
 * Montgomery multiplication by 2^(radix bits - k) divides by 2^k. It is done in two halves, neither of which is too small
 * for its factor to fit: r + s grows from 1 to n, at most threefold with each doubling, so log3(n) doublings there are.
 */
function divideByPowerOfTwo(a: usize, power: i32): void {
  divide(a, power >> 1)
  divide(a, power - (power >> 1))
  reduceScalar(a, a)
}

function divide(a: usize, power: i32): void {
  const radixBits = <i32>((((<i64>span) >> 3) + 1) * LIMB_BITS)
  setPowerOfTwo(factor, radixBits - power)
  multiplyMontgomery(a, a, factor, n)
}

function setPowerOfTwo(out: usize, exponent: i32): void {
  setSmall(out, 0)
  const limb = exponent / <i32>LIMB_BITS
  store<i64>(out + (limb << 3), (<i64>1) << (exponent % <i32>LIMB_BITS))
}

/** Removes the factors of two from `even`, gives them to `other`, and says how many they were. */
function halve(even: usize, other: usize): i32 {
  let count = 0
  while ((load<u8>(even) & 1) === 0) {
    const shift = min(63, <i32>ctz(load<u64>(even)))
    let above: u64 = 0
    for (let i = <isize>bytes - 8; i >= 0; i -= 8) {
      const word = load<u64>(even + i)
      store<u64>(even + i, (word >> shift) | above)
      above = word << (64 - shift)
    }
    let below: u64 = 0
    for (let i: usize = 0; i < bytes; i += 8) {
      const word = load<u64>(other + i)
      store<u64>(other + i, (word << shift) | below)
      below = word >> (64 - shift)
    }
    count += shift
  }
  return count
}

function compare(left: usize, right: usize): i32 {
  for (let i = <isize>bytes - 8; i >= 0; i -= 8) {
    const a = load<u64>(left + i)
    const b = load<u64>(right + i)
    if (a !== b) return a > b ? 1 : -1
  }
  return 0
}

function addWords(sum: usize, addend: usize): void {
  let over: u64 = 0
  for (let i: usize = 0; i < bytes; i += 8) {
    const a = load<u64>(sum + i)
    const b = load<u64>(addend + i)
    const total = a + b + over
    store<u64>(sum + i, total)
    over = u64(total < a || (over !== 0 && total === a))
  }
}

function subtractWords(difference: usize, subtrahend: usize): void {
  let borrow: u64 = 0
  for (let i: usize = 0; i < bytes; i += 8) {
    const a = load<u64>(difference + i)
    const b = load<u64>(subtrahend + i)
    store<u64>(difference + i, a - b - borrow)
    borrow = u64(a < b || (borrow !== 0 && a === b))
  }
}
