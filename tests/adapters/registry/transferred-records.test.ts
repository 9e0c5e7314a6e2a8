import { beforeAll, describe, expect, test } from 'vitest'
import { addActs, addOffices, addTransferredHoldings } from '../../../adapters/registry/add-acts.ts'
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import { createOwnRegistry } from '../../../adapters/registry/own-registry.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, day, OFFICES, subject } from './samples.ts'

const HOLDING = { office: '39-2', kind: 'DEATH', year: 1930, bookNumber: 2 } as const
const PAPERS = { archive: 'ГАКО', actNumber: '1', actOn: '2027-01-15', fond: 'Р-1', inventory: '2' }

forEachBackend((backend) => {
  let database: Database

  beforeAll(async () => {
    database = await backend.open()
    await addOffices(database, OFFICES)
    await addTransferredHoldings(database, [{ ...HOLDING, ...PAPERS }])
  })

  async function areTransferred(
    familyName: string,
    ...copies: readonly Partial<NewAct>[]
  ): Promise<readonly boolean[]> {
    const person = { role: 'DECEASED', familyName, givenName: 'Ким' } as const
    const address = { office: '39-2', recordNumber: familyName, recordedOn: day('1930-05-05') }
    await addActs(
      database,
      copies.map((copy) => act('DEATH', { ...address, persons: [person], ...copy })),
    )
    const window = { from: '1900-01-01', to: '2026-12-31' }
    const asked = subject('DEATH', 'DECEASED', `${familyName} Ким`)
    const { records } = await createOwnRegistry(database).search(asked, window, 'VARIANTS')
    return records.map(({ transferred }) => transferred)
  }

  describe('a record of a year of which one book went to the archive (H2, H4)', () => {
    test.each<[string, string, Partial<NewAct>, boolean]>([
      ['lies in that book', 'Книгин', { bookNumber: 2 }, true],
      ['lies in another', 'Сидоров', { bookNumber: 3 }, false],
      ['may lie in it, as its book is unknown', 'Неведомый', {}, true],
      ['is of another year', 'Позднев', { recordedOn: day('1931-05-05') }, false],
      ['is a second copy: of the book of the first nothing is known', 'Второй', { copyNo: 2, bookNumber: 3 }, true],
    ])('%s', async (_where, familyName, changes, isTransferred) => {
      expect(await areTransferred(familyName, changes)).toEqual([isTransferred])
    })

    test.each<[string, string, Partial<NewAct>, number, boolean]>([
      ['is there with both copies, when the first is', 'Парный', { bookNumber: 2 }, 7, true],
      [
        'is here with both, when the first is, whatever the number of the second book',
        'Ёлкин',
        { bookNumber: 3 },
        2,
        false,
      ],
      ['may be there with both, when the book of the first is unknown', 'Щеглов', {}, 7, true],
    ])('%s', async (_where, familyName, first, bookOfSecond, areThere) => {
      expect(await areTransferred(familyName, first, { copyNo: 2, bookNumber: bookOfSecond })).toEqual([
        areThere,
        areThere,
      ])
    })
  })
})
