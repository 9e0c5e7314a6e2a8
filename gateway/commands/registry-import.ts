/** `registry import`: files of acts, or of what is known of offices and their books, into the registry store. */
import { takeImportLock } from '../../adapters/registry/import/import-lock.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { readConfig, type Config } from '../config.ts'
import { DEVELOPMENT_OFFICE } from '../development/bodies.ts'
import { localDateOf } from '../domain/local-date.ts'
import type { Database } from '../ports/database.ts'
import type { Command } from './command.ts'
import { describeColumns } from './registry-import-columns.ts'
import { importNamed, openNamed, type ImportContext } from './registry-import-file.ts'
import { inBulk } from './registry-import-indexes.ts'
import { parseRegistryImport, type RegistryImportOptions } from './registry-import-options.ts'
import { describeImport, type ImportReport } from './registry-import-report.ts'
import { stopAt, stopOf } from './registry-import-stop.ts'
import { ImportBrokenOff } from './registry-import-take.ts'
import { withRegistryStore } from './registry-store.ts'

const HELP = `  registry import FILE...
  --what WHAT         acts (default), offices, coverage, holdings (handed to the archive) or books
  --format FORMAT     of acts: csv, xml (our schema xsd/registry/acts-1.0.xsd) or federal (death records of the federal
                      register, families zags-fatal 4.0.2 and zags-fataloiv 4.0.0); default: xml for names that end
                      with .xml, otherwise csv
  --corrections       an act with other content at an address that is taken becomes a new version of that record;
                      otherwise it is a conflict and is not taken (a file imported before: --again --corrections)
  --again             begins anew with a file that was imported before, or whose import broke off
  --dry-run           reads and checks, and writes nothing; what contradicts the store is not seen
  --batch KIBIBYTES   how much of the file makes one transaction
  --json              machine-readable result

CSV is UTF-8 with a header line, fields apart by ; or , as in the header, quotes by RFC 4180. Its columns:
${describeColumns()}

An act needs kind, office, recordNumber, and recordedOn or year; its office must be in the store. A date is a day, a month
or a year: 1941-06-22, 1941-06, 1941. Whom a record is searched by needs familyName and givenName: those with Before and
After stand beside them, not in their place. A hyphen for a name says that the record itself has none, for the eventOn of a
death that the record does not tell it. A correction lifts a restriction or an annulment where it says false itself.
Rows of offices, coverage, holdings and books take the place of those that stand there, which are kept; within one file
they may not contradict each other.

Rows that are not taken are written to FILE.rejects.csv with line, field and reason. An import that broke off goes on
where it was when the same command is given again. A file is known again by all its octets: one that was mended, or that
somebody still writes to, is another one. While acts are imported into an empty store, a search is slow.
Exit code: 0 everything was taken or stood there already; 1 something was rejected; 2 wrong use, or a file that cannot be
read as what it should be: rows before that place are kept; 3 the store or a disk failed: the same command goes on.`

export const registryImport: Command = {
  help: HELP,
  async run(words, environment) {
    const options = parseRegistryImport(words)
    const config = readConfig(environment)
    for (const file of options.files) await (await openNamed(file)).close()
    const reports: ImportReport[] = []
    const stop = await withRegistryStore(config, (database) =>
      importFiles(database, { options, config, reports }),
    ).then(() => undefined, stopOf)
    // Whatever happened, what came of the files before it is told.
    if (options.json) console.log(JSON.stringify({ files: reports, error: stop?.message }, null, 2))
    else if (reports.length > 0) console.log(reports.map(describeImport).join('\n'))
    if (stop) console.error(`registry import: ${stop.message}`)
    return stop?.exitCode ?? (reports.every(({ rejected, conflicts }) => rejected + conflicts === 0) ? 0 : 1)
  },
}

interface Given {
  readonly options: RegistryImportOptions
  readonly config: Config
  /** Filled file by file. */
  readonly reports: ImportReport[]
}

async function importFiles(database: Database, { options, config, reports }: Given): Promise<void> {
  const { timeZone } = config.office?.office ?? DEVELOPMENT_OFFICE
  const offices = await database.query<{ code: string }>('select code from registry.office')
  const rules = { offices: new Set(offices.map(({ code }) => code)), today: localDateOf(systemClock.now(), timeZone) }
  const importAll = async (): Promise<void> => {
    for (const file of options.files) await importNext(file, { database, rules, options }, reports)
  }
  if (options.dryRun) return importAll()
  await takeImportLock(database).catch((error) => {
    throw stopAt('registry', error)
  })
  return options.what === 'acts' ? inBulk(database, importAll) : importAll()
}

async function importNext(file: string, context: ImportContext, reports: ImportReport[]): Promise<void> {
  try {
    reports.push(await importNamed(file, context))
  } catch (error) {
    if (!(error instanceof ImportBrokenOff)) throw stopAt(file, error)
    reports.push(error.report)
    throw stopAt(file, error.cause)
  }
}
