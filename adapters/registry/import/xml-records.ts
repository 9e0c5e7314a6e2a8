/** Records of a large XML document: the elements below its root, a block of them parsed at a time. */
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { ParseXml, ReadableXml, XmlElement } from '../../../gateway/ports/xml.ts'
import type { NewAct } from '../new-act.ts'
import { cutBlocks, type Block, type Blocks } from './blocks.ts'
import { isRejection, rowAt, type Place, type Position, type ReadBatches, type Rejection, type Row } from './source.ts'
import { endOfElement } from './xml-elements.ts'
import type { XmlHead } from './xml-head.ts'

/** Reads one record; `document` is the tree it stands in. */
export type ReadRecord = (record: XmlElement, document: ReadableXml) => NewAct | Rejection

export interface RecordReader<T> {
  readonly read: ReadRecord
  readonly take: (act: NewAct, line: number) => T
}

export interface XmlFile {
  readonly blocks: Blocks
  readonly head: XmlHead
  readonly parseXml: ParseXml
}

/** A record, and what follows the last one, may be this long (octets). */
export const MAX_RECORD_BYTES = 1024 * 1024

/** The batches throw IMPORT_REFUSED where the document cannot be cut. */
export function openRecords<T>({ blocks, head, parseXml }: XmlFile, reader: RecordReader<T>): ReadBatches<T> {
  return (from) =>
    cutBlocks(blocks, from.offset === 0 ? head.end : from, (block) => {
      const { places, end } = cutPlaces(block, head)
      const parse = (records: Buffer): ReadableXml => {
        const bytes = Buffer.concat([head.opening, records, head.closing])
        // The limits of the door are for messages; what is parsed here was measured when it was cut.
        return parseXml(bytes, { maxBytes: bytes.length, maxElements: bytes.length })
      }
      return { rows: readRecords({ block, parse, ...reader }, places), end }
    })
}

interface Cut {
  readonly places: readonly Place[]
  readonly end: Position
}

const [LESS, SLASH, LF] = [0x3c, 0x2f, 0x0a]
const UNFINISHED = 'the file ends inside the document'

/** Whole elements of the block. The end of the root is not passed, so that reading can begin there again. */
function cutPlaces(block: Block, head: XmlHead): Cut {
  const { bytes, start, isLast } = block
  const places: Place[] = []
  let [at, line] = [0, start.line]
  for (;;) {
    const tag = skipBlanks(bytes, at)
    line += linesIn(bytes, at, tag)
    at = tag
    const end = { offset: start.offset + at, line }
    if (at + 1 >= bytes.length && !isLast) return { places, end }
    if (at === bytes.length) throw refused(line, UNFINISHED)
    if (bytes[at] !== LESS) throw refused(line, 'text stands between the records')
    if (bytes[at + 1] === SLASH) {
      checkClosing(bytes.subarray(at), { closing: head.closing, isLast, line })
      return { places, end }
    }
    const next = endOfElement(bytes, at)
    if (next === 'FORBIDDEN') throw refused(line, 'holds comments, CDATA or instructions, which are not read')
    if ((next === 'INCOMPLETE' ? bytes.length : next) - at > MAX_RECORD_BYTES)
      throw refused(line, `a record is longer than ${MAX_RECORD_BYTES} octets`)
    if (next === 'INCOMPLETE' && isLast) throw refused(line, UNFINISHED)
    if (next === 'INCOMPLETE') return { places, end }
    places.push({ ...end, length: next - at })
    line += linesIn(bytes, at, next)
    at = next
  }
}

interface Ending {
  readonly closing: Buffer
  readonly isLast: boolean
  readonly line: number
}

function checkClosing(rest: Buffer, { closing, isLast, line }: Ending): void {
  const isWhole = rest.toString('utf8').replace(/\s*>\s*$/, '>') === closing.toString('utf8')
  if ((isLast && !isWhole) || rest.length > MAX_RECORD_BYTES)
    throw refused(line, 'something else than the end of the root')
}

interface Reading<T> extends RecordReader<T> {
  readonly block: Block
  readonly parse: (records: Buffer) => ReadableXml
}

/** Of records that are not well-formed together each half is tried, down to the one that is to blame. */
function readRecords<T>(reading: Reading<T>, places: readonly Place[]): readonly Row<T>[] {
  const [first, last] = [places[0], places.at(-1)]
  if (!first || !last) return []
  const { block, parse, read, take } = reading
  const inBlock = (offset: number): number => offset - block.start.offset
  try {
    using document = parse(block.bytes.subarray(inBlock(first.offset), inBlock(last.offset + last.length)))
    return document.root.children.map((record, index) => {
      const [place, act] = [places[index]!, read(record, document)]
      return rowAt<T>(place, isRejection(act) ? act : take(act, place.line))
    })
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    if (first === last) return [rowAt<T>(first, { field: '', reason: `cannot be read (${error.code})` })]
    const middle = places.length >> 1
    return [...readRecords(reading, places.slice(0, middle)), ...readRecords(reading, places.slice(middle))]
  }
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isBlank(bytes[at]!)) at += 1
  return at
}

const isBlank = (octet: number): boolean => octet === 0x20 || octet === LF || octet === 0x0d || octet === 0x09

function linesIn(bytes: Buffer, from: number, end: number): number {
  let lines = 0
  for (let at = bytes.indexOf(LF, from); at !== -1 && at < end; at = bytes.indexOf(LF, at + 1)) lines += 1
  return lines
}

function refused(line: number, message: string): GatewayError {
  return new GatewayError('IMPORT_REFUSED', `line ${line}: ${message}`)
}
