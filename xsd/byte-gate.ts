/**
 * The gate before the parser: what can be told of a message from its bytes alone, at a few milliseconds per megabyte.
 * Everything looked for here is spelled in ASCII, which UTF-8 and windows-1251 share.
 */
import { isUtf8 } from 'node:buffer'
import { GatewayError } from '../gateway/domain/faults.ts'
import type { XmlLimits } from '../gateway/ports/xml.ts'

export type XmlEncoding = XmlLimits['encodings'][number]

/** Bytes fit to be parsed, how to decode them, and which rare constructs the tree has to be searched for. */
export interface AdmittedBytes {
  readonly bytes: Uint8Array
  readonly encoding: XmlEncoding
  /** At least as many as there are, namespace declarations included. */
  readonly attributeCount: number
  readonly mayHoldComments: boolean
  readonly mayHoldInstructions: boolean
  readonly mayHoldXsiTypes: boolean
  /** Elements that hold blanks and nothing else. */
  readonly mayHoldBlankValues: boolean
}

/** 5 MB: "structured content above the technological limit of SMEV" travels as an attachment. */
export const DEFAULT_LIMITS: XmlLimits = { maxBytes: 5 * 1024 * 1024, maxElements: 50_000, encodings: ['utf-8'] }

/** Attributes and namespace declarations, to the tags allowed: 20,000 of them at the door. */
const ATTRIBUTES_TO_TAGS = 0.4

/**
 * Throws XML_TOO_LARGE, XML_ENCODING, XML_VERSION, XML_DOCTYPE, XML_PROCESSING_INSTRUCTION, XML_TOO_MANY_ELEMENTS, and
 * XML_NOT_WELL_FORMED for a NUL or a broken XML declaration. Elements are counted by `<`, so an element with an end
 * tag counts twice, and attributes by `="`, which texts may hold as well: the limits bound what a parser may have to
 * build, they are no statistic.
 */
export function admitBytes(bytes: Uint8Array, limits: XmlLimits): AdmittedBytes {
  if (bytes.length > limits.maxBytes) throw new GatewayError('XML_TOO_LARGE', `${bytes.length} bytes of XML`)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  refuseWideEncodings(buffer)
  if (buffer.includes(0)) throw new GatewayError('XML_NOT_WELL_FORMED', 'NUL byte')
  const bomLength = buffer.subarray(0, 3).equals(UTF8_BOM) ? 3 : 0
  const declaration = readDeclaration(buffer, bomLength)
  const encoding = decideEncoding(declaration.encoding, bomLength > 0, limits)
  if (encoding === 'utf-8' && !isUtf8(buffer)) throw new GatewayError('XML_ENCODING', 'the bytes are not UTF-8')
  checkProlog(buffer, declaration.end)
  const { attributeCount, hasBlankValue, hasRareMarkup } = countMarkup(buffer, limits)
  const mayHoldComments = hasRareMarkup && buffer.includes('<!--')
  const mayHoldSections = hasRareMarkup && buffer.includes('<![CDATA[')
  return {
    bytes,
    encoding,
    attributeCount,
    mayHoldComments,
    mayHoldInstructions: hasRareMarkup && buffer.includes('<?', declaration.end),
    // A name cannot be written with references, only the namespace name that its prefix stands for.
    mayHoldXsiTypes: buffer.includes(':type'),
    mayHoldBlankValues: hasBlankValue || mayHoldComments || mayHoldSections || buffer.includes('&#'),
  }
}

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** UTF-16 and UTF-32, with a byte order mark or without: every scan below would be blind in them. */
function refuseWideEncodings(buffer: Buffer): void {
  const [first, second] = buffer
  const hasMark = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)
  if (hasMark || first === 0 || second === 0) throw new GatewayError('XML_ENCODING', 'UTF-16 or UTF-32')
}

interface Declaration {
  readonly encoding: string | undefined
  /** Where the declaration ends; where the document starts when there is none. */
  readonly end: number
}

const MAX_DECLARATION_LENGTH = 256
const DECLARATION =
  /^<\?xml[\t\n\r ]+version[\t\n\r ]*=[\t\n\r ]*(["'])([^"'<]*)\1(?:[\t\n\r ]+encoding[\t\n\r ]*=[\t\n\r ]*(["'])([A-Za-z][\w.-]*)\3)?(?:[\t\n\r ]+standalone[\t\n\r ]*=[\t\n\r ]*(["'])(?:yes|no)\5)?[\t\n\r ]*\?>/

function readDeclaration(buffer: Buffer, start: number): Declaration {
  const head = buffer.toString('latin1', start, start + MAX_DECLARATION_LENGTH)
  if (!/^<\?xml[\t\n\r ]/.test(head)) return { encoding: undefined, end: start }
  const match = DECLARATION.exec(head)
  if (match === null) throw new GatewayError('XML_NOT_WELL_FORMED', 'malformed XML declaration')
  if (match[2] !== '1.0') throw new GatewayError('XML_VERSION', 'only XML 1.0 is read')
  return { encoding: match[4], end: start + match[0].length }
}

function decideEncoding(declared: string | undefined, hasMark: boolean, { encodings }: XmlLimits): XmlEncoding {
  const name = declared?.toLowerCase() ?? 'utf-8'
  const encoding = encodings.find((allowed) => allowed === name)
  if (encoding === undefined) throw new GatewayError('XML_ENCODING', 'an encoding that is not accepted here')
  if (hasMark && encoding !== 'utf-8') throw new GatewayError('XML_ENCODING', 'byte order mark and declaration differ')
  return encoding
}

/** Between the declaration and the root only blanks and comments may stand; a DOCTYPE can stand nowhere else. */
function checkProlog(buffer: Buffer, start: number): void {
  let position = start
  for (;;) {
    position = skipBlanks(buffer, position)
    if (startsWith(buffer, '<?', position)) {
      throw new GatewayError('XML_PROCESSING_INSTRUCTION', 'processing instruction before the root')
    }
    if (startsWith(buffer, '<!DOCTYPE', position)) throw new GatewayError('XML_DOCTYPE', 'DOCTYPE')
    if (!startsWith(buffer, '<!--', position)) return
    const end = buffer.indexOf('-->', position + 4)
    if (end === -1) throw new GatewayError('XML_NOT_WELL_FORMED', 'unfinished comment')
    position = end + 3
  }
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

const startsWith = (buffer: Buffer, text: string, at: number): boolean =>
  buffer.toString('latin1', at, at + text.length) === text

interface MarkupCounts {
  readonly attributeCount: number
  /** Whether a value of plain blanks stands somewhere; those written in other ways are not looked for. */
  readonly hasBlankValue: boolean
  /** Whether `<!` or `<?` stands somewhere, were it the XML declaration. */
  readonly hasRareMarkup: boolean
}

const [LESS_THAN, GREATER_THAN, EQUALS] = [0x3c, 0x3e, 0x3d]
const [SLASH, EXCLAMATION, QUESTION] = [0x2f, 0x21, 0x3f]
/** What `<` and `=` have in common, and no other byte with them. */
const BUT_LAST_BIT = 0xfe

/** One pass over the bytes, in time that does not depend on what they are. */
function countMarkup(buffer: Buffer, { maxElements }: XmlLimits): MarkupCounts {
  const maxAttributes = maxElements * ATTRIBUTES_TO_TAGS
  const { length } = buffer
  let tags = 0
  let attributeCount = 0
  let lastTag = 0
  let hasBlankValue = false
  let hasRareMarkup = false
  for (let at = 0; at < length; at++) {
    const byte = buffer[at] ?? 0
    if ((byte & BUT_LAST_BIT) !== LESS_THAN) continue
    if (byte === EQUALS) {
      if (!isQuote(buffer[skipBlanks(buffer, at + 1)])) continue
      attributeCount += 1
      if (attributeCount > maxAttributes) throw tooMany(`${maxAttributes} attributes`)
    } else {
      tags += 1
      if (tags > maxElements) throw tooMany(`${maxElements} tags`)
      const next = buffer[at + 1]
      if (next === SLASH) hasBlankValue ||= endsBlankValue(buffer, lastTag, at)
      else if (next === EXCLAMATION || next === QUESTION) hasRareMarkup = true
      lastTag = at
    }
  }
  return { attributeCount, hasBlankValue, hasRareMarkup }
}

/** Whether the end tag at `end` follows blanks after the start tag at `start`. */
function endsBlankValue(buffer: Buffer, start: number, end: number): boolean {
  let at = end - 1
  while (isBlank(buffer[at])) at -= 1
  return at < end - 1 && buffer[at] === GREATER_THAN && buffer[at - 1] !== SLASH && buffer[start + 1] !== SLASH
}

const isQuote = (byte: number | undefined): boolean => byte === 0x22 || byte === 0x27

function skipBlanks(buffer: Buffer, start: number): number {
  let at = start
  while (isBlank(buffer[at])) at += 1
  return at
}

function tooMany(what: string): GatewayError {
  return new GatewayError('XML_TOO_MANY_ELEMENTS', `more than ${what}`)
}
