import { describe, expect, test } from 'vitest'
import type { Beat } from '../../../adapters/registry/heartbeat.ts'
import { createReplicaReads, type ReplicaState } from '../../../adapters/registry/replica-reads.ts'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { Registry } from '../../../gateway/ports/registry.ts'
import { actRecord, NOW, subject } from '../../support/builders.ts'
import { fakeRegistry } from '../../support/fakes.ts'

const WINDOW = { from: '1990-05-12', to: '1990-05-12' }
const YEARS = { fromYear: 1990, toYear: 1990 }
const [ON_PRIMARY, ON_REPLICA] = [actRecord({ id: 'primary' }), actRecord({ id: 'replica' })]

/** A replica that is measured to be so many seconds behind; a fault stands for one that cannot be measured. */
function replicated({
  deadlineMs = 5_000,
  replica = fakeRegistry(Array.from({ length: 9 }, () => [ON_REPLICA])) as Registry,
  lag = 0 as number | 'NO_BEAT' | 'SILENCE' | Error,
} = {}) {
  const states: ReplicaState[] = []
  let elapsed = 1_000_000
  const measured = { lag }
  const registry = createReplicaReads({
    primary: fakeRegistry(Array.from({ length: 9 }, () => [ON_PRIMARY])),
    replica,
    findFollowed: async (): Promise<Beat | undefined> => {
      if (measured.lag instanceof Error) throw measured.lag
      if (measured.lag === 'SILENCE') return new Promise(() => undefined)
      return measured.lag === 'NO_BEAT'
        ? undefined
        : { at: new Date(NOW.getTime() - measured.lag * 1000), sentAt: elapsed - measured.lag * 1000 }
    },
    maxLagSeconds: 10,
    deadlineMs,
    elapsed: () => elapsed,
    onChange: (state) => states.push(state),
  })
  const ask = async () => (await registry.search(subject(), WINDOW, 'VARIANTS')).records[0]?.id
  return { registry, states, measured, ask, pass: (seconds: number) => (elapsed += seconds * 1000) }
}

describe('a replica', () => {
  test('that follows closely is read, and the answer says how far it had come', async () => {
    const { registry, states } = replicated({ lag: 10 })
    const found = await registry.search(subject(), WINDOW, 'VARIANTS')
    expect(found).toEqual({ records: [ON_REPLICA], isCut: false, asOf: '2026-03-10T07:59:50.000Z' })
    expect(states).toEqual([])
  })

  test.each<[string, number | 'NO_BEAT' | Error, ReplicaState]>([
    ['lags by more than allowed', 10.001, 'STALE'],
    ['shows none of our beats', 'NO_BEAT', 'STALE'],
    ['cannot be measured', new GatewayError('STORE_UNREACHABLE', 'away'), 'UNREACHABLE'],
  ])('that %s is used for nothing, which is told once', async (_what, lag, state) => {
    const { ask, registry, states, measured } = replicated({ lag })
    expect([await ask(), await ask()]).toEqual(['primary', 'primary'])
    await registry.getCoverage('BIRTH', YEARS)
    expect(states).toEqual([state])
    measured.lag = 0
    await ask()
    expect(await ask()).toBe('replica')
    expect(states).toEqual([state, 'USED'])
  })

  test('that breaks off in the middle of a search leaves it to the primary: an empty answer is not made of it', async () => {
    const { ask, states } = replicated({ replica: fakeRegistry([undefined, [ON_REPLICA]]) })
    expect(await ask()).toBe('primary')
    expect(states).toEqual(['UNREACHABLE'])
    expect(await ask()).toBe('replica')
  })

  test('that never answers leaves the search to the primary in time', async () => {
    const silent: Registry = { ...fakeRegistry([]), search: () => new Promise(() => undefined) }
    const { ask, states } = replicated({ replica: silent, deadlineMs: 20 })
    expect(await ask()).toBe('primary')
    expect(states).toEqual(['UNREACHABLE'])
  })

  test('that cannot be measured in time is not asked', async () => {
    const { ask, states } = replicated({ lag: 'SILENCE', deadlineMs: 20 })
    expect(await ask()).toBe('primary')
    expect(states).toEqual(['UNREACHABLE'])
  })

  test('of an earlier state is not searched after coverage was read at the primary', async () => {
    const { ask, registry, measured, pass } = replicated({ lag: 11 })
    await registry.getCoverage('BIRTH', YEARS)
    measured.lag = 2
    expect(await ask()).toBe('primary')
    pass(3)
    expect(await ask()).toBe('replica')
  })

  test('with a bug is no replica that is away', async () => {
    const { ask } = replicated({ lag: new TypeError('bug') })
    await expect(ask()).rejects.toThrow('bug')
  })
})

test('when neither answers, nobody does', async () => {
  const registry = createReplicaReads({
    primary: fakeRegistry([undefined]),
    replica: fakeRegistry([undefined]),
    findFollowed: async () => ({ at: NOW, sentAt: 0 }),
    maxLagSeconds: 10,
    elapsed: () => 0,
    onChange: () => undefined,
  })
  await expect(registry.search(subject(), WINDOW, 'FULL_SCAN')).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
})
