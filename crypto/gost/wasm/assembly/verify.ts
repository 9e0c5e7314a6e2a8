/**
 * Verification of a signature (RFC 7091, section 6.2) and of public keys. Everything here may be known to anybody, so
 * these are free to branch.
 */
import { enterX, enterY, hasCofactor, n, one, p, tableOfG, useCurve } from './curve'
import { isZero, multiply, multiplyBy3B, multiplyByA, scale, square } from './field'
import { invertPublicScalar } from './inversion'
import { multiplyPoint } from './ladder'
import { digestAt, ELEMENT, pointAt, signatureAt, TEMPORARY, X, Y, Z } from './layout'
import { add, bytes, carry, copy, lessMask, reverseBytes, subtract, unpack } from './limbs'
import { setInfinity } from './point'
import { multiplyScalars, reduceDigest, scalarMask } from './scalar'
import { addMultiple, addMultipleToJacobian, buildTable } from './table'

const key: usize = TEMPORARY + 77 * ELEMENT
const sum: usize = TEMPORARY + 80 * ELEMENT
const r: usize = TEMPORARY + 83 * ELEMENT
const s: usize = TEMPORARY + 84 * ELEMENT
const e: usize = TEMPORARY + 85 * ELEMENT
const t: usize = TEMPORARY + 86 * ELEMENT
const reversed: usize = TEMPORARY + 87 * ELEMENT

/** Whether the exchanged signature is one of the exchanged key, proved before; `table` is 0 if the key has none. */
export function verify(curve: usize, table: usize): bool {
  useCurve(curve)
  readNumber(s, signatureAt)
  readNumber(r, signatureAt + bytes)
  if (scalarMask(s) === 0 || scalarMask(r) === 0) return false
  unpack(e, digestAt)
  reduceDigest(e, e)
  invertPublicScalar(e, e)
  // z1 G + z2 Q with z1 = s / e and z2 = -r / e
  multiplyScalars(s, s, e)
  subtract(t, n, r)
  carry(t)
  multiplyScalars(t, t, e)
  if (table === 0) {
    readPoint(key)
    multiplyPoint(sum, key, t)
  } else {
    addMultipleToJacobian(sum, table, t, true)
    addMultipleToJacobian(sum, tableOfG, s, false)
    if (!isZero(sum + Z)) {
      square(sum + Z, sum + Z)
      return isAbscissa(r, sum)
    }
    // Two points met that the quick addition does not know: hardly ever, unless somebody wants them to.
    setInfinity(sum)
    addMultiple(sum, table, t)
  }
  addMultiple(sum, tableOfG, s)
  return !isZero(sum + Z) && isAbscissa(r, sum)
}

/** Whether x of the point is r modulo n. No division: x = X/Z is one of r, r + n, r + 2n ... that are less than p. */
function isAbscissa(number: usize, point: usize): bool {
  copy(e, number)
  for (; lessMask(e, p) !== 0; add(e, e, n), carry(e)) {
    multiply(t, e, enterX)
    multiply(t, t, point + Z)
    subtract(t, t, point + X)
    if (isZero(t)) return true
  }
  return false
}

/** Whether the exchanged point is one of the prime subgroup other than infinity. */
export function provePoint(curve: usize): bool {
  useCurve(curve)
  unpack(s, pointAt)
  unpack(t, pointAt + bytes)
  if (lessMask(s, p) === 0 || lessMask(t, p) === 0) return false
  readPoint(key)
  if (!isOnCurve(key)) return false
  if (!hasCofactor) return true
  multiplyPoint(sum, key, n)
  // (0 : y : 0) with y other than zero: see point.ts on what a point outside the subgroup may lead to.
  return isZero(sum + X) && isZero(sum + Z) && !isZero(sum + Y)
}

/** 3y^2 = 3x^3 + 3ax + 3b: the curve's constant is 3b. */
function isOnCurve(point: usize): bool {
  square(t, point + X)
  multiplyByA(s, one)
  add(t, t, s)
  multiply(t, t, point + X)
  square(s, point + Y)
  subtract(t, t, s)
  scale(t, t, 3)
  multiplyBy3B(s, one)
  add(t, t, s)
  return isZero(t)
}

/** Fills a table for the exchanged point, proved before. */
export function makeTable(curve: usize, table: usize): void {
  useCurve(curve)
  readPoint(key)
  buildTable(table, key)
}

/** The exchanged point, onto the curve we reckon on. */
export function readPoint(out: usize): void {
  unpack(out + X, pointAt)
  multiply(out + X, out + X, enterX)
  unpack(out + Y, pointAt + bytes)
  multiply(out + Y, out + Y, enterY)
  copy(out + Z, one)
}

/** A big-endian number. */
function readNumber(out: usize, from: usize): void {
  reverseBytes(reversed, from)
  unpack(out, reversed)
}
