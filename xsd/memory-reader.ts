/**
 * Reads the tree of libxml2 where it lies, in the library's WebAssembly memory: its public objects take a few
 * microseconds for each node, which would be most of the time of a message. Nothing is ever written there.
 *
 * The layout is that of xmlNode, xmlAttr and xmlNs with pointers of 32 bits, which libxml2-wasm itself goes by. Its version
 * is pinned; before this reader is used at all, tree-reading.ts holds it against the public objects.
 */
import { XmlDocument } from 'libxml2-wasm'
import type { ElementName, XmlAttribute } from '../gateway/ports/xml.ts'
import { addText, addressOf } from './tree-reader.ts'
import type { TreeNode, TreeReader } from './tree-reader.ts'

/** Byte offsets in xmlNode, of which xmlAttr has the first five, and in xmlNs. */
const NODE = { type: 4, name: 8, firstChild: 12, next: 24, namespace: 36, content: 40, attributes: 44 } as const
const NAMESPACE = { uri: 8, prefix: 12 } as const
/** xmlElementType. */
const [ELEMENT, TEXT, CDATA, COMMENT] = [1, 3, 4, 8]

/** A reader for one tree, good until that is changed or freed: what stands in it many times is decoded once. */
export function createMemoryReader(): TreeReader {
  const names = new Map<number, string>()
  const namespaces = new Map<number, Omit<ElementName, 'name'>>([[0, { namespace: '', prefix: '' }]])

  function nameAt(node: number): string {
    const address = wordAt(node + NODE.name)
    return names.get(address) ?? keep(names, address, textAt(address))
  }

  function namespaceAt(node: number): Omit<ElementName, 'name'> {
    const address = wordAt(node + NODE.namespace)
    const known = namespaces.get(address)
    if (known) return known
    const namespace = textAt(wordAt(address + NAMESPACE.uri))
    return keep(namespaces, address, { namespace, prefix: textAt(wordAt(address + NAMESPACE.prefix)) })
  }

  function attributeAt(attribute: number): XmlAttribute {
    let value = ''
    for (let text = wordAt(attribute + NODE.firstChild); text !== 0; text = wordAt(text + NODE.next)) {
      if (wordAt(text + NODE.type) !== TEXT) throw unexpected()
      value += textAt(wordAt(text + NODE.content))
    }
    return { namespace: namespaceAt(attribute).namespace, name: nameAt(attribute), value }
  }

  return {
    nameOf(element) {
      const node = addressOf(element)
      const { namespace, prefix } = namespaceAt(node)
      return { namespace, prefix, name: nameAt(node) }
    },
    attributesOf(element) {
      const attributes: XmlAttribute[] = []
      let attribute = wordAt(addressOf(element) + NODE.attributes)
      for (; attribute !== 0; attribute = wordAt(attribute + NODE.next)) attributes.push(attributeAt(attribute))
      return attributes
    },
    contentOf(element) {
      const content: (TreeNode | string)[] = []
      let node = wordAt(addressOf(element) + NODE.firstChild)
      for (; node !== 0; node = wordAt(node + NODE.next)) {
        const type = wordAt(node + NODE.type)
        if (type === ELEMENT) content.push(node)
        else if (type === TEXT || type === CDATA) addText(content, textAt(wordAt(node + NODE.content)))
        else if (type !== COMMENT) throw unexpected()
      }
      return content
    },
  }
}

function keep<Value>(cache: Map<number, Value>, address: number, value: Value): Value {
  cache.set(address, value)
  return value
}

/** The gate has refused whatever else could stand in a tree. */
function unexpected(): Error {
  return new Error('a kind of node that the gate does not let in')
}

let words: Int32Array = new Int32Array(0)
let bytes: Buffer = Buffer.alloc(0)
const probe = XmlDocument.fromString('<probe/>')

function wordAt(address: number): number {
  return words[address >> 2] ?? wordAfterGrowth(address)
}

/** Zero-terminated UTF-8; '' where there is none. Only ever asked for at an address that wordAt() gave just now. */
function textAt(address: number): string {
  if (address === 0) return ''
  const end = bytes.indexOf(0, address)
  return end === address ? '' : bytes.toString('utf8', address, end)
}

/** Views of the memory are empty once it has grown. */
function wordAfterGrowth(address: number): number {
  if (words.length === 0) viewMemory()
  const word = words[address >> 2]
  if (word === undefined) throw new Error('an address outside the memory of the parser')
  return word
}

/** What the library hands out to be written somewhere is a view of its memory. */
function viewMemory(): void {
  const write = (chunk: Uint8Array): number => {
    words = new Int32Array(chunk.buffer)
    bytes = Buffer.from(chunk.buffer)
    return chunk.byteLength
  }
  probe.save({ write, close: () => true })
}
