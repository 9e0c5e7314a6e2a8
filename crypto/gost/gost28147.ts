/**
 * Modes of GOST 28147-89 that CMS needs: CFB with CryptoPro key meshing (RFC 4357 section 2.3.2), ECB and the MAC
 * (RFC 5830 sections 5 and 8), CryptoPro key wrap with diversification (RFC 4357 sections 6.3 to 6.5).
 *
 * Plain TypeScript with table look-ups: not constant time, not certified.
 */
import { timingSafeEqual } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { BLOCK_BYTES, BlockCipher, KEY_BYTES, readWord, writeWord } from './gost28147-block.ts'
import { getSubstitution } from './gost28147-sboxes.ts'
import type { ParamSetOid } from './gost28147-sboxes.ts'

export type { ParamSetOid }

const MESHING_INTERVAL_BYTES = 1024
/** RFC 4357 section 2.3.2: the new key is this constant decrypted with the old one. */
const MESHING_CONSTANT = Buffer.from('6900722264c904238d3adb9646e92ac418feac9400ed0712c086dcc2ef4ca92b', 'hex')

export interface CfbParameters {
  /** 32 bytes. */
  readonly key: Uint8Array
  /** 8 bytes. */
  readonly iv: Uint8Array
  readonly paramSet: ParamSetOid
}

/** A content key under a key-encryption key: 32 bytes, and 4 bytes of MAC over the content key. */
export interface WrappedKey {
  readonly encryptedKey: Uint8Array
  readonly mac: Uint8Array
}

/** CFB with key meshing, any length. Throws CMS_UNOPENABLE for an unknown parameter set or an IV of a wrong length. */
export function cfbEncrypt(parameters: CfbParameters, plain: Uint8Array): Uint8Array {
  return cfb(parameters, { input: plain, meshing: true, decrypting: false })
}

/** The inverse of `cfbEncrypt`. CFB has no integrity: what comes out must be proved by something else. */
export function cfbDecrypt(parameters: CfbParameters, encrypted: Uint8Array): Uint8Array {
  return cfb(parameters, { input: encrypted, meshing: true, decrypting: true })
}

/** ECB over whole blocks of 8 bytes, no padding. Throws CMS_UNOPENABLE for an unknown parameter set. */
export function ecbEncrypt(key: Uint8Array, paramSet: ParamSetOid, block: Uint8Array): Uint8Array {
  const cipher = new BlockCipher(key, getSubstitution(paramSet))
  return ecb(block, (words) => cipher.encrypt(words))
}

/** The inverse of `ecbEncrypt`. */
export function ecbDecrypt(key: Uint8Array, paramSet: ParamSetOid, block: Uint8Array): Uint8Array {
  const cipher = new BlockCipher(key, getSubstitution(paramSet))
  return ecb(block, (words) => cipher.decrypt(words))
}

/** The MAC (imitovstavka), 4 bytes, with a start vector of 8 bytes; data is zero-filled to two whole blocks at least. */
export function imit(parameters: CfbParameters, data: Uint8Array): Uint8Array {
  const cipher = new BlockCipher(parameters.key, getSubstitution(parameters.paramSet))
  const padded = new Uint8Array(Math.max(2, Math.ceil(data.length / BLOCK_BYTES)) * BLOCK_BYTES)
  padded.set(data)
  const register = startVector(parameters.iv)
  for (let offset = 0; offset < padded.length; offset += BLOCK_BYTES) {
    register[0]! ^= readWord(padded, offset)
    register[1]! ^= readWord(padded, offset + 4)
    cipher.authenticate(register)
  }
  const mac = new Uint8Array(4)
  writeWord(mac, 0, register[0]!)
  return mac
}

/** CryptoPro key wrap (RFC 4357 section 6.3) of a 32-byte key; `ukm` has 8 bytes. */
export function wrapCryptoPro(kek: Uint8Array, ukm: Uint8Array, cek: Uint8Array, paramSet: ParamSetOid): WrappedKey {
  if (cek.length !== KEY_BYTES) throw new RangeError('a key of GOST 28147-89 has 32 bytes')
  const key = diversify(kek, ukm, paramSet)
  return { encryptedKey: ecbEncrypt(key, paramSet, cek), mac: imit({ key, iv: ukm, paramSet }, cek) }
}

/** The inverse (RFC 4357 section 6.4). Throws CMS_UNOPENABLE when lengths, parameter set or MAC are wrong. */
export function unwrapCryptoPro(
  kek: Uint8Array,
  ukm: Uint8Array,
  { encryptedKey, mac }: WrappedKey,
  paramSet: ParamSetOid,
): Uint8Array {
  if (ukm.length !== BLOCK_BYTES || encryptedKey.length !== KEY_BYTES || mac.length !== 4) {
    throw new GatewayError('CMS_UNOPENABLE', 'a wrapped key has a wrong length')
  }
  const key = diversify(kek, ukm, paramSet)
  const cek = ecbDecrypt(key, paramSet, encryptedKey)
  if (!timingSafeEqual(imit({ key, iv: ukm, paramSet }, cek), mac)) {
    throw new GatewayError('CMS_UNOPENABLE', 'the wrapped key fails its MAC')
  }
  return cek
}

/** CryptoPro KEK diversification (RFC 4357 section 6.5). */
function diversify(kek: Uint8Array, ukm: Uint8Array, paramSet: ParamSetOid): Uint8Array {
  let key = kek
  for (let i = 0; i < BLOCK_BYTES; i++) {
    let chosen = 0
    let others = 0
    for (let j = 0; j < 8; j++) {
      const word = readWord(key, 4 * j)
      if ((ukm[i]! >> j) & 1) chosen = (chosen + word) | 0
      else others = (others + word) | 0
    }
    const iv = new Uint8Array(BLOCK_BYTES)
    writeWord(iv, 0, chosen)
    writeWord(iv, 4, others)
    key = cfb({ key, iv, paramSet }, { input: key, meshing: false, decrypting: false })
  }
  return key
}

function cfb(
  { key, iv, paramSet }: CfbParameters,
  { input, meshing, decrypting }: { input: Uint8Array; meshing: boolean; decrypting: boolean },
): Uint8Array {
  const cipher = new BlockCipher(key, getSubstitution(paramSet))
  const register = startVector(iv)
  // Padded to whole blocks: only the last one is short, and what it leaves in the register is never used.
  const output = new Uint8Array(Math.ceil(input.length / BLOCK_BYTES) * BLOCK_BYTES)
  output.set(input)
  for (let offset = 0; offset < output.length; offset += BLOCK_BYTES) {
    if (meshing && offset > 0 && offset % MESHING_INTERVAL_BYTES === 0) mesh(cipher, register)
    cipher.encrypt(register)
    const first = readWord(output, offset)
    const second = readWord(output, offset + 4)
    const firstOut = first ^ register[0]!
    const secondOut = second ^ register[1]!
    writeWord(output, offset, firstOut)
    writeWord(output, offset + 4, secondOut)
    register[0] = decrypting ? first : firstOut
    register[1] = decrypting ? second : secondOut
  }
  return output.subarray(0, input.length)
}

/** Replaces the key, then encrypts the register with the new key. */
function mesh(cipher: BlockCipher, register: Int32Array): void {
  cipher.setKey(ecb(MESHING_CONSTANT, (words) => cipher.decrypt(words)))
  cipher.encrypt(register)
}

function ecb(input: Uint8Array, transform: (words: Int32Array) => void): Uint8Array {
  if (input.length % BLOCK_BYTES !== 0) throw new RangeError('ECB takes whole blocks of 8 bytes')
  const output = new Uint8Array(input.length)
  const words = new Int32Array(2)
  for (let offset = 0; offset < input.length; offset += BLOCK_BYTES) {
    words[0] = readWord(input, offset)
    words[1] = readWord(input, offset + 4)
    transform(words)
    writeWord(output, offset, words[0])
    writeWord(output, offset + 4, words[1])
  }
  return output
}

function startVector(iv: Uint8Array): Int32Array {
  // It comes out of a message, so a wrong one is the sender's fault.
  if (iv.length !== BLOCK_BYTES) throw new GatewayError('CMS_UNOPENABLE', 'a start vector has not 8 bytes')
  return Int32Array.of(readWord(iv, 0), readWord(iv, 4))
}
