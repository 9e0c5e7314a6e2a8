import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { register } from '../../gateway/flow/2-register.ts'
import type { OutgoingContent } from '../../gateway/ports/exchange.ts'
import { inquiry, message, received, registered, SIGNED_BY_OFFICIAL } from '../support/builders.ts'
import { fakePorts, fakeTrust, type FakePorts } from '../support/fakes.ts'
import { calendarOf } from '../support/calendars.ts'

const asking = (changes: Parameters<typeof inquiry>[0]) => ({
  readable: true as const,
  inquiry: inquiry(changes),
  official: SIGNED_BY_OFFICIAL,
})

async function registering(changes: Partial<CaseIn<'RECEIVED'>> = {}, given: Partial<FakePorts> = {}) {
  const arrived = received(changes)
  const ports = fakePorts({ cases: [arrived], ...given })
  await register(arrived, ports)
  const { cases, outgoing, jobs } = ports.store.tables
  return { ports, jobs, outgoing, now: cases.get(arrived.id) as CaseIn<'REGISTERED'>, notice: outgoing[0]?.content }
}

function parametersOf(content: OutgoingContent | undefined) {
  if (content?.form !== 'STATUS') return expect.fail('a notice is a status')
  return content.parameters.map(({ key, value }) => `${key}=${value}`)
}

describe('registration (¶31, 49)', () => {
  test('gives number, date and due date, and tells them (section 19)', async () => {
    const { now, outgoing, notice } = await registering()
    expect(now).toMatchObject({
      state: 'REGISTERED',
      number: '39000000-2026-000001',
      registeredOn: '2026-03-10',
      deadline: { dueOn: '2026-03-17', calendarVersion: 'decreed' },
    })
    expect(outgoing).toMatchObject([{ queue: 'court-39.1', final: false, content: { form: 'STATUS', code: 10 } }])
    expect(parametersOf(notice)).toEqual([
      'number=39000000-2026-000001',
      'registeredOn=2026-03-10',
      'dueOn=2026-03-17',
      'term.ELECTRONIC=2026-03-17',
      'term.MONTH=2026-04-10',
    ])
  })

  test('goes on at once, and its notice is sealed by a job of its own', async () => {
    const { jobs, now } = await registering()
    expect(jobs).toEqual(
      expect.arrayContaining([
        { name: 'advance', caseId: now.id, version: 2 },
        { name: 'seal', caseId: now.id },
      ]),
    )
  })

  test.each([
    ['a Sunday is the day of registration too (A15)', '2026-03-15T09:00:00Z', '2026-03-15', '2026-03-20'],
    ['a minute before midnight of the office', '2026-03-10T21:59:00Z', '2026-03-10', '2026-03-17'],
    ['midnight of the office begins the next day (T1)', '2026-03-10T22:00:00Z', '2026-03-11', '2026-03-18'],
  ])('is on the day of receipt: %s', async (_day, receivedAt, registeredOn, dueOn) => {
    const { now } = await registering({ receivedAt })
    expect(now).toMatchObject({ registeredOn, deadline: { dueOn } })
  })

  test('is on the day of receipt, however late the step runs', async () => {
    const arrived = received()
    const ports = fakePorts({ cases: [arrived] })
    ports.clock.pass(3 * 86_400)
    await register(arrived, ports)
    expect(ports.store.tables.cases.get(arrived.id)).toMatchObject({ registeredOn: '2026-03-10' })
  })

  test('numbers are gapless in an office and a year, and begin anew with the year', async () => {
    const ids = ['1', '2', '3'].map((last) => `00000000-0000-4000-8000-00000000000${last}`)
    const [a, b, c] = ids.map((id, index) =>
      received({
        id,
        message: message({ contentDigest: id }),
        receivedAt: index === 2 ? '2025-12-31T10:00:00Z' : '2026-03-10T08:00:00Z',
      }),
    )
    const ports = fakePorts({ cases: [a!, b!, c!] })
    ports.store.failNextCommit()
    await expect(register(a!, ports)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    for (const arrived of [a!, b!, c!]) await register(arrived, ports)
    const numbers = ids.map((id) => (ports.store.tables.cases.get(id) as CaseIn<'REGISTERED'>).number)
    expect(numbers).toEqual(['39000000-2026-000001', '39000000-2026-000002', '39000000-2025-000001'])
  })

  test('run again changes nothing: no second number, no second notice', async () => {
    const arrived = received()
    const ports = fakePorts({ cases: [arrived] })
    await register(arrived, ports)
    const once = structuredClone(ports.store.tables)
    await register(arrived, ports)
    expect(ports.store.tables).toEqual(once)
  })
})

describe('terms are told as applied (section 8)', () => {
  test('a mark and an exact date', async () => {
    const { notice } = await registering({ reading: asking({ mark: 'URGENT', exactDate: '2026-03-12' }) })
    expect(parametersOf(notice)).toEqual(
      expect.arrayContaining(['dueOn=2026-03-12', 'term.EXACT=2026-03-12', 'term.URGENT=2026-03-13']),
    )
  })

  test('an exact date that has passed is a warning (T6)', async () => {
    const { notice } = await registering({ reading: asking({ exactDate: '2026-03-09' }) })
    expect(parametersOf(notice)).toContain('warning=EXACT_DATE_PASSED')
  })

  test('without the calendar that decides it is registered all the same, without a due date, and alarms (T14)', async () => {
    const trust = { ...fakeTrust(), calendar: calendarOf(2025) }
    const { ports, now, notice } = await registering({}, { trust })
    expect(now.state).toBe('REGISTERED')
    expect(now.deadline).not.toHaveProperty('dueOn')
    expect(parametersOf(notice)).toEqual(
      expect.arrayContaining(['term.ELECTRONIC=CALENDAR_MISSING', 'warning=CALENDAR_YEAR_MISSING']),
    )
    expect(parametersOf(notice).join()).not.toContain('dueOn=')
    expect(ports.alarms).toEqual([{ code: 'CALENDAR_YEAR_MISSING', caseId: now.id }])
  })

  test('an unreadable inquiry is registered too: its refusal needs a number (I2)', async () => {
    const reading = { readable: false, errors: ['x'], official: { verdict: 'MISSING' } } as const
    const { now } = await registering({ reading })
    expect(now).toMatchObject({ number: '39000000-2026-000001', deadline: { dueOn: '2026-03-17' } })
  })
})

describe('a duplicate (section 18)', () => {
  const first = registered({ id: '00000000-0000-4000-8000-0000000000f1', number: '39000000-2026-000041' })

  test('is no new case: it is answered with the first number, and that is final', async () => {
    const ports = fakePorts({ cases: [first, received()] })
    await register(received(), ports)
    const { cases, outgoing, jobs, series } = ports.store.tables
    expect(cases.get(received().id)).toMatchObject({ state: 'DUPLICATE', firstNumber: first.number })
    expect(outgoing).toMatchObject([{ final: true, content: { form: 'STATUS', code: 11 } }])
    expect(parametersOf(outgoing[0]?.content)).toEqual([`number=${first.number}`])
    expect(jobs).toEqual([{ name: 'seal', caseId: received().id }])
    expect(series.size).toBe(0)
  })

  test('goes by the digest without the MessageID where the content names that', async () => {
    const naming = (contentDigest: string) => message({ contentDigest, duplicateDigest: 'same' })
    const arrived = received({ message: naming('another') })
    const ports = fakePorts({ cases: [{ ...first, message: naming('one') }, arrived] })
    await register(arrived, ports)
    expect(ports.store.tables.cases.get(arrived.id)).toMatchObject({ state: 'DUPLICATE', firstNumber: first.number })
  })

  test.each<[string, Partial<CaseIn<'RECEIVED'>>]>([
    ['another content (I3)', { message: message({ contentDigest: 'd'.repeat(64) }) }],
    ['another outgoing date', { reading: asking({ outgoingDate: '2026-03-07' }) }],
    ['another outgoing number', { reading: asking({ outgoingNumber: 'КОС-18' }) }],
    ['another requester', { sender: { kind: 'REGISTERED', requesterId: 'other', systemId: 'o.1', queue: 'o.1' } }],
  ])('%s is a new case', async (_difference, changes) => {
    const arrived = received(changes)
    const ports = fakePorts({ cases: [first, arrived] })
    await register(arrived, ports)
    expect(ports.store.tables.cases.get(arrived.id)).toMatchObject({ state: 'REGISTERED' })
  })
})
