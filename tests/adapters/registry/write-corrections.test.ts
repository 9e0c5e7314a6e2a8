import { beforeAll, describe, expect, test } from 'vitest'
import { addOffices } from '../../../adapters/registry/add-acts.ts'
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import { createActWriter } from '../../../adapters/registry/write-acts.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, day, OFFICES } from './samples.ts'

forEachBackend((backend) => {
  let database: Database
  let imports = 1_000_000

  beforeAll(async () => {
    database = await backend.open()
    await addOffices(database, OFFICES)
  })

  /** Each batch is one of an import of its own, unless one is given. */
  async function correct(acts: readonly NewAct[], source = `import ${++imports}`): Promise<readonly string[]> {
    const lines = acts.map((one, index) => ({ ...one, source: `${source}, line ${index + 2}` }))
    const written = await createActWriter(database, { corrections: true }).write(lines)
    return written.map((one) => ('bar' in one ? one.bar : one.outcome))
  }

  async function current({ recordNumber }: NewAct): Promise<Record<string, unknown>> {
    const [stored] = await database.query<Record<string, unknown>>(
      `select version, restricted, annulled, restored, marks, details,
         (select array_agg(sk order by sk) from registry.subject where act_id = id) as keys
       from registry.act where record_number = $1 and superseded_at is null`,
      [recordNumber],
    )
    return stored!
  }

  const named = (first: NewAct, familyName: string): NewAct => ({
    ...first,
    persons: [{ role: 'CHILD', familyName, givenName: 'Анна' }],
  })

  describe('two rows of one import that differ at one address', () => {
    test('contradict each other: the second buries nobody (B4)', async () => {
      const [first, second] = ['Первая', 'Вторая'].map((name) => named(act('BIRTH', { recordNumber: 'B4' }), name))
      expect(await correct([first!, second!, first!])).toEqual(['ADDED', 'CONTRADICTED', 'DUPLICATE'])
      expect(await current(first!)).toMatchObject({ version: 1, keys: ['первий'] })
    })

    test('do so in different batches, and behind a version that the import has made', async () => {
      const [old, right, other] = ['Старая', 'Верная', 'Чужая'].map((name) =>
        named(act('BIRTH', { recordNumber: 'batches' }), name),
      )
      await correct([old!])
      expect(await correct([right!], 'import 500')).toEqual(['CORRECTED'])
      expect(await correct([other!], 'import 500')).toEqual(['CONTRADICTED'])
      expect(await correct([other!], 'import 5000')).toEqual(['CORRECTED'])
    })

    test('do so however often the file is imported, and what it has stated is forgotten when it is done', async () => {
      const [first, second] = ['Первая', 'Вторая'].map((name) => named(act('BIRTH', { recordNumber: 'again' }), name))
      await correct([first!, second!])
      const [row] = await database.query<{ id: string }>(
        `insert into registry.import (what, size, digest, file_name) values ('acts', 1, '', 'a.csv') returning id`,
      )
      const again = `import ${row!.id}`
      expect(await correct([first!], again)).toEqual(['DUPLICATE'])
      expect(await correct([second!], again)).toEqual(['CONTRADICTED'])
      expect(await current(first!)).toMatchObject({ version: 1 })
      const restated = 'select from registry.restated_act where import = $1'
      expect(await database.query(restated, [row!.id])).toHaveLength(1)
      await database.query('update registry.import set finished_at = now() where id = $1', [row!.id])
      expect(await database.query(restated, [row!.id])).toHaveLength(0)
    })
  })

  describe('a correction that leaves it out does not lift', () => {
    const SECRET = { restricted: true, marks: 'тайна' }
    const ANNULLED = { annulled: true, annulledBy: 'решение 2-1' }

    test('a restriction; one that says so does (C1)', async () => {
      const secret = act('BIRTH', SECRET)
      const open = { ...secret, restricted: false, marks: 'исправлено' }
      await correct([secret])
      expect(await correct([open])).toEqual(['RESTRICTED'])
      expect(await current(secret)).toMatchObject({ version: 1, restricted: true })
      expect(await correct([{ ...open, liftsRestriction: true }])).toEqual(['CORRECTED'])
      expect(await current(secret)).toMatchObject({ version: 2, restricted: false, marks: 'исправлено' })
    })

    test('an annulment; one that says so does (Q8)', async () => {
      const annulled = act('BIRTH', ANNULLED)
      const { annulledBy: _decision, ...rest } = annulled
      const standing = { ...rest, annulled: false, marks: 'исправлено' }
      await correct([annulled])
      expect(await correct([standing])).toEqual(['ANNULLED'])
      expect(await correct([{ ...standing, restored: true, liftsAnnulment: true }])).toEqual(['CORRECTED'])
      expect(await current(annulled)).toMatchObject({ version: 2, annulled: false, restored: true })
    })

    test('either of a record that keeps it', async () => {
      const both = act('BIRTH', { ...SECRET, ...ANNULLED })
      await correct([both])
      expect(await correct([{ ...both, marks: 'исправлено' }])).toEqual(['CORRECTED'])
    })
  })

  describe('an earlier state of a record does not take the place of a later one', () => {
    const changed = (value: string, recordVersion?: number): NewAct['details'] => ({
      lastChangedOn: { ...day(value), precision: value.length === 4 ? 'YEAR' : 'DAY' },
      ...(recordVersion && { recordVersion }),
    })

    test.each([
      ['an earlier day', changed('2020-05-02'), changed('2020-05-01'), 'EARLIER'],
      ['a later day', changed('2020-05-02'), changed('2020-05-03'), 'CORRECTED'],
      ['the same day', changed('2020-05-02'), changed('2020-05-02'), 'CORRECTED'],
      ['an earlier year', changed('2020-05-02'), changed('2019'), 'EARLIER'],
      ['the year of that day', changed('2020-05-02'), changed('2020'), 'CORRECTED'],
      ['an earlier number of the same day', changed('2020-05-02', 10), changed('2020-05-02', 9), 'EARLIER'],
      ['a later number', changed('2020-05-02', 9), changed('2020-05-02', 10), 'CORRECTED'],
      ['an earlier day of the same number', changed('2020-05-02', 2), changed('2020-05-01', 2), 'EARLIER'],
      ['nothing told of it', changed('2020-05-02', 2), {}, 'CORRECTED'],
    ])('by %s', async (_how, before, after, outcome) => {
      const stored = act('BIRTH', { details: before! })
      await correct([stored])
      expect(await correct([{ ...stored, marks: 'другое', details: after! }])).toEqual([outcome])
      expect(await current(stored)).toMatchObject({ version: outcome === 'CORRECTED' ? 2 : 1 })
    })
  })
})
