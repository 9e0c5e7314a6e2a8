import { XmlElement as LibraryElement } from 'libxml2-wasm'
import type { XmlTreeNode } from 'libxml2-wasm'
import type { XmlAttribute, XmlElement } from '../gateway/ports/xml.ts'

/** Whether the tree an element stands in has been freed. */
export interface TreeOwner {
  readonly isDisposed: boolean
}

/** An element of a parsed tree: wrapped when first looked at, one handle per element, unusable once the tree is freed. */
export class ElementHandle implements XmlElement {
  readonly owner: TreeOwner
  readonly parent: ElementHandle | undefined
  readonly #node: LibraryElement
  #children: readonly ElementHandle[] | undefined
  #attributes: readonly XmlAttribute[] | undefined

  constructor(node: LibraryElement, owner: TreeOwner, parent: ElementHandle | undefined) {
    this.#node = node
    this.owner = owner
    this.parent = parent
  }

  /** The library's node. Throws a plain Error when the tree is freed: its memory may hold another message by now. */
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

  get children(): readonly ElementHandle[] {
    this.#children ??= Array.from(elementsIn(this.node), (child) => new ElementHandle(child, this.owner, this))
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

  /** Handles of the children are dead afterwards: their nodes are freed. */
  replaceContent(text: string): void {
    for (let held = this.node.firstChild; held !== null; held = this.node.firstChild) held.remove()
    this.node.addText(text)
    this.#children = []
  }

  attribute(name: string, namespace = ''): string | undefined {
    return this.attributes.find((attribute) => attribute.name === name && attribute.namespace === namespace)?.value
  }
}

function* elementsIn(parent: LibraryElement): Generator<LibraryElement> {
  for (let node: XmlTreeNode | null = parent.firstChild; node !== null; node = node.next) {
    if (node instanceof LibraryElement) yield node
  }
}
