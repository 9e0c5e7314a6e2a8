/** Extensions of revocation lists and of their entries (RFC 5280 5.2, 5.3): which certificates a list speaks about. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import { OID } from '../asn1/oids.ts'
import { contextConstructed, contextPrimitive, openSequence } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseUnsigned } from '../asn1/values.ts'
import { parseDistributionPointName } from '../x509/distribution-points.ts'
import { parseAuthorityKeyId, readExtensions } from '../x509/extensions.ts'
import type { Extension } from '../x509/extensions.ts'

export interface CrlExtensions {
  /** Hex; grows with every list of the authority. */
  readonly number: string | undefined
  /** Hex. */
  readonly authorityKeyId: string | undefined
  readonly scope: CrlScope
}

/** Which certificates of its issuer a list covers. */
export interface CrlScope {
  readonly holders: 'ALL' | 'USERS' | 'AUTHORITIES'
  /** Names (DER, hex), one of which a certificate must carry; undefined when the list is not divided. */
  readonly names: readonly string[] | undefined
}

const PROCESSED: ReadonlySet<string> = new Set([
  OID.crlNumber,
  OID.authorityKeyIdentifier,
  OID.issuingDistributionPoint,
])
const PROCESSED_OF_ENTRY: ReadonlySet<string> = new Set([OID.reasonCode])
const REMOVE_FROM_CRL = 8

/** Throws DerError, and CRL_UNSUPPORTED for delta, indirect and partial lists and for unknown critical extensions. */
export function parseCrlExtensions(element: Tlv | undefined): CrlExtensions {
  const extensions = readExtensions(element)
  if (extensions.has(OID.deltaCrlIndicator)) throw unsupported('it is a delta list')
  checkCritical(extensions, PROCESSED)
  const number = extensions.get(OID.crlNumber)?.read()
  const authority = extensions.get(OID.authorityKeyIdentifier)?.read()
  const scope = extensions.get(OID.issuingDistributionPoint)?.read()
  return {
    number: number && Buffer.from(parseUnsigned(number)).toString('hex'),
    authorityKeyId: authority && parseAuthorityKeyId(authority),
    scope: scope === undefined ? { holders: 'ALL', names: undefined } : parseScope(scope),
  }
}

/** The reason code of an entry. An unknown critical extension of one entry makes the whole list unusable (5.3). */
export function parseEntryReason(element: Tlv): number | undefined {
  const extensions = readExtensions(element)
  checkCritical(extensions, PROCESSED_OF_ENTRY)
  const reason = extensions.get(OID.reasonCode)?.read().content[0]
  if (reason === REMOVE_FROM_CRL) throw unsupported('it has an entry of a delta list')
  return reason
}

/** IssuingDistributionPoint (5.2.5). A flag that is present is set: DER leaves out defaults. */
function parseScope(element: Tlv): CrlScope {
  const fields = openSequence(element)
  const point = fields.readOptional(contextConstructed(0))
  const isForUsers = fields.readOptional(contextPrimitive(1)) !== undefined
  const isForAuthorities = fields.readOptional(contextPrimitive(2)) !== undefined
  if (fields.readOptional(contextPrimitive(3))) throw unsupported('it is for some reasons only')
  if (fields.readOptional(contextPrimitive(4))) throw unsupported('it is an indirect list')
  if (fields.readOptional(contextPrimitive(5))) throw unsupported('it is for attribute certificates')
  fields.end()
  if (isForUsers && isForAuthorities) throw unsupported('it covers nobody')
  const holders = isForUsers ? 'USERS' : isForAuthorities ? 'AUTHORITIES' : 'ALL'
  return { holders, names: point && parseDistributionPointName(point) }
}

function checkCritical(extensions: ReadonlyMap<string, Extension>, processed: ReadonlySet<string>): void {
  for (const { oid, isCritical } of extensions.values())
    if (isCritical && !processed.has(oid)) throw unsupported(`it demands ${oid}`)
}

const unsupported = (reason: string): GatewayError =>
  new GatewayError('CRL_UNSUPPORTED', `revocation list cannot be used: ${reason}`)
