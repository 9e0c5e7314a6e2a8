/** What an import came to, for people and for programs. */
import type { Imported, Sums } from '../../adapters/registry/import/import-record.ts'
import type { RejectedRow } from '../../adapters/registry/import/reject-file.ts'
import { grouped } from './registry-import-progress.ts'

export interface ImportReport extends Sums {
  readonly file: string
  readonly what: Imported
  /** IMPORTED_BEFORE: nothing was done now. CHECKED: a dry run. */
  readonly outcome: 'IMPORTED' | 'IMPORTED_BEFORE' | 'CHECKED'
  /** Where rows that were not taken stand. */
  readonly rejects: string | undefined
  /** Of a dry run: the first of them. */
  readonly firstRejected: readonly Pick<RejectedRow, 'line' | 'field' | 'reason'>[]
}

export function describeImport(report: ImportReport): string {
  const { file, what, outcome, rejects, read, firstRejected } = report
  const sums = [
    `${grouped(report.added)} ${outcome === 'CHECKED' ? 'can be taken' : 'added'}`,
    counted(report.duplicates, 'stood there already'),
    counted(report.versions, what === 'acts' ? 'became new versions' : 'took the place of others'),
    counted(report.conflicts, `contradict ${what === 'acts' ? 'records that stand there' : 'other rows of it'}`),
    `${grouped(report.rejected)} rejected`,
  ].filter((text) => text !== '')
  const had = { IMPORTED: '', IMPORTED_BEFORE: 'had been imported before, --again begins anew: ', CHECKED: '' }[outcome]
  const lines = [`${file}: ${had}${grouped(read)} rows of ${what} read: ${sums.join(', ')}`]
  for (const { line, field, reason } of firstRejected)
    lines.push(`  line ${line}: ${field === '' ? 'the row' : field} ${reason}`)
  if (rejects !== undefined) lines.push(`  rows that were not taken stand in ${rejects}`)
  return lines.join('\n')
}

function counted(count: number, told: string): string {
  return count === 0 ? '' : `${grouped(count)} ${told}`
}
