/**
 * Scalars as digits none of which is zero, so that every multiplication takes the same steps (Joye and Tunstall,
 * «Exponent recoding and regular exponentiation algorithms», 2009).
 *
 * An odd k is the sum of d_i 2^(wi) with odd digits between -2^w and 2^w. Their codes are the windows of w bits of
 * (k >> 1) with its topmost bit set: code c stands for the digit 2c + 1 - 2^w. For an even k the digits are those of
 * n - k, which is odd, with all signs turned; k itself is left as it is, so that s = rd + ke gets the right one.
 */
import { n } from './curve'
import { ELEMENT, TEMPORARY } from './layout'
import { bytes, carry, moveIf, pack, subtract } from './limbs'

const odd: usize = TEMPORARY + 4 * ELEMENT

/** Writes the digits' codes, `bytes` long, and returns all ones if signs are turned, else zero. k is reduced. */
export function encodeDigits(codes: usize, k: usize): i64 {
  const turned = (load<i64>(k) & 1) - 1
  subtract(odd, n, k)
  carry(odd)
  moveIf(odd, k, ~turned)
  pack(codes, odd)
  let above: u64 = 1
  for (let i = <isize>bytes - 8; i >= 0; i -= 8) {
    const word = load<u64>(codes + i)
    store<u64>(codes + i, (word >> 1) | (above << 63))
    above = word
  }
  return turned
}

/** All ones if the digit of a code is negative, else zero. */
export function negativeMask(code: u32, width: u32): i64 {
  return <i64>(code >> (width - 1)) - 1
}

/** Where the digit's absolute value stands among 1, 3, 5 ... */
export function oddIndex(code: u32, width: u32): u32 {
  const half: u32 = 1 << (width - 1)
  return (code ^ (<u32>negativeMask(code, width))) & (half - 1)
}
