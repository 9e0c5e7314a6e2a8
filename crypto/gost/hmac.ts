/** HMAC_GOSTR3411_2012_256 and _512 (RFC 7836 section 4.1): RFC 2104 over Streebog, for keys of any length. */
import { Streebog } from './streebog.ts'

const HASH_BLOCK_BYTES = 64

/** MAC of the parts one after the other, 32 or 64 bytes. */
export type Hmac = (...parts: readonly Uint8Array[]) => Uint8Array

/** The MAC under a key, for any number of messages. */
export function hmacStreebog(bits: 256 | 512, key: Uint8Array): Hmac {
  const hash: Hmac = (...parts) => {
    const running = new Streebog(bits)
    for (const part of parts) running.update(part)
    return running.digest()
  }
  const padded = new Uint8Array(HASH_BLOCK_BYTES)
  padded.set(key.length > HASH_BLOCK_BYTES ? hash(key) : key)
  const inner = padded.map((byte) => byte ^ 0x36)
  const outer = padded.map((byte) => byte ^ 0x5c)
  return (...parts) => hash(outer, hash(inner, ...parts))
}
