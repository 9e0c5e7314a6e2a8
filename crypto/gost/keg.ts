/**
 * Export keys out of a key agreement, KEG (RFC 9189 section 8.3.1; R 1323565.1.025-2019). The agreement itself is VKO with
 * a 256-bit digest for keys of 256 bits, with a 512-bit digest for keys of 512, and belongs to whoever holds the key.
 */
import { kdfTree } from './kdf.ts'

export interface ExportPair {
  readonly macKey: Uint8Array
  readonly encryptionKey: Uint8Array
}

/** Sixteen bytes for the agreement, eight for the derivation, eight that are the caller's (the IV of KExp15). */
export const KEG_UKM_BYTES = 32
const LABEL = Buffer.from('kdf tree', 'latin1')

/** The UKM that VKO takes: KEG writes r big-endian, VKO reads it little-endian; zero counts as one. */
export function kegAgreementUkm(ukm: Uint8Array): Uint8Array {
  const r = ukm.subarray(0, 16).toReversed()
  if (r.every((byte) => byte === 0)) r[0] = 1
  return r
}

/** Both keys, 32 bytes each, of the agreed secret: 64 bytes are the keys, 32 bytes are derived from. */
export function kegKeys(shared: Uint8Array, ukm: Uint8Array): ExportPair {
  const keys = shared.length === 64 ? shared : kdfTree(shared, { label: LABEL, seed: ukm.subarray(16, 24), bytes: 64 })
  return { macKey: keys.subarray(0, 32), encryptionKey: keys.subarray(32) }
}
