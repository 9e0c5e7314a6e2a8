/**
 * multipart/related packages (RFC 2046 section 5.1, RFC 2387, XOP 1.0 section 4): as much of them as clients of SMEV
 * write, and one reading of every byte. What two readers could take differently is refused: a repeated parameter or
 * header, a preamble, text behind the end, a line that only begins like a boundary, nested packages, transfer encodings.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'

export interface MimePackage {
  /** The SOAP envelope. */
  readonly root: Uint8Array
  /** The other parts by Content-ID, without its angle brackets. */
  readonly parts: ReadonlyMap<string, Uint8Array>
}

const LINE_BREAK = Buffer.from('\r\n')

export interface WrittenPart {
  readonly contentId: string
  readonly type: string
  readonly content: Uint8Array
}

/** The parts between boundary lines; the boundary must not stand in any of them. */
export function writePackage(parts: readonly WrittenPart[], boundary: string): Uint8Array {
  const written = parts.flatMap(({ contentId, type, content }) => [
    Buffer.from(`--${boundary}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: binary\r\n`),
    Buffer.from(`Content-ID: <${contentId}>\r\n\r\n`),
    content,
    LINE_BREAK,
  ])
  return Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)])
}

const MAX_PARTS = 128
const MAX_HEADER_BYTES = 4096
const MAX_HEADER_LINES = 16

/** `contentType` is the header of the whole. Throws ENVELOPE_MULTIPART. */
export function parsePackage(bytes: Uint8Array, contentType: string): MimePackage {
  const { boundary, start } = readPackageType(contentType)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [root, ...others] = splitParts(buffer, boundary).map(parsePart)
  if (!root) throw malformed('no part')
  checkRoot(root, start)
  const parts = new Map<string, Uint8Array>()
  for (const { contentId, content } of others) {
    if (contentId === undefined) throw malformed('a part without Content-ID')
    if (parts.has(contentId) || contentId === root.contentId) throw malformed('two parts share a Content-ID')
    parts.set(contentId, content)
  }
  return { root: root.content, parts }
}

function readPackageType(header: string): { readonly boundary: string; readonly start: string | undefined } {
  const { value, parameters } = parseHeaderValue(header)
  if (value !== 'multipart/related') throw malformed('no multipart/related')
  if (parameters.get('type')?.toLowerCase() !== 'application/xop+xml') throw malformed('its type is no XOP package')
  checkSoapType(parameters.get('start-info'))
  const boundary = parameters.get('boundary') ?? ''
  // RFC 2046 section 5.1.1.
  if (!/^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/.test(boundary)) throw malformed('no usable boundary')
  return { boundary, start: parameters.get('start') }
}

/** A delimiter is a whole line: the boundary and nothing else, or the boundary and `--` at the end. */
function splitParts(buffer: Buffer, boundary: string): readonly Buffer[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const parts: Buffer[] = []
  const opening = delimiter.subarray(2)
  const from = buffer.subarray(0, 2).equals(LINE_BREAK) ? 2 : 0
  if (!buffer.subarray(from, from + opening.length).equals(opening))
    throw malformed('it does not begin with its boundary')
  let at = from + opening.length
  while (buffer.subarray(at, at + 2).equals(LINE_BREAK)) {
    if (parts.length === MAX_PARTS) throw malformed(`more than ${MAX_PARTS} parts`)
    const end = buffer.indexOf(delimiter, at + 2)
    if (end === -1) throw malformed('the last boundary is missing')
    parts.push(buffer.subarray(at + 2, end))
    at = end + delimiter.length
  }
  const rest = buffer.toString('latin1', at, at + 5)
  if (rest !== '--' && rest !== '--\r\n')
    throw malformed('a boundary line that holds something else, or text behind the end')
  return parts
}

interface MimePart {
  readonly type: HeaderValue
  readonly contentId: string | undefined
  readonly content: Uint8Array
}

function parsePart(part: Buffer): MimePart {
  const hasHeaders = !part.subarray(0, 2).equals(LINE_BREAK)
  const end = hasHeaders ? part.subarray(0, MAX_HEADER_BYTES).indexOf('\r\n\r\n') : -2
  if (end === -1) throw malformed('headers of a part that do not end, or are too long')
  const headers = parseHeaders(hasHeaders ? part.toString('latin1', 0, end) : '')
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? '7bit'
  if (!['binary', '8bit', '7bit'].includes(encoding)) throw malformed('a transfer encoding that is not accepted')
  const type = parseHeaderValue(headers.get('content-type') ?? 'application/octet-stream')
  if (/^(multipart|message)\//.test(type.value)) throw malformed('a package within a package')
  return { type, contentId: contentIdOf(headers.get('content-id')), content: part.subarray(end + 4) }
}

function parseHeaders(block: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  const lines = block === '' ? [] : block.replace(/\r\n(?=[\t ])/g, '').split('\r\n')
  if (lines.length > MAX_HEADER_LINES) throw malformed('too many headers in a part')
  for (const line of lines) {
    // Octets above ASCII stand in names of files, which nobody here reads; what is read has an alphabet of its own.
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw malformed('a header of a part that is none')
    if (headers.has(name.toLowerCase())) throw malformed('a header of a part twice')
    headers.set(name.toLowerCase(), value.replace(/[\t ]+$/, ''))
  }
  return headers
}

function contentIdOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const [, contentId] = /^<([\x21-\x3b\x3d\x3f-\x7e]{1,250})>$/.exec(header) ?? []
  if (contentId === undefined) throw malformed('a Content-ID that is none')
  return contentId
}

/** The root comes first, also where `start` names it: readers that know `start` and readers that do not agree. */
function checkRoot({ type: { value, parameters }, contentId }: MimePart, start: string | undefined): void {
  if (start !== undefined && start !== `<${contentId}>`) throw malformed('start does not name the first part')
  if (value !== 'application/xop+xml') throw malformed('the first part is no XOP document')
  if ((parameters.get('charset') ?? 'utf-8').toLowerCase() !== 'utf-8') throw malformed('the charset is not utf-8')
  checkSoapType(parameters.get('type'))
}

function checkSoapType(type: string | undefined): void {
  if (type !== undefined && !/^text\/xml *(;|$)/i.test(type)) throw malformed('no SOAP 1.1')
}

interface HeaderValue {
  /** In lower case. */
  readonly value: string
  /** Names in lower case, values without quotes. */
  readonly parameters: ReadonlyMap<string, string>
}

/** RFC 2045 section 5.1, without comments. */
function parseHeaderValue(header: string): HeaderValue {
  const [value = ''] = /^[!#$%&'*+.^_`|~0-9A-Za-z/-]+/.exec(header) ?? []
  const parameters = new Map<string, string>()
  const parameter =
    /[\t ]*;[\t ]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z/:-]+)|"((?:[^"\\]|\\[^])*)")/y
  parameter.lastIndex = value.length
  let at = value.length
  for (let match = parameter.exec(header); match !== null; match = parameter.exec(header)) {
    const [, name = '', token, quoted = ''] = match
    if (parameters.has(name.toLowerCase())) throw malformed('a parameter twice')
    parameters.set(name.toLowerCase(), token ?? quoted.replace(/\\([^])/g, '$1'))
    at = parameter.lastIndex
  }
  if (!/^[\t ]*$/.test(header.slice(at))) throw malformed('a header value that is none')
  return { value: value.toLowerCase(), parameters }
}

function malformed(message: string): GatewayError {
  return new GatewayError('ENVELOPE_MULTIPART', message)
}
