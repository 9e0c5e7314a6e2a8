/**
 * XML as the rest of the gateway sees it: a parsed, gate-checked tree. `xsd/document.ts` implements it; nobody else
 * imports a parser. Handles are valid until `dispose()`; only plain data may outlive it.
 */
export interface XmlElement {
  /** Namespace URI, '' when the element is in none. */
  readonly namespace: string
  /** Local name. */
  readonly name: string
  /** Text of the element and everything below it, CDATA and references resolved, nothing trimmed. */
  readonly text: string
  /** Element children in document order. */
  readonly children: readonly XmlElement[]
  readonly parent: XmlElement | undefined
  /** Value of an attribute by local name, in no namespace unless one is given. */
  attribute(name: string, namespace?: string): string | undefined
  readonly attributes: readonly XmlAttribute[]
}

export interface XmlAttribute {
  readonly namespace: string
  readonly name: string
  readonly value: string
}

/** A tree to look at. */
export interface ReadableXml extends Disposable {
  readonly root: XmlElement
  /** Exclusive C14N 1.0 without comments of one element, as UTF-8 octets. Throws XML_NOT_WELL_FORMED when void. */
  canonicalize(element: XmlElement): Uint8Array
  /** Validates the subtree against a compiled schema of the catalogue; [] = valid. Messages hold no values. */
  validate(element: XmlElement, schema: SchemaName): readonly SchemaError[]
}

/** A tree that signatures can be verified over. */
export interface XmlDocument extends ReadableXml {
  /** Tells of an element and all below it, in document order and without comments: what exclusive C14N would write. */
  walk(element: XmlElement, visitor: XmlVisitor): void
}

/** A tree into which contents that travelled beside it can be put back. */
export interface ReceivedXmlDocument extends XmlDocument {
  /** Puts text in the place of all that an element holds; handles of what it held are dead then. */
  replaceContent(element: XmlElement, text: string): void
}

export interface ElementName {
  readonly namespace: string
  /** As written, '' without one. */
  readonly prefix: string
  readonly name: string
}

/** Told of elements and texts; two texts never follow each other. */
export interface XmlVisitor {
  /** Equal names may be one object, so that what is made of a name can be kept. */
  open(name: ElementName, attributes: readonly XmlAttribute[]): void
  /** UTF-8 with references resolved, from `start` up to `end`, neither copied nor good after the call. */
  text(utf8: Uint8Array, start: number, end: number): void
  close(): void
}

export interface SchemaError {
  readonly line: number
  /** Which element broke which rule; never the value it carried. */
  readonly message: string
}

/** Versions of the SMEV 3 message exchange, the default one first; what sets them apart stands in adapters/smev/versions.ts. */
export const EXCHANGE_VERSIONS = ['1.1', '1.2', '1.3'] as const
export type ExchangeVersion = (typeof EXCHANGE_VERSIONS)[number]

/** Names of the compiled schema sets in `xsd/catalogue.ts`. */
export type SchemaName = `smev-${ExchangeVersion}` | 'soap-1.1' | 'inquiry-1.0' | 'reply-document-1.0' | 'acts-1.0'

export interface XmlLimits {
  readonly maxBytes: number
  readonly maxElements: number
  readonly encodings: readonly ('utf-8' | 'windows-1251')[]
}

/** Parses bytes of a stranger through the gate of design section 5. Throws the XML_* faults. */
export type ParseXml = (bytes: Uint8Array, limits?: Partial<XmlLimits>) => ReceivedXmlDocument
