/** A generated region as files that an import takes: its acts, and beside them what is known of offices and books. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { booksOf } from './books.ts'
import { CSV_HEADER, csvLine, lineOf } from './csv.ts'
import { coverageOf, officesOf, type Filling } from './fill.ts'

/** Lines that are handed over together. */
const BATCH = 1000

interface Table {
  readonly what: string
  readonly columns: readonly string[]
  readonly rows: readonly object[]
}

/**
 * `region.csv` gets `region.offices.csv`, `.books`, `.holdings` and `.coverage` beside it. Returns the paths in the order
 * in which an import takes them: coverage last, when the acts stand there.
 */
export async function writeRegion(path: string, filling: Filling): Promise<readonly string[]> {
  const { region, onWritten = () => undefined } = filling
  const [offices, ...others] = tablesOf(filling)
  const writeBeside = async ({ what, columns, rows }: Table): Promise<string> => {
    const file = `${path.replace(/\.csv$/, '')}.${what}.csv`
    await writeFile(file, [columns, ...rows.map((row) => valuesOf(row, columns))].map(lineOf).join(''))
    return file
  }
  const first = await writeBeside(offices)
  await writeActs(path, { region, onWritten })
  return [first, path, ...(await Promise.all(others.map(writeBeside)))]
}

function tablesOf(filling: Filling): readonly [Table, ...Table[]] {
  const { region } = filling
  const book = 'number copyNo begunOn endedOn firstRecord lastRecord sheets'.split(' ')
  const papers = 'archive actNumber actOn fond inventory'.split(' ')
  const records = ['office', 'kind', 'year']
  return [
    { what: 'offices', columns: ['code', 'name'], rows: officesOf(filling) },
    { what: 'books', columns: [...records, ...book], rows: booksOf(region) },
    { what: 'holdings', columns: [...records, ...papers], rows: region.transferred },
    { what: 'coverage', columns: ['office', 'kind', 'fromYear', 'toYear', 'state'], rows: coverageOf(region) },
  ]
}

function valuesOf(row: object, columns: readonly string[]): readonly unknown[] {
  const values = new Map<string, unknown>(Object.entries(row))
  return columns.map((column) => values.get(column))
}

async function writeActs(path: string, { region, onWritten }: Required<Omit<Filling, 'offices'>>): Promise<void> {
  const file = createWriteStream(path)
  const ending = finished(file)
  // What stands in the way of writing is told by `ending`.
  ending.catch(() => undefined)
  let [lines, written] = [CSV_HEADER, 0]
  for (const act of region.acts()) {
    lines += csvLine(act)
    if (++written % BATCH > 0) continue
    if (!file.write(lines)) await Promise.race([once(file, 'drain'), ending])
    lines = ''
    onWritten(written)
  }
  file.end(lines)
  await ending
  onWritten(written)
}
