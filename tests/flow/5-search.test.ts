import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { checkEligibility } from '../../gateway/domain/eligibility.ts'
import { search, take } from '../../gateway/flow/5-search.ts'
import { actRecord, COURT, inquiry, NOW, OFFICE, SIGNED_BY_OFFICIAL, subject, TODAY } from '../support/builders.ts'
import { CUT_AT, fakePorts, fakeRegistry, type FakePorts } from '../support/fakes.ts'
import { queued, searching } from './cases.ts'

const DEPARTMENT = { ...OFFICE, level: 'DEPARTMENT' } as const
const asking = (changes: Parameters<typeof subject>[0]): Partial<CaseIn<'SEARCHING'>> => ({
  reading: { readable: true, inquiry: inquiry({ subjects: [subject(changes)] }), official: SIGNED_BY_OFFICIAL },
})
const finding = (...answers: Parameters<typeof fakeRegistry>[0]) => ({ registry: fakeRegistry(answers) })
/** Incomplete: the place of birth is not known. */
const NAME_ONLY = [{ role: 'CHILD', familyName: 'Иванов', givenName: 'Пётр' }] as const

const NEAR = actRecord({ id: 'near', persons: [{ ...actRecord().persons[0]!, familyName: 'Ивнаов' }] })

async function searched(changes: Partial<CaseIn<'SEARCHING'>>, given: Partial<FakePorts>) {
  const before = searching(changes)
  const ports = fakePorts({ cases: [before], ...given })
  await search(before, ports)
  const { cases, audit, history, jobs } = ports.store.tables
  return { ports, audit, history, jobs, now: cases.get(before.id) as CaseIn<'DRAFTING'> }
}

test('a case is taken before it is searched (¶54)', async () => {
  const ports = fakePorts({ cases: [queued()] })
  await take(queued(), ports)
  expect(ports.store.tables.history).toMatchObject([{ from: 'QUEUED', event: 'TAKE', to: 'SEARCHING' }])
  expect(ports.store.tables.jobs).toHaveLength(1)
})

describe('a record found (¶57)', () => {
  test('in the stated period ends the search; the case goes on to the draft', async () => {
    const registry = fakeRegistry([[actRecord()]])
    const { now, jobs, audit } = await searched({}, { registry })
    expect(registry.asked).toEqual([{ window: { from: '1990-05-12', to: '1990-05-12' }, method: 'VARIANTS' }])
    expect(now).toMatchObject({ state: 'DRAFTING', draftKind: 'INFORMATION', search: { mark: 'FOUND' } })
    expect(now).not.toHaveProperty('waitsFor')
    expect(jobs).toHaveLength(1)
    expect(audit[1]).toMatchObject({ event: 'REGISTRY_READ', details: { records: ['act-1'] } })
    expect(audit[2]).toMatchObject({
      event: 'SEARCHED',
      details: { mark: 'FOUND', recordId: 'act-1', coverageFull: true },
    })
  })

  test('only in the widened one is found (¶55)', async () => {
    const registry = fakeRegistry([[], [], [actRecord()]])
    const { now } = await searched({}, { registry })
    expect(registry.asked[2]).toEqual({ window: { from: '1987-05-12', to: '1993-05-12' }, method: 'VARIANTS' })
    expect(now.search.passes).toMatchObject([
      { aid: 'ELECTRONIC_BASE', method: 'VARIANTS', widened: false, found: 0, at: NOW.toISOString() },
      { aid: 'ELECTRONIC_BASE', method: 'FULL_SCAN', widened: false, found: 0 },
      { aid: 'ELECTRONIC_BASE', method: 'VARIANTS', widened: true, found: 1 },
    ])
    expect(now.search.mark).toBe('FOUND')
  })

  test('leaves counts and fields in the audit, and no name (Q9)', async () => {
    const { audit } = await searched({}, finding([NEAR], [NEAR]))
    expect(audit.at(-1)?.details).toMatchObject({
      passes: [
        'ELECTRONIC_BASE VARIANTS 1990-05-12..1990-05-12: 1',
        'ELECTRONIC_BASE FULL_SCAN 1990-05-12..1990-05-12: 1',
      ],
      discrepancies: ['CHILD/FamilyName'],
      candidates: ['near CHILD/FamilyName LETTERS'],
    })
    expect(JSON.stringify(audit)).not.toMatch(/Иванов|Пётр/)
  })
})

describe('what a machine must not decide waits for a person', () => {
  const court = (result: 'RECORD_COPY') => checkEligibility(COURT, inquiry({ requestedResult: result }), TODAY)
  test.each<[string, Partial<CaseIn<'SEARCHING'>>, Partial<FakePorts>, string]>([
    ['a discrepancy (Q7)', {}, finding([NEAR], [NEAR]), 'FOUND_DISCREPANT'],
    ['several candidates (Q7)', {}, finding([actRecord(), actRecord({ id: 'act-2' })]), 'AMBIGUOUS'],
    ['several that come near (Q7)', {}, finding([], [NEAR, { ...NEAR, id: 'nearer' }]), 'AMBIGUOUS'],
    ['a book handed to the archive (H4)', {}, finding([actRecord({ transferred: true })]), 'ARCHIVED'],
    ['an adopted child (C3)', {}, finding([actRecord({ restricted: true })]), 'RESTRICTED'],
    ['an annulled record (Q8)', {}, finding([actRecord({ annulled: true })]), 'ANNULLED_RECORD'],
    ['a bare name', asking({ persons: NAME_ONLY }), finding([actRecord()]), 'WEAK_IDENTITY'],
    [
      'another result than information (¶65(2))',
      { eligibility: court('RECORD_COPY') },
      finding([actRecord()]),
      'RESULT_KIND',
    ],
  ])('%s', async (_what, changes, given, reason) => {
    const { now, jobs } = await searched(changes, given)
    expect(now).toMatchObject({ state: 'DRAFTING', waitsFor: { reason } })
    expect(jobs).toEqual([])
  })

  test('the reasons of each candidate are kept in the case, for the person who looks', async () => {
    const { now } = await searched({}, finding([NEAR], [NEAR, { ...NEAR, id: 'second', office: '39000002' }]))
    const reasons = ['фамилия отличается одной буквой: Иванов / Ивнаов']
    expect(now.search.candidates).toMatchObject([
      { id: 'near', reasons },
      { id: 'second', reasons },
    ])
  })

  test('the full scan sees what the variants do not, before anything is concluded', async () => {
    const registry = fakeRegistry([[NEAR], [NEAR, actRecord()]])
    const { now } = await searched({}, { registry })
    expect(registry.asked.map(({ method }) => method)).toEqual(['VARIANTS', 'FULL_SCAN'])
    expect(now.search).toMatchObject({ mark: 'FOUND', record: { id: 'act-1' } })
  })

  const others = Array.from({ length: CUT_AT }, (_, index) =>
    actRecord({ ...NEAR, id: `${index}`, recordNumber: `${index}` }),
  )

  test('a list cut at its limit, in which none agrees: nothing is concluded from it', async () => {
    const { now } = await searched({}, finding(others, others))
    expect(now).toMatchObject({ waitsFor: { reason: 'AMBIGUOUS' }, search: { mark: 'AMBIGUOUS', isCut: true } })
    expect(now.search).not.toHaveProperty('record')
  })

  test('one record that agrees in every stated field is found, however many came near', async () => {
    const { now } = await searched({}, finding([...others, actRecord()]))
    expect(now).toMatchObject({ search: { mark: 'FOUND', record: { id: 'act-1' } } })
    expect(now).not.toHaveProperty('waitsFor')
  })

  test('a restricted record in a cut list stays restricted (C4)', async () => {
    const restricted = Array.from({ length: CUT_AT }, () => actRecord({ restricted: true }))
    const { now } = await searched({}, finding(restricted))
    expect(now).toMatchObject({ waitsFor: { reason: 'RESTRICTED' }, search: { mark: 'RESTRICTED' } })
  })
})

describe('books at the state archive', () => {
  const holdings = [
    { archive: 'ГАКО', fond: 'Р-1', inventory: '2', officeName: 'Отдел ЗАГС', fromYear: 1990, toYear: 1990 },
  ]
  const at = (entirely: boolean) => ({ full: false, transferred: { entirely, holdings } })

  test('all of the stated period: no widening, and a person refers to the archive (H4)', async () => {
    const registry = fakeRegistry([[], []], at(true))
    const { now, jobs } = await searched({}, { registry })
    expect(registry.asked.map(({ method }) => method)).toEqual(['VARIANTS', 'FULL_SCAN'])
    expect(now).toMatchObject({
      state: 'DRAFTING',
      waitsFor: { reason: 'ARCHIVED' },
      search: { mark: 'ARCHIVED', coverage: { fromYear: 1990, toYear: 1990, transferred: { holdings } } },
    })
    expect(jobs).toEqual([])
  })

  test('some of it: the held years are searched, and a person limits the notice to them (H5)', async () => {
    const registry = fakeRegistry([[], [], [], []], at(false))
    const { now, jobs } = await searched({}, { registry })
    expect(registry.asked).toHaveLength(4)
    expect(now).toMatchObject({
      state: 'DRAFTING',
      draftKind: 'ABSENCE_NOTICE',
      waitsFor: { reason: 'ARCHIVED', paragraph: 'H5' },
      search: { mark: 'NOT_FOUND' },
    })
    expect(jobs).toEqual([])
  })

  test('some of it, and held years that are not covered: the region is asked (N3)', async () => {
    const registry = fakeRegistry([[], [], [], []], { ...at(false), gaps: [{ office: '39000001', year: 1991 }] })
    const { now } = await searched({}, { registry })
    expect(now).toMatchObject({ state: 'REGION_CHECK_DRAFT' })
  })
})

describe('nothing found is an answer', () => {
  test('but not by a coverage that came with records after the passes', async () => {
    const registry = fakeRegistry([[], [], [], []])
    const covering: FakePorts['registry'] = {
      ...registry,
      async getCoverage(kind, years) {
        const now = await registry.getCoverage(kind, years)
        return registry.asked.length > 0 ? now : { ...now, full: false, gaps: [{ office: '39000001', year: 1990 }] }
      },
    }
    const { now } = await searched({}, { registry: covering })
    expect(now).toMatchObject({ state: 'REGION_CHECK_DRAFT', search: { mark: 'NOT_FOUND' } })
  })

  const gap = fakeRegistry([[], [], [], []], { full: false, gaps: [{ office: '39000001', year: 1990 }] })

  test('the authority with full coverage goes on to the absence notice (N2, ¶66(1))', async () => {
    const { now, jobs, history } = await searched({}, {})
    expect(now).toMatchObject({ state: 'DRAFTING', draftKind: 'ABSENCE_NOTICE', search: { mark: 'NOT_FOUND' } })
    expect(history).toMatchObject([{ paragraph: '¶66(1)' }])
    expect(jobs).toHaveLength(1)
  })

  test.each<[string, Partial<CaseIn<'SEARCHING'>>, Partial<FakePorts>, object]>([
    [
      'with a gap in the coverage: region check (N3)',
      {},
      { registry: gap },
      { state: 'REGION_CHECK_DRAFT', waitsFor: { reason: 'REGION_CHECK' } },
    ],
    [
      'at a department: local absence (N1)',
      {},
      { office: DEPARTMENT },
      { state: 'LOCAL_ABSENCE_DRAFT', waitsFor: { reason: 'LOCAL_ABSENCE' } },
    ],
    [
      'with bare data: suspension (P1)',
      asking({ persons: NAME_ONLY }),
      {},
      { state: 'SUSPENSION_DRAFT', waitsFor: { reason: 'SUSPENSION' } },
    ],
    [
      'with bare data at a department: suspension first (¶59)',
      asking({ persons: NAME_ONLY }),
      { office: DEPARTMENT },
      { state: 'SUSPENSION_DRAFT' },
    ],
    [
      'with excused data: never suspended (P2, A4)',
      asking({ persons: NAME_ONLY, unknownReason: 'утрачено' }),
      {},
      { state: 'DRAFTING', draftKind: 'ABSENCE_NOTICE', search: { completeness: 'PARTLY_EXCUSED' } },
    ],
  ])('%s', async (_what, changes, given, expected) => {
    const { now } = await searched(changes, given)
    expect(now).toMatchObject(expected)
  })

  test('without a name or an address nothing is asked, and the case is suspended whatever excuse is given (Q4b)', async () => {
    const registry = fakeRegistry([])
    const excuse = { unknownReason: 'утрачено', alternativeInfo: 'нет' }
    const { now } = await searched(asking({ persons: [], ...excuse }), { registry })
    expect(now).toMatchObject({
      state: 'SUSPENSION_DRAFT',
      search: { completeness: 'BARE', passes: [{ aid: 'NOT_SEARCHABLE' }] },
    })
    expect(registry.asked).toEqual([])
  })
})

describe('no answer is never «nothing found»', () => {
  test.each([
    ['at the first pass', finding(undefined)],
    ['at the widened pass', finding([], [], undefined)],
    ['at the full scan', finding([], undefined)],
  ])('%s: the case goes back, with an alarm and a pause', async (_pass, given) => {
    const { now, ports, jobs, history } = await searched({}, given)
    expect(now).toMatchObject({ state: 'QUEUED', version: 6 })
    expect(now).not.toHaveProperty('search')
    expect(history).toMatchObject([{ event: 'GIVE_BACK', to: 'QUEUED' }])
    expect(ports.alarms).toMatchObject([{ code: 'REGISTRY_UNREACHABLE', caseNumber: now.number }])
    expect(jobs).toEqual([])
  })

  test('the sweep finds the case again, and the search is repeated in full', async () => {
    const { ports, now } = await searched({}, finding([], undefined, [], [], [], []))
    const open = await ports.store.reads.listUnfinishedWork([])
    expect(open).toEqual([{ name: 'advance', caseId: now.id, version: 6 }])
    await take(ports.store.tables.cases.get(now.id) as CaseIn<'QUEUED'>, ports)
    await search(ports.store.tables.cases.get(now.id) as CaseIn<'SEARCHING'>, ports)
    expect(ports.store.tables.cases.get(now.id)).toMatchObject({ state: 'DRAFTING', search: { passes: { length: 4 } } })
  })

  test('a bug of the registry is no such answer: it goes to the queue', async () => {
    const registry = { ...fakeRegistry([]), search: () => Promise.reject(new TypeError('bug')) }
    await expect(searched({}, { registry })).rejects.toThrow('bug')
  })
})
