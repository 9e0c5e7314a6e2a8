import { expect, test } from 'vitest'
import { logReads } from '../../gateway/flow/registry-reads.ts'
import { actRecord, NOW, subject } from '../support/builders.ts'
import { fakeRegistry } from '../support/fakes.ts'

const WINDOW = { from: '1990-05-12', to: '1990-05-12' }

test('every search is an entry with its way and the ids it brought, and no name (Q9)', async () => {
  const reads = logReads(fakeRegistry([[actRecord(), actRecord({ id: 'act-2' })], []]))
  await reads.registry.search(subject(), WINDOW, 'VARIANTS')
  await reads.registry.search(subject(), WINDOW, 'FULL_SCAN')
  const common = { user: 'system', window: '1990-05-12..1990-05-12', asOf: NOW.toISOString(), isCut: false }
  expect(reads.entries()).toEqual([
    {
      event: 'REGISTRY_READ',
      result: 'OK',
      details: { ...common, pass: 1, method: 'VARIANTS', count: 2, records: ['act-1', 'act-2'] },
    },
    {
      event: 'REGISTRY_READ',
      result: 'OK',
      details: { ...common, pass: 2, method: 'FULL_SCAN', count: 0, records: [] },
    },
  ])
  expect(JSON.stringify(reads.entries())).not.toMatch(/Иванов|Пётр/)
})

test('of many records the first fifty ids are kept, and the count of all', async () => {
  const many = Array.from({ length: 60 }, (_, index) => actRecord({ id: `act-${index}` }))
  const reads = logReads(fakeRegistry([many]))
  await reads.registry.search(subject(), WINDOW, 'VARIANTS')
  const details = reads.entries()[0]?.details
  expect(details).toMatchObject({ count: 60, records: { length: 50 } })
})

test('what was read before the registry fell silent stays in the log', async () => {
  const reads = logReads(fakeRegistry([[actRecord()], undefined]))
  await reads.registry.search(subject(), WINDOW, 'VARIANTS')
  await expect(reads.registry.search(subject(), WINDOW, 'FULL_SCAN')).rejects.toMatchObject({
    code: 'REGISTRY_UNREACHABLE',
  })
  expect(reads.entries()).toHaveLength(1)
})
