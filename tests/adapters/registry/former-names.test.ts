import { beforeAll, describe, expect, test } from 'vitest'
import type { NewAct, NewPerson } from '../../../adapters/registry/new-act.ts'
import { createActWriter } from '../../../adapters/registry/write-acts.ts'
import { judgeRecords } from '../../../gateway/domain/judgement.ts'
import type { ActRecord } from '../../../gateway/domain/search.ts'
import { forEachBackend } from '../../support/database.ts'
import { EVER, openRegistry, type OpenedRegistry } from './open-registry.ts'
import { act, day, subject } from './samples.ts'

function child(name: string, more: Partial<NewPerson> = {}): NewPerson {
  const [familyName = '', givenName = ''] = name.split(' ')
  return { role: 'CHILD', familyName, givenName, ...more }
}

forEachBackend((backend) => {
  let database: OpenedRegistry['database']
  let registry: OpenedRegistry['registry']

  beforeAll(async () => {
    ;({ database, registry } = await openRegistry(backend))
  })

  /** A record that was changed once or more; returns its id. */
  async function write(first: Partial<NewAct>, ...changes: readonly Partial<NewAct>[]): Promise<string> {
    const writer = createActWriter(database)
    const record = act('BIRTH', first)
    const [{ id } = { id: '' }] = await writer.write([record])
    for (const change of changes)
      expect(await writer.write([{ ...record, ...change, id }])).toEqual([{ outcome: 'CORRECTED', id }])
    return id
  }

  async function find(name: string, window = EVER): Promise<readonly ActRecord[]> {
    return (await registry.search(subject('BIRTH', 'CHILD', name), window, 'VARIANTS')).records
  }

  async function markOf(name: string): Promise<string> {
    return judgeRecords(subject('BIRTH', 'CHILD', name), await find(name)).mark
  }

  describe('a name that a record had before it was changed (C3)', () => {
    test('finds it by either method, for a person; the new one finds it as any', async () => {
      const id = await write({ persons: [child('Журавлёв Лев')] }, { persons: [child('Снегирёв Лев')] })
      const formerNames = [{ familyName: 'Журавлёв', givenName: 'Лев' }]
      for (const method of ['VARIANTS', 'FULL_SCAN'] as const) {
        const { records } = await registry.search(subject('BIRTH', 'CHILD', 'Журавлев Лев'), EVER, method)
        expect(records).toMatchObject([{ id, persons: [{ familyName: 'Снегирёв', formerNames }] }])
      }
      expect([await markOf('Журавлев Лев'), await markOf('Снегирев Лев')]).toEqual(['FOUND_DISCREPANT', 'FOUND'])
    })

    test('finds a record that was restricted with the change, and stays RESTRICTED', async () => {
      const adopted = { restricted: true, persons: [child('Грачёв Марк')] }
      await write({ persons: [child('Зябликов Фёдор', { birthDate: day('2000-02-01') })] }, adopted)
      expect([await markOf('Зябликов Федор'), await markOf('Грачев Марк')]).toEqual(['RESTRICTED', 'RESTRICTED'])
    })

    test('is no obstacle where a spelling was corrected: FOUND', async () => {
      await write({ persons: [child('Стриж-Ивнаов Яков')] }, { persons: [child('Стриж-Иванов Яков')] })
      expect(await markOf('Стриж-Иванов Яков')).toBe('FOUND')
    })

    test('is told of all versions and other names, once each, wherever the person stands', async () => {
      const id = await write(
        { persons: [child('Первый Глеб', { otherNames: [{ familyName: 'Нулевой', givenName: 'Глеб' }] })] },
        { persons: [{ ...child('Матерь Анна'), role: 'MOTHER' }, child('Второй Глеб', { patronymic: 'Ильич' })] },
        { persons: [child('Первый Глеб'), { ...child('Дева Анна'), role: 'MOTHER' }] },
        { persons: [{ ...child('Дева Анна'), role: 'MOTHER' }, child('Третий Глеб')] },
      )
      const expected = [
        {
          role: 'MOTHER',
          familyName: 'Дева',
          givenName: 'Анна',
          formerNames: [{ familyName: 'Матерь', givenName: 'Анна' }],
        },
        {
          role: 'CHILD',
          familyName: 'Третий',
          givenName: 'Глеб',
          formerNames: expect.toSatisfy((names: readonly unknown[]) => names.length === 3),
        },
      ]
      for (const name of ['Нулевой', 'Первый', 'Второй', 'Третий'])
        expect(await find(`${name} Глеб`)).toMatchObject([{ id, persons: expected }])
    })

    test('is none where no name was changed', async () => {
      const persons = [child('Дроздов Пров')]
      const id = await write({ persons }, { persons, marks: 'исправлено' })
      const [record] = await find('Дроздов Пров')
      expect(record?.id).toBe(id)
      expect(record?.persons).toStrictEqual(persons)
      expect(await database.query('select sk from registry.subject where act_id = $1', [id])).toHaveLength(1)
    })

    test('is looked for in the window of that version as well', async () => {
      const before = { eventOn: day('1950-01-01'), recordedOn: day('2000-01-01') }
      const id = await write(
        { ...before, persons: [child('Сойкин Клим')] },
        { eventOn: day('1999-12-01'), recordedOn: day('2000-01-01'), persons: [child('Клестов Клим')] },
      )
      expect(await find('Сойкин Клим', { from: '1950-01-01', to: '1950-12-31' })).toMatchObject([{ id }])
    })

    test('finds no record that is of another kind now', async () => {
      const persons = [child('Чижов Карп')]
      const id = await write({ persons }, { kind: 'PATERNITY', persons })
      expect(await find('Чижов Карп')).toEqual([])
      const { records } = await registry.search(subject('PATERNITY', 'CHILD', 'Чижов Карп'), EVER, 'VARIANTS')
      expect(records).toMatchObject([{ id }])
    })
  })
})
