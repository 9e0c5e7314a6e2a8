/**
 * The XML document gate (design section 5): a stranger's bytes become a tree once, here, or are refused. No other code
 * of the gateway parses inbound XML, and nothing parses the same bytes twice.
 */
import { ParseOption, XmlC14NMode, XmlDocument as LibraryDocument, XmlError, XmlParseError } from 'libxml2-wasm'
import { GatewayError } from '../gateway/domain/faults.ts'
import type {
  ParseXml,
  ReceivedXmlDocument,
  SchemaError,
  SchemaName,
  XmlElement,
  XmlVisitor,
} from '../gateway/ports/xml.ts'
import { admitBytes, DEFAULT_LIMITS } from './byte-gate.ts'
import type { AdmittedBytes } from './byte-gate.ts'
import { validatorOf } from './catalogue.ts'
import { ElementHandle } from './element.ts'
import { checkTree } from './tree-gate.ts'
import type { TreeReader } from './tree-reader.ts'
import { createTreeReader } from './tree-reading.ts'
import { dropUnsignedBlanks } from './unsigned-blanks.ts'

// Never NOENT, DTDLOAD, HUGE, RECOVER or XINCLUDE. Identifiers are checked by the tree gate, in every spelling. CDATA
// becomes text: a schema refuses a blank or empty section where it allows blanks, and no signature sees the difference. To
// warn of relative namespace names, which have no canonical form, is pedantic; the tree gate refuses whatever is warned of.
const PARSE_OPTIONS =
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_SKIP_IDS |
  ParseOption.XML_PARSE_NOCDATA |
  ParseOption.XML_PARSE_PEDANTIC

/** Parses through the gate; dispose of the result with `using`. Throws the XML_* faults, each before any signature work. */
export const parseXml: ParseXml = (bytes, limits = {}) => {
  const admitted = admitBytes(bytes, { ...DEFAULT_LIMITS, ...limits })
  const document = parse(admitted)
  try {
    checkTree(document, admitted)
    if (admitted.mayHoldBlankValues) dropUnsignedBlanks(document)
    return new ParsedDocument(document)
  } catch (error) {
    document.dispose()
    throw error
  }
}

function parse({ bytes, encoding }: AdmittedBytes): LibraryDocument {
  try {
    return LibraryDocument.fromBuffer(bytes, { encoding, option: PARSE_OPTIONS })
  } catch (error) {
    if (error instanceof XmlParseError) throw toFault(error)
    throw error
  }
}

/** The parser's own words quote the message; neither they nor the error itself go further. */
function toFault({ details }: XmlParseError): GatewayError {
  if (details.some(({ message }) => message.includes('Excessive depth'))) {
    return new GatewayError('XML_TOO_DEEP', 'elements are nested too deep')
  }
  return new GatewayError('XML_NOT_WELL_FORMED', `not well-formed near line ${details.at(-1)?.line ?? 1}`)
}

class ParsedDocument implements ReceivedXmlDocument {
  readonly root: ElementHandle
  readonly #document: LibraryDocument
  #reader = createTreeReader()
  #isDisposed = false

  constructor(document: LibraryDocument) {
    this.#document = document
    this.root = new ElementHandle(document.root, this, undefined)
  }

  get isDisposed(): boolean {
    return this.#isDisposed
  }

  get reader(): TreeReader {
    return this.#reader
  }

  walk(element: XmlElement, visitor: XmlVisitor): void {
    this.#own(element).walk(visitor)
  }

  canonicalize(element: XmlElement): Uint8Array {
    const { node } = this.#own(element)
    const chunks: Uint8Array[] = []
    const sink = {
      write(chunk: Uint8Array): number {
        // Copied at once: the view is of the parser's memory, which moves and is written again.
        chunks.push(chunk.slice())
        return chunk.byteLength
      },
      close: () => true,
    }
    try {
      // Naming the visible subtree as a node set costs a third of the library's own subtree call.
      this.#document.canonicalize(sink, { mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0, nodeSet: new Set([node]) })
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
      throw new GatewayError('XML_NOT_WELL_FORMED', 'no canonical form')
    }
    // An empty canonical form once made other products accept any content (CVE-2025-66568).
    if (chunks.length === 0) throw new GatewayError('XML_NOT_WELL_FORMED', 'empty canonical form')
    return Buffer.concat(chunks)
  }

  validate(element: XmlElement, schema: SchemaName): readonly SchemaError[] {
    return validatorOf(schema).validate(this.#own(element).node)
  }

  replaceContent(element: XmlElement, text: string): void {
    this.#own(element).replaceContent(text)
    this.#reader = createTreeReader()
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true
    this.#document.dispose()
  }

  #own(element: XmlElement): ElementHandle {
    if (element instanceof ElementHandle && element.owner === this) return element
    throw new Error('element of another XML document')
  }
}
