import { beforeAll, describe, expect, test } from 'vitest'
import type { Subject } from '../../../gateway/domain/inquiry.ts'
import { forEachBackend } from '../../support/database.ts'
import { openRegistry, type OpenedRegistry } from './open-registry.ts'
import { act, day, subject } from './samples.ts'

forEachBackend((backend) => {
  let add: OpenedRegistry['add']
  let idsOf: OpenedRegistry['idsOf']

  beforeAll(async () => {
    ;({ add, idsOf } = await openRegistry(backend))
  })

  describe('a record address', () => {
    const address = { office: '39-2', recordNumber: '77-б' }
    let id: string | undefined
    beforeAll(async () => {
      const person = { role: 'DECEASED', familyName: 'Адресов', givenName: 'Адам' } as const
      const dates = { recordedOn: day('2001-03-04'), eventOn: day('2001-03-03') }
      id = (await add(act('DEATH', { ...address, ...dates, persons: [person] })))[0]
    })

    test('finds the record whatever its names', async () => {
      expect(await idsOf({ ...subject('DEATH', 'DECEASED', 'Другой Дан'), ...address })).toEqual([id])
      expect(await idsOf({ actKind: 'DEATH', persons: [], ...address })).toEqual([id])
    })

    test('finds it under another spelling of the number', async () => {
      for (const recordNumber of ['77-Б', '77б', '077 б', '№ 77/Б'])
        expect(await idsOf({ actKind: 'DEATH', persons: [], ...address, recordNumber })).toEqual([id])
    })

    test('needs office, number, kind and window to fit', async () => {
      const asked: Subject = { actKind: 'DEATH', persons: [], ...address }
      expect(await idsOf({ ...asked, office: '39-1' })).toEqual([])
      expect(await idsOf({ ...asked, recordNumber: '77' })).toEqual([])
      expect(await idsOf({ ...asked, actKind: 'BIRTH' })).toEqual([])
      expect(await idsOf(asked, { from: '2002-01-01', to: '2003-01-01' })).toEqual([])
    })

    test.each([
      ['1931-02', '1931-02-28', '1932-01-01', true],
      ['1931-02', '1931-03-01', '1932-01-01', false],
      ['1931-02', '1930-01-01', '1931-02-01', true],
      ['1931-02', '1930-01-01', '1931-01-31', false],
      ['1931', '1931-12-31', '1932-01-01', true],
      ['1931', '1932-01-01', '1932-12-31', false],
      ['1931', '1930-01-01', '1931-01-01', true],
      ['1931', '1930-01-01', '1930-12-31', false],
    ] as const)('of a record of %s, asked for from %s to %s: %s', async (value, from, to, isFound) => {
      const date = { value, precision: value.length === 4 ? 'YEAR' : 'MONTH' } as const
      const at = { office: '39-1', recordNumber: `${value} ${from} ${to}` }
      await add(act('MARRIAGE', { ...at, recordedOn: date, eventOn: date }))
      expect(await idsOf({ actKind: 'MARRIAGE', persons: [], ...at }, { from, to })).toHaveLength(isFound ? 1 : 0)
    })

    test('without the office a given name must come near, as each office and year has that number', async () => {
      const asked = { ...subject('DEATH', 'DECEASED', 'Другой Адам'), recordNumber: '77-б' }
      expect(await idsOf(asked)).toEqual([id])
      expect(await idsOf({ ...asked, persons: [{ ...asked.persons[0]!, givenName: 'Дан' }] })).toEqual([])
      expect(await idsOf({ actKind: 'DEATH', persons: [], recordNumber: '77-б' })).toEqual([])
    })
  })
})
