/**
 * What GOST signatures and hashes are computed with. There are two implementations of each, in WebAssembly (wasm/) and
 * in plain TypeScript; backend.ts chooses one at start, and the tests hold them against each other.
 */
import type { PrivateKey, PublicKey } from './gost3410-keys.ts'

/** Lengths are the caller's duty: digests as long as the curve's numbers, signatures twice as long. */
export interface SignatureArithmetic {
  /** x || y, each little-endian. Throws KEY_UNUSABLE for a key that is none. */
  derivePublicPoint(key: PrivateKey): Uint8Array
  /**
   * s || r, each big-endian, by steps 2 to 6 of RFC 7091 section 6.1 with k = `nonce` (little-endian, twice as long as
   * a key) modulo the order; undefined when r or s is zero and another nonce is due. Throws KEY_UNUSABLE.
   */
  sign(key: PrivateKey, digest: Uint8Array, nonce: Uint8Array): Uint8Array | undefined
  /** Whether s || r is the key's signature over the digest; false for a key that is no point of the prime subgroup. */
  verify(key: PublicKey, digest: Uint8Array, signature: Uint8Array): boolean
  /**
   * The peer's point times the key and the factor, as x || y; undefined when the peer's is no point of the prime
   * subgroup of the same curve or the factor is zero modulo the order. Throws KEY_UNUSABLE.
   */
  multiplyPoint(key: PrivateKey, peer: PublicKey, factor: bigint): Uint8Array | undefined
}

/** 48 words of 32 bits, least significant first: the hash so far, the bits so far, the checksum, 64 bytes each. */
export type StreebogState = Int32Array

export interface StreebogArithmetic {
  /** Takes whole blocks of 64 bytes in. */
  absorb(state: StreebogState, blocks: Uint8Array): void
  /** Takes in the last block, padded already, of which `messageBytes` are the message's. Then the hash is final. */
  finish(state: StreebogState, block: Uint8Array, messageBytes: number): void
}

export interface GostArithmetic {
  readonly name: 'wasm' | 'typescript'
  readonly signatures: SignatureArithmetic
  readonly streebog: StreebogArithmetic
}
