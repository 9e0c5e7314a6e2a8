/**
 * PBES2 (RFC 8018 section 6.2): what encrypted key files are protected with. PBKDF2 with HMAC over SHA-2 or, by RFC 9337,
 * over Streebog; AES-256-CBC, GOST 28147-89 in CFB, Magma or Kuznyechik in CTR-ACPKM.
 *
 * Not read: PBES1, HMAC-SHA-1 (also when it is meant by being left out), and CTR-ACPKM-OMAC, of which no independent
 * implementation was at hand to check against.
 */
import { createDecipheriv, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, openSequence } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid, parseUnsigned } from '../asn1/values.ts'
import { ctrAcpkm } from '../gost/acpkm.ts'
import { cfbDecrypt } from '../gost/gost28147.ts'
import type { NewCipher } from '../gost/gost3412.ts'
import { newKuznyechik } from '../gost/kuznyechik.ts'
import { newMagma } from '../gost/magma.ts'
import { pbkdf2Streebog } from '../gost/pbkdf2.ts'
import { parseAlgorithm, parseBareAlgorithm } from '../x509/public-key.ts'
import type { Algorithm } from '../x509/public-key.ts'

const KEY_BYTES = 32
/** The file is our own; the bound keeps a damaged one from holding up the start for hours. */
const MAX_ITERATIONS = 2_000_000

type Derive = (passphrase: Uint8Array, salt: Uint8Array, iterations: number) => Promise<Uint8Array>
type Decrypt = (key: Uint8Array, parameters: Tlv, encrypted: Uint8Array) => Uint8Array

const DERIVE_WITH: Readonly<Record<string, Derive>> = {
  [OID.hmacSha256]: sha2('sha256'),
  [OID.hmacSha512]: sha2('sha512'),
  [OID.hmacStreebog256]: streebog(256),
  [OID.hmacStreebog512]: streebog(512),
}

const DECRYPT_WITH: Readonly<Record<string, Decrypt>> = {
  [OID.aes256Cbc]: decryptAes,
  [OID.gost28147]: decryptGost28147,
  [OID.magmaCtrAcpkm]: decryptCounter({ newCipher: newMagma, ivBytes: 4, sectionBytes: 8 * 1024 }),
  [OID.kuznyechikCtrAcpkm]: decryptCounter({ newCipher: newKuznyechik, ivBytes: 8, sectionBytes: 256 * 1024 }),
}

/**
 * The plaintext. Throws DerError for what is not supported or malformed. Most of these ciphers cannot tell a wrong
 * passphrase: then the plaintext is noise, which the caller finds out by parsing it.
 */
export async function decryptPbes2(
  { oid, parameters }: Algorithm,
  encrypted: Uint8Array,
  passphrase: Uint8Array,
): Promise<Uint8Array> {
  if (oid !== OID.pbes2 || parameters === undefined) throw new DerError('the encryption is not PBES2')
  const fields = openSequence(parameters)
  const derivation = parseAlgorithm(fields.read())
  const encryption = parseAlgorithm(fields.read())
  fields.end()
  const decrypt = DECRYPT_WITH[encryption.oid]
  if (decrypt === undefined || encryption.parameters === undefined) throw new DerError('PBES2 with an unknown cipher')
  return decrypt(await deriveKey(derivation, passphrase), encryption.parameters, encrypted)
}

/** PBKDF2-params (RFC 8018 appendix A.2). */
async function deriveKey({ oid, parameters }: Algorithm, passphrase: Uint8Array): Promise<Uint8Array> {
  if (oid !== OID.pbkdf2 || parameters === undefined) throw new DerError('PBES2 without PBKDF2')
  const fields = openSequence(parameters)
  const salt = parseOctets(fields.read())
  const iterations = parseIterations(fields.read())
  const keyLength = fields.readOptional(TAG.integer)
  if (keyLength && Buffer.from(parseUnsigned(keyLength)).readUInt8() !== KEY_BYTES)
    throw new DerError('PBKDF2 key length')
  const prf = fields.atEnd ? undefined : parseBareAlgorithm(fields.read())
  fields.end()
  const derive = prf === undefined ? undefined : DERIVE_WITH[prf]
  if (derive === undefined) throw new DerError('PBKDF2 with another function than HMAC over SHA-2 or Streebog')
  return derive(passphrase, salt, iterations)
}

/** An iteration count of PBKDF2. Throws DerError for one that would never end. */
export function parseIterations(element: Tlv): number {
  const iterations = parseUnsigned(element).reduce((value, octet) => value * 256 + octet, 0)
  if (iterations < 1 || iterations > MAX_ITERATIONS) throw new DerError('PBKDF2 iteration count')
  return iterations
}

function sha2(digest: 'sha256' | 'sha512'): Derive {
  return (passphrase, salt, iterations) => promisify(pbkdf2)(passphrase, salt, iterations, KEY_BYTES, digest)
}

function streebog(bits: 256 | 512): Derive {
  return (passphrase, salt, iterations) => pbkdf2Streebog(passphrase, { bits, salt, iterations, bytes: KEY_BYTES })
}

function decryptAes(key: Uint8Array, parameters: Tlv, encrypted: Uint8Array): Uint8Array {
  const iv = parseIv(parameters, 16)
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, iv)
    return Buffer.concat([decipher.update(encrypted), decipher.final()])
  } catch (cause) {
    throw new DerError('the passphrase is wrong or the file is damaged', { cause })
  }
}

/** Gost28147-89-Parameters (RFC 4357 section 8.1). */
function decryptGost28147(key: Uint8Array, parameters: Tlv, encrypted: Uint8Array): Uint8Array {
  const fields = openSequence(parameters)
  const iv = parseIv(fields.read(), 8)
  const paramSet = parseOid(fields.read())
  fields.end()
  if (paramSet !== OID.gost28147ParamSetZ) throw new DerError('GOST 28147-89 with another parameter set than Z')
  return cfbDecrypt({ key, iv, paramSet }, encrypted)
}

/** Gost3412-15-Encryption-Parameters (RFC 9337 section 7.3): the first half of a block is the IV, the rest is for OMAC. */
function decryptCounter(cipher: { newCipher: NewCipher; ivBytes: number; sectionBytes: number }): Decrypt {
  const { newCipher, ivBytes, sectionBytes } = cipher
  return (key, parameters, encrypted) => {
    const fields = openSequence(parameters)
    const iv = parseIv(fields.read(), ivBytes + 8).subarray(0, ivBytes)
    fields.end()
    return ctrAcpkm({ newCipher, key, iv, sectionBytes }, encrypted)
  }
}

function parseIv(element: Tlv, bytes: number): Uint8Array {
  const iv = parseOctets(element)
  if (iv.length !== bytes) throw new DerError('start vector of PBES2')
  return iv
}
