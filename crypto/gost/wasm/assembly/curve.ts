/**
 * The curve in use: where its constants lie. The caller computes them (curve-constants.ts) and writes them once.
 *
 * Points are kept on an isomorphic curve y^2 = x^3 + ax + b whose a is a small number, and, for a prime without a
 * special form, as Montgomery residues; coordinates come in and go out by a factor each.
 */
import { ELEMENT } from './layout'
import { setLength } from './limbs'

let context: usize = 0

/** 2^260 or 2^520 modulo p, if it is small; 0 makes the field use Montgomery multiplication. */
export let fold: i64 = 0
export let a: i64 = 0
/** 3b if it is small, else 0: then it is the constant `tripleB`. */
export let smallTripleB: i64 = 0
/** With a fold: p is near 2^(26i + topBits), i being the number of limbs but one. */
export let topBits: i64 = 0
export let hasCofactor: bool = false
/** Odd multiples of G: see table.ts. */
export let tableOfG: usize = 0

const CONSTANTS: usize = 64
/** Before each constant lies a word: of a modulus, what Montgomery multiplication needs. */
const STRIDE: usize = ELEMENT + 8

export let p: usize = 0
export let n: usize = 0
/** The square of the Montgomery radix modulo n. */
export let squareN: usize = 0
/** The Montgomery radix times 2^256 (2^512 for 64 bytes) modulo n. */
export let upperN: usize = 0
export let one: usize = 0
export let tripleB: usize = 0
export let enterX: usize = 0
export let enterY: usize = 0
export let leaveX: usize = 0
export let leaveY: usize = 0
/** p - 2, little-endian bytes. */
export let exponent: usize = 0

export function useCurve(at: usize): void {
  if (at === context) return
  context = at
  setLength(<usize>load<i64>(at))
  fold = load<i64>(at, 8)
  a = load<i64>(at, 16)
  smallTripleB = load<i64>(at, 24)
  topBits = load<i64>(at, 32)
  hasCofactor = load<i64>(at, 40) !== 1
  tableOfG = <usize>load<i64>(at, 48)
  let constant = at + CONSTANTS + 8
  p = constant
  n = constant += STRIDE
  squareN = constant += STRIDE
  upperN = constant += STRIDE
  one = constant += STRIDE
  tripleB = constant += STRIDE
  enterX = constant += STRIDE
  enterY = constant += STRIDE
  leaveX = constant += STRIDE
  leaveY = constant += STRIDE
  exponent = constant += STRIDE
}
