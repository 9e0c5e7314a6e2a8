/** Multiplication modulo a prime near a power of two, 2^520 = fold (mod p), for curves of 512 bits; see fold-256. */
import { COLUMNS, ELEMENT, LIMB_BITS, LIMB_MASK } from './layout'
import { carryFolded } from './limbs'
import { addMultiple } from './montgomery'

/** out := a * b. */
export function multiply512(out: usize, a: usize, b: usize, fold: i64): void {
  memory.fill(COLUMNS, 0, 2 * ELEMENT)
  for (let i: usize = 0; i < ELEMENT; i += 8) addMultiple(COLUMNS + i, load<i64>(a + i), b)
  let over: i64 = 0
  for (let i: usize = 0; i < ELEMENT; i += 8) {
    const high = load<i64>(COLUMNS + ELEMENT + i)
    store<i64>(out + i, load<i64>(COLUMNS + i) + fold * ((high & LIMB_MASK) + over))
    over = high >> LIMB_BITS
  }
  carryFolded(out, fold)
}
