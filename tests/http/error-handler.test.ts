import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { PERSONAL } from './support/cases.ts'
import { CLERK, get, startHarness } from './support/gateway.ts'

const shared = startHarness()

test('answers a fault with its status of the table and its code, in the form of RFC 9457', async () => {
  const answer = await failing(new GatewayError('STORE_UNREACHABLE', 'connection refused'))
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toEqual({
    type: 'urn:zags-gateway:fault:STORE_UNREACHABLE',
    title: 'Service Unavailable',
    status: 503,
    detail: 'The store does not answer; the call may be repeated later.',
    instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
    code: 'STORE_UNREACHABLE',
  })
})

test('keeps the words of a fault for the log and gives its code only', async () => {
  const answer = await failing(new GatewayError('KEY_UNUSABLE', 'token in slot 3 does not answer'))
  expect(answer.json()).toMatchObject({ status: 500, code: 'KEY_UNUSABLE' })
  expect(answer.body).not.toContain('slot')
  expect(answer.log).toContain('token in slot 3 does not answer')
})

test('a cursor that the store refuses is the fault of the caller', async () => {
  const answer = await failing(new GatewayError('QUERY_INVALID', 'cursor of another query'))
  expect(answer.json()).toMatchObject({ status: 400, code: 'QUERY_INVALID' })
})

const bug = Object.assign(new TypeError(`invalid input syntax: "${PERSONAL}"`), { code: '22P02', detail: PERSONAL })

test.each([
  ['a bug', bug],
  ['a bug with a status', Object.assign(new Error(PERSONAL), { statusCode: 418 })],
  ['a bug behind a bug', new Error(PERSONAL, { cause: bug })],
  ['a thrown text', PERSONAL],
])('tells nothing of %s but where the log names it', async (_case, thrown) => {
  const answer = await failing(thrown)
  expect(answer.statusCode).toBe(500)
  const problem = answer.json()
  expect(problem).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'The gateway could not answer; its log names the reason under this instance.',
    instance: expect.any(String),
  })
  expect(answer.log).toContain(problem.instance.replace('urn:uuid:', ''))
  expect(answer.body + answer.log).not.toContain(PERSONAL)
})

test('logs of a bug its name, its code and where it happened', async () => {
  const { log } = await failing(new Error('outer', { cause: bug }))
  expect(log).toContain('"name":"TypeError","code":"22P02"')
  expect(log).toContain('error-handler.test.ts')
})

test('a problem of an unknown address does not repeat it', async () => {
  const { public: app, log } = startHarness()
  const answer = await app.inject(get(`/${encodeURIComponent(PERSONAL)}?q=${encodeURIComponent(PERSONAL)}`))
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({ code: 'ROUTE_UNKNOWN' })
  const kept = answer.body + log.join('')
  expect(kept).not.toContain(PERSONAL)
  expect(kept).not.toContain(encodeURIComponent(PERSONAL))
})

test.each(['/api/v1/cases', '/nowhere', '/smev?wsdl', '/api/v1/openapi.json'])(
  'forbids to store, sniff or render the answer of %s',
  async (url) => {
    const { headers } = await shared.public.inject(get(url))
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    })
    expect(headers).not.toHaveProperty('x-powered-by')
  },
)

async function failing(thrown: unknown) {
  const { public: app, reads, log } = startHarness()
  reads.listCases = async () => {
    throw thrown
  }
  const { statusCode, headers, body, json } = await app.inject(get('/api/v1/cases', CLERK))
  return { statusCode, headers, body, json, log: log.join('') }
}
