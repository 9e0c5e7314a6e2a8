/** The beginning of a large XML document: declaration and root tag, from which small documents are made of its parts. */
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { ParseXml } from '../../../gateway/ports/xml.ts'
import type { ReadableFile } from './opened-file.ts'
import { START, type Position } from './source.ts'
import { endOfTag, skipComments } from './xml-elements.ts'

export interface XmlHead {
  readonly namespace: string
  readonly name: string
  /** Octets up to the end of the root tag, and those that end the root. */
  readonly opening: Buffer
  readonly closing: Buffer
  readonly end: Position
}

const MAX_HEAD_BYTES = 64 * 1024
const LF = 0x0a
const DECLARATION_END = '?>'

/** Throws IMPORT_REFUSED when the file does not begin so. */
export async function readXmlHead(file: ReadableFile, parseXml: ParseXml): Promise<XmlHead> {
  const buffer = Buffer.alloc(MAX_HEAD_BYTES)
  const { bytesRead } = await file.read(buffer, 0, MAX_HEAD_BYTES, 0)
  const bytes = buffer.subarray(0, bytesRead)
  const declared = endOfDeclaration(bytes)
  const root = skipComments(bytes, declared)
  const end = root < bytes.length ? endOfTag(bytes, root) : 'INCOMPLETE'
  if (end === 'FORBIDDEN') throw refused('before the root stand instructions or a DOCTYPE, which are not read')
  if (end === 'INCOMPLETE') throw refused(`no root tag in the first ${MAX_HEAD_BYTES} octets`)
  // Comments are no part of the small documents.
  const opening = Buffer.concat([bytes.subarray(0, declared), bytes.subarray(root, end)])
  const name = /^<([^\s/>]+)/.exec(bytes.toString('utf8', root, end))?.[1] ?? ''
  const closing = Buffer.from(`</${name}>`)
  try {
    using document = parseXml(Buffer.concat([opening, closing]))
    const line = START.line + bytes.subarray(0, end).filter((octet) => octet === LF).length
    const { namespace, name: local } = document.root
    return { namespace, name: local, opening, closing, end: { offset: end, line } }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    throw refused(`the root tag cannot be read: ${error.message}`, error)
  }
}

/** The end of the byte order mark without a declaration. */
function endOfDeclaration(bytes: Buffer): number {
  const [, mark = '', isDeclared] = /^(\uFEFF?)(<\?xml\s)?/.exec(bytes.toString('utf8', 0, 16)) ?? []
  return isDeclared ? bytes.indexOf(DECLARATION_END) + DECLARATION_END.length : Buffer.byteLength(mark)
}

function refused(message: string, cause?: unknown): GatewayError {
  return new GatewayError('IMPORT_REFUSED', message, { cause })
}
