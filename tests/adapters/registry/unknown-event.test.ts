import { beforeAll, expect, test } from 'vitest'
import { addActs, addOffices } from '../../../adapters/registry/add-acts.ts'
import { createOwnRegistry } from '../../../adapters/registry/own-registry.ts'
import type { Subject } from '../../../gateway/domain/inquiry.ts'
import { judgeRecords } from '../../../gateway/domain/judgement.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, day, OFFICES, subject } from './samples.ts'

forEachBackend((backend) => {
  let database: Database
  const asked = subject('DEATH', 'DECEASED', 'Безвестный Борис')
  const born = '1920-05-06'

  beforeAll(async () => {
    database = await backend.open()
    await addOffices(database, OFFICES)
    const { eventOn: _unknown, ...death } = act('DEATH', {
      recordNumber: '40',
      recordedOn: day('1950-03-04'),
      persons: [{ role: 'DECEASED', familyName: 'Безвестный', givenName: 'Борис', birthDate: day(born) }],
    })
    const ids = await addActs(database, [death])
    expect(await addActs(database, [death])).toEqual(ids)
  })

  async function find(sought: Subject, on: string) {
    const period = { from: on, to: on }
    const { records } = await createOwnRegistry(database).search({ ...sought, period }, period, 'VARIANTS')
    return { records, judged: judgeRecords({ ...sought, period }, records) }
  }

  const withBirth = { ...asked, persons: [{ ...asked.persons[0]!, birthDate: born }] }
  test.each([
    ['name', withBirth],
    ['address', { ...asked, office: '39-1', recordNumber: '40' }],
  ])('a record whose event is not known is found by %s and the date of the record (Q4a)', async (_how, sought) => {
    const { records, judged } = await find(sought, '1950-03-04')
    expect(records).toMatchObject([{ recordNumber: '40', recordedOn: day('1950-03-04') }])
    expect(records[0]).not.toHaveProperty('eventOn')
    expect(judged).toMatchObject({ mark: 'FOUND', discrepancies: [] })
    expect((await find(sought, '1950-03-03')).records).toEqual([])
  })

  test('an age at its event cannot be compared: a person looks', async () => {
    const aged = { ...withBirth, persons: [{ ...withBirth.persons[0]!, ageYears: 29 }] }
    const { judged } = await find(aged, '1950-03-04')
    expect(judged).toMatchObject({ mark: 'FOUND_DISCREPANT', discrepancies: ['DECEASED/AgeYears'] })
  })
})
