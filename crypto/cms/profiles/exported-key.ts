/**
 * The content key as it travels with the ciphers of GOST R 34.12-2015 (R 1323565.1.025-2019): KEG makes two keys out of
 * a key agreement, KExp15 exports the content key under them.
 */
import { randomBytes } from 'node:crypto'
import * as der from '../../asn1/der.ts'
import { OID } from '../../asn1/oids.ts'
import { DerError, TAG, openSequence, parseTlv } from '../../asn1/tlv.ts'
import { parseOctets } from '../../asn1/values.ts'
import type { NewCipher } from '../../gost/gost3412.ts'
import { KEG_UKM_BYTES, kegAgreementUkm, kegKeys } from '../../gost/keg.ts'
import { kexp15, kimp15 } from '../../gost/kexp15.ts'
import { newKuznyechik } from '../../gost/kuznyechik.ts'
import { newMagma } from '../../gost/magma.ts'
import { vko256, vko512 } from '../../gost/vko.ts'
import type { GostPublicKey } from '../../suite.ts'
import type { CarriedKey, CmsRecipient } from '../profile.ts'
import { getGostKey, makeEphemeralKey } from './gost-recipient.ts'

interface ExportedKey {
  readonly exported: Uint8Array
  /** The sender's half of the agreement. */
  readonly spki: Uint8Array
  readonly ukm: Uint8Array
}

const MAX_TRANSPORT_BYTES = 1024
/** Where the IV of KExp15 stands in the UKM; it is as long as half a block. */
const IV_OFFSET = 24

/** keyEncryptionAlgorithm and encryptedKey for one recipient; the ephemeral private key does not outlive this call. */
export function exportContentKey(contentKey: Uint8Array, recipient: GostPublicKey, recipientAlgorithm: Uint8Array) {
  const { ephemeral, spki } = makeEphemeralKey(recipient, recipientAlgorithm)
  const ukm = randomBytes(KEG_UKM_BYTES)
  const is512 = recipient.curve.byteLength === 64
  const shared = (is512 ? vko512 : vko256)(ephemeral, recipient, kegAgreementUkm(ukm))
  const keys = { ...kegKeys(shared, ukm), newCipher: newKuznyechik, iv: ukm.subarray(IV_OFFSET) }
  const agreement = is512 ? OID.agreement512 : OID.agreement256
  return {
    algorithm: der.sequence(der.oid(OID.kuznyechikKexp15), der.sequence(der.oid(agreement))),
    encryptedKey: der.sequence(der.octetString(kexp15(keys, contentKey)), spki, der.octetString(ukm)),
  }
}

/** The content key. Throws DerError, CMS_UNOPENABLE, KEY_UNUSABLE. */
export async function importContentKey(carried: CarriedKey, recipient: CmsRecipient): Promise<Uint8Array> {
  const newCipher = cipherOf(carried.algorithm.oid)
  const { encryptedKey, originator } = carried
  const { exported, spki, ukm } = originator ? { exported: encryptedKey, ...originator } : parseTransport(encryptedKey)
  if (ukm.length !== KEG_UKM_BYTES) throw new DerError('UKM length')
  const shared = await agree(recipient, spki, kegAgreementUkm(ukm))
  const iv = ukm.subarray(IV_OFFSET, IV_OFFSET + (newCipher === newMagma ? 4 : 8))
  return kimp15({ ...kegKeys(shared, ukm), newCipher, iv }, exported)
}

function agree({ certificate, key, provider }: CmsRecipient, spki: Uint8Array, ukm: Uint8Array): Promise<Uint8Array> {
  const is512 = getGostKey(certificate).curve.byteLength === 64
  return is512 ? provider.agree512(key, spki, ukm) : provider.agree(key, spki, ukm)
}

function cipherOf(keyAlgorithm: string): NewCipher {
  if (keyAlgorithm === OID.kuznyechikKexp15) return newKuznyechik
  if (keyAlgorithm === OID.magmaKexp15) return newMagma
  throw new DerError('key carried in another way')
}

/** KeyTransRecipientInfo: SEQUENCE of exported key, ephemeral SubjectPublicKeyInfo and UKM. */
function parseTransport(encryptedKey: Uint8Array): ExportedKey {
  const fields = openSequence(parseTlv(encryptedKey, MAX_TRANSPORT_BYTES))
  const exported = parseOctets(fields.read())
  const spki = fields.read(TAG.sequence).raw
  const ukm = parseOctets(fields.read())
  fields.end()
  return { exported, spki, ukm }
}
