/** The reading of one call put together: parser, signature profile and trust behind the envelopes of SMEV. */
import { createReadCall } from '../adapters/smev/read-call.ts'
import { createCmsDocuments } from '../crypto/cms-documents.ts'
import { createXmlSignatures, type XmlSignatureParts } from '../crypto/xml-signatures.ts'
import type { OpenedTrustBundle } from '../crypto/trust-bundle.ts'
import { parseXml } from '../xsd/document.ts'
import type { ReadCall } from './ports/exchange.ts'

export function composeReadCall(
  { trustStore, identifySender }: Pick<OpenedTrustBundle, 'trustStore' | 'identifySender'>,
  own: Pick<XmlSignatureParts, 'provider' | 'keys'>,
): ReadCall {
  const parts = { trustStore, ...own }
  return createReadCall({
    parseXml,
    signatures: createXmlSignatures(parts),
    documents: createCmsDocuments(parts),
    identifySender,
  })
}
