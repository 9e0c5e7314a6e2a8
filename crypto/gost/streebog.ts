/** Streebog, the hash function of GOST R 34.11-2012 (RFC 6986), 256 and 512 bits; messages may come in parts. */
import type { StreebogArithmetic, StreebogState } from './arithmetic.ts'
import { gostArithmetic } from './backend.ts'

const BLOCK_BYTES = 64

/** A running hash. `digest()` ends it; an instance serves one message. */
export class Streebog {
  readonly #bits: 256 | 512
  readonly #arithmetic: StreebogArithmetic
  readonly #state: StreebogState = new Int32Array(48)
  readonly #pending = new Uint8Array(BLOCK_BYTES)
  #pendingBytes = 0
  #ended = false

  /** With the arithmetic chosen at start, unless a test names one. */
  constructor(bits: 256 | 512, arithmetic = gostArithmetic().streebog) {
    this.#bits = bits
    this.#arithmetic = arithmetic
    if (bits === 256) this.#state.fill(0x01010101, 0, 16)
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
      this.#arithmetic.absorb(this.#state, this.#pending)
    }
    const rest = (data.length - offset) % BLOCK_BYTES
    const blocks = data.subarray(offset, data.length - rest)
    if (blocks.length > 0) this.#arithmetic.absorb(this.#state, blocks)
    this.#pending.set(data.subarray(data.length - rest))
    this.#pendingBytes = rest
    return this
  }

  /** The hash, 32 or 64 bytes, least significant byte of the standard's vector first: the order openssl prints. */
  digest(): Uint8Array {
    if (this.#ended) throw new Error('digest twice')
    this.#ended = true
    this.#pending.fill(0, this.#pendingBytes)
    this.#pending[this.#pendingBytes] = 1
    this.#arithmetic.finish(this.#state, this.#pending, this.#pendingBytes)
    const hash = new Uint8Array(this.#state.buffer, 0, BLOCK_BYTES)
    return hash.slice(this.#bits === 512 ? 0 : 32)
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
