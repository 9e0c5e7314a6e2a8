/** KDF_TREE_GOSTR3411_2012_256 (RFC 7836 section 4.5). */
import { hmacStreebog } from './hmac.ts'

const HASH_BYTES = 32

/** `bytes` (whole times 32) derived from the key, with a counter of one byte (R = 1). */
export function kdfTree(key: Uint8Array, use: { label: Uint8Array; seed: Uint8Array; bytes: number }): Uint8Array {
  const { label, seed, bytes } = use
  // L, the length asked for, in bits and in as few bytes as it needs: two, from 256 bits on.
  const length = Uint8Array.of((bytes * 8) >> 8, (bytes * 8) & 255)
  const hmac = hmacStreebog(256, key)
  const parts = Array.from({ length: bytes / HASH_BYTES }, (_, index) =>
    hmac(Uint8Array.of(index + 1), label, Uint8Array.of(0), seed, length),
  )
  return Uint8Array.from(Buffer.concat(parts))
}
