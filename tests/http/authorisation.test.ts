import { describe, expect, test } from 'vitest'
import { SIGNED_ID } from './support/cases.ts'
import { hashToken } from '../../gateway/http/authorisation.ts'
import { CLERK, CLERK_TOKEN, get, OFFICER, startHarness } from './support/gateway.ts'

const CASES = '/api/v1/cases'
const ENTRIES = '/audit/v1/entries'
/** For tables of calls with a token: they are not counted. */
const shared = startHarness()

test.each([
  ['the back office', CLERK, CASES],
  ['a security officer', OFFICER, ENTRIES],
])('lets %s into its own API', async (_who, headers, url) => {
  expect((await shared.public.inject(get(url, headers))).statusCode).toBe(200)
})

test.each([
  ['the back office out of the audit', CLERK, ENTRIES],
  ['a security officer out of the cases', OFFICER, CASES],
  ['a security officer out of a document', OFFICER, `/api/v1/cases/39-2026-000001/documents/${SIGNED_ID}`],
  ['the wrong role out of an unknown resource', OFFICER, '/api/v1/people'],
])('keeps %s', async (_who, headers, url) => {
  const answer = await shared.public.inject(get(url, headers))
  expect(answer.statusCode).toBe(403)
  expect(answer.json()).toMatchObject({ code: 'FORBIDDEN' })
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="zags-gateway", error="insufficient_scope"')
})

test.each([
  ['no token', {}, 'Bearer realm="zags-gateway"'],
  ['an unknown token', { authorization: 'Bearer unknown' }, 'Bearer realm="zags-gateway", error="invalid_token"'],
  ['another scheme', { authorization: `Basic ${CLERK_TOKEN}` }, 'Bearer realm="zags-gateway", error="invalid_token"'],
  ['the digest of a token', { authorization: `Bearer ${hashToken(CLERK_TOKEN)}` }, 'error="invalid_token"'],
  ['a token with more behind it', { authorization: `Bearer ${CLERK_TOKEN}x` }, 'error="invalid_token"'],
  ['an empty token', { authorization: 'Bearer ' }, 'error="invalid_token"'],
])('refuses %s with a challenge, also where nothing is', async (_case, headers, challenge) => {
  const { public: app, reads } = startHarness()
  for (const url of [CASES, ENTRIES, '/api/v1/people', '/audit/anything']) {
    const answer = await app.inject(get(url, headers))
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(answer.headers['www-authenticate']).toContain(challenge)
  }
  expect([...reads.caseFilters, ...reads.auditFilters]).toEqual([])
})

test('a configured digest that is no SHA-256 lets nobody in', async () => {
  const tokens = [{ role: 'BACK_OFFICE' as const, name: 'broken', tokenHash: '' }]
  const { public: app } = startHarness({ tokens })
  expect((await app.inject(get(CASES, { authorization: 'Bearer x' }))).statusCode).toBe(401)
})

describe('calls without a valid token', () => {
  test('are refused with 429 beyond the limit of a minute, per source, while valid tokens pass', async () => {
    const { public: app, wait } = startHarness({ limits: { anonymousCallsPerMinute: 2 } })
    const status = async (remoteAddress: string, headers = {}) =>
      (await app.inject({ ...get(CASES, headers), remoteAddress })).statusCode
    expect([await status('10.0.0.1'), await status('10.0.0.1'), await status('10.0.0.1')]).toEqual([401, 401, 429])
    expect(await status('10.0.0.2')).toBe(401)
    expect(await status('10.0.0.1', CLERK)).toBe(200)
    wait(60)
    expect(await status('10.0.0.1')).toBe(401)
  })

  test('say when to come back', async () => {
    const { public: app } = startHarness({ limits: { anonymousCallsPerMinute: 0 } })
    const answer = await app.inject(get(CASES))
    expect(answer.json()).toMatchObject({ code: 'RATE_LIMITED' })
    expect(answer.headers['retry-after']).toBe('60')
  })

  test('fill the audit only up to the limit; the next minute tells how many more there were', async () => {
    const { public: app, audited, wait } = startHarness({ limits: { anonymousCallsPerMinute: 2 } })
    for (let call = 0; call < 10; call++) await app.inject(get(CASES))
    expect(audited.map(({ details }) => details.code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'RATE_LIMITED'])
    wait(60)
    await app.inject(get(CASES))
    expect(audited.at(-1)?.details).toMatchObject({ code: 'UNAUTHENTICATED', countedBefore: 7 })
  })

  test('cannot choose their source by a header, unless a declared proxy forwards them', async () => {
    const forwarded = { ...get(CASES, { 'x-forwarded-for': '203.0.113.9' }), remoteAddress: '10.0.0.1' }
    const direct = startHarness()
    await direct.public.inject(forwarded)
    expect(direct.audited[0]?.details).toMatchObject({ source: '10.0.0.1' })
    const behindProxy = startHarness({ trustedProxies: ['10.0.0.1'] })
    await behindProxy.public.inject(forwarded)
    expect(behindProxy.audited[0]?.details).toMatchObject({ source: '203.0.113.9' })
  })
})
