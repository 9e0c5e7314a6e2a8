/** Records of a large XML document: the elements below its root, a block of them parsed at a time. */
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { ParseXml, ReadableXml, XmlElement } from '../../../gateway/ports/xml.ts'
import type { NewAct } from '../new-act.ts'
import { cutBlocks, type Block, type Blocks, type Cut } from './blocks.ts'
import { isRejection, rowAt, type Place, type ReadBatches, type Rejection, type Row, type TakeAct } from './source.ts'
import { endOfElement, endOfTag, isComment, skipBlanks, skipComments } from './xml-elements.ts'
import type { XmlHead } from './xml-head.ts'

/** Reads one record; `document` is the tree it stands in. */
export type ReadRecord = (record: XmlElement, document: ReadableXml) => NewAct | Rejection

export interface RecordReader<T> {
  readonly read: ReadRecord
  readonly take: TakeAct<T>
}

export interface XmlFile {
  readonly blocks: Blocks
  readonly head: XmlHead
  readonly parseXml: ParseXml
}

/** A record, a comment, and what follows the last of them, may be this long (octets). */
export const MAX_RECORD_BYTES = 1024 * 1024

/** The batches throw IMPORT_REFUSED where the document cannot be cut. */
export function openRecords<T>({ blocks, head, parseXml }: XmlFile, reader: RecordReader<T>): ReadBatches<T> {
  return (from) =>
    cutBlocks(blocks, from.offset === 0 ? head.end : from, (block) => {
      const { places, ...cut } = cutPlaces(block, head)
      const parse = (records: Buffer): ReadableXml => {
        const bytes = Buffer.concat([head.opening, records, head.closing])
        // The limits of the door are for messages; what is parsed here was measured when it was cut.
        return parseXml(bytes, { maxBytes: bytes.length, maxElements: bytes.length })
      }
      return { rows: readRecords({ block, parse, ...reader }, places), ...cut }
    })
}

interface CutPlaces extends Omit<Cut<never>, 'rows'> {
  readonly places: readonly Place[]
}

const [LESS, SLASH, LF] = [0x3c, 0x2f, 0x0a]
const UNFINISHED = 'the file ends inside the document'
const NO_END = 'something else than the end of the root'

/** Whole elements of the block. The end of the root is not passed, so that reading can begin there again. */
function cutPlaces(block: Block, head: XmlHead): CutPlaces {
  const { bytes, start } = block
  const places: Place[] = []
  let [at, line] = [0, start.line]
  for (;;) {
    const tag = skipBlanks(bytes, at)
    line += linesIn(bytes, at, tag)
    at = tag
    const end = { offset: start.offset + at, line }
    const next = endOfPart(block, at, head)
    if (next === undefined) return { places, end }
    if (typeof next === 'string')
      return { places, end, unreadable: new GatewayError('IMPORT_REFUSED', `line ${line}: ${next}`) }
    if (!isComment(bytes, at)) places.push({ ...end, length: next - at })
    line += linesIn(bytes, at, next)
    at = next
  }
}

/** Of a record or a comment; undefined where the root or the block ends before; or why nothing can be read there. */
function endOfPart({ bytes, isLast }: Block, at: number, { closing }: XmlHead): number | string | undefined {
  if (at + 1 >= bytes.length && !isLast) return undefined
  if (at === bytes.length) return UNFINISHED
  if (bytes[at] !== LESS) return 'text stands between the records'
  if (bytes[at + 1] === SLASH && bytes.length - at > MAX_RECORD_BYTES) return NO_END
  if (bytes[at + 1] === SLASH) return isLast ? faultOfEnd(bytes.subarray(at), closing) : undefined
  const next = endOfElement(bytes, at)
  if (next === 'FORBIDDEN') return 'holds CDATA, instructions, a DOCTYPE or half a comment, which are not read'
  if ((next === 'INCOMPLETE' ? bytes.length : next) - at > MAX_RECORD_BYTES)
    return `a record is longer than ${MAX_RECORD_BYTES} octets`
  if (next !== 'INCOMPLETE') return next
  return isLast ? UNFINISHED : undefined
}

/** Behind the root there may be comments. */
function faultOfEnd(rest: Buffer, closing: Buffer): string | undefined {
  const tag = endOfTag(rest, 0)
  if (typeof tag === 'string') return UNFINISHED
  const name = rest.toString('utf8', 0, tag).replace(/\s*>$/, '>')
  return name === closing.toString('utf8') && skipComments(rest, tag) === rest.length ? undefined : NO_END
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

function linesIn(bytes: Buffer, from: number, end: number): number {
  let lines = 0
  for (let at = bytes.indexOf(LF, from); at !== -1 && at < end; at = bytes.indexOf(LF, at + 1)) lines += 1
  return lines
}
