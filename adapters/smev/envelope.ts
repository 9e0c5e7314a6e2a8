/** The SOAP 1.1 envelope: where the call stands in it, which version and operation it is. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { ReadableXml, XmlElement } from '../../gateway/ports/xml.ts'
import { findOperation } from './operations.ts'
import type { OperationName } from './operations.ts'
import { SMEV_VERSIONS } from './versions.ts'
import type { SmevVersion } from './versions.ts'
import { getChild, isNamed } from './xml-path.ts'
import { element, namesOf, serialize, toBytes } from './xml-writer.ts'
import type { XmlContent } from './xml-writer.ts'

export const soapName = namesOf<'Envelope' | 'Header' | 'Body' | 'Fault'>(
  'soap',
  'http://schemas.xmlsoap.org/soap/envelope/',
)

export interface LocatedCall {
  readonly version: SmevVersion
  readonly operation: OperationName
  /** The one element of the body. */
  readonly request: XmlElement
}

/** Throws ENVELOPE_STRUCTURE when it is no envelope of ours, ENVELOPE_OPERATION when nobody here serves its body. */
export function locateCall(document: ReadableXml): LocatedCall {
  const request = getBodyElement(document)
  const version = SMEV_VERSIONS.find(({ types }) => types === request.namespace)
  if (!version) throw new GatewayError('ENVELOPE_OPERATION', 'no version of the message exchange served here')
  const operation = findOperation('request', request.name)
  if (!operation) {
    const facts = { smevVersion: version.version }
    throw new GatewayError('ENVELOPE_OPERATION', 'no operation served here', { facts })
  }
  return { version, operation, request }
}

/** The one element of the body of a SOAP 1.1 envelope without header entries. Throws ENVELOPE_STRUCTURE. */
export function getBodyElement(document: ReadableXml): XmlElement {
  const errors = isNamed(document.root, soapName('Envelope'))
    ? document.validate(document.root, 'soap-1.1').map(({ message }) => message)
    : ['the root is no SOAP 1.1 envelope']
  const [content] = errors.length > 0 ? [] : getChild(document.root, soapName('Body')).children
  if (!content) throw new GatewayError('ENVELOPE_STRUCTURE', errors.join('; '))
  return content
}

/** The empty header is written because SMEV calls an envelope without one poorly formed. */
export function writeEnvelope(content: XmlContent): Uint8Array {
  return toBytes(
    serialize(element(soapName('Envelope'), [element(soapName('Header'), []), element(soapName('Body'), [content])])),
  )
}
