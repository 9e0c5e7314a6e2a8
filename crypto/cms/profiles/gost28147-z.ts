/**
 * Profile `gost28147-z`: GOST 28147-89 in CFB with parameter set Z, the content key transported by VKO GOST R 34.10-2012
 * and CryptoPro key wrap (RFC 4490 chapter 4 with the keys of 2012). What Russian tools have in common.
 *
 * CFB protects no integrity: whatever is opened must be signed inside.
 */
import { randomBytes } from 'node:crypto'
import * as der from '../../asn1/der.ts'
import { OID } from '../../asn1/oids.ts'
import { DerError, openSequence } from '../../asn1/tlv.ts'
import { parseOctets, parseOid } from '../../asn1/values.ts'
import { cfbDecrypt, cfbEncrypt, unwrapCryptoPro } from '../../gost/gost28147.ts'
import type { CmsProfile } from '../profile.ts'
import { getGostKey, hasGostKey } from './gost-recipient.ts'
import { encodeTransportedKey, parseTransportedKey } from './transported-key.ts'

const KEY_BYTES = 32
const IV_BYTES = 8

export const gost28147Z: CmsProfile = {
  id: 'gost28147-z',
  contentOids: [OID.gost28147],
  isFor: hasGostKey,
  encryptContent(content) {
    const contentKey = randomBytes(KEY_BYTES)
    const iv = randomBytes(IV_BYTES)
    const parameters = der.sequence(der.octetString(iv), der.oid(OID.gost28147ParamSetZ))
    return {
      contentKey,
      algorithm: der.sequence(der.oid(OID.gost28147), parameters),
      encrypted: cfbEncrypt({ key: contentKey, iv, paramSet: OID.gost28147ParamSetZ }, content),
      mac: undefined,
    }
  },
  // RFC 4490 section 4.2: the algorithm is that of the recipient's key, copied as it stands.
  carryKey: (contentKey, recipient) => ({
    algorithm: recipient.spkiAlgorithmDer,
    encryptedKey: encodeTransportedKey(contentKey, getGostKey(recipient), recipient.spkiAlgorithmDer),
  }),
  async openKey({ algorithm, encryptedKey, originator }, { key, provider }) {
    const isTransport = algorithm.oid === OID.gost2012Key256 || algorithm.oid === OID.gost2012Key512
    if (!isTransport || originator !== undefined) throw new DerError('key carried in another way')
    const { ephemeralSpki, ukm, wrappedKey, paramSet } = parseTransportedKey(encryptedKey)
    return unwrapCryptoPro(await provider.agree(key, ephemeralSpki, ukm), ukm, wrappedKey, paramSet)
  },
  decryptContent(key, { algorithm, encrypted, mac }) {
    if (algorithm.parameters === undefined || mac !== undefined) throw new DerError('content cipher')
    const parameters = openSequence(algorithm.parameters)
    const iv = parseOctets(parameters.read())
    const paramSet = parseOid(parameters.read())
    parameters.end()
    return cfbDecrypt({ key, iv, paramSet }, encrypted)
  },
}
