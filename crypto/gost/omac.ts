/** The MAC of GOST R 34.13-2015 section 5.6 (OMAC1, known abroad as CMAC), of a whole block. */
import type { Cipher } from './gost3412.ts'

const REDUCTIONS = { 8: 0x1b, 16: 0x87 } as const

export function omac(cipher: Cipher, message: Uint8Array): Uint8Array {
  const { blockBytes } = cipher
  const state = new Uint8Array(blockBytes)
  // An empty message is one incomplete block.
  const last = Math.max(0, Math.ceil(message.length / blockBytes) - 1) * blockBytes
  for (let offset = 0; offset < last; offset += blockBytes) {
    add(state, message.subarray(offset, offset + blockBytes))
    cipher.encryptBlock(state, 0)
  }
  const rest = message.subarray(last)
  add(state, rest)
  const isWhole = rest.length === blockBytes
  if (!isWhole) state[rest.length]! ^= 0x80
  add(state, finalKey(cipher, isWhole))
  cipher.encryptBlock(state, 0)
  return state
}

/** K1 for a last block that is whole, K2 for one that was filled up. */
function finalKey(cipher: Cipher, isWhole: boolean): Uint8Array {
  const zero = new Uint8Array(cipher.blockBytes)
  cipher.encryptBlock(zero, 0)
  const first = double(zero)
  return isWhole ? first : double(first)
}

function double(block: Uint8Array): Uint8Array {
  const shifted = block.map((byte, index) => (byte << 1) | ((block[index + 1] ?? 0) >> 7))
  const carry = block[0]! >> 7
  shifted[shifted.length - 1]! ^= carry * REDUCTIONS[block.length as 8 | 16]
  return shifted
}

function add(state: Uint8Array, block: Uint8Array): void {
  for (let i = 0; i < block.length; i++) state[i]! ^= block[i]!
}
