/**
 * Reads the tree of libxml2 where it lies, in the library's WebAssembly memory: its public objects take a few
 * microseconds for each node, which would be most of the time of a message. Nothing is ever written there.
 *
 * The layout is that of xmlNode, xmlAttr and xmlNs with pointers of 32 bits, which libxml2-wasm itself goes by. Its version
 * is pinned; before this reader is used at all, tree-reading.ts holds it against the public objects.
 */
import { XmlDocument } from 'libxml2-wasm'
import type { ElementName, XmlAttribute, XmlVisitor } from '../gateway/ports/xml.ts'
import { addText, addressOf } from './tree-reader.ts'
import type { TreeNode, TreeReader } from './tree-reader.ts'

/** Byte offsets in xmlNode, of which xmlAttr has the first five, and in xmlNs. */
const NODE = { type: 4, name: 8, firstChild: 12, next: 24, namespace: 36, content: 40, attributes: 44 } as const
const NAMESPACE = { uri: 8, prefix: 12 } as const
/** xmlElementType. */
const [ELEMENT, TEXT, CDATA, COMMENT] = [1, 3, 4, 8]

/** Names with one namespace and prefix, by the address of the local name. */
interface Namespace {
  readonly namespace: string
  readonly prefix: string
  readonly names: Map<number, ElementName>
}

const NO_ATTRIBUTES: readonly never[] = []

/** A reader for one tree, good until that is changed or freed: what stands in it many times is decoded once. */
export function createMemoryReader(): TreeReader {
  const namespaces = new Map<number, Namespace>([[0, { namespace: '', prefix: '', names: new Map() }]])

  function nameAt(node: number): ElementName {
    const { namespace, prefix, names } = namespaceAt(wordAt(node + NODE.namespace))
    const address = wordAt(node + NODE.name)
    return names.get(address) ?? keep(names, address, { namespace, prefix, name: stringAt(address) })
  }

  function namespaceAt(address: number): Namespace {
    const known = namespaces.get(address)
    if (known) return known
    const namespace = stringAt(wordAt(address + NAMESPACE.uri))
    const prefix = stringAt(wordAt(address + NAMESPACE.prefix))
    return keep(namespaces, address, { namespace, prefix, names: new Map() })
  }

  function attributesAt(node: number): readonly XmlAttribute[] {
    let attribute = wordAt(node + NODE.attributes)
    if (attribute === 0) return NO_ATTRIBUTES
    const attributes: XmlAttribute[] = []
    for (; attribute !== 0; attribute = wordAt(attribute + NODE.next)) {
      const { namespace, name } = nameAt(attribute)
      attributes.push({ namespace, name, value: valueAt(attribute) })
    }
    return attributes
  }

  function walkAt(node: number, visitor: XmlVisitor): void {
    visitor.open(nameAt(node), attributesAt(node))
    let child = wordAt(node + NODE.firstChild)
    while (child !== 0) {
      if (wordAt(child + NODE.type) === ELEMENT) {
        walkAt(child, visitor)
        child = wordAt(child + NODE.next)
      } else child = tellText(child, visitor)
    }
    visitor.close()
  }

  function addValuesAt(node: number, isWanted: (name: string) => boolean, values: string[]): void {
    let attribute = wordAt(node + NODE.attributes)
    for (; attribute !== 0; attribute = wordAt(attribute + NODE.next)) {
      if (isWanted(nameAt(attribute).name)) values.push(valueAt(attribute))
    }
    for (let child = wordAt(node + NODE.firstChild); child !== 0; child = wordAt(child + NODE.next)) {
      if (wordAt(child + NODE.type) === ELEMENT) addValuesAt(child, isWanted, values)
    }
  }

  return {
    nameOf: (element) => nameAt(addressOf(element)),
    attributesOf: (element) => attributesAt(addressOf(element)),
    contentOf(element) {
      const content: (TreeNode | string)[] = []
      let node = wordAt(addressOf(element) + NODE.firstChild)
      for (; node !== 0; node = wordAt(node + NODE.next)) {
        if (wordAt(node + NODE.type) === ELEMENT) content.push(node)
        else if (isText(node)) addText(content, stringAt(wordAt(node + NODE.content)))
      }
      return content
    },
    walk: (element, visitor) => walkAt(addressOf(element), visitor),
    valuesOf(element, isWanted) {
      const values: string[] = []
      addValuesAt(addressOf(element), isWanted, values)
      return values
    },
  }
}

/** Tells of the texts from this node up to the next element, in one; which element that is, 0 for none. */
function tellText(first: number, visitor: XmlVisitor): number {
  let [text, joined, node] = [0, '', first]
  for (; node !== 0 && wordAt(node + NODE.type) !== ELEMENT; node = wordAt(node + NODE.next)) {
    if (!isText(node)) continue
    // Seldom more than one: only comments and CDATA part texts.
    if (text !== 0) joined += stringAt(wordAt(text + NODE.content))
    text = node
  }
  if (text === 0) return node
  const start = wordAt(text + NODE.content)
  const end = start === 0 ? 0 : endAt(start)
  if (joined !== '') {
    const utf8 = Buffer.from(joined + stringAt(start))
    visitor.text(utf8, 0, utf8.length)
  } else if (end > start) visitor.text(bytes, start, end)
  return node
}

function isText(node: number): boolean {
  const type = wordAt(node + NODE.type)
  if (type === TEXT || type === CDATA) return true
  if (type === COMMENT) return false
  throw unexpected()
}

function valueAt(attribute: number): string {
  let value = ''
  for (let text = wordAt(attribute + NODE.firstChild); text !== 0; text = wordAt(text + NODE.next)) {
    if (wordAt(text + NODE.type) !== TEXT) throw unexpected()
    value += stringAt(wordAt(text + NODE.content))
  }
  return value
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
function stringAt(address: number): string {
  if (address === 0) return ''
  const end = endAt(address)
  return end === address ? '' : bytes.toString('utf8', address, end)
}

function endAt(start: number): number {
  return bytes.indexOf(0, start)
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
