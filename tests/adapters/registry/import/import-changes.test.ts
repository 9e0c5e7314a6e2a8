/** Files that change while they are imported, and disks that take no rejected rows. */
import { appendFileSync, existsSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addOffices } from '../../../../adapters/registry/add-acts.ts'
import type { ImportRecord } from '../../../../adapters/registry/import/import-record.ts'
import type { Database } from '../../../../gateway/ports/database.ts'
import { forEachBackend } from '../../../support/database.ts'
import { explainSkip } from '../../../support/external-tools.ts'
import { writeImport } from './files.ts'
import { csvOf } from './formats.ts'
import { deaths, importActs, NO_SUMS } from './import-acts.ts'
import { RULES } from './seven-kinds.ts'

const FULL_DISK = '/dev/full'
const hasFullDisk = existsSync(FULL_DISK)
if (!hasFullDisk) explainSkip('a disk without room for rejected rows', FULL_DISK)

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

  /** Refused after something happened behind the first batch; the last import, as the store tells it. */
  async function refusedAfter(path: string, meanwhile: (record: ImportRecord) => void): Promise<object | undefined> {
    let heard = 0
    const onProgress = (record: ImportRecord): void => {
      if (heard++ === 1) meanwhile(record)
    }
    await expect(importActs(database, { path, blockBytes: 2000, onProgress })).rejects.toMatchObject({
      code: 'IMPORT_REFUSED',
    })
    const [last] = await database.query<object>(
      `select read::int, added::int, rejected::int, rejects_offset::int as rejects, finished_at as finished
       from registry.import order by id desc limit 1`,
    )
    return last
  }

  describe('a file is not imported as a whole', () => {
    test.each<[string, (path: string, row: string) => void]>([
      [
        'gets shorter by whole rows',
        (path, row) => truncateSync(path, readFileSync(path).length - 50 * Buffer.byteLength(row)),
      ],
      ['grows by a row', (path, row) => appendFileSync(path, row)],
      ['is written anew', (path) => writeFileSync(path, csvOf(deaths(99, { deathPlace: 'в пути' })))],
    ])('when it %s while it is read', async (_what, change) => {
      const rows = csvOf(deaths(200))
      const path = writeImport(rows)
      const left = await refusedAfter(path, () => change(path, rows.slice(rows.lastIndexOf('\n', rows.length - 2) + 1)))
      expect(left).toMatchObject({ finished: null, added: expect.toSatisfy((added) => added > 0 && added < 200) })
    })
  })

  describe('rejected rows', () => {
    const rows = [...deaths(100), ...deaths(100, { kind: 'X' })]

    test.runIf(hasFullDisk)('that no disk takes are not committed, and come again with the next try', async () => {
      const path = writeImport(csvOf(rows))
      const left = await refusedAfter(path, () => symlinkSync(FULL_DISK, `${path}.rejects.csv`))
      expect(left).toMatchObject({ finished: null, rejected: 0, rejects: 0 })
      const { record } = await importActs(database, { path })
      expect(record).toMatchObject({ ...NO_SUMS, read: 200, added: 100, rejected: 100 })
      expect(readFileSync(`${path}.rejects.csv`, 'utf8').trimEnd().split('\n')).toHaveLength(101)
    })

    test('that somebody takes away keep the import from being finished', async () => {
      const path = writeImport(csvOf(rows.toReversed()))
      const left = await refusedAfter(path, () => renameSync(`${path}.rejects.csv`, `${path}.taken`))
      expect(left).toMatchObject({ finished: null, rejected: 100 })
    })

    test('that were taken away later are missed when the file is given again', async () => {
      const path = writeImport(csvOf(rows))
      expect(await importActs(database, { path })).toMatchObject({ wasFinished: false, areRejectsGone: false })
      expect(await importActs(database, { path })).toMatchObject({ wasFinished: true, areRejectsGone: false })
      renameSync(`${path}.rejects.csv`, `${path}.taken`)
      expect(await importActs(database, { path })).toMatchObject({ wasFinished: true, areRejectsGone: true })
    })
  })
})
