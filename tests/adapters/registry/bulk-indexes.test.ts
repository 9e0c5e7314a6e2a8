import { beforeEach, expect, test } from 'vitest'
import { addActs, addOffices } from '../../../adapters/registry/add-acts.ts'
import { beginBulkImport, endBulkImport } from '../../../adapters/registry/bulk-indexes.ts'
import { createOwnRegistry } from '../../../adapters/registry/own-registry.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, OFFICES, subject } from './samples.ts'

const EVER = { from: '1900-01-01', to: '2026-12-31' }
const PERSON = { role: 'DECEASED', familyName: 'Загрузкин', givenName: 'Лев' } as const

forEachBackend((backend) => {
  let database: Database
  let whole: readonly string[]

  beforeEach(async () => {
    database = await backend.open()
    await addOffices(database, OFFICES)
    whole = await indexes()
  })

  async function indexes(): Promise<readonly string[]> {
    const rows = await database.query<{ indexdef: string }>(
      `select indexdef from pg_indexes where schemaname = 'registry' order by indexname`,
    )
    return rows.map(({ indexdef }) => indexdef)
  }

  async function found(): Promise<number> {
    const asked = subject('DEATH', 'DECEASED', 'Загрузкин Лев')
    return (await createOwnRegistry(database).search(asked, EVER, 'VARIANTS')).records.length
  }

  test('an import into an empty store builds the indexes of the search at its end', async () => {
    expect(await beginBulkImport(database)).toBe(true)
    expect((await indexes()).length).toBeLessThan(whole.length)
    await addActs(database, [act('DEATH', { persons: [PERSON] })])
    await endBulkImport(database)
    expect(await indexes()).toEqual(whole)
    expect(await found()).toBe(1)
  })

  test('one that was killed is searched all the same, refuses what is taken, and is made whole by the next', async () => {
    await beginBulkImport(database)
    const first = act('DEATH', { persons: [PERSON] })
    await addActs(database, [first])
    expect(await found()).toBe(1)
    await expect(addActs(database, [{ ...first, marks: 'x' }])).rejects.toThrow('address of another record')
    expect(await beginBulkImport(database)).toBe(false)
    await addActs(database, [act('DEATH', { persons: [PERSON] })])
    await endBulkImport(database)
    expect(await indexes()).toEqual(whole)
    expect(await found()).toBe(2)
  })

  test('a store with acts keeps its indexes', async () => {
    await addActs(database, [act('DEATH', { persons: [PERSON] })])
    expect(await beginBulkImport(database)).toBe(false)
    expect(await indexes()).toEqual(whole)
  })
})
