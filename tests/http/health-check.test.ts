import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHealthCheck } from '../../gateway/health-check.ts'

const INTERVAL_MS = 10_000

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-03-06T10:00:00Z') }))
afterEach(() => vi.useRealTimers())

function startCheck() {
  const state = { keysWork: true, storeWorks: true, runs: 0 }
  const failures: string[] = []
  const check = createHealthCheck({
    signAndVerify: async () => {
      state.runs++
      if (!state.keysWork) throw new Error('no key')
    },
    writeAndRead: async () => {
      if (!state.storeWorks) throw new Error('no store')
    },
    backend: 'pglite',
    clock: { now: () => new Date() },
    intervalMs: INTERVAL_MS,
    onFailure: (probe) => failures.push(probe),
  })
  return { check, state, failures }
}

test('is not ready before the first check has proved anything', () => {
  const { check } = startCheck()
  expect(check.last()).toMatchObject({ status: 'NOT_READY', checkedAt: null, checks: { sign: 'DOWN', read: 'DOWN' } })
})

test('is ready after keys and store were proved, and says that the embedded store does not fsync', async () => {
  const { check } = startCheck()
  await check.start()
  expect(check.last()).toEqual({
    status: 'READY',
    checkedAt: '2026-03-06T10:00:00.000Z',
    checks: { sign: 'UP', verify: 'UP', write: 'UP', read: 'UP' },
    store: { backend: 'pglite', note: expect.stringContaining('fsync') },
  })
  await check.stop()
})

test.each([
  ['keysWork', { sign: 'DOWN', verify: 'DOWN', write: 'UP', read: 'UP' }, 'signAndVerify'],
  ['storeWorks', { sign: 'UP', verify: 'UP', write: 'DOWN', read: 'DOWN' }, 'writeAndRead'],
] as const)('stops being ready when %s turns false, and is ready again after it', async (broken, checks, probe) => {
  const { check, state, failures } = startCheck()
  await check.start()
  state[broken] = false
  await vi.advanceTimersByTimeAsync(INTERVAL_MS)
  expect(check.last()).toMatchObject({ status: 'NOT_READY', checks })
  expect(failures).toEqual([probe])
  state[broken] = true
  await vi.advanceTimersByTimeAsync(INTERVAL_MS)
  expect(check.last().status).toBe('READY')
  await check.stop()
})

test('asking for the report starts no check', async () => {
  const { check, state } = startCheck()
  await check.start()
  for (let asked = 0; asked < 100; asked++) check.last()
  expect(state.runs).toBe(1)
  await check.stop()
})

test('checks no more after it was stopped', async () => {
  const { check, state } = startCheck()
  await check.start()
  await check.stop()
  await vi.advanceTimersByTimeAsync(10 * INTERVAL_MS)
  expect(state.runs).toBe(1)
})

test('a check that hangs makes the gateway unready, and no second one is begun beside it', async () => {
  let runs = 0
  const check = createHealthCheck({
    signAndVerify: async () => {
      runs++
      if (runs === 2) await new Promise(() => {})
    },
    writeAndRead: async () => {},
    backend: 'postgresql',
    clock: { now: () => new Date() },
    intervalMs: INTERVAL_MS,
    onFailure: () => {},
  })
  await check.start()
  expect(check.last()).toMatchObject({ status: 'READY', store: { backend: 'postgresql' } })
  await vi.advanceTimersByTimeAsync(4 * INTERVAL_MS)
  expect(check.last()).toMatchObject({ status: 'NOT_READY', checkedAt: '2026-03-06T10:00:00.000Z' })
  expect(runs).toBe(2)
})
