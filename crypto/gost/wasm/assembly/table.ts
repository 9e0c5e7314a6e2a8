/**
 * Tables of a point's multiples, for G and for keys that often sign. Row i holds 1, 3, 5 ... 255 times 2^(8i) times the
 * point, affine and fully reduced, in 64 or 128 bytes each; a multiple of the point is then one addition per byte of
 * the scalar and no doubling. 256 KiB for curves of 256 bits, 1 MiB for those of 512.
 */
import { one } from './curve'
import { encodeDigits, negativeMask, oddIndex } from './digits'
import { invert, multiply, multiplyFully } from './field'
import { addToJacobian } from './jacobian'
import { ELEMENT, POINT, TEMPORARY, X, Y, Z } from './layout'
import { bytes, copy, negateIf, pack, unpack } from './limbs'
import { addAffine, addPoint, copyPoint, double } from './point'

const WIDTH: u32 = 8
const ENTRIES: usize = 128

/** An affine point: its Z is never read. */
const entry: usize = TEMPORARY + 33 * ELEMENT
const base: usize = TEMPORARY + 36 * ELEMENT
const step: usize = TEMPORARY + 39 * ELEMENT
const inverse: usize = TEMPORARY + 42 * ELEMENT
const selected: usize = TEMPORARY + 43 * ELEMENT
const codes: usize = TEMPORARY + 44 * ELEMENT

/** One row before it is affine, and the products of its Z from the first to each. */
const multiples: usize = memory.data(128 * 480, 64)
const products: usize = memory.data(128 * 160, 64)

/** Fills the table of a point of the prime subgroup, other than infinity. */
export function buildTable(table: usize, point: usize): void {
  copyPoint(base, point)
  for (let i: usize = 0; i < bytes; i++) {
    copyPoint(multiples, base)
    copyPoint(step, base)
    double(step)
    for (let at = multiples; at < multiples + (ENTRIES - 1) * POINT; at += POINT) {
      copyPoint(at + POINT, at)
      addPoint(at + POINT, step)
    }
    storeRow(table + i * rowBytes())
    for (let j: u32 = 0; j < WIDTH; j++) double(base)
  }
}

/** Makes a row affine with one inversion for all of it (Montgomery's trick). */
function storeRow(row: usize): void {
  copy(products, multiples + Z)
  for (let i: usize = 1; i < ENTRIES; i++) {
    multiply(products + i * ELEMENT, products + (i - 1) * ELEMENT, multiples + i * POINT + Z)
  }
  invert(inverse, products + (ENTRIES - 1) * ELEMENT)
  for (let i = <isize>ENTRIES - 1; i >= 0; i--) {
    const point = multiples + i * POINT
    const to = row + i * (bytes << 1)
    if (i > 0) multiply(entry, inverse, products + (i - 1) * ELEMENT)
    else copy(entry, inverse)
    multiply(inverse, inverse, point + Z)
    multiplyFully(point + X, point + X, entry)
    multiplyFully(point + Y, point + Y, entry)
    pack(to, point + X)
    pack(to + bytes, point + Y)
  }
}

/** sum := sum + kP by P's table, for a k that may be known: the entries are fetched by their index. */
export function addMultiple(sum: usize, table: usize, k: usize): void {
  const turned = encodeDigits(codes, k)
  for (let i: usize = 0; i < bytes; i++) {
    fetchEntry(table, i, turned)
    addAffine(sum, entry)
  }
}

/** The same in Jacobian coordinates, from the sum or, if there is none yet, from the first entry on. */
export function addMultipleToJacobian(sum: usize, table: usize, k: usize, isFirst: bool): void {
  const turned = encodeDigits(codes, k)
  for (let i: usize = 0; i < bytes; i++) {
    fetchEntry(table, i, turned)
    if (isFirst && i === 0) {
      copyPoint(sum, entry)
      copy(sum + Z, one)
    } else addToJacobian(sum, entry)
  }
}

/** sum := sum + kP by P's table, for a secret k: every entry is read, and all but one are masked away. */
export function addSecretMultiple(sum: usize, table: usize, k: usize): void {
  const turned = encodeDigits(codes, k)
  for (let i: usize = 0; i < bytes; i++) {
    const code: u32 = load<u8>(codes + i)
    const row = table + i * rowBytes()
    const index = oddIndex(code, WIDTH)
    for (let part: usize = 0; part < bytes << 1; part += 64) selectLine(selected + part, row + part, index)
    takeEntry(selected, negativeMask(code, WIDTH) ^ turned)
    addAffine(sum, entry)
  }
}

function fetchEntry(table: usize, row: usize, turned: i64): void {
  const code: u32 = load<u8>(codes + row)
  const from = table + row * rowBytes() + <usize>oddIndex(code, WIDTH) * (bytes << 1)
  takeEntry(from, negativeMask(code, WIDTH) ^ turned)
}

function takeEntry(from: usize, negative: i64): void {
  unpack(entry + X, from)
  unpack(entry + Y, from + bytes)
  negateIf(entry + Y, negative)
}

/** Copies 64 bytes of the entry with this index; the addresses read are the same for every index. */
function selectLine(out: usize, row: usize, index: u32): void {
  let part0 = i64x2.splat(0)
  let part1 = part0
  let part2 = part0
  let part3 = part0
  for (let i: u32 = 0; i < <u32>ENTRIES; i++) {
    const wanted = i32x4.splat((<i32>((i ^ index) - 1)) >> 31)
    part0 = v128.or(part0, v128.and(wanted, v128.load(row)))
    part1 = v128.or(part1, v128.and(wanted, v128.load(row, 16)))
    part2 = v128.or(part2, v128.and(wanted, v128.load(row, 32)))
    part3 = v128.or(part3, v128.and(wanted, v128.load(row, 48)))
    row += bytes << 1
  }
  v128.store(out, part0)
  v128.store(out, part1, 16)
  v128.store(out, part2, 32)
  v128.store(out, part3, 48)
}

function rowBytes(): usize {
  return ENTRIES * (bytes << 1)
}
