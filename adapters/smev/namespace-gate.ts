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

/** What may stand where in the envelope of a version. */
interface Allowed {
  readonly envelope: ReadonlySet<string>
  readonly content: ElementName
  readonly wrappers: readonly ElementName[]
}

const SIGNATURE: ReadonlySet<string> = new Set([DSIG])

/** Throws XML_NAMESPACE. Below MessagePrimaryContent nothing is looked at here. */
export function checkNamespaces(root: XmlElement, version: SmevVersion): void {
  checkEnvelope(root, allowedIn(version))
}

const known = new Map<SmevVersion, Allowed>()

function allowedIn(version: SmevVersion): Allowed {
  const found = known.get(version)
  if (found) return found
  const { t, b } = vocabularyOf(version)
  const { types, basic, faults, routing } = version
  const wrappers: ElementName[] = [t('CallerInformationSystemSignature'), t('PersonalSignature')]
  if (routing) wrappers.push({ namespace: routing, name: 'RoutingSignature' })
  const envelope = new Set([soapName('Envelope').namespace, types, basic, faults, ...(routing ? [routing] : [])])
  const allowed = { envelope, content: b('MessagePrimaryContent'), wrappers }
  known.set(version, allowed)
  return allowed
}

function checkEnvelope(element: XmlElement, allowed: Allowed): void {
  checkOne(element, allowed.envelope)
  if (isNamed(element, allowed.content)) return
  const isWrapper = allowed.wrappers.some((wrapper) => isNamed(element, wrapper))
  for (const child of element.children) {
    if (isWrapper) checkTree(child, SIGNATURE)
    else checkEnvelope(child, allowed)
  }
}

function checkTree(element: XmlElement, allowed: ReadonlySet<string>): void {
  checkOne(element, allowed)
  for (const child of element.children) checkTree(child, allowed)
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
