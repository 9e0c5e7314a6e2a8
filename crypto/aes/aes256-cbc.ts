/** AES-256 in CBC with the padding of PKCS#7 (FIPS 197, RFC 3565, RFC 5652 section 6.3); the work is OpenSSL's. */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'

const NAME = 'aes-256-cbc'

export interface CbcParameters {
  /** 32 bytes. */
  readonly key: Uint8Array
  /** 16 bytes. */
  readonly iv: Uint8Array
}

export function encryptCbc({ key, iv }: CbcParameters, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv(NAME, key, iv)
  return Buffer.concat([cipher.update(plain), cipher.final()])
}

/** Throws CMS_UNOPENABLE, always with the same words, also for a key or a start vector of a wrong length. */
export function decryptCbc({ key, iv }: CbcParameters, encrypted: Uint8Array): Uint8Array {
  try {
    const cipher = createDecipheriv(NAME, key, iv)
    return Buffer.concat([cipher.update(encrypted), cipher.final()])
  } catch (cause) {
    throw new GatewayError('CMS_UNOPENABLE', 'the content does not open', { cause })
  }
}
