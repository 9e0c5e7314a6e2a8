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
const tables: usize = memory.data(8 * 2048, 64)
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
      store<u64>(tables + (position << 11) + (byte << 3), word)
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

/** LPS(X(left, right)) of RFC 6986, section 7; `out` may be one of the others. */
function transform(out: usize, left: usize, right: usize): void {
  let w0 = load<u64>(left) ^ load<u64>(right)
  let w1 = load<u64>(left, 8) ^ load<u64>(right, 8)
  let w2 = load<u64>(left, 16) ^ load<u64>(right, 16)
  let w3 = load<u64>(left, 24) ^ load<u64>(right, 24)
  let w4 = load<u64>(left, 32) ^ load<u64>(right, 32)
  let w5 = load<u64>(left, 40) ^ load<u64>(right, 40)
  let w6 = load<u64>(left, 48) ^ load<u64>(right, 48)
  let w7 = load<u64>(left, 56) ^ load<u64>(right, 56)
  for (let i: usize = 0; i < BLOCK; i += 8) {
    const low = lookUp(w0, 0) ^ lookUp(w1, 2048) ^ lookUp(w2, 4096) ^ lookUp(w3, 6144)
    const high = lookUp(w4, 8192) ^ lookUp(w5, 10240) ^ lookUp(w6, 12288) ^ lookUp(w7, 14336)
    store<u64>(out + i, low ^ high)
    w0 >>= 8
    w1 >>= 8
    w2 >>= 8
    w3 >>= 8
    w4 >>= 8
    w5 >>= 8
    w6 >>= 8
    w7 >>= 8
  }
}

function lookUp(word: u64, table: usize): u64 {
  return load<u64>(tables + table + (((<usize>word) & 255) << 3))
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
