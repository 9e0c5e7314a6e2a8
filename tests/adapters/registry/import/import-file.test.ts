import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addOffices } from '../../../../adapters/registry/add-acts.ts'
import type { ImportResult } from '../../../../adapters/registry/import/import-file.ts'
import type { ImportRecord } from '../../../../adapters/registry/import/import-record.ts'
import type { Database } from '../../../../gateway/ports/database.ts'
import { forEachBackend } from '../../../support/database.ts'
import { writeImport } from './files.ts'
import { csvOf } from './formats.ts'
import { deaths, importActs, NO_SUMS, type Importing } from './import-acts.ts'
import { ROWS, RULES } from './seven-kinds.ts'

forEachBackend((backend) => {
  let database: Database

  beforeEach(async () => {
    database = await backend.open()
    await addOffices(
      database,
      [...RULES.offices].map((code) => ({ code, name: code })),
    )
  })
  afterEach(() => database.close())

  function importRows(path: string, options: Omit<Importing, 'path'> = {}): Promise<ImportResult> {
    return importActs(database, { path, ...options })
  }

  function storedActs(): Promise<readonly Record<string, unknown>[]> {
    return database.query(
      `select kind, office, record_number, year, copy_no, version, event_on, persons, details, marks, source,
         superseded_at is null as current from registry.act order by id, version`,
    )
  }

  test('takes one record of each kind, and says where each came from', async () => {
    const { record, rejects } = await importRows(writeImport(csvOf(ROWS)))
    expect(record).toMatchObject({ ...NO_SUMS, read: 7, added: 7, finishedAt: expect.any(Date) })
    expect(rejects).toBeUndefined()
    const stored = await storedActs()
    expect(stored.map(({ kind }) => kind)).toEqual(ROWS.map(({ kind }) => kind))
    expect(stored[1]).toMatchObject({
      event_on: '1941-06',
      persons: [{ role: 'DECEASED', familyName: '', givenName: 'Фрида', birthDate: '1890' }],
      // The marks of the first record hold a line feed.
      source: `import ${record.id}, line 4`,
    })
  })

  test('does nothing with a file that was imported before, under any name, unless it is told to', async () => {
    const content = csvOf(ROWS)
    const first = await importRows(writeImport(content))
    const second = await importRows(writeImport(content))
    expect(second).toMatchObject({ wasFinished: true, record: { id: first.record.id, added: 7 } })
    const third = await importRows(writeImport(content), { again: true })
    expect(third).toMatchObject({ wasFinished: false, record: { ...NO_SUMS, read: 7, duplicates: 7 } })
    expect(await storedActs()).toHaveLength(7)
  })

  test('knows acts again that stand in another file, and twice in one', async () => {
    await importRows(writeImport(csvOf(deaths(3))))
    const { record } = await importRows(writeImport(csvOf([...deaths(4), ...deaths(4)])))
    expect(record).toMatchObject({ ...NO_SUMS, read: 8, added: 1, duplicates: 7 })
  })

  describe('an act with other content at an address that is taken', () => {
    const other = deaths(2, { deathPlace: 'в пути' })

    test('is a conflict, and stands in the reject file', async () => {
      await importRows(writeImport(csvOf(deaths(1))))
      const path = writeImport(csvOf(other))
      const { record, rejects } = await importRows(path)
      expect(record).toMatchObject({ ...NO_SUMS, read: 2, added: 1, conflicts: 1 })
      expect(rejects).toBe(`${path}.rejects.csv`)
      const [, row = ''] = csvOf(other).split('\n')
      expect(readFileSync(`${path}.rejects.csv`, 'utf8')).toBe(
        'line;field;reason;row\n' +
          `2;;"another record has this address, with other content: details; --again --corrections adds a version";"${row}"\n`,
      )
      expect((await storedActs()).map(({ version }) => version)).toEqual([1, 1])
    })

    test('is a new version of that record when corrections are taken', async () => {
      await importRows(writeImport(csvOf(deaths(1))))
      const { record } = await importRows(writeImport(csvOf(other)), { corrections: true })
      expect(record).toMatchObject({ ...NO_SUMS, read: 2, added: 1, versions: 1 })
      const stored = await storedActs()
      expect(stored.map(({ version, current }) => [version, current])).toEqual([
        [1, false],
        [2, true],
        [1, true],
      ])
    })
  })

  test('writes rejected rows octet by octet, in the order of the file', async () => {
    const [header = '', good = '', ...more] = csvOf(deaths(3)).split('\n')
    const bad = [`DEATH;"не закрыта`, 'DEATH;x', good.replace('39000001', '77')]
    const latin = Buffer.from([0x44, 0xc8, 0x22, 0x22])
    const lines = [header, good, ...bad].map((line) => Buffer.from(`${line}\n`))
    const path = writeImport(Buffer.concat([...lines, latin, Buffer.from(`\n${more.join('\n')}`)]))
    const { record } = await importRows(path, { blockBytes: 300 })
    expect(record).toMatchObject({ ...NO_SUMS, read: 7, added: 3, rejected: 4 })
    const rejects = readFileSync(`${path}.rejects.csv`)
    expect(rejects.includes(Buffer.concat([Buffer.from('6;;"is not UTF-8";"'), latin.subarray(0, 2)]))).toBe(true)
    const told = rejects.toString('utf8').split('\n')
    expect(told.map((line) => line.split(';').slice(0, 3).join(';'))).toEqual([
      'line;field;reason',
      '3;;"a quote is opened and never closed"',
      `4;;"has 2 fields, and the header ${header.split(';').length}"`,
      '5;office;"is no office that the store knows"',
      '6;;"is not UTF-8"',
      '',
    ])
  })

  describe('an import that breaks off', () => {
    const rows = deaths(300).flatMap((row, index) => (index % 10 === 0 ? [row, { ...row, kind: 'X' }] : [row]))

    class Broken extends Error {}

    /** Breaks off when so many batches have been committed. */
    async function breakOff(path: string, batches: number): Promise<ImportRecord> {
      let [last, heard] = [undefined as ImportRecord | undefined, 0]
      const onProgress = (record: ImportRecord): void => {
        last = record
        if (heard++ === batches) throw new Broken()
      }
      await expect(importRows(path, { blockBytes: 2000, onProgress })).rejects.toThrow(Broken)
      return last!
    }

    test('goes on behind its last batch; nothing is doubled and nothing lost', async () => {
      const path = writeImport(csvOf(rows))
      const [first, second] = [await breakOff(path, 3), await breakOff(path, 4)]
      expect(first.read).toBeGreaterThan(0)
      expect(second.read).toBeGreaterThan(first.read)
      const { record } = await importRows(path)
      expect(record).toMatchObject({ ...NO_SUMS, id: first.id, read: 330, added: 300, rejected: 30 })
      expect(await storedActs()).toHaveLength(300)
      const lines = readFileSync(`${path}.rejects.csv`, 'utf8').trim().split('\n')
      expect(lines.map((line) => line.split(';')[0])).toEqual([
        'line',
        ...Array.from({ length: 30 }, (_, n) => `${n * 11 + 3}`),
      ])
    })

    test('cuts off what its lost batch had rejected', async () => {
      const path = writeImport(csvOf(rows))
      const { rejectsOffset } = await breakOff(path, 3)
      writeFileSync(`${path}.rejects.csv`, 'x'.repeat(9999), { flag: 'a' })
      await importRows(path)
      const rejects = readFileSync(`${path}.rejects.csv`, 'utf8')
      expect(rejects.length).toBeGreaterThan(rejectsOffset)
      expect(rejects).not.toContain('xx')
    })

    test('does not go on when rejected rows are gone', async () => {
      const path = writeImport(csvOf(rows))
      await breakOff(path, 3)
      writeFileSync(`${path}.rejects.csv`, 'line')
      await expect(importRows(path)).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
      const { record } = await importRows(path, { again: true })
      expect(record).toMatchObject({ read: 330, rejected: 30 })
    })

    test('does not go on beside another process that has taken it over', async () => {
      const path = writeImport(csvOf(rows))
      let isTaken = false
      const takeOver = async (): Promise<void> => {
        await database.query('update registry.import set byte_offset = size')
      }
      const taken: Promise<void>[] = []
      const onProgress = (): void => {
        if (!isTaken) taken.push(takeOver())
        isTaken = true
      }
      const broken = importRows(path, { blockBytes: 2000, onProgress })
      await expect(broken).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
      await Promise.all(taken)
    })
  })

  test('does not write over rows that another file of that name has left', async () => {
    const path = writeImport(csvOf(deaths(1, { kind: 'X' })), 'acts.csv')
    await importRows(path)
    writeImport(csvOf(deaths(2)), 'acts.csv')
    await expect(importRows(path)).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
    expect(await importRows(path, { again: true })).toMatchObject({ record: { added: 2 }, rejects: undefined })
  })
})
