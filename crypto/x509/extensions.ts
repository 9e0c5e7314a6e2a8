/** Certificate extensions (RFC 5280 4.2): those that decide about trust are read, critical others are reported. */
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, contextPrimitive, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseBoolean, parseNamedBits, parseOctets, parseOid, parseSmallInteger } from '../asn1/values.ts'
import { parseDistributionPoints } from './distribution-points.ts'

/** Names of the bits of KeyUsage, in their order (RFC 5280 4.2.1.3). */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const
export type KeyUsage = (typeof KEY_USAGES)[number]

export interface Extensions {
  readonly keyUsage: readonly KeyUsage[] | undefined
  readonly isCa: boolean
  /** How many further CA certificates may follow below this one. */
  readonly pathLength: number | undefined
  /** Hex. */
  readonly subjectKeyId: string | undefined
  readonly authorityKeyId: string | undefined
  /** Purposes (OIDs) the certificate is limited to; undefined when it names none. */
  readonly extendedKeyUsage: readonly string[] | undefined
  /** Names of the revocation lists that may hold the certificate (DER, hex): to be compared, never fetched from. */
  readonly crlNames: readonly string[]
  /** RFC 6960 4.2.2.2.1: the authority vouches for this OCSP responder as long as its certificate lives. */
  readonly hasOcspNoCheck: boolean
  /** Critical extensions that nothing here enforces: such a certificate must not be relied upon. */
  readonly unknownCritical: readonly string[]
}

export interface Extension {
  readonly oid: string
  readonly isCritical: boolean
  /** The element inside extnValue. Throws DerError. */
  readonly read: () => Tlv
}

const MAX_EXTENSIONS = 64
const MAX_EXTENSION_BYTES = 16_384

/** Certificate policies restrict nothing here: path validation starts from any-policy (RFC 5280 6.1.1). */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.basicConstraints,
  OID.certificatePolicies,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
])

/** Reads the SEQUENCE OF Extension; `undefined` when the certificate carries none. */
export function parseExtensions(element: Tlv | undefined): Extensions {
  const extensions = readExtensions(element)
  const valueOf = (oid: string): Tlv | undefined => extensions.get(oid)?.read()
  return {
    keyUsage: parseKeyUsage(valueOf(OID.keyUsage)),
    ...parseBasicConstraints(valueOf(OID.basicConstraints)),
    subjectKeyId: parseSubjectKeyId(valueOf(OID.subjectKeyIdentifier)),
    authorityKeyId: parseAuthorityKeyId(valueOf(OID.authorityKeyIdentifier)),
    extendedKeyUsage: parseExtendedKeyUsage(valueOf(OID.extendedKeyUsage)),
    crlNames: parseCrlNames(valueOf(OID.crlDistributionPoints)),
    hasOcspNoCheck: extensions.has(OID.ocspNoCheck),
    unknownCritical: [...extensions.values()]
      .filter(({ oid, isCritical }) => isCritical && !PROCESSED.has(oid))
      .map(({ oid }) => oid),
  }
}

/** A SEQUENCE OF Extension by OID, also of lists and answers; none when it is absent. Throws DerError for a repetition. */
export function readExtensions(element: Tlv | undefined): ReadonlyMap<string, Extension> {
  const elements = element === undefined ? [] : openSequence(element).readAll(TAG.sequence, MAX_EXTENSIONS)
  const extensions = new Map<string, Extension>()
  for (const extension of elements.map(parseExtension)) {
    if (extensions.has(extension.oid)) throw new DerError('extension is repeated')
    extensions.set(extension.oid, extension)
  }
  return extensions
}

function parseExtension(element: Tlv): Extension {
  const fields = openSequence(element)
  const oid = parseOid(fields.read())
  const critical = fields.readOptional(TAG.boolean)
  const value = parseOctets(fields.read())
  fields.end()
  const isCritical = critical !== undefined && parseBoolean(critical)
  return { oid, isCritical, read: () => parseTlv(value, MAX_EXTENSION_BYTES) }
}

function parseKeyUsage(element: Tlv | undefined): readonly KeyUsage[] | undefined {
  return element && parseNamedBits(element).flatMap((bit) => KEY_USAGES[bit] ?? [])
}

function parseBasicConstraints(element: Tlv | undefined): Pick<Extensions, 'isCa' | 'pathLength'> {
  if (element === undefined) return { isCa: false, pathLength: undefined }
  const fields = openSequence(element)
  const isCa = fields.readOptional(TAG.boolean)
  const pathLength = fields.readOptional(TAG.integer)
  fields.end()
  return { isCa: isCa !== undefined && parseBoolean(isCa), pathLength: pathLength && parseSmallInteger(pathLength) }
}

function parseSubjectKeyId(element: Tlv | undefined): string | undefined {
  return element && Buffer.from(parseOctets(element)).toString('hex')
}

/** Hex of the keyIdentifier. */
export function parseAuthorityKeyId(element: Tlv | undefined): string | undefined {
  const keyId = element && openSequence(element).readOptional(contextPrimitive(0))
  return keyId && Buffer.from(keyId.content).toString('hex')
}

function parseExtendedKeyUsage(element: Tlv | undefined): readonly string[] | undefined {
  return element && openSequence(element).readAll(TAG.oid, MAX_EXTENSIONS).map(parseOid)
}

function parseCrlNames(element: Tlv | undefined): readonly string[] {
  return element === undefined ? [] : parseDistributionPoints(element)
}
