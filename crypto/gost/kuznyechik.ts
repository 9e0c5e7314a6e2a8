/**
 * Kuznyechik, the 128-bit block cipher of GOST R 34.12-2015 (RFC 7801). Encryption only, as every mode used here needs.
 *
 * Substitution and linear transformation are merged into sixteen tables of 256 blocks, built at first use. Plain
 * TypeScript with table look-ups: not constant time, not certified.
 */
import { KEY_BYTES } from './gost3412.ts'
import type { Cipher } from './gost3412.ts'
import { PI } from './streebog-constants.ts'

const BLOCK_BYTES = 16
const BLOCK_WORDS = 4
const ROUNDS = 10
const COEFFICIENTS = [148, 32, 133, 16, 194, 192, 1, 251, 1, 192, 194, 16, 133, 32, 148, 1]

/** Kuznyechik under a key of 32 bytes. */
export function newKuznyechik(key: Uint8Array): Cipher {
  const roundKeys = expandKey(key)
  const state = new Int32Array(BLOCK_WORDS)
  return {
    blockBytes: BLOCK_BYTES,
    encryptBlock(bytes, offset) {
      loadBlock(state, bytes, offset)
      for (let round = 0; round < ROUNDS - 1; round++) {
        addKey(state, roundKeys, round)
        substituteAndMix(state)
      }
      addKey(state, roundKeys, ROUNDS - 1)
      storeBlock(state, bytes, offset)
    },
  }
}

/** RFC 7801 section 4.3: ten round keys, two by two out of eight rounds of a Feistel network. */
function expandKey(key: Uint8Array): Int32Array {
  if (key.length !== KEY_BYTES) throw new RangeError('a key of Kuznyechik has 32 bytes')
  const roundKeys = new Int32Array(ROUNDS * BLOCK_WORDS)
  let left = new Int32Array(BLOCK_WORDS)
  let right = new Int32Array(BLOCK_WORDS)
  loadBlock(left, key, 0)
  loadBlock(right, key, BLOCK_BYTES)
  roundKeys.set(left)
  roundKeys.set(right, BLOCK_WORDS)
  for (let i = 1; i <= 32; i++) {
    const mixed = Int32Array.from(left)
    addKey(mixed, iterationConstant(i), 0)
    substituteAndMix(mixed)
    addKey(mixed, right, 0)
    right = left
    left = mixed
    if (i % 8 === 0) {
      roundKeys.set(left, (i / 4) * BLOCK_WORDS)
      roundKeys.set(right, (i / 4 + 1) * BLOCK_WORDS)
    }
  }
  return roundKeys
}

/** C_i = L(i), the number in the last byte of the block. */
function iterationConstant(i: number): Int32Array {
  const block = new Uint8Array(BLOCK_BYTES)
  block[BLOCK_BYTES - 1] = i
  mixLinearly(block)
  const words = new Int32Array(BLOCK_WORDS)
  loadBlock(words, block, 0)
  return words
}

let tables: Int32Array | undefined

/** L(S(state)): the sum of the table entries of its bytes; the highest byte of a word stands first in the block. */
function substituteAndMix(state: Int32Array): void {
  const table = (tables ??= buildTables())
  let [w0, w1, w2, w3] = [0, 0, 0, 0]
  for (let word = 0; word < BLOCK_WORDS; word++) {
    const bytes = state[word]!
    const base = word << 12
    for (let shift = 24, entry = base; shift >= 0; shift -= 8, entry += 1024) {
      const at = entry + (((bytes >>> shift) & 255) << 2)
      w0 ^= table[at]!
      w1 ^= table[at + 1]!
      w2 ^= table[at + 2]!
      w3 ^= table[at + 3]!
    }
  }
  state[0] = w0
  state[1] = w1
  state[2] = w2
  state[3] = w3
}

/** L(S(byte)) for every byte at every position; L is linear, so the images of single bits give all of them. */
function buildTables(): Int32Array {
  const built = new Int32Array(BLOCK_BYTES * 256 * BLOCK_WORDS)
  const image = new Int32Array(BLOCK_WORDS)
  for (let position = 0; position < BLOCK_BYTES; position++) {
    const imagesOfBits = Array.from({ length: 8 }, (_, bit) => {
      const block = new Uint8Array(BLOCK_BYTES)
      block[position] = 1 << bit
      mixLinearly(block)
      const words = new Int32Array(BLOCK_WORDS)
      loadBlock(words, block, 0)
      return words
    })
    for (let byte = 0; byte < 256; byte++) {
      image.fill(0)
      for (let bit = 0; bit < 8; bit++) if ((PI[byte]! >> bit) & 1) addKey(image, imagesOfBits[bit]!, 0)
      built.set(image, (position * 256 + byte) * BLOCK_WORDS)
    }
  }
  return built
}

/** L: sixteen steps of the shift register R (RFC 7801 section 4.2). */
function mixLinearly(block: Uint8Array): void {
  for (let step = 0; step < BLOCK_BYTES; step++) {
    const feedback = block.reduce((sum, byte, index) => sum ^ multiply(byte, COEFFICIENTS[index]!), 0)
    block.copyWithin(1, 0)
    block[0] = feedback
  }
}

/** In GF(2^8) modulo x^8 + x^7 + x^6 + x + 1. */
function multiply(a: number, b: number): number {
  let product = 0
  for (let factor = a, rest = b; rest > 0; rest >>= 1) {
    if (rest & 1) product ^= factor
    factor = (factor << 1) ^ (factor & 0x80 ? 0x1c3 : 0)
  }
  return product
}

function addKey(state: Int32Array, keys: Int32Array, index: number): void {
  for (let word = 0; word < BLOCK_WORDS; word++) state[word]! ^= keys[index * BLOCK_WORDS + word]!
}

function loadBlock(words: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let word = 0; word < BLOCK_WORDS; word++) {
    const at = offset + 4 * word
    words[word] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
  }
}

function storeBlock(words: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let word = 0; word < BLOCK_WORDS; word++) {
    const value = words[word]!
    const at = offset + 4 * word
    bytes[at] = value >>> 24
    bytes[at + 1] = value >>> 16
    bytes[at + 2] = value >>> 8
    bytes[at + 3] = value
  }
}
