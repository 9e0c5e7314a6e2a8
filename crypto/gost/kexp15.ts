/** Export and import of keys, KExp15 and KImp15 (R 1323565.1.017-2018; RFC 9189 section 8.2.1). */
import { timingSafeEqual } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { ctrAcpkm } from './acpkm.ts'
import type { NewCipher } from './gost3412.ts'
import { omac } from './omac.ts'

export interface ExportKeys {
  readonly newCipher: NewCipher
  readonly macKey: Uint8Array
  readonly encryptionKey: Uint8Array
  /** Half a block. */
  readonly iv: Uint8Array
}

/** The key with its MAC of one block, both encrypted. */
export function kexp15({ newCipher, macKey, encryptionKey, iv }: ExportKeys, key: Uint8Array): Uint8Array {
  const mac = omac(newCipher(macKey), Buffer.concat([iv, key]))
  return ctrAcpkm({ newCipher, key: encryptionKey, iv, sectionBytes: Infinity }, Buffer.concat([key, mac]))
}

/** The key that was exported. Throws CMS_UNOPENABLE when its MAC is wrong. */
export function kimp15({ newCipher, macKey, encryptionKey, iv }: ExportKeys, exported: Uint8Array): Uint8Array {
  const cipher = newCipher(macKey)
  const opened = ctrAcpkm({ newCipher, key: encryptionKey, iv, sectionBytes: Infinity }, exported)
  const end = opened.length - cipher.blockBytes
  if (end <= 0) throw new GatewayError('CMS_UNOPENABLE', 'an exported key is too short')
  const key = opened.subarray(0, end)
  if (!timingSafeEqual(omac(cipher, Buffer.concat([iv, key])), opened.subarray(end))) {
    throw new GatewayError('CMS_UNOPENABLE', 'an exported key fails its MAC')
  }
  return key
}
