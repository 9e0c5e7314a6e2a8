import {
  XmlAttribute as LibraryAttribute,
  XmlCData,
  XmlElement as LibraryElement,
  XmlText,
  XmlXPath,
} from 'libxml2-wasm'
import type { XmlTreeNode } from 'libxml2-wasm'
import type { ElementName, XmlAttribute, XmlVisitor } from '../gateway/ports/xml.ts'

/** An element in the library's tree: the library's object for it, or the address of what that stands for. */
export type TreeNode = LibraryElement | number

/** How the facts of an element are got out of the library's tree, each time anew. */
export interface TreeReader {
  nameOf(element: TreeNode): ElementName
  attributesOf(element: TreeNode): readonly XmlAttribute[]
  /** Children and texts in document order. Comments are left out, and the texts they part are one. */
  contentOf(element: TreeNode): readonly (TreeNode | string)[]
  /** The same of all below it, too. */
  walk(element: TreeNode, visitor: XmlVisitor): void
  /** Values of the attributes with a wanted local name, of the element and of all below it. */
  valuesOf(element: TreeNode, isWanted: (name: string) => boolean): readonly string[]
}

// The library's types keep to themselves that an element is an object around an address.
const Element = LibraryElement as unknown as new (address: number) => LibraryElement

/** The library's object for a node: costly, and needed only where the library has to do something with it. */
export function libraryElementOf(node: TreeNode): LibraryElement {
  return typeof node === 'number' ? new Element(node) : node
}

export function addressOf(node: TreeNode): number {
  if (typeof node === 'number') return node
  const { _nodePtr: address } = node as unknown as { readonly _nodePtr: number }
  return address
}

const ATTRIBUTES = XmlXPath.compile('descendant-or-self::*/@*')

/** By the library's public objects: a few microseconds for each element, attribute and text. */
export const libraryReader: TreeReader = {
  nameOf(element) {
    const { namespaceUri, prefix, name } = libraryElementOf(element)
    return { namespace: namespaceUri, prefix, name }
  },
  attributesOf: (element) =>
    libraryElementOf(element).attrs.map(({ namespaceUri, name, value }) => ({ namespace: namespaceUri, name, value })),
  contentOf(element) {
    const content: (TreeNode | string)[] = []
    for (let node: XmlTreeNode | null = libraryElementOf(element).firstChild; node !== null; node = node.next) {
      if (node instanceof LibraryElement) content.push(node)
      else if (node instanceof XmlText || node instanceof XmlCData) addText(content, node.content)
    }
    return content
  },
  walk(element, visitor) {
    visitor.open(this.nameOf(element), this.attributesOf(element))
    for (const part of this.contentOf(element)) {
      if (typeof part !== 'string') this.walk(part, visitor)
      else {
        const utf8 = Buffer.from(part)
        visitor.text(utf8, 0, utf8.length)
      }
    }
    visitor.close()
  },
  valuesOf: (element, isWanted) =>
    libraryElementOf(element)
      .find(ATTRIBUTES)
      .flatMap((node) => (node instanceof LibraryAttribute && isWanted(node.name) ? [node.value] : [])),
}

/** Adds to the text that stands last, if one does. */
export function addText(content: (TreeNode | string)[], text: string): void {
  if (text === '') return
  const last = content.at(-1)
  if (typeof last === 'string') content[content.length - 1] = last + text
  else content.push(text)
}
