/**
 * CMS EnvelopedData (RFC 5652 chapter 6): one content key, carried to every recipient by key transport. How content and
 * key are encrypted is the profile's (profiles.ts).
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { EncryptionProfile } from '../../gateway/domain/requester.ts'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, contextConstructed } from '../asn1/tlv.ts'
import type { Certificate } from '../x509/certificate.ts'
import { encodeContentInfo, encodeIssuerAndSerial } from './content-info.ts'
import { parseEnvelopedData } from './parse-enveloped-data.ts'
import { findProfileOf, getProfile } from './profiles.ts'
import type { CmsProfile, CmsRecipient } from './profile.ts'

export type { CmsRecipient }

/**
 * Encrypts for every certificate whose key can receive the profile; whether each is valid and meant for encryption the
 * caller has asked the trust store. Without a profile the kinds of the keys decide. Throws RECIPIENT_CERTIFICATE_MISSING
 * when there is no such certificate.
 */
export function encryptCms(
  content: Uint8Array,
  recipients: readonly Certificate[],
  stated?: EncryptionProfile,
): Uint8Array {
  const profile = getProfile(recipients, stated)
  const { contentKey, algorithm, encrypted, mac } = profile.encryptContent(content)
  const recipientInfos = recipients
    .filter(profile.isFor)
    .map((recipient) => encodeRecipient(profile, recipient, contentKey))
  const attributes = mac === undefined ? [] : [encodeMac(mac)]
  const envelopedData = der.sequence(
    // RFC 5652 section 6.1: 2 as soon as there are unprotected attributes.
    der.integer(mac === undefined ? 0 : 2),
    der.setOf(...recipientInfos),
    der.sequence(der.oid(OID.data), algorithm, der.implicit(0, encrypted)),
    ...attributes,
  )
  return encodeContentInfo(OID.envelopedData, envelopedData)
}

/**
 * Opens what was encrypted for one of our certificates, the first of them that it names. Every failure is the one
 * CMS_UNOPENABLE with one text, so that a sender learns nothing from trying; only KEY_UNUSABLE, which is about ourselves,
 * passes through.
 */
export async function decryptCms(cms: Uint8Array, ...own: readonly CmsRecipient[]): Promise<Uint8Array> {
  try {
    return await open(cms, own)
  } catch (cause) {
    const isFault = cause instanceof GatewayError && cause.code !== 'KEY_UNUSABLE'
    if (!isFault && !(cause instanceof DerError)) throw cause
    throw new GatewayError('CMS_UNOPENABLE', 'the encrypted document cannot be opened', { cause })
  }
}

async function open(cms: Uint8Array, own: readonly CmsRecipient[]): Promise<Uint8Array> {
  const { recipients, content } = parseEnvelopedData(cms)
  const profile = findProfileOf(content.algorithm.oid)
  for (const recipient of own) {
    const carried = recipients.find(({ isFor }) => isFor(recipient.certificate))
    if (carried === undefined || !profile?.isFor(recipient.certificate)) continue
    return profile.decryptContent(await profile.openKey(carried, recipient), content)
  }
  throw new DerError('not encrypted for us, or in a content cipher of another kind than our key')
}

function encodeRecipient(profile: CmsProfile, recipient: Certificate, contentKey: Uint8Array): Uint8Array {
  const { algorithm, encryptedKey } = profile.carryKey(contentKey, recipient)
  return der.sequence(der.integer(0), encodeIssuerAndSerial(recipient), algorithm, der.octetString(encryptedKey))
}

function encodeMac(mac: Uint8Array): Uint8Array {
  const attribute = der.sequence(der.oid(OID.cmsMac), der.setOf(der.octetString(mac)))
  return der.retag(contextConstructed(1), der.setOf(attribute))
}
