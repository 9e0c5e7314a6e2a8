/**
 * A multiple of a point that has no table: digits of four bits from the top, with four doublings between them. For every
 * digit all eight entries are read, so that it serves secrets (agreement) as well as strangers' keys.
 */
import { encodeDigits, negativeMask, oddIndex } from './digits'
import { ELEMENT, POINT, TEMPORARY, Y } from './layout'
import { bytes, negateIf } from './limbs'
import { addPoint, copyPoint, double, setInfinity } from './point'

const WIDTH: u32 = 4
const ENTRIES: u32 = 8

const entry: usize = TEMPORARY + 33 * ELEMENT
const codes: usize = TEMPORARY + 44 * ELEMENT
/** 1, 3 ... 15 times the point. */
const multiples: usize = TEMPORARY + 45 * ELEMENT

/** out := kP for k reduced and not zero; neither place may be the other. */
export function multiplyPoint(out: usize, point: usize, k: usize): void {
  fillMultiples(point)
  const turned = encodeDigits(codes, k)
  setInfinity(out)
  for (let i = <isize>(bytes << 1) - 1; i >= 0; i--) {
    // What is added up so far is odd and less than n, so it is never infinity that is doubled.
    if (i < <isize>(bytes << 1) - 1) for (let j: u32 = 0; j < WIDTH; j++) double(out)
    const code = ((<u32>load<u8>(codes + (i >> 1))) >> ((<u32>(i & 1)) << 2)) & 15
    selectEntry(oddIndex(code, WIDTH))
    negateIf(entry + Y, negativeMask(code, WIDTH) ^ turned)
    addPoint(out, entry)
  }
}

function fillMultiples(point: usize): void {
  copyPoint(multiples, point)
  copyPoint(entry, point)
  double(entry)
  for (let i: usize = 1; i < <usize>ENTRIES; i++) {
    copyPoint(multiples + i * POINT, multiples + (i - 1) * POINT)
    addPoint(multiples + i * POINT, entry)
  }
}

function selectEntry(index: u32): void {
  for (let at: usize = 0; at < POINT; at += 16) {
    let value = i64x2.splat(0)
    for (let i: u32 = 0; i < ENTRIES; i++) {
      const wanted = i32x4.splat((<i32>((i ^ index) - 1)) >> 31)
      value = v128.or(value, v128.and(wanted, v128.load(multiples + <usize>i * POINT + at)))
    }
    v128.store(entry + at, value)
  }
}
