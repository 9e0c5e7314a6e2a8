/**
 * Profile `rsa-oaep-aes256`: AES-256 in CBC (RFC 3565), the content key under RSAES-OAEP with SHA-256 (RFC 4055 section
 * 4). For correspondents without GOST.
 *
 * CBC protects no integrity: whatever is opened must be signed inside.
 */
import { randomBytes } from 'node:crypto'
import { decryptCbc, encryptCbc } from '../../aes/aes256-cbc.ts'
import * as der from '../../asn1/der.ts'
import { OID } from '../../asn1/oids.ts'
import { DerError, DerReader, contextConstructed, openSequence } from '../../asn1/tlv.ts'
import type { Tlv } from '../../asn1/tlv.ts'
import { parseOctets } from '../../asn1/values.ts'
import { encryptOaep } from '../../rsa/oaep.ts'
import { parseAlgorithm, parseBareAlgorithm } from '../../x509/public-key.ts'
import type { CmsProfile } from '../profile.ts'

const KEY_BYTES = 32
const IV_BYTES = 16

export const rsaOaepAes256: CmsProfile = {
  id: 'rsa-oaep-aes256',
  contentOids: [OID.aes256Cbc],
  isFor: ({ publicKey }) => publicKey !== undefined && 'rsaPublic' in publicKey,
  encryptContent(content) {
    const contentKey = randomBytes(KEY_BYTES)
    const iv = randomBytes(IV_BYTES)
    const algorithm = der.sequence(der.oid(OID.aes256Cbc), der.octetString(iv))
    return { contentKey, algorithm, encrypted: encryptCbc({ key: contentKey, iv }, content), mac: undefined }
  },
  carryKey(contentKey, { publicKey }) {
    if (publicKey === undefined || !('rsaPublic' in publicKey)) throw new TypeError('a recipient without an RSA key')
    return { algorithm: OAEP_ALGORITHM, encryptedKey: encryptOaep(publicKey, contentKey) }
  },
  async openKey({ algorithm, encryptedKey, originator }, { key, provider }) {
    if (algorithm.oid !== OID.rsaOaep || originator !== undefined) throw new DerError('key carried in another way')
    checkOaepParameters(algorithm.parameters)
    return provider.decrypt(key, encryptedKey)
  },
  decryptContent(contentKey, { algorithm, encrypted, mac }) {
    if (algorithm.parameters === undefined || mac !== undefined) throw new DerError('content cipher')
    return decryptCbc({ key: contentKey, iv: parseOctets(algorithm.parameters) }, encrypted)
  },
}

const SHA256_ALGORITHM = der.sequence(der.oid(OID.sha256))
/** RSASSA-OAEP-params with both digests stated: their default is SHA-1, which nobody here speaks. */
const OAEP_ALGORITHM = der.sequence(
  der.oid(OID.rsaOaep),
  der.sequence(der.explicit(0, SHA256_ALGORITHM), der.explicit(1, der.sequence(der.oid(OID.mgf1), SHA256_ALGORITHM))),
)

function checkOaepParameters(element: Tlv | undefined): void {
  if (element === undefined) throw new DerError('OAEP with SHA-1')
  const parameters = openSequence(element)
  const hash = new DerReader(parameters.read(), contextConstructed(0))
  const mask = new DerReader(parameters.read(), contextConstructed(1))
  parameters.end()
  const digest = parseBareAlgorithm(hash.read())
  const generation = parseAlgorithm(mask.read())
  if (generation.oid !== OID.mgf1 || generation.parameters === undefined) throw new DerError('OAEP mask generation')
  if (digest !== OID.sha256 || parseBareAlgorithm(generation.parameters) !== OID.sha256)
    throw new DerError('OAEP digest')
}
