/** What an import came to, for people and for programs. */
import type { Imported, Sums } from '../../adapters/registry/import/import-record.ts'
import type { RejectedRow } from '../../adapters/registry/import/reject-file.ts'
import { grouped } from './registry-import-progress.ts'

export interface ImportReport extends Sums {
  readonly file: string
  readonly what: Imported
  /** IMPORTED_BEFORE: nothing was done now. CHECKED: a dry run. BROKEN_OFF: the rest of the file was not taken. */
  readonly outcome: 'IMPORTED' | 'IMPORTED_BEFORE' | 'CHECKED' | 'BROKEN_OFF'
  /** Where rows that were not taken stand. */
  readonly rejects: string | undefined
  /** Of an import that was finished before: they no longer stand there. */
  readonly areRejectsGone: boolean
  /** Of a dry run: the first of them. */
  readonly firstRejected: readonly Pick<RejectedRow, 'line' | 'field' | 'reason'>[]
  /** What was done now; an import that went on had read more before. */
  readonly run: { readonly rows: number; readonly seconds: number } | undefined
}

const HAD: Readonly<Record<ImportReport['outcome'], string>> = {
  IMPORTED: '',
  IMPORTED_BEFORE: 'had been imported before, --again begins anew: ',
  CHECKED: '',
  BROKEN_OFF: 'the import broke off: ',
}

/** Q3. The rows tell which, as far as they can be read. */
const UNTIL_TAKEN =
  '  until they are taken, coverage of their offices, kinds and years does not hold: set it to PARTIAL (--what coverage)'

export function describeImport(report: ImportReport): string {
  const { file, what, outcome, rejects, read, rejected, firstRejected } = report
  const sums = [
    `${grouped(report.added)} ${outcome === 'CHECKED' ? 'can be taken' : 'added'}`,
    counted(report.duplicates, 'stood there already'),
    counted(report.versions, what === 'acts' ? 'became new versions' : 'took the place of others'),
    counted(report.conflicts, `contradict ${what === 'acts' ? 'records that stand there' : 'other rows of it'}`),
    `${grouped(rejected)} rejected`,
  ].filter((text) => text !== '')
  const lines = [`${file}: ${HAD[outcome]}${grouped(read)} rows of ${what} read: ${sums.join(', ')}`]
  for (const { line, field, reason } of firstRejected)
    lines.push(`  line ${line}: ${field === '' ? 'the row' : field} ${reason}`)
  if (outcome === 'CHECKED' && rejected > firstRejected.length)
    lines.push(`  and ${grouped(rejected - firstRejected.length)} more`)
  if (rejects !== undefined && report.areRejectsGone)
    lines.push(`  rows that were not taken no longer stand in ${rejects}`)
  else if (rejects !== undefined) lines.push(`  rows that were not taken stand in ${rejects}`)
  if (what === 'acts' && outcome !== 'CHECKED' && rejected + report.conflicts > 0) lines.push(UNTIL_TAKEN)
  if (report.run) lines.push(`  ${speed(report.run, read)}`)
  return lines.join('\n')
}

function speed({ rows, seconds }: NonNullable<ImportReport['run']>, read: number): string {
  const perSecond = seconds > 0 ? `, ${grouped(Math.round(rows / seconds))} rows/s` : ''
  return `${rows === read ? '' : `${grouped(rows)} of them now, `}in ${grouped(seconds)} s${perSecond}`
}

function counted(count: number, told: string): string {
  return count === 0 ? '' : `${grouped(count)} ${told}`
}
