/**
 * GOST R 34.11-94 (RFC 5831) with the CryptoPro substitution (id-GostR3411-94-CryptoProParamSet, RFC 4357 section 11.2):
 * the hash of signatures made before Streebog. For reading archives only.
 */
import { BlockCipher, readWord, writeWord } from './gost28147-block.ts'
import { buildSubstitution } from './gost28147-sboxes.ts'

const BLOCK_BYTES = 32
const SUBSTITUTION = buildSubstitution(
  'a4568137dce092bf 5f402db91763cea8 7fce94103b526a8d 4a7c0f28e165db93 764b9c2a180efd35 7624d9f0a15b8ec3 de41705a3c8f629b 13a95b4f867ed02c',
)
/** C3 of key generation, printed from the highest byte and kept, as all blocks here, from the lowest; C2 and C4 are zero. */
const C3 = Buffer.from('ff00ffff000000ffff0000ff00ffff0000ff00ff00ff00ffff00ff00ff00ff00', 'hex').toReversed()

/** Digest of 32 bytes, in the order in which it is printed and signed. */
export function gost341194(message: Uint8Array): Uint8Array {
  let hash: Uint8Array = new Uint8Array(BLOCK_BYTES)
  const checksum = new Uint8Array(BLOCK_BYTES)
  for (let offset = 0; offset < message.length; offset += BLOCK_BYTES) {
    const block = new Uint8Array(BLOCK_BYTES)
    block.set(message.subarray(offset, offset + BLOCK_BYTES))
    hash = compress(hash, block)
    addModulo(checksum, block)
  }
  const length = new Uint8Array(BLOCK_BYTES)
  new DataView(length.buffer).setBigUint64(0, BigInt(message.length) * 8n, true)
  return compress(compress(hash, length), checksum)
}

/** The step function (RFC 5831 section 5): keys, encryption of the hash, mixing. */
function compress(hash: Uint8Array, block: Uint8Array): Uint8Array {
  const encrypted = new Uint8Array(BLOCK_BYTES)
  for (const [index, key] of generateKeys(hash, block).entries()) encryptQuarter({ hash, key, index, encrypted })
  return mix(xor(hash, mix(xor(block, mix(encrypted, 12)), 1)), 61)
}

function generateKeys(hash: Uint8Array, block: Uint8Array): Uint8Array[] {
  let u = hash
  let v = block
  const keys = [permute(xor(u, v))]
  for (let j = 2; j <= 4; j++) {
    u = transformA(u)
    if (j === 3) u = xor(u, C3)
    v = transformA(transformA(v))
    keys.push(permute(xor(u, v)))
  }
  return keys
}

/** A(y4 || y3 || y2 || y1) = (y1 + y2) || y4 || y3 || y2 over words of 64 bits. */
function transformA(y: Uint8Array): Uint8Array {
  const result = new Uint8Array(BLOCK_BYTES)
  result.set(y.subarray(8))
  for (let i = 0; i < 8; i++) result[24 + i] = y[i]! ^ y[8 + i]!
  return result
}

/** P: the byte 8i + k goes to i + 4k, all counted from zero. */
function permute(y: Uint8Array): Uint8Array {
  const result = new Uint8Array(BLOCK_BYTES)
  for (let i = 0; i < 4; i++) for (let k = 0; k < 8; k++) result[i + 4 * k] = y[8 * i + k]!
  return result
}

function encryptQuarter(quarter: { hash: Uint8Array; key: Uint8Array; index: number; encrypted: Uint8Array }): void {
  const { hash, key, index, encrypted } = quarter
  const words = Int32Array.of(readWord(hash, 8 * index), readWord(hash, 8 * index + 4))
  new BlockCipher(key, SUBSTITUTION).encrypt(words)
  writeWord(encrypted, 8 * index, words[0]!)
  writeWord(encrypted, 8 * index + 4, words[1]!)
}

/** The shift register of 16-bit words, that many steps. */
function mix(block: Uint8Array, steps: number): Uint8Array {
  const words = new Uint16Array(16 + steps)
  for (let i = 0; i < 16; i++) words[i] = block[2 * i]! | (block[2 * i + 1]! << 8)
  for (let i = 0; i < steps; i++) {
    words[16 + i] = words[i]! ^ words[i + 1]! ^ words[i + 2]! ^ words[i + 3]! ^ words[i + 12]! ^ words[i + 15]!
  }
  const mixed = new Uint8Array(BLOCK_BYTES)
  for (let i = 0; i < 16; i++) {
    mixed[2 * i] = words[steps + i]!
    mixed[2 * i + 1] = words[steps + i]! >> 8
  }
  return mixed
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  const sum = new Uint8Array(BLOCK_BYTES)
  for (let i = 0; i < BLOCK_BYTES; i++) sum[i] = a[i]! ^ b[i]!
  return sum
}

function addModulo(sum: Uint8Array, block: Uint8Array): void {
  let carry = 0
  for (let i = 0; i < BLOCK_BYTES; i++) {
    carry += sum[i]! + block[i]!
    sum[i] = carry
    carry >>= 8
  }
}
