/** Steps down a parsed tree: an element is always found by its place, never by its Id or wherever it may stand. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import type { XmlName } from './xml-writer.ts'

export type ElementName = Pick<XmlName, 'namespace' | 'name'>

export function isNamed(element: XmlElement, { namespace, name }: ElementName): boolean {
  return element.name === name && element.namespace === namespace
}

export function childrenNamed(parent: XmlElement, name: ElementName): readonly XmlElement[] {
  return parent.children.filter((child) => isNamed(child, name))
}

/** The one child of that name, if any. Throws ENVELOPE_SCHEMA when there are several. */
export function findChild(parent: XmlElement, name: ElementName): XmlElement | undefined {
  const [found, another] = childrenNamed(parent, name)
  if (another) throw new GatewayError('ENVELOPE_SCHEMA', `${parent.name}: several ${name.name}`)
  return found
}

/** The one child of that name. Throws ENVELOPE_SCHEMA when there is none or several. */
export function getChild(parent: XmlElement, name: ElementName): XmlElement {
  const found = findChild(parent, name)
  if (!found) throw new GatewayError('ENVELOPE_SCHEMA', `${parent.name}: no ${name.name}`)
  return found
}

/** Text of the child of that name, if there is one. */
export function findText(parent: XmlElement, name: ElementName): string | undefined {
  return findChild(parent, name)?.text
}
