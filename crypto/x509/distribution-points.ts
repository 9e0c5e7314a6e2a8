/**
 * Names of CRL distribution points (RFC 5280 4.2.1.13, 5.2.5): they say which part of a divided revocation list is meant.
 * They are compared and never fetched from: addresses come from the configuration only (design section 5).
 */
import { DerReader, TAG, contextConstructed, contextPrimitive, openSequence } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'

const MAX_POINTS = 32

/** GeneralNames (DER, hex) of a cRLDistributionPoints extension; a point that names another CRL issuer has none. */
export function parseDistributionPoints(element: Tlv): readonly string[] {
  return openSequence(element)
    .readAll(TAG.sequence, MAX_POINTS)
    .flatMap((point) => {
      const fields = openSequence(point)
      const name = fields.readOptional(contextConstructed(0))
      fields.readOptional(contextPrimitive(1))
      const isIndirect = fields.readOptional(contextConstructed(2)) !== undefined
      fields.end()
      return name === undefined || isIndirect ? [] : parseDistributionPointName(name)
    })
}

/** `[0] DistributionPointName`: its full names; a name relative to the issuer is not read and matches nothing. */
export function parseDistributionPointName(element: Tlv): readonly string[] {
  const choice = new DerReader(element, contextConstructed(0))
  const fullName = choice.readOptional(contextConstructed(0))
  if (fullName === undefined) return []
  choice.end()
  const names = new DerReader(fullName, contextConstructed(0))
  const found: string[] = []
  while (!names.atEnd && found.length < MAX_POINTS) found.push(Buffer.from(names.read().raw).toString('hex'))
  return found
}
