import { expect, test } from 'vitest'
import { DRAFT_ID, INQUIRY_ID, OTHERS_ID, PERSONAL, SIGNED_ID } from './support/cases.ts'
import { CLERK, get, startHarness } from './support/gateway.ts'

/** For tables of calls that leave nothing behind. */
const shared = startHarness()

test('lists cases with their state, their dates and what they wait for', async () => {
  const { public: app } = startHarness()
  const answer = await app.inject(get('/api/v1/cases', CLERK))
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(answer.json()).toEqual({
    items: [
      summary({ number: '39-2026-000001', state: 'FILED' }),
      summary({ number: '39-2026-000002', state: 'HEAD_REVIEW', waitsFor: 'INTAKE_GROUNDS' }),
      summary({
        number: '39-2026-000003',
        state: 'REFUSAL_DRAFT',
        requester: 'stranger-1023900000065',
        dueOn: null,
      }),
    ],
  })
})

test('hands every filter to the store and nothing else', async () => {
  const { public: app, reads } = startHarness()
  const query = 'state=FILED&requester=court-39&dueFrom=2026-03-01&dueTo=2026-03-31&limit=10'
  expect((await app.inject(get(`/api/v1/cases?${query}`, CLERK))).statusCode).toBe(200)
  expect(reads.caseFilters).toEqual([
    { state: 'FILED', requester: 'court-39', dueFrom: '2026-03-01', dueTo: '2026-03-31' },
  ])
})

test('gives every case once when the cursor is followed', async () => {
  const { public: app } = startHarness()
  const numbers: string[] = []
  let cursor = ''
  do {
    const { items, next } = (await app.inject(get(`/api/v1/cases?limit=2${cursor}`, CLERK))).json()
    numbers.push(...items.map(({ number }: { number: string }) => number))
    cursor = next === undefined ? '' : `&after=${next}`
  } while (cursor !== '')
  expect(numbers).toEqual(['39-2026-000001', '39-2026-000002', '39-2026-000003'])
})

test.each([
  ['limit=0', 'query/limit', 'must be >= 1'],
  ['limit=201', 'query/limit', 'must be <= 200'],
  ['limit=many', 'query/limit', 'must be integer'],
  ['state=LOST', 'query/state', 'must be one of RECEIVED, DUPLICATE'],
  ['state=FILED&state=SIGNED', 'query/state', 'must be string'],
  ['dueFrom=2026-02-30', 'query/dueFrom', 'must match format "date"'],
  ['dueFrom=0001-01-01', 'query/dueFrom', 'must match pattern'],
  ['dueTo=yesterday', 'query/dueTo', 'must match format "date"'],
  ['dueFrom=2026-03-02&dueTo=2026-03-01', 'query/dueTo', 'must not be earlier than query/dueFrom'],
  ['requester=a%00b', 'query/requester', 'must match pattern'],
  ['after=', 'query/after', 'must match pattern'],
  ['colour=red', 'query', 'must not have fields beside the described ones'],
])('refuses the filter %s and names the field and the rule', async (query, field, rule) => {
  const { public: app, reads } = shared
  const answer = await app.inject(get(`/api/v1/cases?${query}`, CLERK))
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toMatchObject({
    code: 'QUERY_INVALID',
    violations: expect.arrayContaining([{ field, rule: expect.stringContaining(rule) }]),
  })
  expect(reads.caseFilters).toEqual([])
})

test('shows on the control card how a case was decided, searched and answered, with paragraphs', async () => {
  const { public: app } = startHarness()
  const answer = await app.inject(get('/api/v1/cases/39-2026-000001', CLERK))
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({
    number: '39-2026-000001',
    state: 'FILED',
    waitsFor: null,
    receivedAt: '2026-03-03T07:15:00.000Z',
    requester: { kind: 'REGISTERED', id: 'kaliningrad-regional-court', system: 'court-system' },
    inquiry: {
      messageId: '0b1c3a10-16f4-11f1-8000-000000000001',
      test: false,
      signature: 'VERIFIED',
      readable: true,
      outgoingNumber: 'КОС-17',
      outgoingOn: '2026-03-02',
      requestedResult: 'INFORMATION',
      mark: 'NONE',
    },
    control: {
      registeredOn: '2026-03-03',
      dueOn: '2026-03-11',
      terms: [
        { term: 'ELECTRONIC', status: 'COMPUTED', dueOn: '2026-03-11' },
        { term: 'MONTH', status: 'NOT_NEEDED' },
      ],
      warnings: [],
      calendarVersion: '2026-1',
      calendarDaysLeft: null,
      isOverdue: false,
      offOn: '2026-03-05',
    },
    intakeGrounds: [],
    eligibility: { eligible: true, rule: 'E1', paragraph: '¶2(1), 17', category: 'COURT', result: 'INFORMATION' },
    search: {
      mark: 'FOUND',
      completeness: 'COMPLETE',
      discrepancies: [],
      candidates: [{ id: 'act-1', differences: [], reasons: [] }],
      isCut: false,
      passes: [{ aid: 'ELECTRONIC_BASE', window: { from: '1980-05-05', to: '1980-05-05' }, widened: false, found: 1 }],
      coverage: { full: true, fromYear: 1977, toYear: 1984 },
    },
    reply: {
      kind: 'INFORMATION',
      signedBy: 'system by order SO-1',
      signedAt: '2026-03-05T08:00:00.000Z',
      dispatchedAt: '2026-03-05T08:00:01.000Z',
      deliveredAt: '2026-03-05T09:00:00.000Z',
    },
    history: [
      {
        version: 1,
        at: '2026-03-03T07:15:00.000Z',
        actor: 'system',
        paragraph: '¶43',
        from: '-',
        event: 'RECEIVE',
        to: 'RECEIVED',
      },
    ],
    documents: [
      { id: INQUIRY_ID, kind: 'INQUIRY', mediaType: 'text/xml', createdAt: '2026-03-05T08:00:00.000Z' },
      { id: DRAFT_ID, kind: 'DRAFT', mediaType: 'text/xml', createdAt: '2026-03-05T08:00:00.000Z' },
      { id: SIGNED_ID, kind: 'SIGNED', mediaType: 'application/pkcs7-mime', createdAt: '2026-03-05T08:00:00.000Z' },
    ],
  })
})

test('shows why a case stands still: the reason, its paragraph and the grounds found', async () => {
  const { public: app } = startHarness()
  const card = (await app.inject(get('/api/v1/cases/39-2026-000002', CLERK))).json()
  expect(card).toMatchObject({
    state: 'HEAD_REVIEW',
    waitsFor: { reason: 'INTAKE_GROUNDS', paragraph: '¶47' },
    inquiry: { readable: false, signature: 'FAILED', signatureFault: 'CERTIFICATE_EXPIRED' },
    intakeGrounds: [{ code: 'UNREADABLE', paragraph: '¶24(3)', detail: 'Subject: element is missing' }],
  })
  expect(card).not.toHaveProperty('eligibility')
  expect(card).not.toHaveProperty('reply')
})

test('counts the days left by the calendar of the office and tells what is overdue', async () => {
  const { public: app, wait } = startHarness()
  const control = async () => (await app.inject(get('/api/v1/cases/39-2026-000002', CLERK))).json().control
  expect(await control()).toMatchObject({ calendarDaysLeft: 5, isOverdue: false, offOn: null })
  wait(5 * 86_400)
  expect(await control()).toMatchObject({ calendarDaysLeft: 0, isOverdue: false })
  wait(12 * 3600) // 22:00 UTC is already the next day in Kaliningrad
  expect(await control()).toMatchObject({ calendarDaysLeft: -1, isOverdue: true })
})

test('leaves the due date empty until the calendar year is loaded', async () => {
  const { public: app } = startHarness()
  const card = (await app.inject(get('/api/v1/cases/39-2026-000003', CLERK))).json()
  expect(card).toMatchObject({
    requester: { kind: 'STRANGER', id: 'stranger-1023900000065', name: 'ООО «Посторонний»' },
    control: { dueOn: null, calendarDaysLeft: null, isOverdue: false, warnings: ['CALENDAR_YEAR_MISSING'] },
    eligibility: { eligible: false, rule: 'E3', paragraph: '¶28, 51, 75', reason: 'NOT_REGISTERED' },
  })
})

test('keeps persons, the record found and the official out of lists and control cards', async () => {
  const { public: app } = startHarness()
  for (const url of ['/api/v1/cases', '/api/v1/cases/39-2026-000001'])
    expect((await app.inject(get(url, CLERK))).body).not.toContain(PERSONAL)
})

test.each([
  [INQUIRY_ID, 'text/xml', '39-2026-000001-INQUIRY.xml', Buffer.from(`<Envelope>${PERSONAL}</Envelope>`)],
  [DRAFT_ID, 'text/xml', '39-2026-000001-DRAFT.xml', Buffer.from('<Reply/>')],
  [SIGNED_ID, 'application/pkcs7-mime', '39-2026-000001-SIGNED.p7m', Buffer.of(0x30, 0x80, 0)],
])('gives the bytes of %s as an attachment of type %s', async (id, mediaType, name, bytes) => {
  const answer = await shared.public.inject(get(`/api/v1/cases/39-2026-000001/documents/${id}`, CLERK))
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe(mediaType)
  expect(answer.headers['content-disposition']).toBe(`attachment; filename="${name}"`)
  expect(answer.rawPayload).toEqual(bytes)
})

test.each([
  ['a number no case has', '/api/v1/cases/39-2026-000999', 404, 'CASE_UNKNOWN'],
  ['a document of an unknown case', `/api/v1/cases/39-2026-000999/documents/${DRAFT_ID}`, 404, 'CASE_UNKNOWN'],
  ['a document of another case', `/api/v1/cases/39-2026-000001/documents/${OTHERS_ID}`, 404, 'DOCUMENT_UNKNOWN'],
  ['what is no case number', '/api/v1/cases/1', 400, 'QUERY_INVALID'],
  ['a path that cannot be decoded', '/api/v1/cases/%E0%A4%A', 400, 'QUERY_INVALID'],
  ['a very long number', `/api/v1/cases/${'1'.repeat(5000)}`, 400, 'QUERY_INVALID'],
  ['an unknown resource', '/api/v1/people', 404, 'ROUTE_UNKNOWN'],
  ['an unknown version', '/api/v2/cases', 404, 'ROUTE_UNKNOWN'],
])('answers %s with a problem', async (_case, url, status, code) => {
  const answer = await shared.public.inject(get(url, CLERK))
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ type: `urn:zags-gateway:fault:${code}`, status, code })
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const)(
  'answers %s with 405 and names the allowed method',
  async (method) => {
    const answer = await shared.public.inject({ method, url: '/api/v1/cases', headers: CLERK, payload: '{"broken' })
    expect(answer.statusCode).toBe(405)
    expect(answer.headers.allow).toBe('GET')
  },
)

function summary(differing: Record<string, unknown>): Record<string, unknown> {
  return {
    waitsFor: null,
    requester: 'kaliningrad-regional-court',
    receivedAt: '2026-03-03T07:15:00.000Z',
    registeredOn: '2026-03-03',
    dueOn: '2026-03-11',
    ...differing,
  }
}
