/**
 * Montgomery multiplication modulo any odd number (Handbook of Applied Cryptography, 14.36), limb by limb: for orders,
 * and for primes of no special form. The radix has one limb more than the numbers, 2^286 or 2^546, so much that results
 * need no final subtraction before they are multiplied again, nor do sums need a carry.
 */
import { COLUMNS, ELEMENT, LIMB_BITS, LIMB_MASK } from './layout'
import { carry, span } from './limbs'

/** -1/modulus modulo 2^26 lies in the word before a modulus. */
const INVERSE: usize = 8

/** out := a * b / radix modulo `modulus`, carried, between -modulus and 2 * modulus; operands as in fold-256. */
export function multiplyMontgomery(out: usize, a: usize, b: usize, modulus: usize): void {
  memory.fill(COLUMNS, 0, 3 * ELEMENT)
  for (let i: usize = 0; i < span; i += 8) addMultiple(COLUMNS + i, load<i64>(a + i), b)
  const inverse = load<i64>(modulus - INVERSE)
  for (let i: usize = 0; i <= span; i += 8) {
    const column = COLUMNS + i
    addMultiple(column, ((load<i64>(column) & LIMB_MASK) * inverse) & LIMB_MASK, modulus)
    store<i64>(column + 8, load<i64>(column + 8) + (load<i64>(column) >> LIMB_BITS))
  }
  memory.copy(out, COLUMNS + span + 8, span)
  carry(out)
}

/** Adds factor * b to the columns. */
export function addMultiple(to: usize, factor: i64, b: usize): void {
  const end = b + span
  while (b < end) {
    store<i64>(to, load<i64>(to) + factor * load<i64>(b))
    store<i64>(to, load<i64>(to, 8) + factor * load<i64>(b, 8), 8)
    store<i64>(to, load<i64>(to, 16) + factor * load<i64>(b, 16), 16)
    store<i64>(to, load<i64>(to, 24) + factor * load<i64>(b, 24), 24)
    store<i64>(to, load<i64>(to, 32) + factor * load<i64>(b, 32), 32)
    to += 40
    b += 40
  }
}
