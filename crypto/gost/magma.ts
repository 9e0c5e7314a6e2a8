/**
 * Magma, the 64-bit block cipher of GOST R 34.12-2015 (RFC 8891): GOST 28147-89 with the substitution set Z, its words
 * read the other way round.
 */
import { BlockCipher } from './gost28147-block.ts'
import { getSubstitution } from './gost28147-sboxes.ts'
import type { Cipher } from './gost3412.ts'

const SUBSTITUTION_SET_Z = '1.2.643.7.1.2.5.1.1'
const BLOCK_BYTES = 8

/** Magma under a key of 32 bytes. */
export function newMagma(key: Uint8Array): Cipher {
  const cipher = new BlockCipher(Buffer.from(key).swap32(), getSubstitution(SUBSTITUTION_SET_Z))
  const words = new Int32Array(2)
  return {
    blockBytes: BLOCK_BYTES,
    encryptBlock(bytes, offset) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + offset, BLOCK_BYTES)
      words[0] = view.getInt32(4)
      words[1] = view.getInt32(0)
      cipher.encrypt(words)
      view.setInt32(4, words[0]!)
      view.setInt32(0, words[1]!)
    },
  }
}
