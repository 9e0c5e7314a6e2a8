/** Nothing but a whole, fitting, fresh answer to this question may ever become «no record». */
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HttpRegistryOptions } from '../../../adapters/registry-http/http-registry.ts'
import { actRecord, NOW, subject } from '../../support/builders.ts'
import { search } from '../../../gateway/flow/5-search.ts'
import { fakePorts } from '../../support/fakes.ts'
import { searching } from '../../flow/cases.ts'
import { answering, askedRegistry, coverageAnswer, ORIGIN, searchAnswer, type Question } from './peer.ts'

const WINDOW = { from: '1990-05-12', to: '1990-05-12' }
const UNREACHABLE = { code: 'REGISTRY_UNREACHABLE' }
const empty = (question: Question, changes: object = {}): object => searchAnswer(question, { records: [], ...changes })

const recordOf = (familyName: string) => actRecord({ persons: [{ role: 'CHILD', familyName, givenName: 'Иван' }] })

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('REGISTRY_UNREACHABLE is', () => {
  test.each<[string, () => void]>([
    ['500 with an empty list', () => answering(empty, { status: 500, times: 3 })],
    ['404: not «no such record»', () => answering(empty, { status: 404, times: 3 })],
    ['204', () => answering(() => '', { status: 204 })],
    ['201 with an empty list', () => answering(empty, { status: 201, times: 3 })],
    ['401', () => answering(empty, { status: 401, times: 3 })],
    [
      'a redirect',
      () => answering(empty, { status: 302, headers: { location: 'https://elsewhere.example/v1/search' } }),
    ],
    ['a refused connection', () => nock(ORIGIN).post('/v1/search').times(3).replyWithError('refused')],
    ['no JSON', () => answering(() => '<html>нет записей</html>')],
    ['JSON of another media type', () => answering(empty, { headers: { 'content-type': 'text/plain' } })],
    ['a compressed body', () => answering(empty, { headers: { 'content-encoding': 'br' } })],
    ['an empty body', () => answering(() => '')],
    [
      'a list of records and an empty one under the same name',
      () =>
        answering((question) =>
          JSON.stringify(searchAnswer(question)).replace('"records":', '"records":[],"isCut":false,"records":'),
        ),
    ],
    [
      'two lists under one name that is written in two ways',
      () =>
        answering((question) => JSON.stringify(searchAnswer(question)).replace(/}$/, String.raw`,"record\u0073":[]}`)),
    ],
    ['an empty object', () => answering(() => ({}))],
    ['a bare empty list', () => answering(() => [])],
    ['null', () => answering(() => 'null')],
    ['an answer without its list', () => answering((question) => ({ ...empty(question), records: undefined }))],
    [
      'an answer that does not say whether it is cut',
      () => answering((question) => empty(question, { isCut: undefined })),
    ],
    ['a property nobody knows', () => answering((question) => empty(question, { partial: true }))],
    [
      'a record without its kind',
      () => answering((question) => empty(question, { records: [{ ...actRecord(), kind: undefined }] })),
    ],
    [
      'an answer for another question',
      () => answering((question) => empty(question, { questionId: '00000000-0000-4000-8000-000000000000' })),
    ],
    ['a narrower search', () => answering((question) => empty(question, { method: 'VARIANTS' }))],
    [
      'a search in a part of the window',
      () => answering((question) => empty(question, { window: { ...WINDOW, from: '1990-05-13' } })),
    ],
    [
      'an answer that does not say what was searched',
      () => answering((question) => empty(question, { method: undefined })),
    ],
    [
      'a record of another kind',
      () => answering((question) => empty(question, { records: [actRecord({ kind: 'DEATH' })] })),
    ],
    [
      'a record outside the window',
      () => {
        const date = { value: '1950-01-01', precision: 'DAY' } as const
        answering((question) => empty(question, { records: [actRecord({ eventOn: date, recordedOn: date })] }))
      },
    ],
    ['a state of an hour ago', () => answering((question) => empty(question, { asOf: '2026-03-10T07:00:00Z' }))],
    ['a state of tomorrow', () => answering((question) => empty(question, { asOf: '2026-03-11T08:00:00Z' }))],
    ['an hour that does not exist', () => answering((question) => empty(question, { asOf: '2026-03-10T99:00:00Z' }))],
    [
      'a record of a day that does not exist',
      () => {
        const date = { value: '1990-02-30', precision: 'DAY' } as const
        answering((question) => empty(question, { records: [actRecord({ recordedOn: date })] }))
      },
    ],
    ['a record with a blank name', () => answering((question) => empty(question, { records: [recordOf('  ')] }))],
    [
      'a record with a name that no document can hold',
      () => answering((question) => empty(question, { records: [recordOf('Ива\u0000нов')] })),
    ],
    [
      'a record with half a letter in a name',
      () => answering((question) => empty(question, { records: [recordOf('Иванов\ud83d')] })),
    ],
    [
      'a record of nobody: whose it is, is not known',
      () => answering((question) => empty(question, { records: [actRecord({ persons: [] })] })),
    ],
  ])('%s', async (_what, answer) => {
    answer()
    const elsewhere = nock('https://elsewhere.example').post('/v1/search').reply(200, '{}')
    const { registry, reasons } = askedRegistry()
    await expect(registry.search(subject(), WINDOW, 'FULL_SCAN')).rejects.toMatchObject(UNREACHABLE)
    expect(reasons).toHaveLength(1)
    expect(reasons.join()).not.toMatch(/Иванов|нет записей/)
    expect(elsewhere.isDone()).toBe(false)
  })

  test('a state of a day that does not exist', async () => {
    answering((question) => empty(question, { asOf: '2026-02-30T08:00:00Z' }))
    const { registry } = askedRegistry({ clock: { now: () => new Date('2026-03-02T08:00:00Z') } })
    await expect(registry.search(subject(), WINDOW, 'VARIANTS')).rejects.toMatchObject(UNREACHABLE)
  })

  test('an answer longer than allowed', async () => {
    answering(empty)
    const { registry, reasons } = askedRegistry({ maxBytes: 50 })
    await expect(registry.search(subject(), WINDOW, 'VARIANTS')).rejects.toMatchObject(UNREACHABLE)
    expect(reasons).toEqual(['the answer is longer than 50 bytes'])
  })

  test('a token that cannot be read: nothing is asked', async () => {
    const { registry, reasons } = askedRegistry({ token: () => Promise.reject(new Error('no such file')) })
    await expect(registry.search(subject(), WINDOW, 'VARIANTS')).rejects.toMatchObject(UNREACHABLE)
    expect(reasons).toEqual(['the token cannot be read'])
  })

  test('coverage of another kind of records', async () => {
    answering((question) => ({ ...coverageAnswer(question, [1990, 1990, 'FULL']), kind: 'DEATH' }), {
      path: '/v1/coverage',
    })
    const { registry } = askedRegistry()
    await expect(registry.getCoverage('BIRTH', { fromYear: 1990, toYear: 1990 })).rejects.toMatchObject(UNREACHABLE)
  })

  test('a search of an earlier state than the coverage before it, though it is fresh enough', async () => {
    const { registry, reasons } = askedRegistry()
    answering((question) => coverageAnswer(question, [1990, 1990, 'FULL']), { path: '/v1/coverage' })
    await registry.getCoverage('BIRTH', { fromYear: 1990, toYear: 1990 })
    answering((question) => empty(question, { asOf: '2026-03-10T07:59:59Z' }), { times: 3 })
    await expect(registry.search(subject(), WINDOW, 'FULL_SCAN')).rejects.toMatchObject(UNREACHABLE)
    expect(reasons).toEqual(['the answer is of a state before that of coverage'])
  })

  test('coverage that names an office twice', async () => {
    answering(
      (question) => {
        const answer = coverageAnswer(question, [1990, 1990, 'FULL'])
        return { ...answer, offices: [...answer.offices, ...answer.offices] }
      },
      { path: '/v1/coverage' },
    )
    const { registry } = askedRegistry()
    await expect(registry.getCoverage('BIRTH', { fromYear: 1990, toYear: 1990 })).rejects.toMatchObject(UNREACHABLE)
  })
})

describe('on the wire, REGISTRY_UNREACHABLE is', () => {
  let server: Server
  beforeEach(() => nock.restore())
  afterEach(() => {
    server.closeAllConnections()
    server.close()
    nock.activate()
  })

  async function asked(
    listener: RequestListener,
    options: Partial<HttpRegistryOptions> = {},
  ): Promise<readonly string[]> {
    server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { registry, reasons } = askedRegistry({ url, ...options })
    await expect(registry.search(subject(), WINDOW, 'VARIANTS')).rejects.toMatchObject(UNREACHABLE)
    return reasons
  }

  test('silence', async () => {
    expect(await asked(() => undefined, { deadlineMs: 50 })).toEqual(['no complete answer in time'])
  })

  test('a body that drips', async () => {
    const drip: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 5)
      response.on('close', () => clearInterval(timer))
    }
    expect(await asked(drip, { deadlineMs: 100 })).toEqual(['no complete answer in time'])
  })

  test.each([
    ['by a length that is not reached', { 'content-length': '1000' }],
    ['in the middle of its chunks', {}],
  ])('a body cut %s', async (_how, headers) => {
    let calls = 0
    const cut: RequestListener = (request, response) => {
      calls++
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json', ...headers })
        response.write('{"records":[]', () => response.destroy())
      })
    }
    expect(await asked(cut)).toEqual(['the connection failed'])
    expect(calls).toBe(3)
  })

  test('a body cut where the connection ends it: no JSON', async () => {
    const cut: RequestListener = (_request, response) => {
      response.socket?.end('HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{"records":[]')
    }
    expect(await asked(cut)).toEqual(['the answer is no JSON'])
  })
})

describe('the circuit', () => {
  const ask = ({ registry }: ReturnType<typeof askedRegistry>) => registry.search(subject(), WINDOW, 'VARIANTS')

  test('opens after so many failures in a row, and then nothing is asked and nothing is absent', async () => {
    const asked = askedRegistry()
    nock(ORIGIN).post('/v1/search').times(3).reply(404)
    for (let failure = 0; failure < 3; failure++) await expect(ask(asked)).rejects.toMatchObject(UNREACHABLE)
    expect(asked.states).toEqual(['OPEN'])
    const next = answering((question) => empty(question))
    await expect(ask(asked)).rejects.toMatchObject({
      ...UNREACHABLE,
      message: expect.stringContaining('not asked') as string,
    })
    expect(next.isDone()).toBe(false)
  })

  test('lets one question through when the pause is over: its answer closes it', async () => {
    const asked = askedRegistry({ failures: 1 })
    nock(ORIGIN).post('/v1/search').reply(404)
    await expect(ask(asked)).rejects.toMatchObject(UNREACHABLE)
    asked.clock.pass(30)
    answering((question) => empty(question, { asOf: '2026-03-10T08:00:30Z' }), { times: 2 })
    const [first, second] = await Promise.allSettled([ask(asked), ask(asked)])
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
    expect(asked.states).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED'])
    expect(await ask(asked)).toMatchObject({ records: [] })
  })

  test('stays open for another pause when that question fails', async () => {
    const asked = askedRegistry({ failures: 2 })
    nock(ORIGIN).post('/v1/search').times(3).reply(404)
    for (let failure = 0; failure < 2; failure++) await expect(ask(asked)).rejects.toMatchObject(UNREACHABLE)
    asked.clock.pass(30)
    await expect(ask(asked)).rejects.toMatchObject(UNREACHABLE)
    asked.clock.pass(29)
    await expect(ask(asked)).rejects.toMatchObject({ message: expect.stringContaining('not asked') as string })
    expect(asked.states).toEqual(['OPEN', 'HALF_OPEN', 'OPEN'])
  })

  test('a success between failures begins the count anew', async () => {
    const asked = askedRegistry({ failures: 2 })
    const failing = () => nock(ORIGIN).post('/v1/search').reply(404)
    failing()
    await expect(ask(asked)).rejects.toMatchObject(UNREACHABLE)
    answering((question) => empty(question))
    await ask(asked)
    failing()
    await expect(ask(asked)).rejects.toMatchObject(UNREACHABLE)
    expect(asked.states).toEqual([])
  })
})

test('a search step over a registry that says 404 gives the case back, and drafts no absence notice', async () => {
  nock(ORIGIN).post('/v1/search').times(9).reply(404)
  const ports = fakePorts({ cases: [searching()], registry: askedRegistry({ clock: { now: () => NOW } }).registry })
  await search(searching(), ports)
  expect(ports.store.tables.cases.get(searching().id)).toMatchObject({ state: 'QUEUED' })
  expect(ports.alarms).toMatchObject([{ code: 'REGISTRY_UNREACHABLE' }])
})
