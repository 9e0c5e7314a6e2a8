import { describe, expect, test } from 'vitest'
import { createProgress } from '../../gateway/commands/registry-import-progress.ts'
import { describeImport, type ImportReport } from '../../gateway/commands/registry-import-report.ts'

/** What was written, at a speed of 2,000 rows and 100 octets a second, when an import goes on at 100 of 1,000 octets. */
function shown(isTTY: boolean): string {
  let [at, written] = [0, '']
  const output = { isTTY, write: (text: string) => (written += text) }
  const progress = createProgress(output, { name: 'acts.csv', size: 1000, now: () => at })
  for (let step = 0; step <= 900; step++) {
    at = step * 10
    progress.show({ byteOffset: 100 + step, read: 5000 + step * 20 })
  }
  progress.end()
  return written
}

describe('progress', () => {
  test('is a line for every whole percent where there is no terminal', () => {
    const lines = shown(false).trimEnd().split('\n')
    expect(lines).toHaveLength(91)
    expect(lines[0]).toBe('acts.csv: 10 %, 5,000 rows, 0/s')
    expect(lines[1]).toBe('acts.csv: 11 %, 5,200 rows, 2,000/s, 9 s left')
    expect(lines.at(-1)).toBe('acts.csv: 100 %, 23,000 rows, 2,000/s, 0 s left')
  })

  test('is a bar that is drawn anew on a terminal, ten times a second', () => {
    const bars = shown(true).split('\r')
    expect(bars).toHaveLength(92)
    expect(bars[1]).toBe('acts.csv [##----------------------] 10 % 5,000 rows, 0/s\u001b[K')
    expect(bars.at(-1)).toBe('acts.csv [########################] 100 % 23,000 rows, 2,000/s, 0 s left\u001b[K\n')
  })

  test('tells long times in minutes', () => {
    let [at, written] = [0, '']
    const output = { write: (text: string) => (written = text) }
    const progress = createProgress(output, { name: 'a', size: 10_000, now: () => at })
    progress.show({ byteOffset: 0, read: 0 })
    at = 10_000
    progress.show({ byteOffset: 1000, read: 7 })
    expect(written).toBe('a: 10 %, 7 rows, 1/s, 1 min 30 s left\n')
  })
})

test('a summary adds up, and names what is not nothing', () => {
  const report: ImportReport = {
    file: 'acts.csv',
    what: 'acts',
    outcome: 'IMPORTED',
    read: 1234,
    added: 1000,
    duplicates: 200,
    versions: 30,
    rejected: 3,
    conflicts: 1,
    rejects: 'acts.csv.rejects.csv',
    firstRejected: [{ line: 7, field: '', reason: 'is not UTF-8' }],
  }
  expect(describeImport(report).split('\n')).toEqual([
    'acts.csv: 1,234 rows of acts read: 1,000 added, 200 stood there already, 30 became new versions, ' +
      '1 contradict records that stand there, 3 rejected',
    '  line 7: the row is not UTF-8',
    '  rows that were not taken stand in acts.csv.rejects.csv',
  ])
})
