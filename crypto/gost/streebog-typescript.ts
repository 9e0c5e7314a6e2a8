/**
 * Streebog's compression (RFC 6986) in plain TypeScript: for where WebAssembly is not to be had, and to compare with.
 *
 * Sixty-four-bit words are kept as pairs of 32-bit words, least significant first, because BigInt is far too slow here.
 * The substitution, the byte permutation and the linear transformation are merged into eight tables of 256 words.
 */
import type { StreebogArithmetic, StreebogState } from './arithmetic.ts'
import { ITERATION_CONSTANTS, MATRIX_ROWS, PI } from './streebog-constants.ts'

const BLOCK_BYTES = 64
const WORDS = 16

const TABLE_LOW = new Int32Array(8 * 256)
const TABLE_HIGH = new Int32Array(8 * 256)
for (let position = 0; position < 8; position++) {
  for (let byte = 0; byte < 256; byte++) {
    let word = 0n
    for (let bit = 0; bit < 8; bit++) {
      if ((PI[byte]! >> bit) & 1) word ^= MATRIX_ROWS[63 - 8 * position - bit]!
    }
    TABLE_LOW[position * 256 + byte] = Number(BigInt.asIntN(32, word))
    TABLE_HIGH[position * 256 + byte] = Number(BigInt.asIntN(32, word >> 32n))
  }
}

const CONSTANTS = ITERATION_CONSTANTS.map((printed) => {
  const constant = new Int32Array(WORDS)
  loadWords(constant, Buffer.from(printed, 'hex').toReversed(), 0)
  return constant
})

const ZERO = new Int32Array(WORDS)

// Scratch of one synchronous call; nothing here outlives it.
const words = new Int32Array(WORDS)
const mixed = new Int32Array(WORDS)
const roundKey = new Int32Array(WORDS)
const roundState = new Int32Array(WORDS)

export const typescriptStreebog: StreebogArithmetic = {
  absorb(state, blocks) {
    const parts = partsOf(state)
    for (let offset = 0; offset < blocks.length; offset += BLOCK_BYTES) {
      loadWords(words, blocks, offset)
      absorbWords(parts, BLOCK_BYTES)
    }
  },
  finish(state, block, messageBytes) {
    const parts = partsOf(state)
    loadWords(words, block, 0)
    absorbWords(parts, messageBytes)
    compress(parts.hash, ZERO, parts.processedBits)
    compress(parts.hash, ZERO, parts.checksum)
  },
}

type Parts = Record<'hash' | 'processedBits' | 'checksum', Int32Array>

function partsOf(state: StreebogState): Parts {
  return {
    hash: state.subarray(0, WORDS),
    processedBits: state.subarray(WORDS, 2 * WORDS),
    checksum: state.subarray(2 * WORDS),
  }
}

function absorbWords({ hash, processedBits, checksum }: Parts, messageBytes: number): void {
  compress(hash, processedBits, words)
  addNumber(processedBits, messageBytes * 8)
  addWords(checksum, words)
}

/** The compression function g of RFC 6986 section 8; replaces `hash`. */
function compress(hash: Int32Array, processedBits: Int32Array, block: Int32Array): void {
  transform(roundKey, hash, processedBits)
  roundState.set(block)
  for (const constant of CONSTANTS) {
    transform(roundState, roundState, roundKey)
    transform(roundKey, roundKey, constant)
  }
  for (let i = 0; i < WORDS; i++) hash[i]! ^= roundState[i]! ^ roundKey[i]! ^ block[i]!
}

/** LPS(X(left, right)) of RFC 6986 section 7; `out` may be one of the inputs. */
function transform(out: Int32Array, left: Int32Array, right: Int32Array): void {
  for (let i = 0; i < WORDS; i++) mixed[i] = left[i]! ^ right[i]!
  let o = 0
  for (let half = 0; half < 2; half++) {
    const w0 = mixed[half]!
    const w1 = mixed[half + 2]!
    const w2 = mixed[half + 4]!
    const w3 = mixed[half + 6]!
    const w4 = mixed[half + 8]!
    const w5 = mixed[half + 10]!
    const w6 = mixed[half + 12]!
    const w7 = mixed[half + 14]!
    for (let shift = 0; shift < 32; shift += 8) {
      const i0 = (w0 >>> shift) & 255
      const i1 = 256 | ((w1 >>> shift) & 255)
      const i2 = 512 | ((w2 >>> shift) & 255)
      const i3 = 768 | ((w3 >>> shift) & 255)
      const i4 = 1024 | ((w4 >>> shift) & 255)
      const i5 = 1280 | ((w5 >>> shift) & 255)
      const i6 = 1536 | ((w6 >>> shift) & 255)
      const i7 = 1792 | ((w7 >>> shift) & 255)
      const low = TABLE_LOW
      const high = TABLE_HIGH
      out[o++] = low[i0]! ^ low[i1]! ^ low[i2]! ^ low[i3]! ^ low[i4]! ^ low[i5]! ^ low[i6]! ^ low[i7]!
      out[o++] = high[i0]! ^ high[i1]! ^ high[i2]! ^ high[i3]! ^ high[i4]! ^ high[i5]! ^ high[i6]! ^ high[i7]!
    }
  }
}

function loadWords(out: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let i = 0, o = offset; i < WORDS; i++, o += 4) {
    out[i] = bytes[o]! | (bytes[o + 1]! << 8) | (bytes[o + 2]! << 16) | (bytes[o + 3]! << 24)
  }
}

/** sum := sum + addend modulo 2^512. */
function addWords(sum: Int32Array, addend: Int32Array): void {
  let carry = 0
  for (let i = 0; i < WORDS; i++) {
    const total = (sum[i]! >>> 0) + (addend[i]! >>> 0) + carry
    sum[i] = total | 0
    carry = total > 0xffffffff ? 1 : 0
  }
}

function addNumber(sum: Int32Array, addend: number): void {
  let carry = addend
  for (let i = 0; carry > 0 && i < WORDS; i++) {
    const total = (sum[i]! >>> 0) + carry
    sum[i] = total | 0
    carry = total > 0xffffffff ? 1 : 0
  }
}
