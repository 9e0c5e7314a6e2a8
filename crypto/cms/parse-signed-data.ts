/** Structure of CMS SignedData (RFC 5652 chapter 5), as far as the profile of CAdES-BES allows it; proves nothing yet. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, DerReader, TAG, contextConstructed, openSequence, openSet } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { parseOctets, parseOid } from '../asn1/values.ts'
import type { Certificate } from '../x509/certificate.ts'
import { parseAlgorithm, parseBareAlgorithm } from '../x509/public-key.ts'
import { openContentInfo, parseCertificateIdentifier, readVersion } from './content-info.ts'
import { parseSignedAttributes } from './signed-attributes.ts'
import type { SignedAttributes } from './signed-attributes.ts'

const MAX_CERTIFICATES = 16

export interface SignerInfo {
  readonly isSignerOf: (certificate: Certificate) => boolean
  readonly digestOid: string
  readonly attributes: SignedAttributes
  readonly signatureOid: string
  readonly signature: Uint8Array
}

export interface SignedData {
  readonly enclosed: Uint8Array | undefined
  readonly certificates: readonly Tlv[]
  readonly signerInfo: SignerInfo
}

/** Throws CMS_MALFORMED, also for another number of signers than one. */
export function parseSignedData(cms: Uint8Array): SignedData {
  try {
    const fields = openContentInfo(cms, OID.signedData)
    readVersion(fields, [1, 3])
    fields.read(TAG.set)
    const enclosed = parseEncapsulatedContent(fields.read())
    const certificates = fields.readOptional(contextConstructed(0))
    fields.readOptional(contextConstructed(1))
    const signers = openSet(fields.read())
    fields.end()
    const signerInfo = parseSignerInfo(signers.read())
    signers.end()
    return {
      enclosed,
      certificates:
        certificates === undefined
          ? []
          : new DerReader(certificates, contextConstructed(0)).readAll(TAG.sequence, MAX_CERTIFICATES),
      signerInfo,
    }
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw new GatewayError('CMS_MALFORMED', `signed document is malformed: ${cause.message}`, { cause })
  }
}

function parseEncapsulatedContent(element: Tlv): Uint8Array | undefined {
  const fields = openSequence(element)
  if (parseOid(fields.read()) !== OID.data) throw new DerError('content of another type')
  const wrapper = fields.readOptional(contextConstructed(0))
  fields.end()
  if (wrapper === undefined) return undefined
  const reader = new DerReader(wrapper, contextConstructed(0))
  const content = parseOctets(reader.read())
  reader.end()
  return content
}

function parseSignerInfo(element: Tlv): SignerInfo {
  const fields = openSequence(element)
  readVersion(fields, [1, 3])
  const isSignerOf = parseCertificateIdentifier(fields.read())
  const digestOid = parseBareAlgorithm(fields.read())
  const attributes = parseSignedAttributes(fields.read())
  const { oid: signatureOid } = parseAlgorithm(fields.read())
  const signature = parseOctets(fields.read())
  fields.readOptional(contextConstructed(1))
  fields.end()
  return { isSignerOf, digestOid, attributes, signatureOid, signature }
}
