/** HMAC_GOSTR3411_2012_256 and KDF_TREE_GOSTR3411_2012_256 (RFC 7836 sections 4.1 and 4.5). */
import { streebog256 } from './streebog.ts'

const HASH_BLOCK_BYTES = 64
const HASH_BYTES = 32

/** RFC 2104 over Streebog-256, for keys of up to 64 bytes; a longer one is a bug (RangeError). */
export function hmacStreebog256(key: Uint8Array, message: Uint8Array): Uint8Array {
  if (key.length > HASH_BLOCK_BYTES) throw new RangeError('a key of HMAC has at most 64 bytes here')
  const padded = new Uint8Array(HASH_BLOCK_BYTES)
  padded.set(key)
  const inner = streebog256(Buffer.concat([padded.map((byte) => byte ^ 0x36), message]))
  return streebog256(Buffer.concat([padded.map((byte) => byte ^ 0x5c), inner]))
}

/** `bytes` (whole times 32) derived from the key, with a counter of one byte (R = 1). */
export function kdfTree(key: Uint8Array, use: { label: Uint8Array; seed: Uint8Array; bytes: number }): Uint8Array {
  const { label, seed, bytes } = use
  // L, the length asked for, in bits and in as few bytes as it needs: two, from 256 bits on.
  const length = Uint8Array.of((bytes * 8) >> 8, (bytes * 8) & 255)
  const parts = Array.from({ length: bytes / HASH_BYTES }, (_, index) =>
    hmacStreebog256(key, Buffer.concat([Uint8Array.of(index + 1), label, Uint8Array.of(0), seed, length])),
  )
  return Uint8Array.from(Buffer.concat(parts))
}
