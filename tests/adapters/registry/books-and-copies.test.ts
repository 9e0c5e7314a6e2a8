import { beforeAll, describe, expect, test } from 'vitest'
import { addActs, addBooks, addOffices } from '../../../adapters/registry/add-acts.ts'
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, OFFICES } from './samples.ts'

forEachBackend((backend) => {
  let database: Database
  beforeAll(async () => {
    database = await backend.open()
    await addOffices(database, OFFICES)
  })

  describe('copies 1 and 2 of a record (B6)', () => {
    const first = act('BIRTH', {
      bookNumber: 1,
      sheet: '5',
      persons: [{ role: 'CHILD', familyName: 'Павлова', givenName: 'Ия' }],
    })
    const differences = async (of: NewAct): Promise<unknown> =>
      database.query(
        `select first_id, second_id, office, kind, year, fields from registry.copy_difference where record_number = $1`,
        [of.recordNumber],
      )

    test('lie in books of their own, and may say the same', async () => {
      await addActs(database, [first, { ...first, copyNo: 2, bookNumber: 7, sheet: '9', source: 'second copies' }])
      expect(await differences(first)).toEqual([])
    })

    test('are listed with the fields in which they differ, until one is corrected', async () => {
      const record = { ...first, recordNumber: '17' }
      const second = { ...record, copyNo: 2, marks: 'исправлено', persons: first.persons.slice(1) } as const
      const [firstId, secondId] = await addActs(database, [record, second])
      expect(await differences(record)).toEqual([
        {
          first_id: firstId,
          second_id: secondId,
          office: '39-1',
          kind: 'BIRTH',
          year: 2000,
          fields: ['marks', 'persons'],
        },
      ])
      await addActs(database, [{ ...second, copyNo: 1, id: firstId! }])
      expect(await differences(record)).toEqual([])
    })
  })

  describe('a book', () => {
    const book = { office: '39-2', kind: 'MARRIAGE', year: 1976, number: 2, copyNo: 1 } as const
    const stored = () => database.query('select to_jsonb(b) as book from registry.act_book b where year = 1976')

    test('has what its cover says, and is corrected when it is added again', async () => {
      await addBooks(database, [book])
      await addBooks(database, [
        {
          ...book,
          begunOn: '1976-03-01',
          endedOn: '1976-12-31',
          firstRecord: '251',
          lastRecord: '498-а',
          sheets: 248,
          missingRecords: ['300', '301'],
          letteredSheets: ['17а'],
          skippedSheets: ['40'],
          inventoryNumber: 1204,
        },
      ])
      expect(await stored()).toEqual([
        {
          book: {
            office: '39-2',
            kind: 'MARRIAGE',
            year: 1976,
            number: 2,
            copy_no: 1,
            begun_on: '1976-03-01',
            ended_on: '1976-12-31',
            first_record: '251',
            last_record: '498-а',
            sheets: 248,
            missing_records: ['300', '301'],
            lettered_sheets: ['17а'],
            skipped_sheets: ['40'],
            inventory_number: 1204,
            source: null,
          },
        },
      ])
    })

    test('has at most 250 sheets (B1)', async () => {
      await expect(addBooks(database, [{ ...book, year: 1977, sheets: 251 }])).rejects.toMatchObject({ code: '23514' })
      await addBooks(database, [{ ...book, year: 1977, sheets: 250 }])
    })
  })
})
