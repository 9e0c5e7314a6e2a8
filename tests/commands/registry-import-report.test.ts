import { expect, test } from 'vitest'
import { describeImport } from '../../gateway/commands/registry-import-report.ts'

type Report = Parameters<typeof describeImport>[0]

const CLEAN: Report = {
  file: 'acts.csv',
  what: 'acts',
  outcome: 'IMPORTED',
  read: 10,
  added: 10,
  duplicates: 0,
  versions: 0,
  rejected: 0,
  conflicts: 0,
  rejects: undefined,
  areRejectsGone: false,
  firstRejected: [],
  run: undefined,
}
const REJECTED: Report = { ...CLEAN, added: 9, rejected: 1, rejects: 'acts.csv.rejects.csv' }
const WARNING = 'coverage of their offices, kinds and years does not hold: set it to PARTIAL'

test.each<[string, Partial<Report>]>([
  ['rejected', {}],
  ['a conflict', { rejected: 0, conflicts: 1 }],
  ['rejected in an import before', { outcome: 'IMPORTED_BEFORE' }],
])('acts that are not taken put coverage in doubt: %s', (_what, change) => {
  expect(describeImport({ ...REJECTED, ...change })).toContain(
    `acts.csv.rejects.csv\n  until they are taken, ${WARNING}`,
  )
})

test.each<[string, Report]>([
  ['every act was taken', CLEAN],
  ['the rows are no acts', { ...REJECTED, what: 'books' }],
  ['nothing was to be taken', { ...REJECTED, outcome: 'CHECKED', rejects: undefined }],
])('nothing is said of coverage where %s', (_what, report) => {
  expect(describeImport(report)).not.toContain(WARNING)
})
