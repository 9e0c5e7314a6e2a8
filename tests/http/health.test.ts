import { expect, test } from 'vitest'
import type { HealthReport } from '../../gateway/ports/health.ts'
import { get, startHarness } from './support/gateway.ts'

const READY: HealthReport = {
  status: 'READY',
  checkedAt: '2026-03-06T09:59:55.000Z',
  checks: { sign: 'UP', verify: 'UP', write: 'UP', read: 'UP' },
  store: { backend: 'pglite', note: 'embedded store without fsync' },
}

test('the admin server tells that the process lives', async () => {
  const answer = await startHarness().admin.inject(get('/health/live'))
  expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'LIVE' }])
})

test('readiness is the last report as it stands, with the store behind it', async () => {
  const answer = await startHarness({ health: { last: () => READY } }).admin.inject(get('/health/ready'))
  expect([answer.statusCode, answer.json()]).toEqual([200, READY])
})

test('readiness turns to 503 and back with the report', async () => {
  let report = READY
  const { admin } = startHarness({ health: { last: () => report } })
  const status = async () => (await admin.inject(get('/health/ready'))).statusCode
  const seen = [await status()]
  report = { ...READY, status: 'NOT_READY', checks: { ...READY.checks, write: 'DOWN', read: 'DOWN' } }
  seen.push(await status())
  report = READY
  seen.push(await status())
  expect(seen).toEqual([200, 503, 200])
})

test('health is not on the public server, nor the door or the APIs on the admin one', async () => {
  const servers = startHarness()
  expect((await servers.public.inject(get('/health/ready'))).statusCode).toBe(404)
  for (const url of ['/smev?wsdl', '/api/v1/cases', '/audit/v1/entries'])
    expect((await servers.admin.inject(get(url))).statusCode).toBe(404)
})
