/**
 * Profile `kuznyechik-ctr-acpkm-omac` (R 1323565.1.025-2019): Kuznyechik in CTR-ACPKM with sections of 256 KiB; an OMAC
 * over the plaintext, encrypted by the continuing key stream, stands in an unprotected attribute.
 *
 * Opens what others of that recommendation write as well: Magma (sections of 8 KiB), and either cipher without a MAC.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import * as der from '../../asn1/der.ts'
import { OID } from '../../asn1/oids.ts'
import { DerError, openSequence } from '../../asn1/tlv.ts'
import { parseOctets } from '../../asn1/values.ts'
import { ctrAcpkm } from '../../gost/acpkm.ts'
import type { NewCipher } from '../../gost/gost3412.ts'
import { kdfTree } from '../../gost/kdf.ts'
import { newKuznyechik } from '../../gost/kuznyechik.ts'
import { newMagma } from '../../gost/magma.ts'
import { omac } from '../../gost/omac.ts'
import type { CmsProfile, ReceivedContent } from '../profile.ts'
import { exportContentKey, importContentKey } from './exported-key.ts'
import { getGostKey, hasGostKey } from './gost-recipient.ts'

interface ContentCipher {
  readonly newCipher: NewCipher
  readonly blockBytes: 8 | 16
  readonly sectionBytes: number
  readonly hasMac: boolean
}

const KUZNYECHIK = { newCipher: newKuznyechik, blockBytes: 16, sectionBytes: 256 * 1024 } as const
const MAGMA = { newCipher: newMagma, blockBytes: 8, sectionBytes: 8 * 1024 } as const
const WRITTEN: ContentCipher = { ...KUZNYECHIK, hasMac: true }
const CIPHERS: Readonly<Record<string, ContentCipher>> = {
  [OID.kuznyechikCtrAcpkmOmac]: WRITTEN,
  [OID.kuznyechikCtrAcpkm]: { ...KUZNYECHIK, hasMac: false },
  [OID.magmaCtrAcpkmOmac]: { ...MAGMA, hasMac: true },
  [OID.magmaCtrAcpkm]: { ...MAGMA, hasMac: false },
}

const KEY_BYTES = 32
const SEED_BYTES = 8
const LABEL = Buffer.from('kdf tree', 'latin1')

export const kuznyechikCtrAcpkmOmac: CmsProfile = {
  id: 'kuznyechik-ctr-acpkm-omac',
  contentOids: Object.keys(CIPHERS),
  isFor: hasGostKey,
  encryptContent(content) {
    const { newCipher, blockBytes } = WRITTEN
    const contentKey = randomBytes(KEY_BYTES)
    const ukm = randomBytes(blockBytes / 2 + SEED_BYTES)
    const { encryptionKey, macKey } = deriveKeys(contentKey, ukm, WRITTEN)
    const mac = omac(newCipher(macKey), content)
    const stream = applyStream(encryptionKey, ukm, { cipher: WRITTEN, text: Buffer.concat([content, mac]) })
    return {
      contentKey,
      algorithm: der.sequence(der.oid(OID.kuznyechikCtrAcpkmOmac), der.sequence(der.octetString(ukm))),
      encrypted: stream.subarray(0, content.length),
      mac: stream.subarray(content.length),
    }
  },
  carryKey: (contentKey, recipient) => exportContentKey(contentKey, getGostKey(recipient), recipient.spkiAlgorithmDer),
  openKey: importContentKey,
  decryptContent,
}

function decryptContent(contentKey: Uint8Array, received: ReceivedContent): Uint8Array {
  const { cipher, ukm } = readAlgorithm(received)
  const { encrypted, mac = new Uint8Array() } = received
  if (mac.length !== (cipher.hasMac ? cipher.blockBytes : 0)) throw new DerError('MAC')
  const { encryptionKey, macKey } = deriveKeys(contentKey, ukm, cipher)
  const opened = applyStream(encryptionKey, ukm, { cipher, text: Buffer.concat([encrypted, mac]) })
  const content = opened.subarray(0, encrypted.length)
  if (cipher.hasMac && !timingSafeEqual(omac(cipher.newCipher(macKey), content), opened.subarray(encrypted.length))) {
    throw new GatewayError('CMS_UNOPENABLE', 'the content fails its MAC')
  }
  return content
}

function readAlgorithm({ algorithm }: ReceivedContent): { cipher: ContentCipher; ukm: Uint8Array } {
  const cipher = CIPHERS[algorithm.oid]
  if (cipher === undefined || algorithm.parameters === undefined) throw new DerError('content cipher')
  const parameters = openSequence(algorithm.parameters)
  const ukm = parseOctets(parameters.read())
  parameters.end()
  if (ukm.length !== cipher.blockBytes / 2 + SEED_BYTES) throw new DerError('UKM length')
  return { cipher, ukm }
}

/** Where there is a MAC, the content key is the root of two; where there is none, it encrypts itself. */
function deriveKeys(contentKey: Uint8Array, ukm: Uint8Array, { hasMac }: ContentCipher) {
  if (contentKey.length !== KEY_BYTES) throw new GatewayError('CMS_UNOPENABLE', 'a content key has not 32 bytes')
  if (!hasMac) return { encryptionKey: contentKey, macKey: contentKey }
  const keys = kdfTree(contentKey, { label: LABEL, seed: ukm.subarray(-SEED_BYTES), bytes: 2 * KEY_BYTES })
  return { encryptionKey: keys.subarray(0, KEY_BYTES), macKey: keys.subarray(KEY_BYTES) }
}

function applyStream(
  key: Uint8Array,
  ukm: Uint8Array,
  { cipher, text }: { cipher: ContentCipher; text: Uint8Array },
): Uint8Array {
  const { newCipher, sectionBytes } = cipher
  return ctrAcpkm({ newCipher, key, iv: ukm.subarray(0, -SEED_BYTES), sectionBytes }, text)
}
