import type { XmlElement as LibraryElement } from 'libxml2-wasm'
import type { ElementName, XmlAttribute, XmlElement, XmlVisitor } from '../gateway/ports/xml.ts'
import { libraryElementOf } from './tree-reader.ts'
import type { TreeNode, TreeReader } from './tree-reader.ts'

/** The tree an element stands in: how it is read, and whether it has been freed. */
export interface TreeOwner {
  readonly isDisposed: boolean
  readonly reader: TreeReader
}

/** An element of a parsed tree: wrapped when first looked at, one handle per element, unusable once the tree is freed. */
export class ElementHandle implements XmlElement {
  readonly owner: TreeOwner
  readonly parent: ElementHandle | undefined
  readonly #node: TreeNode
  #name: ElementName | undefined
  #attributes: readonly XmlAttribute[] | undefined
  #content: readonly (ElementHandle | string)[] | undefined
  #children: readonly ElementHandle[] | undefined

  constructor(node: TreeNode, owner: TreeOwner, parent: ElementHandle | undefined) {
    this.#node = node
    this.owner = owner
    this.parent = parent
  }

  /** The library's object for the element. */
  get node(): LibraryElement {
    return libraryElementOf(this.#alive)
  }

  get namespace(): string {
    return this.#named.namespace
  }

  get name(): string {
    return this.#named.name
  }

  get text(): string {
    let text = ''
    for (const part of this.content) text += typeof part === 'string' ? part : part.text
    return text
  }

  get children(): readonly ElementHandle[] {
    return (this.#children ??= this.content.filter((part) => typeof part !== 'string'))
  }

  get attributes(): readonly XmlAttribute[] {
    const node = this.#alive
    return (this.#attributes ??= this.owner.reader.attributesOf(node))
  }

  /** Children and texts in document order. */
  private get content(): readonly (ElementHandle | string)[] {
    const node = this.#alive
    return (this.#content ??= this.owner.reader
      .contentOf(node)
      .map((part) => (typeof part === 'string' ? part : new ElementHandle(part, this.owner, this))))
  }

  attribute(name: string, namespace = ''): string | undefined {
    return this.attributes.find((attribute) => attribute.name === name && attribute.namespace === namespace)?.value
  }

  walk(visitor: XmlVisitor): void {
    this.owner.reader.walk(this.#alive, visitor)
  }

  /** Handles of the children are dead afterwards: their nodes are freed. */
  replaceContent(text: string): void {
    const { node } = this
    for (let held = node.firstChild; held !== null; held = node.firstChild) held.remove()
    node.addText(text)
    this.#content = text === '' ? [] : [text]
    this.#children = []
  }

  get #named(): ElementName {
    const node = this.#alive
    return (this.#name ??= this.owner.reader.nameOf(node))
  }

  /** Throws a plain Error when the tree is freed: its memory may hold another message by now. */
  get #alive(): TreeNode {
    if (this.owner.isDisposed) throw new Error('element of a disposed XML document')
    return this.#node
  }
}
