/**
 * A second implementation of the SMEV transform, over a DOM and by recursion: the peer that ours is compared with, and
 * what xml-crypto calls for it. It shares nothing with ours; `>` in text is always escaped.
 */
interface DomAttribute {
  readonly namespaceURI: string | null
  readonly localName: string
  readonly nodeName: string
  readonly value: string
}

export interface DomNode {
  readonly nodeType: number
  readonly nodeValue: string | null
  readonly namespaceURI: string | null
  readonly localName: string | null
  readonly childNodes: ArrayLike<DomNode>
  readonly attributes?: ArrayLike<DomAttribute>
}

type Prefixes = ReadonlyMap<string, string>

const [ELEMENT, TEXT, CDATA, DOCUMENT] = [1, 3, 4, 9]

export function transformDom(root: DomNode): string {
  let counter = 0

  const writeElement = (element: DomNode, inherited: Prefixes): string => {
    const prefixes = new Map(inherited)
    const prefixOf = (namespace: string): string => {
      const prefix = prefixes.get(namespace) ?? `ns${++counter}`
      prefixes.set(namespace, prefix)
      return prefix
    }
    const name = `${prefixOf(element.namespaceURI ?? '')}:${element.localName}`
    const attributes = Array.from(element.attributes ?? [])
      .filter(({ nodeName }) => nodeName !== 'xmlns' && !nodeName.startsWith('xmlns:'))
      .toSorted(compareAttributes)
      .map(({ namespaceURI, localName, nodeName, value }) => {
        const written = namespaceURI ? `${prefixOf(namespaceURI)}:${localName}` : nodeName
        return ` ${written}="${escapeValue(value)}"`
      })
    const added = Array.from(prefixes).filter(([namespace]) => !inherited.has(namespace))
    const declarations = added.map(([namespace, prefix]) => ` xmlns:${prefix}="${namespace}"`)
    return `<${name}${declarations.join('')}${attributes.join('')}>${writeContent(element, prefixes)}</${name}>`
  }

  const writeContent = (parent: DomNode, prefixes: Prefixes): string => {
    let [output, text] = ['', '']
    const flush = (): void => {
      if (Array.from(text).some((character) => character > ' ')) output += escapeText(text)
      text = ''
    }
    for (const node of Array.from(parent.childNodes)) {
      if (node.nodeType === TEXT || node.nodeType === CDATA) text += node.nodeValue ?? ''
      if (node.nodeType !== ELEMENT) continue
      flush()
      output += writeElement(node, prefixes)
    }
    flush()
    return output
  }

  return root.nodeType === DOCUMENT ? writeContent(root, new Map()) : writeElement(root, new Map())
}

function compareAttributes(a: DomAttribute, b: DomAttribute): number {
  const [left, right] = [a, b].map(({ namespaceURI, localName, nodeName }) =>
    namespaceURI ? `0 ${namespaceURI} ${localName}` : `1 ${nodeName}`,
  ) as [string, string]
  return left < right ? -1 : 1
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xd;')
}

function escapeValue(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`)
}
