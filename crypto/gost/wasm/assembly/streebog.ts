/**
 * The compression function of Streebog (RFC 6986). Substitution, permutation and linear transformation are one look-up
 * per byte in eight tables of 256 words: 16 KiB, which a core keeps at hand.
 */

/** What the caller provides once: pi, the rows of the matrix, the twelve constants, all as in RFC 6986. */
export const substitutionAt: usize = memory.data(256, 64)
export const matrixAt: usize = memory.data(512, 64)
export const iterationConstantsAt: usize = memory.data(12 * 64, 64)

/** hash || bits so far || checksum, 64 bytes each, of the message in hand. */
export const stateAt: usize = memory.data(192, 64)
const hash: usize = stateAt
const bitCount: usize = stateAt + 64
const checksum: usize = stateAt + 128

/** Room for the part of the message in hand: whole blocks. */
export const messageAt: usize = memory.data(65536, 64)

const BLOCK: usize = 64
const T0: usize = memory.data(8 * 2048, 64)
const T1: usize = T0 + 2048
const T2: usize = T1 + 2048
const T3: usize = T2 + 2048
const T4: usize = T3 + 2048
const T5: usize = T4 + 2048
const T6: usize = T5 + 2048
const T7: usize = T6 + 2048
/** A byte times eight, the size of an entry. */
const BYTE: usize = 255 << 3

const zero: usize = memory.data(64, 64)
const roundKey: usize = memory.data(64, 64)
const roundState: usize = memory.data(64, 64)

export function prepareStreebog(): void {
  for (let position = 0; position < 8; position++) {
    for (let byte = 0; byte < 256; byte++) {
      const substituted = load<u8>(substitutionAt + byte)
      let word: u64 = 0
      for (let bit = 0; bit < 8; bit++) {
        if ((substituted >> (<u8>bit)) & 1) word ^= load<u64>(matrixAt + ((63 - 8 * position - bit) << 3))
      }
      store<u64>(T0 + (position << 11) + (byte << 3), word)
    }
  }
}

/** Takes blocks in from the message's place. */
export function absorb(blocks: usize): void {
  for (let block = messageAt; block < messageAt + blocks * BLOCK; block += BLOCK) absorbBlock(block, BLOCK << 3)
}

/** Takes in the last block, padded, of which `messageBytes` are the message's; then the hash is final. */
export function finish(messageBytes: usize): void {
  absorbBlock(messageAt, messageBytes << 3)
  compress(zero, bitCount)
  compress(zero, checksum)
}

function absorbBlock(block: usize, bits: u64): void {
  compress(bitCount, block)
  addBits(bits)
  addBlock(block)
}

/** g of RFC 6986, section 8. */
function compress(counter: usize, block: usize): void {
  transform(roundKey, hash, counter)
  memory.copy(roundState, block, BLOCK)
  for (let constant = iterationConstantsAt; constant < iterationConstantsAt + 12 * BLOCK; constant += BLOCK) {
    transform(roundState, roundState, roundKey)
    transform(roundKey, roundKey, constant)
  }
  for (let i: usize = 0; i < BLOCK; i += 16) {
    const mixed = v128.xor(v128.load(roundState + i), v128.load(roundKey + i))
    v128.store(hash + i, v128.xor(v128.load(hash + i), v128.xor(mixed, v128.load(block + i))))
  }
}

/**
 * LPS(X(left, right)) of RFC 6986, section 7; `out` may be one of the others. Word i of the result is made of the bytes
 * i of all eight words. Written out, since a loop, which shifts by variables, is a fifth slower, and in pairs, which do not
 * wait for each other.
 */
// prettier-ignore
function transform(out: usize, left: usize, right: usize): void {
  const w0 = load<u64>(left, 0) ^ load<u64>(right, 0)
  const w1 = load<u64>(left, 8) ^ load<u64>(right, 8)
  const w2 = load<u64>(left, 16) ^ load<u64>(right, 16)
  const w3 = load<u64>(left, 24) ^ load<u64>(right, 24)
  const w4 = load<u64>(left, 32) ^ load<u64>(right, 32)
  const w5 = load<u64>(left, 40) ^ load<u64>(right, 40)
  const w6 = load<u64>(left, 48) ^ load<u64>(right, 48)
  const w7 = load<u64>(left, 56) ^ load<u64>(right, 56)
  store<u64>(out,
    ((load<u64>(<usize>(w0 << 3) & BYTE, T0) ^ load<u64>(<usize>(w1 << 3) & BYTE, T1)) ^
     (load<u64>(<usize>(w2 << 3) & BYTE, T2) ^ load<u64>(<usize>(w3 << 3) & BYTE, T3))) ^
    ((load<u64>(<usize>(w4 << 3) & BYTE, T4) ^ load<u64>(<usize>(w5 << 3) & BYTE, T5)) ^
     (load<u64>(<usize>(w6 << 3) & BYTE, T6) ^ load<u64>(<usize>(w7 << 3) & BYTE, T7))), 0)
  store<u64>(out,
    ((load<u64>(<usize>(w0 >> 5) & BYTE, T0) ^ load<u64>(<usize>(w1 >> 5) & BYTE, T1)) ^
     (load<u64>(<usize>(w2 >> 5) & BYTE, T2) ^ load<u64>(<usize>(w3 >> 5) & BYTE, T3))) ^
    ((load<u64>(<usize>(w4 >> 5) & BYTE, T4) ^ load<u64>(<usize>(w5 >> 5) & BYTE, T5)) ^
     (load<u64>(<usize>(w6 >> 5) & BYTE, T6) ^ load<u64>(<usize>(w7 >> 5) & BYTE, T7))), 8)
  store<u64>(out,
    ((load<u64>(<usize>(w0 >> 13) & BYTE, T0) ^ load<u64>(<usize>(w1 >> 13) & BYTE, T1)) ^
     (load<u64>(<usize>(w2 >> 13) & BYTE, T2) ^ load<u64>(<usize>(w3 >> 13) & BYTE, T3))) ^
    ((load<u64>(<usize>(w4 >> 13) & BYTE, T4) ^ load<u64>(<usize>(w5 >> 13) & BYTE, T5)) ^
     (load<u64>(<usize>(w6 >> 13) & BYTE, T6) ^ load<u64>(<usize>(w7 >> 13) & BYTE, T7))), 16)
  store<u64>(out,
    ((load<u64>(<usize>(w0 >> 21) & BYTE, T0) ^ load<u64>(<usize>(w1 >> 21) & BYTE, T1)) ^
     (load<u64>(<usize>(w2 >> 21) & BYTE, T2) ^ load<u64>(<usize>(w3 >> 21) & BYTE, T3))) ^
    ((load<u64>(<usize>(w4 >> 21) & BYTE, T4) ^ load<u64>(<usize>(w5 >> 21) & BYTE, T5)) ^
     (load<u64>(<usize>(w6 >> 21) & BYTE, T6) ^ load<u64>(<usize>(w7 >> 21) & BYTE, T7))), 24)
  store<u64>(out,
    ((load<u64>(<usize>(w0 >> 29) & BYTE, T0) ^ load<u64>(<usize>(w1 >> 29) & BYTE, T1)) ^
     (load<u64>(<usize>(w2 >> 29) & BYTE, T2) ^ load<u64>(<usize>(w3 >> 29) & BYTE, T3))) ^
    ((load<u64>(<usize>(w4 >> 29) & BYTE, T4) ^ load<u64>(<usize>(w5 >> 29) & BYTE, T5)) ^
     (load<u64>(<usize>(w6 >> 29) & BYTE, T6) ^ load<u64>(<usize>(w7 >> 29) & BYTE, T7))), 32)
  store<u64>(out,
    ((load<u64>(<usize>(w0 >> 37) & BYTE, T0) ^ load<u64>(<usize>(w1 >> 37) & BYTE, T1)) ^
     (load<u64>(<usize>(w2 >> 37) & BYTE, T2) ^ load<u64>(<usize>(w3 >> 37) & BYTE, T3))) ^
    ((load<u64>(<usize>(w4 >> 37) & BYTE, T4) ^ load<u64>(<usize>(w5 >> 37) & BYTE, T5)) ^
     (load<u64>(<usize>(w6 >> 37) & BYTE, T6) ^ load<u64>(<usize>(w7 >> 37) & BYTE, T7))), 40)
  store<u64>(out,
    ((load<u64>(<usize>(w0 >> 45) & BYTE, T0) ^ load<u64>(<usize>(w1 >> 45) & BYTE, T1)) ^
     (load<u64>(<usize>(w2 >> 45) & BYTE, T2) ^ load<u64>(<usize>(w3 >> 45) & BYTE, T3))) ^
    ((load<u64>(<usize>(w4 >> 45) & BYTE, T4) ^ load<u64>(<usize>(w5 >> 45) & BYTE, T5)) ^
     (load<u64>(<usize>(w6 >> 45) & BYTE, T6) ^ load<u64>(<usize>(w7 >> 45) & BYTE, T7))), 48)
  store<u64>(out,
    ((load<u64>(<usize>(w0 >> 53) & BYTE, T0) ^ load<u64>(<usize>(w1 >> 53) & BYTE, T1)) ^
     (load<u64>(<usize>(w2 >> 53) & BYTE, T2) ^ load<u64>(<usize>(w3 >> 53) & BYTE, T3))) ^
    ((load<u64>(<usize>(w4 >> 53) & BYTE, T4) ^ load<u64>(<usize>(w5 >> 53) & BYTE, T5)) ^
     (load<u64>(<usize>(w6 >> 53) & BYTE, T6) ^ load<u64>(<usize>(w7 >> 53) & BYTE, T7))), 56)
}

/** The checksum, modulo 2^512. */
function addBlock(block: usize): void {
  let over: u64 = 0
  for (let i: usize = 0; i < BLOCK; i += 8) {
    const word = load<u64>(block + i)
    const partial = load<u64>(checksum + i) + word
    const total = partial + over
    store<u64>(checksum + i, total)
    over = u64(partial < word) | u64(total < partial)
  }
}

function addBits(bits: u64): void {
  for (let i: usize = 0; i < BLOCK && bits !== 0; i += 8) {
    const total = load<u64>(bitCount + i) + bits
    store<u64>(bitCount + i, total)
    bits = u64(total < bits)
  }
}
