/**
 * CTR-ACPKM (RFC 8645 section 6.2.2; R 1323565.1.017-2018): counter mode (GOST R 34.13-2015 section 5.2) whose key is
 * replaced after every section of the text. The counter runs on.
 */
import { KEY_BYTES } from './gost3412.ts'
import type { Cipher, NewCipher } from './gost3412.ts'

export interface CounterParameters {
  readonly newCipher: NewCipher
  /** 32 bytes. */
  readonly key: Uint8Array
  /** Half a block; the other half of the first counter is zero. */
  readonly iv: Uint8Array
  /** How many bytes one key serves, whole blocks; Infinity is plain counter mode. */
  readonly sectionBytes: number
}

/** Encrypts, and by the same operation decrypts, text of any length. An IV of another length is a bug (RangeError). */
export function ctrAcpkm({ newCipher, key, iv, sectionBytes }: CounterParameters, text: Uint8Array): Uint8Array {
  let cipher = newCipher(key)
  const { blockBytes } = cipher
  if (2 * iv.length !== blockBytes) throw new RangeError('a counter starts with half a block')
  const counter = new Uint8Array(blockBytes)
  counter.set(iv)
  const output = Uint8Array.from(text)
  const gamma = new Uint8Array(blockBytes)
  for (let offset = 0; offset < output.length; offset += blockBytes) {
    if (offset > 0 && offset % sectionBytes === 0) cipher = newCipher(nextKey(cipher))
    gamma.set(counter)
    cipher.encryptBlock(gamma, 0)
    const end = Math.min(blockBytes, output.length - offset)
    for (let i = 0; i < end; i++) output[offset + i]! ^= gamma[i]!
    increment(counter)
  }
  return output
}

/** ACPKM (RFC 8645 section 6.2.1): the bytes 80, 81, .. 9f encrypted with the key that they replace. */
function nextKey(cipher: Cipher): Uint8Array {
  const key = Uint8Array.from({ length: KEY_BYTES }, (_, index) => 0x80 + index)
  for (let offset = 0; offset < KEY_BYTES; offset += cipher.blockBytes) cipher.encryptBlock(key, offset)
  return key
}

function increment(counter: Uint8Array): void {
  for (let i = counter.length - 1; i >= 0; i--) {
    counter[i] = counter[i]! + 1
    if (counter[i] !== 0) return
  }
}
