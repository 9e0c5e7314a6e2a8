import { expect, test } from 'vitest'
import { INQUIRY_ID, PERSONAL, SIGNED_ID } from './support/cases.ts'
import { CLERK, get, OFFICER, startHarness } from './support/gateway.ts'

const COMMON = { at: '2026-03-06T10:00:00.000Z', event: 'API_CALLED' }
const BY_CLERK = { method: 'GET', source: '127.0.0.1', role: 'BACK_OFFICE', name: 'clerk-1' }
const BY_OFFICER = { method: 'GET', source: '127.0.0.1', role: 'SECURITY_OFFICER', name: 'officer-1' }

test.each([
  [
    'a list',
    '/api/v1/cases?state=FILED&limit=5',
    CLERK,
    {
      result: 'OK',
      details: { ...BY_CLERK, route: '/api/v1/cases', status: 200, filters: ['state'] },
    },
  ],
  [
    'a control card',
    '/api/v1/cases/39-2026-000001',
    CLERK,
    {
      result: 'OK',
      caseNumber: '39-2026-000001',
      details: { ...BY_CLERK, route: '/api/v1/cases/:number', status: 200 },
    },
  ],
  [
    'a document',
    `/api/v1/cases/39-2026-000001/documents/${SIGNED_ID}`,
    CLERK,
    {
      result: 'OK',
      caseNumber: '39-2026-000001',
      details: { ...BY_CLERK, route: '/api/v1/cases/:number/documents/:id', document: SIGNED_ID, status: 200 },
    },
  ],
  [
    'an unknown case',
    '/api/v1/cases/39-2026-000999',
    CLERK,
    {
      result: 'REFUSED',
      caseNumber: '39-2026-000999',
      details: { ...BY_CLERK, route: '/api/v1/cases/:number', status: 404, code: 'CASE_UNKNOWN' },
    },
  ],
  [
    'a bad filter',
    '/api/v1/cases?limit=0',
    CLERK,
    {
      result: 'REFUSED',
      details: { ...BY_CLERK, route: '/api/v1/cases', status: 400, code: 'QUERY_INVALID' },
    },
  ],
  [
    'an unknown resource',
    `/api/v1/${encodeURIComponent(PERSONAL)}`,
    CLERK,
    {
      result: 'REFUSED',
      details: { ...BY_CLERK, route: 'unknown', status: 404, code: 'ROUTE_UNKNOWN' },
    },
  ],
  [
    'a wrong role',
    '/audit/v1/entries',
    CLERK,
    {
      result: 'REFUSED',
      details: { ...BY_CLERK, route: '/audit/v1/entries', status: 403, code: 'FORBIDDEN' },
    },
  ],
  [
    'no token',
    '/api/v1/cases/39-2026-000001',
    {},
    {
      result: 'REFUSED',
      caseNumber: '39-2026-000001',
      details: {
        route: '/api/v1/cases/:number',
        method: 'GET',
        source: '127.0.0.1',
        status: 401,
        code: 'UNAUTHENTICATED',
      },
    },
  ],
  [
    'a reading of the audit',
    '/audit/v1/entries?case=39-2026-000001&result=REFUSED',
    OFFICER,
    {
      result: 'OK',
      caseNumber: '39-2026-000001',
      details: { ...BY_OFFICER, route: '/audit/v1/entries', status: 200, filters: ['case', 'result'] },
    },
  ],
])('leaves one entry for %s', async (_call, url, headers, expected) => {
  const { public: app, audited } = startHarness()
  await app.inject(get(url, headers))
  expect(audited).toEqual([{ ...COMMON, ...expected }])
})

test('leaves an entry for a method that is not allowed', async () => {
  const { public: app, audited } = startHarness()
  await app.inject({ method: 'DELETE', url: '/api/v1/cases/39-2026-000001', headers: CLERK })
  expect(audited).toMatchObject([{ result: 'REFUSED', details: { status: 405, code: 'METHOD_NOT_ALLOWED' } }])
})

test('records a failure as failed', async () => {
  const { public: app, audited, reads } = startHarness()
  reads.listCases = async () => Promise.reject(new Error('broken'))
  await app.inject(get('/api/v1/cases', CLERK))
  expect(audited).toMatchObject([{ result: 'FAILED', details: { status: 500 } }])
})

test.each([
  ['a filter', `/api/v1/cases?requester=${encodeURIComponent(PERSONAL)}`],
  ['the name of an unknown field', `/api/v1/cases?${encodeURIComponent(PERSONAL)}=1`],
  ['a malformed number', `/api/v1/cases/${encodeURIComponent(PERSONAL)}`],
  ['a malformed document id', `/api/v1/cases/39-2026-000001/documents/${encodeURIComponent(PERSONAL)}`],
])('keeps what a caller writes into %s out of the audit and the log', async (_place, url) => {
  const { public: app, audited, log } = startHarness()
  await app.inject(get(url, CLERK))
  expect(audited).toHaveLength(1)
  const kept = JSON.stringify(audited) + log.join('')
  expect(kept).not.toContain(PERSONAL)
  expect(kept).not.toContain(encodeURIComponent(PERSONAL))
})

test.each([
  ['a control card', '/api/v1/cases/39-2026-000001', CLERK],
  ['a document', `/api/v1/cases/39-2026-000001/documents/${INQUIRY_ID}`, CLERK],
  ['audit entries', '/audit/v1/entries', OFFICER],
  ['a refusal', '/api/v1/cases', {}],
])('gives no answer when the entry cannot be written: %s', async (_call, url, headers) => {
  const { public: app, log } = startHarness({ audit: failToInsert })
  const answer = await app.inject(get(url, headers))
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toMatchObject({ code: 'STORE_UNREACHABLE', status: 503 })
  expect(answer.headers).not.toHaveProperty('content-disposition')
  expect(answer.headers).not.toHaveProperty('www-authenticate')
  expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.body)))
  expect(answer.body + log.join('')).not.toContain(PERSONAL)
})

async function failToInsert(): Promise<never> {
  throw new Error(`insert failed: ${PERSONAL}`)
}
