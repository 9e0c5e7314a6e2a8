/** Which way of reading the parser's trees this process uses: decided once, on a document with a bit of everything. */
import { XmlDocument } from 'libxml2-wasm'
import { createMemoryReader } from './memory-reader.ts'
import { libraryReader } from './tree-reader.ts'
import type { TreeNode, TreeReader } from './tree-reader.ts'

const SAMPLE = `<?xml version="1.0"?>
<!-- before --><a:root xmlns:a="urn:a" xmlns="urn:b" Id="1" a:Имя="&lt;значение&gt;" xml:lang="ru" empty=''>
  text<!-- beside --> &amp; текст<child/><![CDATA[<raw> ]]>after<p:child xmlns:p="urn:p" p:x="&#x1F600;"><leaf>1990-05-12</leaf></p:child>
  <none xmlns=""/><blank> </blank></a:root>`

export interface TreeReading {
  readonly name: 'memory' | 'library'
  /** Why it is this one, for the log. */
  readonly reason: string
}

let choice: TreeReading | undefined

export function treeReading(): TreeReading {
  return (choice ??= chooseReading(createMemoryReader))
}

/** A reader for a tree that was parsed, or changed, just now. */
export function createTreeReader(): TreeReader {
  return treeReading().name === 'memory' ? createMemoryReader() : libraryReader
}

/** The memory, if it is laid out as `createReader` takes it to be; otherwise the library's own objects, which are slower. */
export function chooseReading(createReader: () => TreeReader): TreeReading {
  using document = XmlDocument.fromString(SAMPLE)
  const expected = describeTree(document.root, libraryReader)
  try {
    if (describeTree(document.root, createReader()) === expected) {
      return { name: 'memory', reason: 'the parser lays out its trees as expected' }
    }
    return { name: 'library', reason: 'the parser lays out its trees otherwise than expected' }
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause)
    return { name: 'library', reason: `the trees of the parser cannot be read where they lie: ${words}` }
  }
}

/** All that a reader says of an element and what is below it, element by element and on a walk. */
export function describeTree(element: TreeNode, reader: TreeReader): string {
  const walked: unknown[] = []
  reader.walk(element, {
    open: (name, attributes) => walked.push([name, attributes]),
    text: (utf8, start, end) => walked.push(Buffer.from(utf8.subarray(start, end)).toString()),
    close: () => walked.push(null),
  })
  return JSON.stringify([describe(element, reader), walked, reader.valuesOf(element, () => true)])
}

function describe(element: TreeNode, reader: TreeReader): unknown {
  return [
    reader.nameOf(element),
    reader.attributesOf(element),
    reader.contentOf(element).map((part) => (typeof part === 'string' ? part : describe(part, reader))),
  ]
}
