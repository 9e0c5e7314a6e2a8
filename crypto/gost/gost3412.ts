/** Block ciphers of GOST R 34.12-2015 as the modes see them: a key set once, blocks encrypted in place. */
export interface Cipher {
  readonly blockBytes: 8 | 16
  /** Replaces a block of `blockBytes` at the offset. */
  encryptBlock(bytes: Uint8Array, offset: number): void
}

/** A cipher under a key of 32 bytes; another length is a bug (RangeError). */
export type NewCipher = (key: Uint8Array) => Cipher

export const KEY_BYTES = 32
