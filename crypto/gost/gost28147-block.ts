/** The block cipher GOST 28147-89 (RFC 5830 section 5), 64-bit blocks as two little-endian words. */
export const KEY_BYTES = 32
export const BLOCK_BYTES = 8

/** One key under one substitution set. The key can be replaced, as key meshing does. */
export class BlockCipher {
  readonly #table: Int32Array
  readonly #encryption = new Int32Array(32)

  /** `substitution` as gost28147-sboxes.ts builds it; a key of the wrong length is a bug (RangeError). */
  constructor(key: Uint8Array, substitution: Int32Array) {
    this.#table = substitution
    this.setKey(key)
  }

  setKey(key: Uint8Array): void {
    if (key.length !== KEY_BYTES) throw new RangeError('a key of GOST 28147-89 has 32 bytes')
    for (let round = 0; round < 32; round++) {
      const index = round < 24 ? round % 8 : 31 - round
      this.#encryption[round] = readWord(key, 4 * index)
    }
  }

  /** Replaces the two words of the block. */
  encrypt(block: Int32Array): void {
    feistel(block, this.#encryption, this.#table)
  }

  decrypt(block: Int32Array): void {
    feistel(block, this.#encryption.toReversed(), this.#table)
  }

  /** The sixteen rounds of the MAC, which leave out the final exchange of the halves. */
  authenticate(block: Int32Array): void {
    feistel(block, this.#encryption.subarray(0, 16), this.#table)
    const first = block[0]!
    block[0] = block[1]!
    block[1] = first
  }
}

export function readWord(bytes: Uint8Array, offset: number): number {
  return bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24)
}

export function writeWord(bytes: Uint8Array, offset: number, word: number): void {
  bytes[offset] = word
  bytes[offset + 1] = word >>> 8
  bytes[offset + 2] = word >>> 16
  bytes[offset + 3] = word >>> 24
}

function feistel(block: Int32Array, roundKeys: Int32Array, table: Int32Array): void {
  let n1 = block[0]!
  let n2 = block[1]!
  for (let round = 0; round < roundKeys.length; round += 2) {
    const odd = (n1 + roundKeys[round]!) | 0
    n2 ^=
      table[odd & 255]! ^
      table[256 | ((odd >>> 8) & 255)]! ^
      table[512 | ((odd >>> 16) & 255)]! ^
      table[768 | (odd >>> 24)]!
    const even = (n2 + roundKeys[round + 1]!) | 0
    n1 ^=
      table[even & 255]! ^
      table[256 | ((even >>> 8) & 255)]! ^
      table[512 | ((even >>> 16) & 255)]! ^
      table[768 | (even >>> 24)]!
  }
  block[0] = n2
  block[1] = n1
}
