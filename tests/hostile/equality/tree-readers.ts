/** The parser's tree: read where it lies in memory, and through the library's own objects. */
import { ParseOption, XmlDocument } from 'libxml2-wasm'
import { createMemoryReader } from '../../../xsd/memory-reader.ts'
import { libraryReader } from '../../../xsd/tree-reader.ts'
import { describeTree } from '../../../xsd/tree-reading.ts'
import { createRandom } from '../fuzz/random.ts'
import { eachCase, firstDifference, outcomeOf } from './comparison.ts'
import { randomDocument } from './random-document.ts'

const OPTIONS = ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_SKIP_IDS

export const treeReaders = eachCase('tree', 20, (seed, index) => {
  const random = createRandom(seed, index)
  const document = parseIfItCanBe(randomDocument(random, seed, index), random.chance(0.5))
  if (document === undefined) return undefined
  try {
    return firstDifference({
      'by the library': outcomeOf(() => describeTree(document.root, libraryReader)),
      'in memory': outcomeOf(() => describeTree(document.root, createMemoryReader())),
    })
  } finally {
    document.dispose()
  }
})

/** Any tree that the door could come to see; with instructions or entities it sees none. */
function parseIfItCanBe(bytes: Buffer, keepsCdata: boolean): XmlDocument | undefined {
  if (bytes.includes('<?', 5) || bytes.includes('<!DOCTYPE')) return undefined
  try {
    return XmlDocument.fromBuffer(bytes, { option: keepsCdata ? OPTIONS : OPTIONS | ParseOption.XML_PARSE_NOCDATA })
  } catch {
    return undefined
  }
}
