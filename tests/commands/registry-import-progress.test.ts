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
    expect(bars).toHaveLength(93)
    expect(bars[1]).toBe('acts.csv [##----------------------] 10 % 5,000 rows, 0/s\u001b[K')
    expect(bars.at(-1)).toBe('acts.csv [########################] 100 % 23,000 rows, 2,000/s, 0 s left\u001b[K\n')
  })

  test.each([80, 60])('keeps to a terminal of %i columns, whatever the name', (columns) => {
    const name = `/srv/archive/${'deep/'.repeat(30)}acts.csv`
    const drawn: string[] = []
    const output = { isTTY: true, columns, write: (text: string) => drawn.push(text) }
    const progress = createProgress(output, { name, size: 1000, now: () => 0 })
    progress.show({ byteOffset: 300, read: 1_000_000 })
    progress.end()
    const [bar = ''] = drawn.map((text) => text.replace('\r', '').replace('\u001b[K', ''))
    expect(bar.length).toBeLessThan(columns)
    expect(bar).toMatch(/^….*cts\.csv \[#{7}-{17}\] 30 % 1,0/)
  })

  test('ends with what was told last, however soon that was', () => {
    let [at, written] = [0, '']
    const output = { isTTY: true, write: (text: string) => (written += text) }
    const progress = createProgress(output, { name: 'a', size: 1000, now: () => at })
    progress.show({ byteOffset: 0, read: 0 })
    at = 50
    progress.show({ byteOffset: 1000, read: 7 })
    expect(written).not.toContain('100 %')
    progress.end()
    expect(written.split('\r').at(-1)).toBe('a [########################] 100 % 7 rows, 140/s, 0 s left\u001b[K\n')
  })

  test('that was never told of ends without a word', () => {
    const output = { isTTY: true, write: () => expect.unreachable() }
    createProgress(output, { name: 'a', size: 1, now: () => 0 }).end()
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

const REPORT: ImportReport = {
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
  areRejectsGone: false,
  firstRejected: [{ line: 7, field: '', reason: 'is not UTF-8' }],
  run: { rows: 1234, seconds: 0.5 },
}

describe('a summary', () => {
  test('adds up, names what is not nothing, and tells time and rate', () => {
    expect(describeImport(REPORT).split('\n')).toEqual([
      'acts.csv: 1,234 rows of acts read: 1,000 added, 200 stood there already, 30 became new versions, ' +
        '1 contradict records that stand there, 3 rejected',
      '  line 7: the row is not UTF-8',
      '  rows that were not taken stand in acts.csv.rejects.csv',
      expect.stringContaining('until they are taken'),
      '  in 0.5 s, 2,468 rows/s',
    ])
  })

  test.each<[string, Partial<ImportReport>, string]>([
    ['what was done in this run', { run: { rows: 234, seconds: 2 } }, '  234 of them now, in 2 s, 117 rows/s'],
    ['no rate of no time', { run: { rows: 1234, seconds: 0 } }, '  in 0 s'],
    ['that the import stopped', { outcome: 'BROKEN_OFF' }, 'acts.csv: the import broke off: 1,234 rows'],
    ['that more was rejected than is shown', { outcome: 'CHECKED' }, '  and 2 more'],
    ['that rejected rows are gone', { areRejectsGone: true }, 'no longer stand in acts.csv.rejects.csv'],
  ])('tells %s', (_what, changes, told) => {
    const lines = describeImport({ ...REPORT, ...changes }).split('\n')
    expect(lines).toContainEqual(expect.stringContaining(told))
  })
})
