import { XmlElement as LibraryElement, XmlXPath } from 'libxml2-wasm'
import { ElementHandle } from './element.ts'

const CHILDREN = XmlXPath.compile('*')

/** An element whose children may stand beside processing instructions, which the library cannot step over. */
export class InspectionElement extends ElementHandle {
  #found: readonly InspectionElement[] | undefined

  override get children(): readonly InspectionElement[] {
    this.#found ??= this.node
      .find(CHILDREN)
      .filter((node) => node instanceof LibraryElement)
      .map((node) => new InspectionElement(node, this.owner, this))
    return this.#found
  }
}
