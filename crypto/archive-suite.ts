/**
 * Suites of archives, apart from those of the door: only `inspect` asks for them. A certificate with such a key has
 * neither `suite` nor `publicKey` for everybody else, so no verification at the door can come to use it.
 */
import { openSequence, parseTlv, TAG } from './asn1/tlv.ts'
import { parseOctetAlignedBits } from './asn1/values.ts'
import type { GostPublicKey } from './suite.ts'
import { gost2001Suite } from './suites/gost2001.ts'
import type { ArchiveSuite } from './suites/gost2001.ts'
import { parseAlgorithm } from './x509/public-key.ts'

export type { ArchiveSuite }

const MAX_SPKI_BYTES = 4096

/**
 * Suite and key of a SubjectPublicKeyInfo (`spkiDer` of a certificate), when the key is one of an archive suite; undefined
 * for every other kind. Throws DerError for a malformed key of that kind.
 */
export function findArchiveSuite(spki: Uint8Array): { suite: ArchiveSuite; publicKey: GostPublicKey } | undefined {
  const fields = openSequence(parseTlv(spki, MAX_SPKI_BYTES))
  const { oid, parameters } = parseAlgorithm(fields.read())
  const bits = parseOctetAlignedBits(fields.read(TAG.bitString))
  fields.end()
  if (oid !== gost2001Suite.spkiAlgorithm) return undefined
  return { suite: gost2001Suite, publicKey: gost2001Suite.parsePublicKey({ parameters, bits, spki }) }
}
