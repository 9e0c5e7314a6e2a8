import { XmlElement as LibraryElement, XmlXPath } from 'libxml2-wasm'
import type { XmlAttribute, XmlElement } from '../gateway/ports/xml.ts'

const CHILDREN = XmlXPath.compile('*')

/**
 * An element by the library's own objects, beside which processing instructions may stand: the reading of the door does
 * not step over them. One handle per element, unusable once the tree is freed.
 */
export class InspectionElement implements XmlElement {
  readonly owner: { readonly isDisposed: boolean }
  readonly parent: InspectionElement | undefined
  readonly #node: LibraryElement
  #children: readonly InspectionElement[] | undefined
  #attributes: readonly XmlAttribute[] | undefined

  constructor(node: LibraryElement, owner: InspectionElement['owner'], parent: InspectionElement | undefined) {
    this.#node = node
    this.owner = owner
    this.parent = parent
  }

  /** Throws a plain Error when the tree is freed: its memory may hold another document by now. */
  get node(): LibraryElement {
    if (this.owner.isDisposed) throw new Error('element of a disposed XML document')
    return this.#node
  }

  get namespace(): string {
    return this.node.namespaceUri
  }

  get name(): string {
    return this.node.name
  }

  get text(): string {
    return this.node.content
  }

  get children(): readonly InspectionElement[] {
    this.#children ??= this.node
      .find(CHILDREN)
      .filter((node) => node instanceof LibraryElement)
      .map((node) => new InspectionElement(node, this.owner, this))
    return this.#children
  }

  get attributes(): readonly XmlAttribute[] {
    this.#attributes ??= this.node.attrs.map(({ namespaceUri, name, value }) => ({
      namespace: namespaceUri,
      name,
      value,
    }))
    return this.#attributes
  }

  attribute(name: string, namespace = ''): string | undefined {
    return this.attributes.find((attribute) => attribute.name === name && attribute.namespace === namespace)?.value
  }
}
