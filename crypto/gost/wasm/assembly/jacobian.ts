/**
 * Addition in Jacobian coordinates, x = X/Z^2 and y = Y/Z^3 (Bernstein and Lange, Explicit-Formulas Database,
 * madd-2004-hmv): a quarter less work than the complete addition of point.ts, for points that may be known.
 *
 * Equal and opposite points and infinity are not known to it: it makes Z = 0 of them, and Z = 0 stays through every
 * further step. So whoever finds another Z in the end has the right sum; with Z = 0 it has to be reckoned again.
 */
import { multiply, square } from './field'
import { ELEMENT, TEMPORARY, X, Y, Z } from './layout'
import { subtract } from './limbs'

// Those of point.ts, which is never at work at the same time.
const zz: usize = TEMPORARY + 22 * ELEMENT
const h: usize = TEMPORARY + 23 * ELEMENT
const hh: usize = TEMPORARY + 24 * ELEMENT
const hhh: usize = TEMPORARY + 25 * ELEMENT
const v: usize = TEMPORARY + 26 * ELEMENT
const r: usize = TEMPORARY + 27 * ELEMENT

/** left := left + right, where right has Z = 1. */
export function addToJacobian(left: usize, right: usize): void {
  const x = left + X
  const y = left + Y
  const z = left + Z
  square(zz, z)
  multiply(h, right + X, zz)
  subtract(h, h, x)
  multiply(r, z, zz)
  multiply(r, r, right + Y)
  subtract(r, r, y)
  multiply(z, z, h)
  square(hh, h)
  multiply(hhh, h, hh)
  multiply(v, x, hh)
  // x = r^2 - h^3 - 2v;  y = r (v - x) - y h^3
  square(x, r)
  subtract(x, x, hhh)
  subtract(x, x, v)
  subtract(x, x, v)
  subtract(v, v, x)
  multiply(v, v, r)
  multiply(y, y, hhh)
  subtract(y, v, y)
}
