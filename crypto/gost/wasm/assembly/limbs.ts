/**
 * Numbers as limbs: taking them from bytes and back, adding without carry, carrying. No branch and no address here
 * depends on a number's value; lengths and moduli are public.
 */
import { ELEMENT, LIMB_BITS, LIMB_MASK, TEMPORARY } from './layout'

/** Of the curve in use: bytes of a number outside (32 or 64) and of its 10 or 20 limbs here. */
export let bytes: usize = 32
export let span: usize = 80

const difference: usize = TEMPORARY

export function setLength(length: usize): void {
  bytes = length
  span = length === 32 ? 80 : 160
}

/** Little-endian bytes to limbs. */
export function unpack(out: usize, from: usize): void {
  for (let i: usize = 0, bit: usize = 0; i < span; i += 8, bit += <usize>LIMB_BITS) {
    const byte = min(bit >> 3, bytes - 8)
    store<i64>(out + i, (load<u64>(from + byte) >> (bit - (byte << 3))) & LIMB_MASK)
  }
}

/** A fully reduced number to little-endian bytes. */
export function pack(to: usize, from: usize): void {
  let pending: u64 = 0
  let pendingBits: i64 = 0
  let byte: usize = 0
  for (let i: usize = 0; i < span; i += 8) {
    pending |= load<u64>(from + i) << pendingBits
    pendingBits += LIMB_BITS
    if (pendingBits >= 32) {
      store<u32>(to + byte, <u32>pending)
      byte += 4
      pending >>= 32
      pendingBits -= 32
    }
  }
  if (byte < bytes) store<u32>(to + byte, <u32>pending)
}

/** Bytes in the opposite order, from one place to another. */
export function reverseBytes(to: usize, from: usize): void {
  for (let i: usize = 0; i < bytes; i++) store<u8>(to + i, load<u8>(from + bytes - 1 - i))
}

export function copy(out: usize, a: usize): void {
  v128.store(out, v128.load(a))
  v128.store(out, v128.load(a, 16), 16)
  v128.store(out, v128.load(a, 32), 32)
  v128.store(out, v128.load(a, 48), 48)
  v128.store(out, v128.load(a, 64), 64)
  if (span === 80) return
  v128.store(out, v128.load(a, 80), 80)
  v128.store(out, v128.load(a, 96), 96)
  v128.store(out, v128.load(a, 112), 112)
  v128.store(out, v128.load(a, 128), 128)
  v128.store(out, v128.load(a, 144), 144)
}

export function setSmall(out: usize, value: i64): void {
  memory.fill(out, 0, ELEMENT)
  store<i64>(out, value)
}

/** a + b, limb by limb; limbs grow by a bit. */
export function add(out: usize, a: usize, b: usize): void {
  v128.store(out, i64x2.add(v128.load(a), v128.load(b)))
  v128.store(out, i64x2.add(v128.load(a, 16), v128.load(b, 16)), 16)
  v128.store(out, i64x2.add(v128.load(a, 32), v128.load(b, 32)), 32)
  v128.store(out, i64x2.add(v128.load(a, 48), v128.load(b, 48)), 48)
  v128.store(out, i64x2.add(v128.load(a, 64), v128.load(b, 64)), 64)
  if (span === 80) return
  v128.store(out, i64x2.add(v128.load(a, 80), v128.load(b, 80)), 80)
  v128.store(out, i64x2.add(v128.load(a, 96), v128.load(b, 96)), 96)
  v128.store(out, i64x2.add(v128.load(a, 112), v128.load(b, 112)), 112)
  v128.store(out, i64x2.add(v128.load(a, 128), v128.load(b, 128)), 128)
  v128.store(out, i64x2.add(v128.load(a, 144), v128.load(b, 144)), 144)
}

/** a - b, limb by limb; limbs grow by a bit and may be negative. */
export function subtract(out: usize, a: usize, b: usize): void {
  v128.store(out, i64x2.sub(v128.load(a), v128.load(b)))
  v128.store(out, i64x2.sub(v128.load(a, 16), v128.load(b, 16)), 16)
  v128.store(out, i64x2.sub(v128.load(a, 32), v128.load(b, 32)), 32)
  v128.store(out, i64x2.sub(v128.load(a, 48), v128.load(b, 48)), 48)
  v128.store(out, i64x2.sub(v128.load(a, 64), v128.load(b, 64)), 64)
  if (span === 80) return
  v128.store(out, i64x2.sub(v128.load(a, 80), v128.load(b, 80)), 80)
  v128.store(out, i64x2.sub(v128.load(a, 96), v128.load(b, 96)), 96)
  v128.store(out, i64x2.sub(v128.load(a, 112), v128.load(b, 112)), 112)
  v128.store(out, i64x2.sub(v128.load(a, 128), v128.load(b, 128)), 128)
  v128.store(out, i64x2.sub(v128.load(a, 144), v128.load(b, 144)), 144)
}

/** a * i + b * j, limb by limb, for small i and j; limbs grow accordingly. */
export function combine(out: usize, a: usize, i: i64, b: usize, j: i64): void {
  for (let at: usize = 0; at < span; at += 16) {
    store<i64>(out + at, load<i64>(a + at) * i + load<i64>(b + at) * j)
    store<i64>(out + at, load<i64>(a + at, 8) * i + load<i64>(b + at, 8) * j, 8)
  }
}

/** -a where the mask is all ones, a where it is zero. */
export function negateIf(a: usize, mask: i64): void {
  const masks = i64x2.splat(mask)
  for (let i: usize = 0; i < span; i += 16) {
    v128.store(a + i, i64x2.sub(v128.xor(v128.load(a + i), masks), masks))
  }
}

/** b replaces a where the mask is all ones. */
export function moveIf(a: usize, b: usize, mask: i64): void {
  const masks = i64x2.splat(mask)
  for (let i: usize = 0; i < span; i += 16) {
    v128.store(a + i, v128.bitselect(v128.load(b + i), v128.load(a + i), masks))
  }
}

/** Limbs within 26 bits again; what is left over stays in the topmost one, which alone may be negative. */
export function carry(a: usize): void {
  let over: i64 = 0
  const top = span - 8
  for (let i: usize = 0; i < top; i += 8) {
    const limb = load<i64>(a + i) + over
    store<i64>(a + i, limb & LIMB_MASK)
    over = limb >> LIMB_BITS
  }
  store<i64>(a + top, load<i64>(a + top) + over)
}

/** As `carry`, and what is left over comes down times the fold. Without a fold (0) it stays. */
export function carryFolded(a: usize, fold: i64): void {
  carry(a)
  if (fold === 0) return
  const top = a + span - 8
  const first = load<i64>(a) + fold * (load<i64>(top) >> LIMB_BITS)
  const second = load<i64>(a, 8) + (first >> LIMB_BITS)
  store<i64>(top, load<i64>(top) & LIMB_MASK)
  store<i64>(a, first & LIMB_MASK)
  store<i64>(a, second & LIMB_MASK, 8)
  store<i64>(a, load<i64>(a, 16) + (second >> LIMB_BITS), 16)
}

/** All ones if a < b, else zero; both carried. Leaves a - b in `difference`. */
export function lessMask(a: usize, b: usize): i64 {
  subtract(difference, a, b)
  carry(difference)
  return load<i64>(difference + span - 8) >> 63
}

/** All ones if every limb is zero, else zero; of a carried number. */
export function zeroMask(a: usize): i64 {
  let union: i64 = 0
  for (let i: usize = 0; i < span; i += 8) union |= load<i64>(a + i)
  return ((union | -union) >> 63) ^ -1
}

/** a modulo `modulus`, in place, for -modulus <= a < 2 * modulus: two subtractions whatever a is. */
export function reduceFully(a: usize, modulus: usize): void {
  add(a, a, modulus)
  carry(a)
  subtractUnlessLess(a, modulus)
  subtractUnlessLess(a, modulus)
}

function subtractUnlessLess(a: usize, modulus: usize): void {
  const less = lessMask(a, modulus)
  moveIf(a, difference, ~less)
}
