import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addOffices } from '../../../adapters/registry/add-acts.ts'
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import { createActWriter, type ActWriter } from '../../../adapters/registry/write-acts.ts'
import { deletionsOf } from '../../../gateway/domain/name-keys.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, OFFICES } from './samples.ts'

forEachBackend((backend) => {
  let database: Database
  let writer: ActWriter

  beforeAll(async () => {
    database = await backend.open()
    await addOffices(database, OFFICES)
  })
  beforeEach(() => {
    writer = createActWriter(database)
  })

  function child(familyName: string, more: Partial<NewAct['persons'][number]> = {}): Partial<NewAct> {
    return { persons: [{ role: 'CHILD', familyName, givenName: 'Анна', ...more }] }
  }

  describe('the lexicons', () => {
    const lexicons = `
      select (select array_agg(d order by d) from registry.surname_deletion where sk = $1) as deletions,
             (select count(*)::int from registry.surname where sk = $1) as surnames,
             (select count(*)::int from registry.given_name where gk = $2) as given_names,
             (select count(*)::int from registry.patronymic where pk = $3) as patronymics`

    test('get each key once, whoever writes it', async () => {
      const named = () => act('BIRTH', child('Лексиконова', { givenName: 'Ляля', patronymic: 'Лукична' }))
      await writer.write([named(), named()])
      await writer.write([named()])
      await Promise.all([createActWriter(database).write([named()]), createActWriter(database).write([named()])])
      const expected = deletionsOf('лексиконов').toSorted()
      expect(await database.query(lexicons, ['лексиконов', 'ляля', 'лукична'])).toEqual([
        { deletions: expected, surnames: 1, given_names: 1, patronymics: 1 },
      ])
    })

    test('get the keys of a batch that failed when it is written at last', async () => {
      const named = act('BIRTH', child('Отложенова'))
      await expect(writer.write([named, act('BIRTH', { office: 'unknown' })])).rejects.toThrow()
      await createActWriter(database).write([named])
      expect(await database.query(lexicons, ['отложенов', 'анна', ''])).toMatchObject([{ surnames: 1 }])
    })

    test('hold no empty key', async () => {
      await writer.write([act('BIRTH', child('', { givenName: '' }))])
      expect(await database.query(lexicons, ['', '', ''])).toEqual([
        { deletions: null, surnames: 0, given_names: 0, patronymics: 0 },
      ])
    })
  })

  describe('batches', () => {
    test('are written in their order, each with what is done alongside', async () => {
      await database.query('create table progress (line int)')
      const batches = [1, 2, 3].map((line) =>
        writer.write([act('BIRTH', {})], async (transaction, written) => {
          expect(written).toMatchObject([{ outcome: 'ADDED' }])
          await transaction.query('insert into progress values ($1)', [line])
        }),
      )
      await Promise.all(batches)
      expect(await database.query('select array_agg(line order by ctid) as lines from progress')).toEqual([
        { lines: [1, 2, 3] },
      ])
    })

    test('behind one that fails are not written, nor is the one whose alongside fails', async () => {
      const [first, second] = [act('BIRTH', child('Первая')), act('BIRTH', child('Вторая'))]
      const failing = writer.write([first], () => Promise.reject(new RangeError('no')))
      const behind = writer.write([second])
      await expect(failing).rejects.toThrow(RangeError)
      await expect(behind).rejects.toThrow(RangeError)
      await expect(writer.write([second])).rejects.toThrow(RangeError)
      const again = await createActWriter(database).write([first, second])
      expect(again).toMatchObject([{ outcome: 'ADDED' }, { outcome: 'ADDED' }])
    })

    test('may be empty', async () => {
      expect(await writer.write([])).toEqual([])
    })

    test('may be larger than a block of ids, and asked for at once: no id is given twice', async () => {
      const acts = Array.from({ length: 2600 }, () => act('DIVORCE', {}))
      const batches = [acts.slice(0, 1300), acts.slice(1300, 1900), acts.slice(1900), []]
      const written = (await Promise.all(batches.map((batch) => writer.write(batch)))).flat()
      expect(written.filter(({ outcome }) => outcome === 'ADDED')).toHaveLength(2600)
      expect(new Set(written.map(({ id }) => id)).size).toBe(2600)
      const numbers = await database.query<{ id: string }>(
        'select id from registry.act where record_number = any($1::text[]) order by array_position($1::text[], record_number)',
        [[acts[0], acts[2599]].map((one) => one?.recordNumber)],
      )
      expect(numbers.map(({ id }) => id)).toEqual([written[0]?.id, written[2599]?.id])
    })
  })
})
