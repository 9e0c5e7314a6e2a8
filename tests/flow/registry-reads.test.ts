import { describe, expect, test } from 'vitest'
import { search } from '../../gateway/flow/5-search.ts'
import { logReads } from '../../gateway/flow/registry-reads.ts'
import { actRecord, NOW, subject } from '../support/builders.ts'
import { fakePorts, fakeRegistry, type FakePorts } from '../support/fakes.ts'
import { searching } from './cases.ts'

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

describe('in the search step', () => {
  const readsOf = ({ store }: FakePorts) => store.tables.audit.filter(({ event }) => event === 'REGISTRY_READ')

  test('each read stands under the number of the case, whatever came of the search', async () => {
    const ports = fakePorts({ cases: [searching()], registry: fakeRegistry([[], [], [], []]) })
    await search(searching(), ports)
    const reads = readsOf(ports)
    const methods = ['VARIANTS', 'FULL_SCAN', 'VARIANTS', 'FULL_SCAN']
    expect(reads.map(({ details }) => [details['pass'], details['method']])).toEqual(
      methods.map((method, index) => [index + 1, method]),
    )
    expect(new Set(reads.map(({ caseNumber }) => caseNumber))).toEqual(new Set([searching().number]))
  })

  test('a case that goes back leaves what was read before the registry fell silent', async () => {
    const ports = fakePorts({ cases: [searching()], registry: fakeRegistry([[], undefined]) })
    await search(searching(), ports)
    expect(ports.store.tables.cases.get(searching().id)).toMatchObject({ state: 'QUEUED' })
    expect(readsOf(ports)).toHaveLength(1)
  })

  test('the log commits with the outcome, or neither does', async () => {
    const ports = fakePorts({ cases: [searching()], registry: fakeRegistry([[actRecord()]]) })
    ports.store.failNextCommit()
    await expect(search(searching(), ports)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    expect(readsOf(ports)).toEqual([])
    expect(ports.store.tables.cases.get(searching().id)).toEqual(searching())
  })
})
