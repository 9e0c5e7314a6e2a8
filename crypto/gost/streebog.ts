/**
 * Streebog, the hash function of GOST R 34.11-2012 (RFC 6986), 256 and 512 bits.
 *
 * Sixty-four-bit words are kept as pairs of 32-bit words, least significant first, because BigInt is far too slow here.
 * The substitution, the byte permutation and the linear transformation are merged into eight tables of 256 words.
 */
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
  const words = new Int32Array(WORDS)
  loadWords(words, Buffer.from(printed, 'hex').toReversed(), 0)
  return words
})

const ZERO = new Int32Array(WORDS)

// Scratch of one synchronous call; nothing here outlives it.
const mixed = new Int32Array(WORDS)
const roundKey = new Int32Array(WORDS)
const roundState = new Int32Array(WORDS)

/** A running hash. `digest()` ends it; an instance serves one message. */
export class Streebog {
  readonly #bits: 256 | 512
  readonly #hash = new Int32Array(WORDS)
  readonly #processedBits = new Int32Array(WORDS)
  readonly #checksum = new Int32Array(WORDS)
  readonly #words = new Int32Array(WORDS)
  readonly #pending = new Uint8Array(BLOCK_BYTES)
  #pendingBytes = 0
  #ended = false

  constructor(bits: 256 | 512) {
    this.#bits = bits
    if (bits === 256) this.#hash.fill(0x01010101)
  }

  /** Adds bytes of the message. */
  update(data: Uint8Array): this {
    if (this.#ended) throw new Error('update after digest')
    let offset = 0
    if (this.#pendingBytes > 0) {
      offset = Math.min(BLOCK_BYTES - this.#pendingBytes, data.length)
      this.#pending.set(data.subarray(0, offset), this.#pendingBytes)
      this.#pendingBytes += offset
      if (this.#pendingBytes < BLOCK_BYTES) return this
      this.#absorb(this.#pending, 0, BLOCK_BYTES)
      this.#pendingBytes = 0
    }
    for (; offset + BLOCK_BYTES <= data.length; offset += BLOCK_BYTES) this.#absorb(data, offset, BLOCK_BYTES)
    this.#pending.set(data.subarray(offset))
    this.#pendingBytes = data.length - offset
    return this
  }

  /** The hash, 32 or 64 bytes, least significant byte of the standard's vector first: the order openssl prints. */
  digest(): Uint8Array {
    if (this.#ended) throw new Error('digest twice')
    this.#ended = true
    this.#pending.fill(0, this.#pendingBytes)
    this.#pending[this.#pendingBytes] = 1
    this.#absorb(this.#pending, 0, this.#pendingBytes)
    compress(this.#hash, ZERO, this.#processedBits)
    compress(this.#hash, ZERO, this.#checksum)
    const bytes = storeWords(this.#hash)
    return this.#bits === 512 ? bytes : bytes.slice(32)
  }

  #absorb(data: Uint8Array, offset: number, messageBytes: number): void {
    loadWords(this.#words, data, offset)
    compress(this.#hash, this.#processedBits, this.#words)
    addNumber(this.#processedBits, messageBytes * 8)
    addWords(this.#checksum, this.#words)
  }
}

/** Streebog-256 of a whole message, 32 bytes. */
export function streebog256(data: Uint8Array): Uint8Array {
  return new Streebog(256).update(data).digest()
}

/** Streebog-512 of a whole message, 64 bytes. */
export function streebog512(data: Uint8Array): Uint8Array {
  return new Streebog(512).update(data).digest()
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

function loadWords(words: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let i = 0, o = offset; i < WORDS; i++, o += 4) {
    words[i] = bytes[o]! | (bytes[o + 1]! << 8) | (bytes[o + 2]! << 16) | (bytes[o + 3]! << 24)
  }
}

function storeWords(words: Int32Array): Uint8Array {
  const bytes = new Uint8Array(BLOCK_BYTES)
  for (let i = 0; i < BLOCK_BYTES; i++) bytes[i] = words[i >> 2]! >>> (8 * (i & 3))
  return bytes
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
