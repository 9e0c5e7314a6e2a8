/** A CSV file as a table with named columns: the header is judged before any row is read. */
import { GatewayError } from '../../../gateway/domain/faults.ts'
import { cutBlocks, type Blocks } from './blocks.ts'
import { cutRecords, type Delimiter, type Fields } from './csv-records.ts'
import { rowAt, START, type Place, type Position, type ReadBatches, type Rejection, type Row } from './source.ts'

/** How rows of a table become values. */
export interface TableReader<T> {
  /** Columns there may be. */
  readonly columns: ReadonlySet<string>
  /** Columns there must be: one of each group. */
  readonly needed: readonly (readonly string[])[]
  /** Called once with the columns of the file; what it returns reads each row. */
  rowReader(columns: readonly string[]): (texts: Fields, line: number) => T | Rejection
}

/** Throws IMPORT_REFUSED for a header with unknown, doubled or missing columns. */
export async function openTable<T>(blocks: Blocks, reader: TableReader<T>): Promise<ReadBatches<T>> {
  const { columns, delimiter, end } = await readHeader(blocks)
  checkColumns(columns, reader)
  const readRow = reader.rowReader(columns)
  const read = (texts: Fields, place: Place): Row<T> => {
    if (texts.length !== columns.length)
      return { ...place, field: '', reason: `has ${texts.length} fields, and the header ${columns.length}` }
    return rowAt(place, readRow(texts, place.line))
  }
  return (from) => cutBlocks(blocks, from.offset === 0 ? end : from, (block) => cutRecords(block, delimiter, read))
}

interface Header {
  readonly columns: readonly string[]
  readonly delimiter: Delimiter
  readonly end: Position
}

const HEADER_BYTES = 64 * 1024
const LF = 0x0a
const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

async function readHeader({ file }: Blocks): Promise<Header> {
  const buffer = Buffer.alloc(HEADER_BYTES)
  const { bytesRead } = await file.read(buffer, 0, HEADER_BYTES, 0)
  const feed = buffer.subarray(0, bytesRead).indexOf(LF)
  const mark = buffer.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0
  const bytes = buffer.subarray(mark, feed === -1 ? bytesRead : feed + 1)
  const delimiter = bytes.includes(';') ? ';' : ','
  const { rows } = cutRecords<Fields>({ bytes, start: START, isLast: true }, delimiter, (value, place) => ({
    ...place,
    value,
  }))
  const [header] = rows
  if (!header || !('value' in header))
    throw new GatewayError('IMPORT_REFUSED', 'line 1 is no header with names of columns')
  const columns = header.value.map((name) => name.trim())
  return { columns, delimiter, end: { offset: mark + bytes.length, line: 2 } }
}

/** A file without a header begins with a row, whose texts are nobody's to repeat. */
function checkColumns(columns: readonly string[], { columns: known, needed }: TableReader<unknown>): void {
  if (!columns.some((column) => known.has(column)))
    throw new GatewayError('IMPORT_REFUSED', 'line 1 is no header: it names none of the columns there are')
  const unknown = columns.filter((column) => !known.has(column))
  const doubled = columns.filter((column, index) => columns.indexOf(column) !== index)
  const missing = needed.filter((group) => !group.some((column) => columns.includes(column)))
  const mistakes = [
    ...unknown.map((column) => `«${column.slice(0, 50)}» is no column`),
    ...doubled.map((column) => `column ${column} stands there twice`),
    ...missing.map((group) => `column ${group.join(' or ')} is missing`),
  ]
  if (mistakes.length > 0) throw new GatewayError('IMPORT_REFUSED', mistakes.slice(0, 10).join('; '))
}
