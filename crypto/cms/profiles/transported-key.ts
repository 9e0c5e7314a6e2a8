/**
 * The content key as it travels to one recipient: GostR3410-KeyTransport (RFC 4490 section 4.2), agreed with a fresh
 * ephemeral key on the recipient's curve and a fresh UKM.
 */
import { randomBytes } from 'node:crypto'
import * as der from '../../asn1/der.ts'
import { OID } from '../../asn1/oids.ts'
import { DerError, DerReader, TAG, contextConstructed, openSequence, parseTlv } from '../../asn1/tlv.ts'
import { parseOctets, parseOid } from '../../asn1/values.ts'
import { wrapCryptoPro } from '../../gost/gost28147.ts'
import type { WrappedKey } from '../../gost/gost28147.ts'
import { vko256 } from '../../gost/vko.ts'
import type { GostPublicKey } from '../../suite.ts'
import { makeEphemeralKey } from './gost-recipient.ts'

export interface TransportedKey {
  readonly wrappedKey: WrappedKey
  /** Parameter set of GOST 28147-89 for the key wrap. */
  readonly paramSet: string
  readonly ephemeralSpki: Uint8Array
  readonly ukm: Uint8Array
}

const UKM_BYTES = 8
const MAX_TRANSPORTED_KEY_BYTES = 1024

/** DER of GostR3410-KeyTransport; the ephemeral private key does not outlive this call. */
export function encodeTransportedKey(
  contentKey: Uint8Array,
  recipient: GostPublicKey,
  recipientAlgorithm: Uint8Array,
): Uint8Array {
  const { ephemeral, spki } = makeEphemeralKey(recipient, recipientAlgorithm)
  const ukm = randomBytes(UKM_BYTES)
  const kek = vko256(ephemeral, recipient, ukm)
  const { encryptedKey, mac } = wrapCryptoPro(kek, ukm, contentKey, OID.gost28147ParamSetZ)
  return der.sequence(
    der.sequence(der.octetString(encryptedKey), der.octetString(mac)),
    der.explicit(0, der.oid(OID.gost28147ParamSetZ), der.retag(contextConstructed(0), spki), der.octetString(ukm)),
  )
}

/** Throws DerError. A sender's static key instead of an ephemeral one is not accepted. */
export function parseTransportedKey(keyTransport: Uint8Array): TransportedKey {
  const fields = openSequence(parseTlv(keyTransport, MAX_TRANSPORTED_KEY_BYTES))
  const key = fields.readSequence()
  const parameters = new DerReader(fields.read(), contextConstructed(0))
  fields.end()
  const wrappedKey = { encryptedKey: parseOctets(key.read()), mac: parseOctets(key.read()) }
  key.end()
  const paramSet = parseOid(parameters.read())
  const ephemeralSpki = der.retag(TAG.sequence, parameters.read(contextConstructed(0)).raw)
  const ukm = parseOctets(parameters.read())
  parameters.end()
  if (ukm.length !== UKM_BYTES) throw new DerError('UKM length')
  return { wrappedKey, paramSet, ephemeralSpki, ukm }
}
