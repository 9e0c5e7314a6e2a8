/**
 * Addition and doubling of points in homogeneous coordinates, x = X/Z and y = Y/Z; infinity is (0 : 1 : 0).
 *
 * Addition is complete on the prime subgroup (Renes, Costello, Batina, «Complete addition formulas for prime order
 * elliptic curves», 2016, algorithm 1): equal points, opposite points and infinity need no case of their own, so there
 * is no branch to leak and none to forget. Outside the subgroup it may give (0 : 0 : 0), which stays itself in every
 * further step and is no point: whoever asks for a result refuses it.
 *
 * Sums are carried only where the room of a product demands it (fold-256).
 */
import { a, fold, one } from './curve'
import { multiply, multiplyBy3B, square } from './field'
import { ELEMENT, POINT, TEMPORARY, X, Y, Z } from './layout'
import { add, carryFolded, combine, copy, setSmall, subtract } from './limbs'

const xx: usize = TEMPORARY + 22 * ELEMENT
const yy: usize = TEMPORARY + 23 * ELEMENT
const zz: usize = TEMPORARY + 24 * ELEMENT
const xy: usize = TEMPORARY + 25 * ELEMENT
const xz: usize = TEMPORARY + 26 * ELEMENT
const yz: usize = TEMPORARY + 27 * ELEMENT
const u: usize = TEMPORARY + 28 * ELEMENT
const m: usize = TEMPORARY + 29 * ELEMENT
const w: usize = TEMPORARY + 30 * ELEMENT
const s: usize = TEMPORARY + 31 * ELEMENT
const t: usize = TEMPORARY + 32 * ELEMENT

export function setInfinity(point: usize): void {
  setSmall(point + X, 0)
  copy(point + Y, one)
  setSmall(point + Z, 0)
}

export function copyPoint(out: usize, point: usize): void {
  memory.copy(out, point, POINT)
}

/** left := left + right. */
export function addPoint(left: usize, right: usize): void {
  multiply(xx, left + X, right + X)
  multiply(yy, left + Y, right + Y)
  multiply(zz, left + Z, right + Z)
  crossProduct(xz, left + X, left + Z, right + X, right + Z)
  subtract(xz, xz, xx)
  subtract(xz, xz, zz)
  crossProduct(yz, left + Y, left + Z, right + Y, right + Z)
  subtract(yz, yz, yy)
  subtract(yz, yz, zz)
  finishAddition(left, right)
}

/** left := left + right, where right has Z = 1: one multiplication less, and fewer sums. */
export function addAffine(left: usize, right: usize): void {
  multiply(xx, left + X, right + X)
  multiply(yy, left + Y, right + Y)
  copy(zz, left + Z)
  multiply(xz, right + X, zz)
  add(xz, xz, left + X)
  multiply(yz, right + Y, zz)
  add(yz, yz, left + Y)
  finishAddition(left, right)
}

/** (i + j)(k + l), of which the mixed products are wanted. */
function crossProduct(out: usize, i: usize, j: usize, k: usize, l: usize): void {
  add(s, i, j)
  add(t, k, l)
  multiply(out, s, t)
}

/** The part of the addition that is symmetric; xz is X1 Z2 + X2 Z1, and yz likewise. */
function finishAddition(left: usize, right: usize): void {
  crossProduct(xy, left + X, left + Y, right + X, right + Y)
  subtract(xy, xy, xx)
  subtract(xy, xy, yy)
  // u = a xz + 3b zz
  multiplyBy3B(u, zz)
  combine(u, u, 1, xz, a)
  carryFolded(u, fold)
  // m = 3xx + a zz
  combine(m, xx, 3, zz, a)
  // w = a (xx - a zz) + 3b xz
  multiplyBy3B(w, xz)
  combine(t, xx, a, zz, -a * a)
  add(w, w, t)
  carryFolded(w, fold)
  // X = xy (yy - u) - yz w;  Y = (yy + u)(yy - u) + m w;  Z = yz (yy + u) + xy m
  subtract(s, yy, u)
  add(t, yy, u)
  multiply(left + Y, t, s)
  multiply(left + X, xy, s)
  multiply(left + Z, yz, t)
  multiply(s, yz, w)
  subtract(left + X, left + X, s)
  multiply(s, m, w)
  add(left + Y, left + Y, s)
  multiply(s, xy, m)
  add(left + Z, left + Z, s)
}

/**
 * point := 2 * point (Bernstein and Lange, Explicit-Formulas Database, dbl-2007-bl). Right for every point but
 * infinity, of which it makes (0 : 0 : 0); nothing here ever doubles infinity.
 */
export function double(point: usize): void {
  const x = point + X
  const y = point + Y
  const z = point + Z
  square(xx, x)
  square(zz, z)
  combine(w, xx, 3, zz, a)
  multiply(s, y, z)
  add(s, s, s)
  multiply(yz, y, s)
  square(t, yz)
  add(m, x, yz)
  square(m, m)
  subtract(m, m, xx)
  subtract(m, m, t)
  square(u, w)
  subtract(u, u, m)
  subtract(u, u, m)
  multiply(x, u, s)
  square(z, s)
  multiply(z, z, s)
  subtract(m, m, u)
  multiply(y, w, m)
  subtract(y, y, t)
  subtract(y, y, t)
}
