/** A generated region as files that an import takes: its acts, and beside them its offices and their coverage. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { CSV_HEADER, csvLine, lineOf } from './csv.ts'
import { coverageOf, type Filling } from './fill.ts'

/** Lines that are handed over together. */
const BATCH = 1000
const COVERAGE_COLUMNS = ['office', 'kind', 'fromYear', 'toYear', 'state'] as const

/** `region.csv` gets `region.offices.csv` and `region.coverage.csv` beside it; returns the three paths, acts last. */
export async function writeRegion(path: string, { region, offices, onWritten }: Filling): Promise<readonly string[]> {
  const beside = (what: string): string => `${path.replace(/\.csv$/, '')}.${what}.csv`
  const [officeFile, coverageFile] = [beside('offices'), beside('coverage')]
  const officeRows = offices.map(({ code, name }) => lineOf([code, name]))
  await writeFile(officeFile, [lineOf(['code', 'name']), ...officeRows].join(''))
  const coverageRows = coverageOf(offices).map((span) => lineOf(COVERAGE_COLUMNS.map((column) => span[column])))
  await writeFile(coverageFile, [lineOf(COVERAGE_COLUMNS), ...coverageRows].join(''))
  await writeActs(path, { region, onWritten: onWritten ?? (() => undefined) })
  return [officeFile, coverageFile, path]
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
