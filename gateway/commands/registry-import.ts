/** `registry import`: files of acts, or of what is known of offices and their books, into the registry store. */
import { beginBulkImport, endBulkImport } from '../../adapters/registry/bulk-indexes.ts'
import { takeImportLock } from '../../adapters/registry/import/import-lock.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { readConfig, type Config } from '../config.ts'
import { DEVELOPMENT_OFFICE } from '../development/bodies.ts'
import { GatewayError } from '../domain/faults.ts'
import { localDateOf } from '../domain/local-date.ts'
import type { Database } from '../ports/database.ts'
import type { Command } from './command.ts'
import { describeColumns } from './registry-import-columns.ts'
import { importNamed, openNamed } from './registry-import-file.ts'
import { parseRegistryImport, type RegistryImportOptions } from './registry-import-options.ts'
import { describeImport, type ImportReport } from './registry-import-report.ts'
import { withRegistryStore } from './registry-store.ts'
import { UsageError } from './usage-error.ts'

const HELP = `  registry import FILE...
  --what WHAT         acts (default), offices, coverage, holdings (handed to the archive) or books
  --format FORMAT     of acts: csv, xml (our schema xsd/registry/acts-1.0.xsd) or federal (death records of the federal
                      register, families zags-fatal 4.0.2 and zags-fataloiv 4.0.0); default: xml for names that end
                      with .xml, otherwise csv
  --corrections       an act with other content at an address that is taken becomes a new version of that record;
                      otherwise it is a conflict and is not taken
  --again             begins anew with a file that was imported before, or whose import broke off
  --dry-run           reads and checks, and writes nothing; what contradicts the store is not seen
  --batch KIBIBYTES   how much of the file makes one transaction
  --json              machine-readable result

CSV is UTF-8 with a header line, fields apart by ; or , as in the header, quotes by RFC 4180. Its columns:
${describeColumns()}

An act needs kind, office, recordNumber, and recordedOn or year; its office must be in the store. A date is a day, a month
or a year: 1941-06-22, 1941-06, 1941. A hyphen for a name says that the record itself has none.

Rows that are not taken are written to FILE.rejects.csv with line, field and reason. An import that broke off goes on
where it was when the same command is given again. While acts are imported into an empty store, a search is slow.
Exit code: 0 everything was taken or stood there already; 1 something was rejected; 2 wrong use, or a file that cannot be
read as what it should be: rows before that place are kept.`

export const registryImport: Command = {
  help: HELP,
  async run(words, environment) {
    const options = parseRegistryImport(words)
    const config = readConfig(environment)
    for (const file of options.files) await (await openNamed(file)).close()
    const reports = await withRegistryStore(config, (database) => importFiles(database, { options, config }))
    console.log(options.json ? JSON.stringify({ files: reports }, null, 2) : reports.map(describeImport).join('\n'))
    return reports.every(({ rejected, conflicts }) => rejected + conflicts === 0) ? 0 : 1
  },
}

interface Given {
  readonly options: RegistryImportOptions
  readonly config: Config
}

async function importFiles(database: Database, { options, config }: Given): Promise<readonly ImportReport[]> {
  const { timeZone } = config.office?.office ?? DEVELOPMENT_OFFICE
  const offices = await database.query<{ code: string }>('select code from registry.office')
  const rules = { offices: new Set(offices.map(({ code }) => code)), today: localDateOf(systemClock.now(), timeZone) }
  const importAll = async (): Promise<readonly ImportReport[]> => {
    const reports: ImportReport[] = []
    for (const file of options.files) reports.push(await named(file, importNamed(file, { database, rules, options })))
    return reports
  }
  if (options.dryRun) return importAll()
  await named('registry', takeImportLock(database))
  return options.what === 'acts' ? inBulk(database, importAll) : importAll()
}

/** The indexes are built when a file turns out to be unreadable as well: what came before it is in the store. */
async function inBulk<T>(database: Database, work: () => Promise<T>): Promise<T> {
  await beginBulkImport(database)
  try {
    const result = await work()
    await buildIndexes(database)
    return result
  } catch (error) {
    if (error instanceof UsageError) await buildIndexes(database)
    throw error
  }
}

async function buildIndexes(database: Database): Promise<void> {
  process.stderr.write('the indexes of the search are built where they are missing\n')
  await endBulkImport(database)
}

/** What stands in the way of an import is for the person at the command line to mend. */
async function named<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (!(cause instanceof GatewayError) || cause.code !== 'IMPORT_REFUSED') throw cause
    throw new UsageError(`${file}: ${cause.message}`, { cause })
  }
}
