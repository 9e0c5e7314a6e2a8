import { describe, expect, test } from 'vitest'
import { cutBlocks } from '../../../../adapters/registry/import/blocks.ts'
import {
  cutRecords,
  MAX_LINE_BYTES,
  MAX_ROW_BYTES,
  type Delimiter,
} from '../../../../adapters/registry/import/csv-records.ts'
import { START, type Place, type Position, type Row } from '../../../../adapters/registry/import/source.ts'
import { openImport } from './files.ts'
import { inMemory } from './in-memory.ts'
import { readNaively } from './naive-csv.ts'

type Fields = readonly string[]

interface Reading {
  readonly delimiter?: Delimiter
  readonly blockBytes?: number
  readonly from?: Position
  /** Where the rows go, for those that are given out before a refusal. */
  readonly rows?: Row<Fields>[]
}

async function read(
  content: string | Uint8Array,
  options: Reading = {},
): Promise<{ rows: Row<Fields>[]; ends: Position[] }> {
  const { delimiter = ';', blockBytes = 1024, from = START, rows = [] } = options
  const file = await openImport(content)
  const ends: Position[] = []
  const taken = (value: Fields, place: Place): Row<Fields> => ({ ...place, value })
  for await (const batch of cutBlocks({ file, blockBytes }, from, (block) => cutRecords(block, delimiter, taken))) {
    rows.push(...batch.rows)
    ends.push(batch.end)
  }
  return { rows, ends }
}

async function fieldsOf(content: string | Uint8Array, options?: Reading): Promise<(Fields | string)[]> {
  const { rows } = await read(content, options)
  return rows.map((row) => ('value' in row ? row.value : row.reason))
}

const NEVER_CLOSED = 'a quote is opened and never closed'
const STRAY_QUOTE = 'a quote stands inside a field that does not begin with one'
const AFTER_QUOTE = 'something follows the quote that ends a field'

describe('rows', () => {
  test.each<[string, string, (Fields | string)[]]>([
    [
      'fields and empty fields',
      'a;;b\n;\n',
      [
        ['a', '', 'b'],
        ['', ''],
      ],
    ],
    ['both ends of lines, and no end of the last', 'a\r\nb\nc', [['a'], ['b'], ['c']]],
    ['no empty lines', '\na\n\r\n\n', [['a']]],
    ['delimiters, quotes and line feeds between quotes', '"a;b";"c ""d""\ne"\nf', [['a;b', 'c "d"\ne'], ['f']]],
    ['empty quotes', '"";""\n', [['', '']]],
    ['CRLF between quotes as it is', '"a\r\nb"\r\nc', [['a\r\nb'], ['c']]],
    ['a lone CR as a letter', 'a\rb;c', [['a\rb', 'c']]],
    ['a quote inside a field', 'a"b;c\nd', [STRAY_QUOTE, ['d']]],
    ['letters behind a quote', '"a"b;c\nd', [AFTER_QUOTE, ['d']]],
    ['a quote that stays open', 'a;"b\nc;d\ne', [NEVER_CLOSED, ['c', 'd'], ['e']]],
    ['a quote that another line would close', 'a;"b\nc;"d"\ne', [NEVER_CLOSED, ['c', 'd'], ['e']]],
    ['only quotes', '"""\n""""\n', [NEVER_CLOSED, ['"']]],
  ])('hold %s', async (_what, text, expected) => {
    expect(await fieldsOf(text)).toEqual(expected)
  })

  test('may be apart by commas', async () => {
    expect(await fieldsOf('a,"b,c";d\n"e,f",g', { delimiter: ',' })).toEqual([AFTER_QUOTE, ['e,f', 'g']])
  })

  test('which are not UTF-8 are rejected alone', async () => {
    const bytes = Buffer.concat([Buffer.from('до;\n'), Buffer.from([0xc8, 0xe2, 0x0a]), Buffer.from('после;"да"\n')])
    expect(await fieldsOf(bytes)).toEqual([['до', ''], 'is not UTF-8', ['после', 'да']])
    expect(await fieldsOf(Buffer.from([0x61, 0x0a, 0xd0]))).toEqual([['a'], 'is not UTF-8'])
  })

  test('say where they stand', async () => {
    const text = 'первая\n\n"вто\nрая";x\nтретья'
    const { rows } = await read(text)
    expect(rows.map(({ line }) => line)).toEqual([1, 3, 5])
    const bytes = Buffer.from(text)
    const texts = rows.map(({ offset, length }) => bytes.toString('utf8', offset, offset + length))
    expect(texts).toEqual(['первая', '"вто\nрая";x', 'третья'])
  })

  test('between quotes end at the limit, however the file is cut', async () => {
    const long = `"${'a'.repeat(40_000)}\n${'b'.repeat(40_000)}";x\nlast`
    for (const blockBytes of [1000, 65_535, 1_000_000]) {
      expect(await fieldsOf(long, { blockBytes })).toEqual([NEVER_CLOSED, STRAY_QUOTE, ['last']])
    }
    const short = `"${'a'.repeat(30_000)}\n${'b'.repeat(30_000)}";x\nlast`
    expect(await fieldsOf(short, { blockBytes: 1000 })).toHaveLength(2)
  })

  test('that are too long are rejected alone, however the file is cut', async () => {
    const long = 'x'.repeat(MAX_ROW_BYTES + 1)
    const tooLong = `is longer than ${MAX_ROW_BYTES} octets`
    for (const blockBytes of [1000, MAX_ROW_BYTES, 1_000_000]) {
      const found = await fieldsOf(`first\n${long}\n"a\nb"\n"${long}\nlast\n${long}`, { blockBytes })
      expect(found).toEqual([['first'], tooLong, ['a\nb'], tooLong, ['last'], tooLong])
    }
  })

  test('are not looked for in an endless line, but those before it are given out', async () => {
    const rows: Row<Fields>[] = []
    const endless = read(`first\nsecond\n${'x'.repeat(MAX_LINE_BYTES + 1)}\nlast`, { blockBytes: 1_000_000, rows })
    await expect(endless).rejects.toMatchObject({ code: 'IMPORT_REFUSED', message: expect.stringContaining('line 3 ') })
    expect(rows.map((row) => 'value' in row && row.value)).toEqual([['first'], ['second']])
  })
})

describe('10,000 hostile files', () => {
  const PIECES = ['"', '""', ';', ',', '\n', '\r\n', '\r', 'a', 'ж', '😀', ' ', '"x"', ';"', '";', '"\n', '\n"']

  /** Park-Miller: the same files in every run. */
  function hostileFile(seed: number): string {
    let state = seed
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
    return Array.from({ length: 1 + random(25) }, () => PIECES[random(PIECES.length)]).join('')
  }

  test('are read as a reader of single letters reads them, in blocks of any size', async () => {
    for (let seed = 1; seed <= 10_000; seed++) {
      const text = hostileFile(seed)
      const delimiter = seed % 2 === 0 ? ';' : ','
      const { rows } = await readInMemory(text, delimiter, seed % 40)
      const found = rows.map((row) => ({ line: row.line, fields: 'value' in row ? row.value : 'BROKEN' }))
      expect(found, JSON.stringify(text)).toEqual(readNaively(text, delimiter))
    }
  })

  test('are read on from the end of every batch as if nothing had been', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      const text = hostileFile(seed)
      const { rows, ends } = await readInMemory(text, ';', 3)
      for (const from of ends) {
        const rest = await readInMemory(text, ';', 7, from)
        expect(rest.rows, JSON.stringify(text)).toEqual(rows.filter(({ offset }) => offset >= from.offset))
      }
    }
  })

  async function readInMemory(text: string, delimiter: Delimiter, blockBytes: number, from = START) {
    const file = inMemory(text)
    const [rows, ends]: [Row<Fields>[], Position[]] = [[], []]
    const taken = (value: Fields, place: Place): Row<Fields> => ({ ...place, value })
    for await (const batch of cutBlocks({ file, blockBytes: blockBytes + 1 }, from, (block) =>
      cutRecords(block, delimiter, taken),
    )) {
      rows.push(...batch.rows)
      ends.push(batch.end)
    }
    return { rows, ends }
  }
})
