/** Arithmetic modulo n, the order of G. All of it takes the same steps whatever the numbers are. */
import { n, squareN, upperN } from './curve'
import { ELEMENT, TEMPORARY } from './layout'
import { add, lessMask, moveIf, reduceFully, setSmall, zeroMask } from './limbs'
import { multiplyMontgomery } from './montgomery'

const unit: usize = TEMPORARY + 70 * ELEMENT
const residue: usize = TEMPORARY + 71 * ELEMENT

/** out := a modulo n, for any a that fits its bytes. */
export function reduceScalar(out: usize, a: usize): void {
  setSmall(unit, 1)
  multiplyScalars(out, a, unit)
}

/** out := a modulo n, for an a twice as long, whose upper half is `upper`. */
export function reduceDouble(out: usize, lower: usize, upper: usize): void {
  multiplyMontgomery(upper, upper, upperN, n)
  reduceFully(upper, n)
  reduceScalar(out, lower)
  addScalars(out, out, upper)
}

/** out := a * b modulo n. */
export function multiplyScalars(out: usize, a: usize, b: usize): void {
  multiplyMontgomery(residue, a, squareN, n)
  multiplyMontgomery(out, residue, b, n)
  reduceFully(out, n)
}

/** out := a + b modulo n. */
export function addScalars(out: usize, a: usize, b: usize): void {
  add(out, a, b)
  reduceFully(out, n)
}

/** All ones if a is in 1 .. n-1, else zero. */
export function scalarMask(a: usize): i64 {
  return lessMask(a, n) & ~zeroMask(a)
}

/** A digest as the number e of RFC 7091, section 6.1: modulo n, and one instead of zero. */
export function reduceDigest(out: usize, digest: usize): void {
  setSmall(unit, 1)
  reduceScalar(out, digest)
  moveIf(out, unit, zeroMask(out))
}
