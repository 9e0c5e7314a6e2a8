import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test, vi } from 'vitest'
import type { XmlVisitor } from '../../gateway/ports/xml.ts'
import { parseXml } from '../../xsd/document.ts'
import { createMemoryReader } from '../../xsd/memory-reader.ts'
import { libraryReader } from '../../xsd/tree-reader.ts'
import { chooseReading, describeTree, treeReading } from '../../xsd/tree-reading.ts'
import { randomXml } from '../crypto/xmldsig/random-xml.ts'

vi.setConfig({ testTimeout: 60_000 })

const inMemory = (document: XmlDocument): string => describeTree(document.root, createMemoryReader())
const byLibrary = (document: XmlDocument): string => describeTree(document.root, libraryReader)

describe('the tree read where it lies says what the library says', () => {
  test('of random documents', () => {
    for (let seed = 20_000; seed < 22_000; seed++) {
      using document = XmlDocument.fromString(randomXml(seed))
      expect(inMemory(document), `seed ${seed}`).toBe(byLibrary(document))
    }
  })

  test.each([
    ['comments between texts', '<a>1<!-- x -->2<b/><!-- y --><!-- z -->3</a>'],
    ['nothing but a comment', '<a><!-- x --></a>'],
    ['CDATA beside text', '<a>1<![CDATA[<2>]]>3<![CDATA[]]></a>'],
    ['the namespace of XML', '<a xml:lang="ru" xml:space="preserve"/>'],
    ['a default namespace undone', '<a xmlns="urn:a"><b xmlns=""><c xmlns="urn:c"/></b></a>'],
    ['a long text', `<a>${'Ё'.repeat(100_000)}</a>`],
    ['200 levels', `${'<a>'.repeat(200)}x${'</a>'.repeat(200)}`],
    ['characters outside the basic plane', '<a b="😀&#x10FFFF;">😀&#x10000;</a>'],
  ])('of %s', (_what, xml) => {
    using document = XmlDocument.fromString(xml)
    expect(inMemory(document)).toBe(byLibrary(document))
  })

  test('after the memory has grown', () => {
    using document = parseXml(Buffer.from('<a><b>text</b></a>'))
    expect(document.root.children).toHaveLength(1)
    // Far more than an allocator keeps free.
    using large = XmlDocument.fromString(`<a>${'<b/>'.repeat(1_000_000)}</a>`)
    expect(large.root.name).toBe('a')
    expect(document.root.text).toBe('text')
  })

  test('after content was replaced', () => {
    using document = parseXml(Buffer.from('<a><b xmlns:x="urn:x">1<x:c/></b><d xmlns="urn:d">4</d></a>'))
    const [b] = document.root.children
    document.replaceContent(b!, '2 & 3')
    expect(document.root.text).toBe('2 & 34')
    const told: string[] = []
    const visitor: XmlVisitor = {
      open: ({ namespace, name }) => told.push(`{${namespace}}${name}`),
      text: (utf8, start, end) => told.push(Buffer.from(utf8.subarray(start, end)).toString()),
      close: () => told.push('/'),
    }
    document.walk(document.root, visitor)
    expect(told).toEqual(['{}a', '{}b', '2 & 3', '/', '{urn:d}d', '4', '/', '/'])
  })
})

describe('the choice at start', () => {
  test('is to read where it lies', () => {
    expect(treeReading()).toEqual({ name: 'memory', reason: 'the parser lays out its trees as expected' })
  })

  test('is the library when what lies there is something else', () => {
    const wrong = { ...createMemoryReader(), contentOf: () => [] }
    expect(chooseReading(() => wrong).name).toBe('library')
  })

  test('is the library when it cannot be read', () => {
    const reading = chooseReading(() => {
      throw new Error('an address outside the memory of the parser')
    })
    expect(reading).toMatchObject({ name: 'library', reason: expect.stringContaining('outside the memory') })
  })
})
