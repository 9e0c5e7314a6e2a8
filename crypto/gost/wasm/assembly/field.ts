/** Arithmetic modulo p, the prime of the curve in use. */
import { a, exponent, fold, one, p, smallTripleB, topBits, tripleB } from './curve'
import { multiply256, square256 } from './fold-256'
import { multiply512 } from './fold-512'
import { ELEMENT, LIMB_BITS, TEMPORARY } from './layout'
import { bytes, carryFolded, copy, reduceFully, span, zeroMask } from './limbs'
import { multiplyMontgomery } from './montgomery'

const reduced: usize = TEMPORARY + 4 * ELEMENT
const power: usize = TEMPORARY + 5 * ELEMENT
/** Sixteen numbers. */
const powers: usize = TEMPORARY + 6 * ELEMENT

export function multiply(out: usize, left: usize, right: usize): void {
  if (fold === 0) multiplyMontgomery(out, left, right, p)
  else if (span === 80) multiply256(out, left, right, fold)
  else multiply512(out, left, right, fold)
}

export function square(out: usize, x: usize): void {
  if (fold !== 0 && span === 80) square256(out, x, fold)
  else multiply(out, x, x)
}

/** out := x * factor, for factors of at most 20 bits (two when there is no fold to bring down what is over). */
export function scale(out: usize, x: usize, factor: i64): void {
  for (let i: usize = 0; i < span; i += 8) store<i64>(out + i, load<i64>(x + i) * factor)
  carryFolded(out, fold)
}

export function multiplyByA(out: usize, x: usize): void {
  scale(out, x, a)
}

export function multiplyBy3B(out: usize, x: usize): void {
  if (smallTripleB !== 0) scale(out, x, smallTripleB)
  else multiply(out, x, tripleB)
}

/** out := x * factor in 0 .. p-1: the one form in which numbers can be compared and shown. */
export function multiplyFully(out: usize, x: usize, factor: usize): void {
  multiply(out, x, factor)
  if (fold !== 0) foldTop(out)
  reduceFully(out, p)
}

/** Brings what lies above the power of two near p down, so that less than 2p is left. */
function foldTop(x: usize): void {
  const top = load<i64>(x + span - 8)
  store<i64>(x + span - 8, top & (((<i64>1) << topBits) - 1))
  store<i64>(x, load<i64>(x) + (top >> topBits) * (fold >> (LIMB_BITS - topBits)))
}

/** Whether x is zero modulo p: for what may be known, not for secrets. */
export function isZero(x: usize): bool {
  multiplyFully(reduced, x, one)
  return zeroMask(reduced) !== 0
}

/** out := 1/x as x^(p-2): four bits of the exponent at a time, the same steps for every x. 0 gives 0. */
export function invert(out: usize, x: usize): void {
  copy(powers, one)
  for (let i: usize = 1; i < 16; i++) multiply(powers + i * ELEMENT, powers + (i - 1) * ELEMENT, x)
  copy(power, one)
  for (let nibble = <isize>(bytes << 1) - 1; nibble >= 0; nibble--) {
    for (let i = 0; i < 4; i++) square(power, power)
    const digit = (load<u8>(exponent + (nibble >> 1)) >> ((<u8>(nibble & 1)) << 2)) & 15
    multiply(power, power, powers + <usize>digit * ELEMENT)
  }
  copy(out, power)
}
