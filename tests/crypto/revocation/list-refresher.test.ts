import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createListRefresher,
  refreshDelayMs,
  retryDelayMs,
  type SourceFailure,
} from '../../../crypto/revocation/list-refresher.ts'
import { createRevocationPolicies } from '../../../crypto/revocation/policy.ts'
import { createRevocationCache } from '../../../crypto/revocation/revocation-cache.ts'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import { DURING, certificate, listBytes } from './authorities.ts'

const MINUTE = 60_000
const issuing = certificate('issuing')
const good = { certificate: certificate('good'), issuer: issuing }
const revoked = { certificate: certificate('revoked'), issuer: issuing }
const MAIN = 'http://crl.example/main.crl'
const MIRROR = 'http://crl.example/mirror.crl'

beforeEach(() => void vi.useFakeTimers({ now: DURING, toFake: ['Date', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** A refresher over an internet in which each address serves a list, or nothing. */
function refreshing(served: Record<string, string | undefined>, urls: readonly string[] = [MAIN]) {
  const policies = createRevocationPolicies([
    { authority: issuing, policy: { crlUrls: urls } },
    { authority: certificate('root'), policy: 'NOT_CHECKED' },
  ])
  const cache = createRevocationCache(policies)
  const fetched: string[] = []
  const failures: SourceFailure[] = []
  const refresher = createListRefresher({
    policies,
    cache,
    clock: { now: () => new Date() },
    random: () => 0,
    onFailure: (failure) => failures.push(failure),
    async fetchBytes({ url }) {
      fetched.push(url)
      const name = served[url]
      if (name === undefined) throw new GatewayError('REVOCATION_UNREACHABLE', `${url}: no answer`)
      return listBytes(name)
    },
  })
  const statusOf = (link: typeof good) => cache.statusOf(link, new Date())
  const codes = () => failures.map(({ error }) => (error as GatewayError).code)
  return { refresher, cache, fetched, failures, codes, statusOf, served }
}

/** Fake time passes, and what it wakes runs to its end: proving a list takes turns of the real event loop. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('at the start', () => {
  test('every list is fetched before the start is over, and authorities that are not checked are left alone', async () => {
    const { refresher, fetched, statusOf } = refreshing({ [MAIN]: 'issuing', [MIRROR]: 'issuing' }, [MAIN, MIRROR])
    await refresher.start()
    expect(fetched).toEqual([MAIN, MIRROR])
    expect([statusOf(good), statusOf(revoked)]).toEqual(['GOOD', 'REVOKED'])
    refresher.stop()
  })

  test('a source that does not answer is reported, and does not keep the gateway from starting', async () => {
    const { refresher, failures, codes, statusOf } = refreshing({ [MAIN]: undefined })
    await refresher.start()
    expect(statusOf(good)).toBe('UNKNOWN')
    expect(codes()).toEqual(['REVOCATION_UNREACHABLE'])
    expect(failures[0]).toMatchObject({ url: MAIN, authority: issuing.subject })
    refresher.stop()
  })

  test('a mirror that answers is enough', async () => {
    const { refresher, statusOf } = refreshing({ [MIRROR]: 'issuing' }, [MAIN, MIRROR])
    await refresher.start()
    expect(statusOf(revoked)).toBe('REVOKED')
    refresher.stop()
  })
})

describe('later', () => {
  test('a list is fetched again every hour', async () => {
    const { refresher, fetched, cache } = refreshing({ [MAIN]: 'issuing' })
    await refresher.start()
    await pass(59 * MINUTE)
    expect(fetched).toHaveLength(1)
    await pass(MINUTE)
    expect(fetched).toHaveLength(2)
    expect(cache.revision).toBe(1)
    refresher.stop()
  })

  test('a new list takes the place of the old one', async () => {
    const { refresher, served, cache, statusOf } = refreshing({ [MAIN]: 'empty' })
    await refresher.start()
    expect(statusOf(revoked)).toBe('GOOD')
    served[MAIN] = 'issuing-next'
    vi.setSystemTime(new Date('2026-03-06T00:00:00Z'))
    await pass(60 * MINUTE)
    expect(statusOf(revoked)).toBe('REVOKED')
    expect(cache.revision).toBe(2)
    refresher.stop()
  })

  test.each([
    ['does not answer', undefined, 'REVOCATION_UNREACHABLE'],
    ["sends another authority's list", 'root', 'CRL_ISSUER'],
    ['sends a delta list', 'delta', 'CRL_UNSUPPORTED'],
  ])('a source that %s leaves the last good list in force', async (_defect, name, code) => {
    const { refresher, served, statusOf, codes } = refreshing({ [MAIN]: 'issuing' })
    await refresher.start()
    served[MAIN] = name
    await pass(60 * MINUTE)
    expect(codes()).toEqual([code])
    expect([statusOf(good), statusOf(revoked)]).toEqual(['GOOD', 'REVOKED'])
    refresher.stop()
  })

  test('it is tried again after one minute, two, four, and at last every quarter of an hour', async () => {
    const { refresher, fetched } = refreshing({ [MAIN]: undefined })
    await refresher.start()
    const after: number[] = []
    for (let minute = 1; minute <= 60; minute++) {
      const before = fetched.length
      await pass(MINUTE)
      if (fetched.length > before) after.push(minute)
    }
    expect(after).toEqual([1, 3, 7, 15, 30, 45, 60])
    refresher.stop()
  })

  test('the same outdated list again and again is a fault each time, and GOOD becomes UNKNOWN', async () => {
    const { refresher, statusOf, codes } = refreshing({ [MAIN]: 'issuing' })
    await refresher.start()
    vi.setSystemTime(new Date('2026-03-08T00:00:00Z'))
    await pass(60 * MINUTE)
    expect(codes()).toEqual(['CRL_TIME'])
    expect([statusOf(good), statusOf(revoked)]).toEqual(['UNKNOWN', 'REVOKED'])
    refresher.stop()
  })

  test('nothing is fetched after the stop', async () => {
    const { refresher, fetched } = refreshing({ [MAIN]: 'issuing' })
    await refresher.start()
    refresher.stop()
    await pass(24 * 60 * MINUTE)
    expect(fetched).toHaveLength(1)
  })
})

describe('the delay', () => {
  test('ends a quarter of an hour before the next update, within a minute and an hour', () => {
    expect(refreshDelayMs(7 * 86_400_000, 0)).toBe(60 * MINUTE)
    expect(refreshDelayMs(40 * MINUTE, 0)).toBe(25 * MINUTE)
    expect(refreshDelayMs(10 * MINUTE, 0)).toBe(MINUTE)
    expect(refreshDelayMs(-MINUTE, 0)).toBe(MINUTE)
  })

  test('is shortened by chance, by a tenth at most, so that gateways do not call in step', () => {
    expect(refreshDelayMs(7 * 86_400_000, 0.5)).toBe(57 * MINUTE)
    expect(retryDelayMs(0, 0.5)).toBe(57_000)
    expect(refreshDelayMs(7 * 86_400_000, 0.999)).toBeGreaterThan(54 * MINUTE)
  })
})
