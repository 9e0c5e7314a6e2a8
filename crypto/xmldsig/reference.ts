import type { XmlElement } from '../../gateway/ports/xml.ts'
import { WSU_NAMESPACE } from './algorithms.ts'

/** Names of the Namespaces recommendation, less what nobody uses; so `#Id` needs no escaping in a URI or in XML. */
const NC_NAME = /^[\p{L}_][\p{L}\p{M}\p{Nd}_.-]*$/u

/**
 * The only URI by which an element may be referred to: `#` and its Id, plain or of WS-Security. undefined when it has
 * none, both, or one that is no name.
 */
export function findReference({ attributes }: Pick<XmlElement, 'attributes'>): string | undefined {
  const idIn = (namespace: string): string | undefined =>
    attributes.find((attribute) => attribute.name === 'Id' && attribute.namespace === namespace)?.value
  const plain = idIn('')
  const qualified = idIn(WSU_NAMESPACE)
  if (plain !== undefined && qualified !== undefined) return undefined
  const id = plain ?? qualified
  return id !== undefined && NC_NAME.test(id) ? `#${id}` : undefined
}
