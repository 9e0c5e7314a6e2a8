/**
 * Namespaces by allow-list (design section 5): the envelope holds SOAP and the one version spoken, signatures stand in
 * their wrappers and nowhere else. What the content may hold, its own schema says.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { soapName } from './envelope.ts'
import { vocabularyOf } from './versions.ts'
import type { SmevVersion } from './versions.ts'
import { isNamed } from './xml-path.ts'
import type { ElementName } from './xml-path.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

/** Throws XML_NAMESPACE. Below MessagePrimaryContent nothing is looked at here. */
export function checkNamespaces(root: XmlElement, version: SmevVersion): void {
  const { t, b } = vocabularyOf(version)
  const { types, basic, faults, routing } = version
  const envelope = new Set([soapName('Envelope').namespace, types, basic, faults, ...(routing ? [routing] : [])])
  const signature = new Set([DSIG])
  const wrappers: ElementName[] = [t('CallerInformationSystemSignature'), t('PersonalSignature')]
  if (routing) wrappers.push({ namespace: routing, name: 'RoutingSignature' })

  const checkEnvelope = (element: XmlElement): void => {
    checkOne(element, envelope)
    if (isNamed(element, b('MessagePrimaryContent'))) return
    if (wrappers.some((wrapper) => isNamed(element, wrapper))) checkBelow(element, signature)
    else element.children.forEach(checkEnvelope)
  }
  checkEnvelope(root)
}

function checkBelow({ children }: XmlElement, allowed: ReadonlySet<string>): void {
  for (const child of children) checkTree(child, allowed)
}

function checkTree(element: XmlElement, allowed: ReadonlySet<string>): void {
  checkOne(element, allowed)
  checkBelow(element, allowed)
}

function checkOne({ namespace, attributes }: XmlElement, allowed: ReadonlySet<string>): void {
  if (!allowed.has(namespace)) throw new GatewayError('XML_NAMESPACE', 'an element of a namespace not allowed there')
  for (const attribute of attributes) {
    const isIdentifier = attribute.namespace === WSU && attribute.name === 'Id'
    if (attribute.namespace !== '' && !isIdentifier) {
      throw new GatewayError('XML_NAMESPACE', 'an attribute of a namespace not allowed there')
    }
  }
}
