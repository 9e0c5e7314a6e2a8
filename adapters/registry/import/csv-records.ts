/**
 * CSV by RFC 4180: fields apart by one octet, rows by LF or CRLF, quotes doubled inside quotes. Rows are cut out of the
 * octets and decoded one by one.
 *
 * A row that breaks the rules costs its first line, and reading goes on behind it: a stray quote cannot swallow the rows
 * that follow, nor can a line that is too long to be a row.
 */
import { isUtf8 } from 'node:buffer'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { Block, Cut } from './blocks.ts'
import type { Place, Row } from './source.ts'

export type Delimiter = ';' | ','
export type Fields = readonly string[]

/** A row may be this long (octets), line feeds between quotes included. */
export const MAX_ROW_BYTES = 64 * 1024
/** A line may be this long (octets) and be rejected alone: it is held in memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024

const [LF, CR, QUOTE] = [0x0a, 0x0d, 0x22]
const TOO_LONG = `is longer than ${MAX_ROW_BYTES} octets`
const NOT_UTF8 = 'is not UTF-8'
const NEVER_CLOSED = 'a quote is opened and never closed'
const STRAY_QUOTE = 'a quote stands inside a field that does not begin with one'
const AFTER_QUOTE = 'something follows the quote that ends a field'

/** Empty lines are passed over. A line without an end is unreadable: IMPORT_REFUSED. */
export function cutRecords<T>(
  block: Block,
  delimiter: Delimiter,
  read: (fields: Fields, place: Place) => Row<T>,
): Cut<T> {
  const rows: Row<T>[] = []
  let [at, line] = [0, block.start.line]
  for (const { content, length, next, lines } of recordsOf(block, delimiter)) {
    if (length > 0) {
      const place = { line, offset: block.start.offset + at, length }
      rows.push(typeof content === 'string' ? { ...place, field: '', reason: content } : read(content, place))
    }
    line += lines
    at = next
  }
  const end = { offset: block.start.offset + at, line }
  return block.bytes.length - at > MAX_LINE_BYTES ? { rows, end, unreadable: endless(line) } : { rows, end }
}

function endless(line: number): GatewayError {
  return new GatewayError('IMPORT_REFUSED', `line ${line} is longer than ${MAX_LINE_BYTES} octets: that is no CSV`)
}

/** The fields of a row, or the rule it breaks; `next` is where the one after it begins in the block. */
interface Record {
  readonly content: Fields | string
  /** Without the end of its last line. */
  readonly length: number
  readonly next: number
  readonly lines: number
}

/** Whole rows of a block, the empty ones too. */
function* recordsOf(block: Block, delimiter: Delimiter): Generator<Record> {
  const { bytes, isLast } = block
  const decode = decoderOf(block)
  let [at, quote] = [0, -1]
  while (at < bytes.length) {
    if (quote < at) quote = indexFrom(bytes, QUOTE, at)
    const feed = indexFrom(bytes, LF, at)
    if (feed - at > MAX_LINE_BYTES || (feed === bytes.length && !isLast)) return
    const next = Math.min(feed + 1, bytes.length)
    const record = recordAt(block, { at, length: lengthOf(bytes, at, next), next, delimiter, decode }, quote)
    if (!record) return
    yield record
    at = record.next
  }
}

/** undefined: the block ends before the row does. `quote` is where the first one from there on stands. */
function recordAt(block: Block, first: FirstLine, quote: number): Record | undefined {
  const { at, length, next, delimiter, decode } = first
  if (length > MAX_ROW_BYTES) return { content: TOO_LONG, length, next, lines: 1 }
  if (quote < next) return quotedRecord(block, first)
  return { content: decode(at, length)?.split(delimiter) ?? NOT_UTF8, length, next, lines: 1 }
}

type Decode = (at: number, length: number) => string | undefined

/** undefined for what is not UTF-8. A block that is good as a whole is looked at once. */
function decoderOf({ bytes, isLast }: Block): Decode {
  const isGood = isUtf8(isLast ? bytes : bytes.subarray(0, bytes.lastIndexOf(LF) + 1))
  return (at, length) =>
    isGood || isUtf8(bytes.subarray(at, at + length)) ? bytes.toString('utf8', at, at + length) : undefined
}

interface FirstLine {
  readonly at: number
  readonly length: number
  readonly next: number
  readonly delimiter: Delimiter
  readonly decode: Decode
}

/** A line feed stands between quotes when their number before it is odd. undefined: the block ends before the row does. */
function quotedRecord({ bytes, isLast }: Block, first: FirstLine): Record | undefined {
  const { at, delimiter, decode } = first
  let [next, lines, isOpen] = [first.next, 1, hasOddQuotes(bytes, at, first.next)]
  while (isOpen) {
    const feed = indexFrom(bytes, LF, next)
    if (feed === bytes.length && !isLast && feed - at <= MAX_ROW_BYTES) return undefined
    if (next === bytes.length || feed - at > MAX_ROW_BYTES) return brokenLine(first)
    const end = Math.min(feed + 1, bytes.length)
    isOpen = !hasOddQuotes(bytes, next, end)
    next = end
    lines += 1
  }
  const length = lengthOf(bytes, at, next)
  const content = splitQuoted(decode(at, length), delimiter)
  return typeof content === 'string' ? brokenLine(first) : { content, length, next, lines }
}

/** What is wrong with the first line, as reading goes on behind it. */
function brokenLine({ at, length, next, delimiter, decode }: FirstLine): Record {
  const reason = splitQuoted(decode(at, length), delimiter)
  return { content: typeof reason === 'string' ? reason : NOT_UTF8, length, next, lines: 1 }
}

/** The fields, or the rule that is broken. */
function splitQuoted(text: string | undefined, delimiter: Delimiter): Fields | string {
  if (text === undefined) return NOT_UTF8
  const fields: string[] = []
  for (let at = 0; ; at += 1) {
    let end = 0
    if (text[at] === '"') {
      const close = closingQuote(text, at)
      if (close === -1) return NEVER_CLOSED
      fields.push(text.slice(at + 1, close).replaceAll('""', '"'))
      end = close + 1
      if (end < text.length && text[end] !== delimiter) return AFTER_QUOTE
    } else {
      const found = text.indexOf(delimiter, at)
      end = found === -1 ? text.length : found
      const field = text.slice(at, end)
      if (field.includes('"')) return STRAY_QUOTE
      fields.push(field)
    }
    if (end === text.length) return fields
    at = end
  }
}

/** The first quote after `opening` that is not doubled; -1 without one. */
function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1)
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function hasOddQuotes(bytes: Buffer, from: number, end: number): boolean {
  let isOdd = false
  for (let at = indexFrom(bytes, QUOTE, from); at < end; at = indexFrom(bytes, QUOTE, at + 1)) isOdd = !isOdd
  return isOdd
}

/** Of a row up to `next`, without its LF or CRLF. */
function lengthOf(bytes: Buffer, at: number, next: number): number {
  if (next === at || bytes[next - 1] !== LF) return next - at
  return next - at - (next - at > 1 && bytes[next - 2] === CR ? 2 : 1)
}

/** The length of the buffer when there is none. */
function indexFrom(bytes: Buffer, octet: number, at: number): number {
  const found = bytes.indexOf(octet, at)
  return found === -1 ? bytes.length : found
}
