/**
 * The software key provider: private keys from PKCS#8 PEM files, plain or encrypted, of every kind that has a suite, held in
 * memory. For development and for offices without a token; it is not a certified means of signature. No error names
 * anything of a key but its file.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { GatewayError } from '../gateway/domain/faults.ts'
import type { KeyProvider, KeyRef } from '../gateway/ports/keys.ts'
import { DerError } from './asn1/tlv.ts'
import type { GostCurve } from './gost/curves.ts'
import { generatePrivateKey, secretOf } from './gost/gost3410.ts'
import { vko256, vko512 } from './gost/vko.ts'
import { openEncryptedPkcs8 } from './key-providers/encrypted-pkcs8.ts'
import { decryptOaep } from './rsa/oaep.ts'
import { getSuiteOf } from './suite.ts'
import type { GostPrivateKey, GostPublicKey, PrivateKey } from './suite.ts'
import { parsePemBlocks, toPem } from './x509/pem.ts'
import { encodePkcs8, parsePkcs8 } from './x509/private-key.ts'
import { parseSubjectPublicKeyInfo } from './x509/public-key.ts'

const LABEL = 'PRIVATE KEY'
const ENCRYPTED_LABEL = 'ENCRYPTED PRIVATE KEY'

/** A provider over keys in memory. Every method throws KEY_UNUSABLE for a reference that is not in the map. */
export function createSoftwareKeys(keys: ReadonlyMap<KeyRef, PrivateKey>): KeyProvider {
  const keyOf = (ref: KeyRef): PrivateKey => {
    const key = keys.get(ref)
    if (key === undefined) throw new GatewayError('KEY_UNUSABLE', `no key is named ${ref}`)
    return key
  }
  const gostKeyOf = (ref: KeyRef): GostPrivateKey => {
    const key = keyOf(ref)
    if ('curve' in key) return key
    throw new GatewayError('KEY_UNUSABLE', `key ${ref} is not one of GOST R 34.10-2012`)
  }
  return {
    sign: async (ref, digest) => {
      const key = keyOf(ref)
      return getSuiteOf(key).sign(key, digest)
    },
    agree: async (ref, peerSpki, ukm) => vko256(gostKeyOf(ref), parsePeer(peerSpki), ukm),
    agree512: async (ref, peerSpki, ukm) => vko512(gostKeyOf(ref), parsePeer(peerSpki), ukm),
    decrypt: async (ref, encrypted) => {
      const key = keyOf(ref)
      if ('rsaPrivate' in key) return decryptOaep(key, encrypted)
      throw new GatewayError('KEY_UNUSABLE', `key ${ref} is not one of RSA`)
    },
  }
}

/** A provider over key files, every one read and checked now. Throws KEY_UNUSABLE naming the file. */
export async function loadSoftwareKeys(files: ReadonlyMap<KeyRef, string>): Promise<KeyProvider> {
  const entries = Array.from(files, async ([ref, file]) => [ref, await loadPrivateKey(file)] as const)
  return createSoftwareKeys(new Map(await Promise.all(entries)))
}

/** The only private key of a PEM file; an encrypted one needs its passphrase. Throws KEY_UNUSABLE naming the file. */
export async function loadPrivateKey(file: string, passphrase?: Uint8Array): Promise<PrivateKey> {
  try {
    const text = await readFile(file, 'latin1')
    return passphrase ? await openEncryptedPem(text, passphrase) : parsePrivateKeyPem(text)
  } catch (cause) {
    const reason = cause instanceof DerError || cause instanceof GatewayError ? cause.message : 'it cannot be read'
    throw new GatewayError('KEY_UNUSABLE', `key file ${file} is unusable: ${reason}`, { cause })
  }
}

/** Makes a new key of GOST R 34.10-2012, writes it to a file that must not exist yet, readable by its owner only, and returns it. */
export async function generateKeyFile(file: string, curve: GostCurve): Promise<GostPrivateKey> {
  const key = generatePrivateKey(curve)
  try {
    await writeFile(file, toPrivateKeyPem(key), { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    throw new GatewayError('KEY_UNUSABLE', `key file ${file} cannot be written`, { cause })
  }
  return key
}

/** Throws DerError for what is no such key, KEY_UNUSABLE for a scalar that is out of range. */
export function parsePrivateKeyPem(text: string): PrivateKey {
  const [pkcs8, second] = parsePemBlocks(text, LABEL)
  if (pkcs8 === undefined || second !== undefined) throw new DerError('it must hold exactly one unencrypted PKCS#8 key')
  return checkScalar(parsePkcs8(pkcs8))
}

async function openEncryptedPem(text: string, passphrase: Uint8Array): Promise<PrivateKey> {
  const [encrypted, second] = parsePemBlocks(text, ENCRYPTED_LABEL)
  // A passphrase for a key that lies open is a mistake that somebody should hear of.
  if (encrypted === undefined || second !== undefined)
    throw new DerError('it must hold exactly one encrypted PKCS#8 key')
  return checkScalar(await openEncryptedPkcs8(encrypted, passphrase))
}

function checkScalar(key: PrivateKey): PrivateKey {
  if ('curve' in key) secretOf(key)
  return key
}

export function toPrivateKeyPem(key: GostPrivateKey): string {
  return toPem(encodePkcs8(key), LABEL)
}

function parsePeer(spki: Uint8Array): GostPublicKey {
  try {
    const { publicKey } = parseSubjectPublicKeyInfo(spki)
    if (publicKey !== undefined && 'curve' in publicKey) return publicKey
    throw new DerError('unknown algorithm')
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw new GatewayError('CMS_UNOPENABLE', 'the peer key is not one of ours in kind', { cause })
  }
}
