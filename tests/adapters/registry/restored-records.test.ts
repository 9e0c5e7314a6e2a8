import { expect, test } from 'vitest'
import { addActs, addOffices } from '../../../adapters/registry/add-acts.ts'
import { createOwnRegistry } from '../../../adapters/registry/own-registry.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, OFFICES, subject } from './samples.ts'

forEachBackend((backend) => {
  test('a restored record says so, and by what decision, if it names one (Q8)', async () => {
    const database = await backend.open()
    await addOffices(database, OFFICES)
    const persons = [{ role: 'DECEASED', familyName: 'Возвращаев', givenName: 'Ян' } as const]
    const states = [{ restored: true, restoredBy: 'решение суда 2-2/2012' }, { restored: true }, {}]
    await addActs(
      database,
      states.map((state) => act('DEATH', { ...state, persons })),
    )
    const asked = subject('DEATH', 'DECEASED', 'Возвращаев Ян')
    const window = { from: '1990-01-01', to: '2010-01-01' }
    const { records } = await createOwnRegistry(database).search(asked, window, 'VARIANTS')
    const read = records.map(({ restored, restoredBy }) => ({ restored, restoredBy }))
    expect(read).toEqual(states)
    expect(records[2]).not.toHaveProperty('restored')
  })
})
