/** Digest of something many megabytes long, with a turn of the event loop between slices of a few milliseconds. */
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { OID } from '../asn1/oids.ts'
import { Streebog } from '../gost/streebog.ts'
import type { SignatureSuite } from '../suite.ts'

interface Digest {
  update(data: Uint8Array): unknown
  digest(): Uint8Array
}

const BYTES_PER_TURN = 64 * 1024

const NEW_DIGEST: Readonly<Record<string, () => Digest>> = {
  [OID.streebog256]: () => new Streebog(256),
  [OID.streebog512]: () => new Streebog(512),
  [OID.sha256]: () => createHash('sha256'),
  [OID.sha384]: () => createHash('sha384'),
}

/** The digest of the suite; undefined for a key of no suite. */
export async function digestInSlices(
  bytes: Uint8Array,
  suite: SignatureSuite | undefined,
): Promise<Uint8Array | undefined> {
  const digest = suite && NEW_DIGEST[suite.digestOid]?.()
  if (digest === undefined) return suite?.digest(bytes)
  for (let from = 0; from < bytes.length; from += BYTES_PER_TURN) {
    if (from > 0) await nextTurn()
    digest.update(bytes.subarray(from, from + BYTES_PER_TURN))
  }
  return digest.digest()
}
