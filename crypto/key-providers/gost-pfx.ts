/**
 * PKCS#12 (RFC 7292) as RFC 9548 fills it: MAC over Streebog under a key of PBKDF2, PBES2 inside. Only keys are taken out;
 * certificates come from configuration. DER only, as those who write these files write them.
 */
import { timingSafeEqual } from 'node:crypto'
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, contextConstructed, contextPrimitive, openSequence, openSet, parseTlv } from '../asn1/tlv.ts'
import type { DerReader, Tlv } from '../asn1/tlv.ts'
import { findText, parseOctets, parseOid, parseSmallInteger } from '../asn1/values.ts'
import { hmacStreebog } from '../gost/hmac.ts'
import { pbkdf2Streebog } from '../gost/pbkdf2.ts'
import { parseAlgorithm, parseBareAlgorithm } from '../x509/public-key.ts'
import { decryptPbes2, parseIterations } from './pbes2.ts'

/** A key of a PKCS#12 file. */
export interface StoredKey {
  /** friendlyName. */
  readonly alias: string | undefined
  /** PrivateKeyInfo. */
  readonly pkcs8: Uint8Array
}

const MAX_BYTES = 1 << 20
const MAX_PARTS = 32
const BITS: Readonly<Record<string, 256 | 512>> = { [OID.streebog256]: 256, [OID.streebog512]: 512 }

interface Pfx {
  readonly content: Uint8Array
  readonly mac: { readonly bits: 256 | 512; readonly value: Uint8Array; readonly salt: Uint8Array; iterations: number }
}

/** undefined for a file whose MAC is not one of GOST; such a file need not be DER. */
export function findGostPfx(bytes: Uint8Array): Pfx | undefined {
  try {
    return parsePfx(bytes)
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}

/** Every key of the file, its MAC proved first. Throws DerError, also for a wrong passphrase. */
export async function openGostPfx({ content, mac }: Pfx, passphrase: Uint8Array): Promise<readonly StoredKey[]> {
  const { bits, value, salt, iterations } = mac
  // RFC 9548 chapter 3: the last 32 of 96 octets.
  const derived = await pbkdf2Streebog(passphrase, { bits, salt, iterations, bytes: 96 })
  const expected = hmacStreebog(bits, derived.subarray(64))(content)
  if (value.length !== expected.length || !timingSafeEqual(value, expected)) {
    throw new DerError('the passphrase is wrong or the file was changed')
  }
  const parts = openSequence(parseTlv(content, MAX_BYTES)).readAll(TAG.sequence, MAX_PARTS)
  const contents = await Promise.all(parts.map((part) => openPart(part, passphrase)))
  const bags = contents.flatMap((safe) => openSequence(parseTlv(safe, MAX_BYTES)).readAll(TAG.sequence, MAX_PARTS))
  const keys = await Promise.all(bags.map((bag) => openBag(bag, passphrase)))
  return keys.filter((key) => key !== undefined)
}

function parsePfx(bytes: Uint8Array): Pfx {
  const fields = openSequence(parseTlv(bytes, MAX_BYTES))
  if (parseSmallInteger(fields.read()) !== 3) throw new DerError('PKCS#12 version')
  const [type, content] = parseContentInfo(fields.read())
  if (type !== OID.data) throw new DerError('PKCS#12 without a passphrase')
  const macData = fields.readSequence()
  fields.end()
  const digestInfo = macData.readSequence()
  const bits = BITS[parseBareAlgorithm(digestInfo.read())]
  if (bits === undefined) throw new DerError('the MAC is not one of GOST')
  const value = parseOctets(digestInfo.read())
  const salt = parseOctets(macData.read())
  const iterations = macData.atEnd ? 1 : parseIterations(macData.read())
  macData.end()
  return { content: parseOctets(content), mac: { bits, value, salt, iterations } }
}

/** SafeContents of one part: in clear, or under the passphrase. */
async function openPart(part: Tlv, passphrase: Uint8Array): Promise<Uint8Array> {
  const [type, content] = parseContentInfo(part)
  if (type === OID.data) return parseOctets(content)
  if (type !== OID.encryptedData) throw new DerError('PKCS#12 with a part of an unknown kind')
  const fields = openSequence(content)
  if (parseSmallInteger(fields.read()) !== 0) throw new DerError('EncryptedData version')
  const info = fields.readSequence()
  fields.end()
  if (parseOid(info.read()) !== OID.data) throw new DerError('EncryptedData of an unknown kind')
  const algorithm = parseAlgorithm(info.read())
  const encrypted = info.read(contextPrimitive(0)).content
  info.end()
  return decryptPbes2(algorithm, encrypted, passphrase)
}

function parseContentInfo(element: Tlv): [type: string, content: Tlv] {
  const fields = openSequence(element)
  const type = parseOid(fields.read())
  const content = readExplicit(fields)
  fields.end()
  return [type, content]
}

function readExplicit(fields: DerReader): Tlv {
  return parseTlv(fields.read(contextConstructed(0)).content, MAX_BYTES)
}

/** undefined for a bag of something else than a key. */
async function openBag(bag: Tlv, passphrase: Uint8Array): Promise<StoredKey | undefined> {
  const fields = openSequence(bag)
  const type = parseOid(fields.read())
  const value = readExplicit(fields)
  const attributes = fields.atEnd ? [] : openSet(fields.read()).readAll(TAG.sequence, MAX_PARTS)
  fields.end()
  const alias = attributes.map(findFriendlyName).find((name) => name !== undefined)
  if (type === OID.pkcs12KeyBag) return { alias, pkcs8: value.raw }
  if (type !== OID.pkcs12ShroudedKeyBag) return undefined
  const shrouded = openSequence(value)
  const algorithm = parseAlgorithm(shrouded.read())
  const encrypted = parseOctets(shrouded.read())
  shrouded.end()
  return { alias, pkcs8: await decryptPbes2(algorithm, encrypted, passphrase) }
}

function findFriendlyName(attribute: Tlv): string | undefined {
  const fields = openSequence(attribute)
  if (parseOid(fields.read()) !== OID.friendlyName) return undefined
  return findText(openSet(fields.read()).read(TAG.bmpString))
}
