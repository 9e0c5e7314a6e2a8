/**
 * CMS EnvelopedData (RFC 5652 chapter 6), profile `gost28147-z`: GOST 28147-89 in CFB with parameter set Z, the content
 * key transported by VKO GOST R 34.10-2012 and CryptoPro key wrap (RFC 4490 chapter 4 with the keys of 2012).
 *
 * CFB protects no integrity: whatever is opened must be signed inside.
 */
import { randomBytes } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { KeyProvider, KeyRef } from '../../gateway/ports/keys.ts'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, contextConstructed, contextPrimitive, openSequence, openSet } from '../asn1/tlv.ts'
import type { DerReader, Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid } from '../asn1/values.ts'
import { cfbDecrypt, cfbEncrypt, unwrapCryptoPro } from '../gost/gost28147.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseAlgorithm } from '../x509/public-key.ts'
import {
  encodeContentInfo,
  encodeIssuerAndSerial,
  openContentInfo,
  parseCertificateIdentifier,
  readVersion,
} from './content-info.ts'
import { encodeTransportedKey, parseTransportedKey } from './transported-key.ts'

export interface CmsRecipient {
  readonly certificate: Certificate
  readonly key: KeyRef
  readonly provider: KeyProvider
}

const MAX_RECIPIENTS = 64

/**
 * Encrypts for every certificate given; whether each is valid and meant for encryption the caller has asked the trust
 * store. Throws RECIPIENT_CERTIFICATE_MISSING when there is none, or one whose key is of an unknown kind.
 */
export function encryptCms(content: Uint8Array, recipients: readonly Certificate[]): Uint8Array {
  if (recipients.length === 0) throw new GatewayError('RECIPIENT_CERTIFICATE_MISSING', 'nobody to encrypt for')
  const key = randomBytes(32)
  const iv = randomBytes(8)
  const encrypted = cfbEncrypt({ key, iv, paramSet: OID.gost28147ParamSetZ }, content)
  const parameters = der.sequence(der.octetString(iv), der.oid(OID.gost28147ParamSetZ))
  const envelopedData = der.sequence(
    der.integer(0),
    der.setOf(...recipients.map((recipient) => encodeRecipient(recipient, key))),
    der.sequence(der.oid(OID.data), der.sequence(der.oid(OID.gost28147), parameters), der.implicit(0, encrypted)),
  )
  return encodeContentInfo(OID.envelopedData, envelopedData)
}

/**
 * Opens what was encrypted for the certificate. Every failure is the one CMS_UNOPENABLE with one text, so that a sender
 * learns nothing from trying; only KEY_UNUSABLE, which is about ourselves, passes through.
 */
export async function decryptCms(cms: Uint8Array, recipient: CmsRecipient): Promise<Uint8Array> {
  try {
    return await open(cms, recipient)
  } catch (cause) {
    const isFault = cause instanceof GatewayError && cause.code !== 'KEY_UNUSABLE'
    if (!isFault && !(cause instanceof DerError)) throw cause
    throw new GatewayError('CMS_UNOPENABLE', 'the encrypted document cannot be opened', { cause })
  }
}

async function open(cms: Uint8Array, { certificate, key, provider }: CmsRecipient): Promise<Uint8Array> {
  const { recipients, parameters, encrypted } = parseEnvelopedData(cms)
  const wrapped = recipients.map(parseRecipient).find((recipient) => recipient.isFor(certificate))
  if (wrapped === undefined) throw new DerError('not encrypted for this certificate')
  const { ephemeralSpki, ukm, wrappedKey, paramSet } = parseTransportedKey(wrapped.encryptedKey)
  const kek = await provider.agree(key, ephemeralSpki, ukm)
  const contentKey = unwrapCryptoPro(kek, ukm, wrappedKey, paramSet)
  return cfbDecrypt({ key: contentKey, ...parameters }, encrypted)
}

interface EnvelopedData {
  readonly recipients: readonly Tlv[]
  readonly parameters: { readonly iv: Uint8Array; readonly paramSet: string }
  readonly encrypted: Uint8Array
}

function parseEnvelopedData(cms: Uint8Array): EnvelopedData {
  const fields = openContentInfo(cms, OID.envelopedData)
  readVersion(fields, [0, 2])
  fields.readOptional(contextConstructed(0))
  const recipients = readRecipients(openSet(fields.read()))
  const content = fields.readSequence()
  fields.readOptional(contextConstructed(1))
  fields.end()
  if (parseOid(content.read()) !== OID.data) throw new DerError('content of another type')
  const algorithm = parseAlgorithm(content.read())
  const encrypted = content.read(contextPrimitive(0)).content
  content.end()
  if (algorithm.oid !== OID.gost28147 || algorithm.parameters === undefined) throw new DerError('content cipher')
  const parameters = openSequence(algorithm.parameters)
  const iv = parseOctets(parameters.read())
  const paramSet = parseOid(parameters.read())
  parameters.end()
  return { recipients, parameters: { iv, paramSet }, encrypted }
}

/** Key transport is a plain SEQUENCE; recipients by other ways are somebody else's and passed over. */
function readRecipients(set: DerReader): Tlv[] {
  const recipients: Tlv[] = []
  for (let count = 0; !set.atEnd; count++) {
    if (count === MAX_RECIPIENTS) throw new DerError('too many recipients')
    const recipient = set.read()
    if (recipient.tag === TAG.sequence) recipients.push(recipient)
  }
  return recipients
}

function parseRecipient(element: Tlv): { isFor: (certificate: Certificate) => boolean; encryptedKey: Uint8Array } {
  const fields = openSequence(element)
  readVersion(fields, [0, 2])
  const isFor = parseCertificateIdentifier(fields.read())
  fields.read(TAG.sequence)
  const encryptedKey = parseOctets(fields.read())
  fields.end()
  return { isFor, encryptedKey }
}

function encodeRecipient(recipient: Certificate, contentKey: Uint8Array): Uint8Array {
  const { publicKey, fingerprint, spkiAlgorithmDer } = recipient
  if (publicKey === undefined) {
    throw new GatewayError('RECIPIENT_CERTIFICATE_MISSING', `certificate ${fingerprint} has a key of an unknown kind`)
  }
  return der.sequence(
    der.integer(0),
    encodeIssuerAndSerial(recipient),
    spkiAlgorithmDer,
    der.octetString(encodeTransportedKey(publicKey, contentKey)),
  )
}
