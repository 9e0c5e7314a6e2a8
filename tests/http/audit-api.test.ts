import { expect, test } from 'vitest'
import { ENTRIES, get, OFFICER, startHarness } from './support/gateway.ts'

/** For tables of calls that leave nothing behind. */
const shared = startHarness()

test('lists entries with their details', async () => {
  const answer = await startHarness().public.inject(get('/audit/v1/entries', OFFICER))
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({ items: ENTRIES })
})

test('hands every filter to the store, instants in UTC and serials in lower case', async () => {
  const { public: app, reads } = startHarness()
  const query = new URLSearchParams({
    from: '2026-03-01T00:00:00+02:00',
    to: '2026-03-31T21:59:59Z',
    requester: 'kaliningrad-regional-court',
    certificate: '0A0B',
    case: '39-2026-000001',
    event: 'MESSAGE_REFUSED',
    result: 'REFUSED',
  })
  expect((await app.inject(get(`/audit/v1/entries?${query}`, OFFICER))).statusCode).toBe(200)
  expect(reads.auditFilters).toEqual([
    {
      from: '2026-02-28T22:00:00.000Z',
      to: '2026-03-31T21:59:59.000Z',
      requester: 'kaliningrad-regional-court',
      certificate: '0a0b',
      caseNumber: '39-2026-000001',
      event: 'MESSAGE_REFUSED',
      result: 'REFUSED',
    },
  ])
})

test('gives every entry once when the cursor is followed', async () => {
  const { public: app } = startHarness()
  const first = (await app.inject(get('/audit/v1/entries?limit=2', OFFICER))).json()
  const second = (await app.inject(get(`/audit/v1/entries?limit=2&after=${first.next}`, OFFICER))).json()
  expect([...first.items, ...second.items]).toEqual(ENTRIES)
  expect(second).not.toHaveProperty('next')
})

test.each([
  ['from=2026-03-01', 'query/from'],
  ['from=2026-03-01T00:00:60Z', 'query/from'],
  ['to=2026-13-01T00:00:00Z', 'query/to'],
  ['from=0001-01-01T00:00:00Z', 'query/from'],
  ['from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', 'query/to'],
  ['certificate=xyz', 'query/certificate'],
  ['case=1', 'query/case'],
  ['event=EVERYTHING', 'query/event'],
  ['result=MAYBE', 'query/result'],
  ['requester=', 'query/requester'],
  ['limit=1000', 'query/limit'],
])('refuses the filter %s and names the field', async (query, field) => {
  const { public: app, reads } = shared
  const answer = await app.inject(get(`/audit/v1/entries?${query}`, OFFICER))
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({
    code: 'QUERY_INVALID',
    violations: expect.arrayContaining([expect.objectContaining({ field })]),
  })
  expect(reads.auditFilters).toEqual([])
})
