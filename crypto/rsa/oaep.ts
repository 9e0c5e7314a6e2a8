/** RSAES-OAEP with SHA-256 and MGF1 over SHA-256, no label (RFC 8017 section 7.1); the work is OpenSSL's. */
import { constants, privateDecrypt, publicEncrypt } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { RsaPrivateKey, RsaPublicKey } from './pkcs1-v15.ts'

const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }

export function encryptOaep({ rsaPublic }: RsaPublicKey, message: Uint8Array): Uint8Array {
  return publicEncrypt({ key: rsaPublic, ...OAEP }, message)
}

/** Throws CMS_UNOPENABLE, always with the same words. */
export function decryptOaep({ rsaPrivate }: RsaPrivateKey, encrypted: Uint8Array): Uint8Array {
  try {
    return privateDecrypt({ key: rsaPrivate, ...OAEP }, encrypted)
  } catch (cause) {
    throw new GatewayError('CMS_UNOPENABLE', 'the transported key does not open', { cause })
  }
}
