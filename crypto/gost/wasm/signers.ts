/**
 * Public keys that have been proved points of the prime subgroup, and tables for those that keep signing well.
 *
 * A table makes verification several times faster. It is made after the third good signature, so no stranger can have
 * one made, nor push one out with keys that sign nothing. Both caches forget what was unused for longest.
 */
import { createBoundedCache } from '../../x509/bounded-cache.ts'
import type { PublicKey } from '../gost3410-keys.ts'

const PROVED_KEYS = 256
const VERIFICATIONS_BEFORE_TABLE = 3
/** Of 256 KiB for keys of 32 bytes and of 1 MiB for those of 64 (assembly/table.ts): 16 MiB each at most. */
const TABLES = { 32: 64, 64: 16 } as const

export interface Signer {
  readonly name: string
  readonly key: PublicKey
  verifications: number
  /** Where its table lies; 0 while it has none. */
  table: number
}

export interface Signers {
  /** Undefined when the key is no point of the prime subgroup. */
  find(key: PublicKey): Signer | undefined
  /** Counts a good signature; the third one has the table made. */
  noteVerified(signer: Signer): void
}

/** `prove` says whether the key is a point of the prime subgroup, `allocate` finds room for a table (0: none left). */
export function createSigners(work: {
  prove(key: PublicKey): boolean
  allocate(bytes: number): number
  makeTable(signer: Signer): void
}): Signers {
  const proved = createBoundedCache<Signer>(PROVED_KEYS)
  // Insertion order is the order of use.
  const frequent = { 32: new Map<string, Signer>(), 64: new Map<string, Signer>() }

  function findFrequent(name: string, byteLength: 32 | 64): Signer | undefined {
    const signer = frequent[byteLength].get(name)
    if (!signer) return undefined
    frequent[byteLength].delete(name)
    frequent[byteLength].set(name, signer)
    return signer
  }

  function roomForTable(byteLength: 32 | 64): number {
    const signers = frequent[byteLength]
    const room = signers.size < TABLES[byteLength] ? work.allocate(tableBytes(byteLength)) : 0
    const [oldest] = signers.values()
    if (room !== 0 || !oldest) return room
    signers.delete(oldest.name)
    const reused = oldest.table
    oldest.table = 0
    return reused
  }

  return {
    find(key) {
      const name = nameOf(key)
      const known = findFrequent(name, key.curve.byteLength) ?? proved.find(name)
      if (known) return known
      if (!work.prove(key)) return undefined
      return proved.keep(name, { name, key, verifications: 0, table: 0 })
    },
    noteVerified(signer) {
      if (signer.table !== 0 || ++signer.verifications < VERIFICATIONS_BEFORE_TABLE) return
      const { byteLength } = signer.key.curve
      signer.table = roomForTable(byteLength)
      if (signer.table === 0) return
      work.makeTable(signer)
      frequent[byteLength].set(signer.name, signer)
    },
  }
}

/** One row per byte of the scalar, 128 points in each. */
export function tableBytes(byteLength: number): number {
  return byteLength * 128 * 2 * byteLength
}

function nameOf({ curve, point }: PublicKey): string {
  return `${curve.oid} ${Buffer.from(point.buffer, point.byteOffset, point.length).toString('latin1')}`
}
