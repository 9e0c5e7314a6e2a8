/** Our side of the bench: what the gateway itself does with a message, step by step and as a whole. */
import { locateCall } from '../../adapters/smev/envelope.ts'
import { readInquiry } from '../../adapters/smev/inquiry-content.ts'
import { checkNamespaces } from '../../adapters/smev/namespace-gate.ts'
import { OPERATIONS } from '../../adapters/smev/operations.ts'
import { vocabularyOf } from '../../adapters/smev/versions.ts'
import { getChild } from '../../adapters/smev/xml-path.ts'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import { createTrustStore } from '../../crypto/trust-store.ts'
import { signElement } from '../../crypto/xmldsig/sign.ts'
import { verifySignature } from '../../crypto/xmldsig/verify.ts'
import type { SignElement } from '../../adapters/smev/agency-envelopes.ts'
import type { SmevVersion } from '../../adapters/smev/versions.ts'
import type { Inquiry } from '../../gateway/domain/inquiry.ts'
import type { XmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import { parseXml } from '../../xsd/document.ts'
import { RECEIVED_AT, root } from './parties.ts'
import type { Party } from './parties.ts'

const trust = createTrustStore([root.certificate])

/** Signs as the gateway signs, its own verification of what the key returned included. */
export function signerFor({ key, certificate }: Party): SignElement {
  const provider = createSoftwareKeys(new Map([['bench', key]]))
  return (element) => signElement({ ...element, certificate, key: 'bench', provider })
}

export interface LocatedParts {
  readonly version: SmevVersion
  readonly request: XmlElement
  readonly target: XmlElement
  readonly signature: XmlElement | undefined
}

/** The signed element and its signature by path, behind the gate of the namespaces. */
export function locateParts(document: XmlDocument): LocatedParts {
  const { version, request } = locateCall(document)
  checkNamespaces(document.root, version)
  const names = vocabularyOf(version)
  const target = getChild(request, OPERATIONS.SendRequest.signed(names))
  const [signature] = getChild(request, names.t('CallerInformationSystemSignature')).children
  return { version, request, target, signature }
}

export function verifyParts(document: XmlDocument, { target, signature }: LocatedParts): void {
  verifySignature({ document, target, signature, at: RECEIVED_AT, trust })
}

/** Bytes to a verified signature: gate, parse, path, namespaces, certificate, both digests, the curve. */
export function verifyMessage(bytes: Uint8Array): void {
  using document = parseXml(bytes)
  verifyParts(document, locateParts(document))
}

/** The same, then both schemas and the whole inquiry as values. */
export function verifyAndRead(bytes: Uint8Array): Inquiry {
  using document = parseXml(bytes)
  const parts = locateParts(document)
  verifyParts(document, parts)
  checkEnvelope(document, parts)
  const content = contentOf(parts)
  checkContent(document, content)
  return readInquiry(content)
}

export function contentOf({ version, target }: LocatedParts): XmlElement {
  const [content] = getChild(target, vocabularyOf(version).b('MessagePrimaryContent')).children
  if (!content) throw new Error('a message without content')
  return content
}

export function checkEnvelope(document: XmlDocument, { version, request }: LocatedParts): void {
  demandValid(document.validate(request, version.schema))
}

export function checkContent(document: XmlDocument, content: XmlElement): void {
  demandValid(document.validate(content, 'inquiry-1.0'))
}

function demandValid(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new Error('a message of the bench breaks its schema')
}
