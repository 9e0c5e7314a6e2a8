/**
 * No absence notice where one office and year is not covered, whatever way is taken (N2, Q3, Q4a): over random regions, from
 * the receipt of the inquiry to its end, and by drafting from whatever the search left.
 */
import nock from 'nock'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addOffices, addTransferredHoldings, setCoverage } from '../../adapters/registry/add-acts.ts'
import { createOwnRegistry } from '../../adapters/registry/own-registry.ts'
import { createReplicaReads } from '../../adapters/registry/replica-reads.ts'
import type { ActKind } from '../../gateway/domain/act.ts'
import type { Case, CaseIn } from '../../gateway/domain/case.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { SubjectPerson } from '../../gateway/domain/inquiry.ts'
import type { ActRecord } from '../../gateway/domain/search.ts'
import { draftReply } from '../../gateway/flow/6-draft-reply.ts'
import type { Database } from '../../gateway/ports/database.ts'
import type { Registry } from '../../gateway/ports/registry.ts'
import { answering, askedRegistry, HOLDING, searchAnswer, type Question } from '../adapters/registry-http/peer.ts'
import { actRecord, inquiry, NOW, OFFICE, received, seeded, SIGNED_BY_OFFICIAL } from '../support/builders.ts'
import { coverageOf, drawWorld, isAbsenceTrue, type World } from '../support/coverage-worlds.ts'
import { forEachBackend } from '../support/database.ts'
import { fakePorts, textOf, type FakePorts } from '../support/fakes.ts'
import { runToEnd } from '../support/run-to-end.ts'

/** Finds nothing, and answers for the world. */
function registryOf(world: World): Registry {
  return {
    search: async () => NOTHING,
    getCoverage: async (kind, years) => coverageOf(world, kind, years),
  }
}

function noticesOf({ store }: FakePorts, wanted: 'DRAFT' | 'SIGNED' = 'DRAFT'): readonly string[] {
  return [...store.tables.documents.values()]
    .filter(({ kind }) => kind === wanted)
    .map(({ bytes }) => textOf(bytes))
    .filter((text) => text.includes('"kind":"ABSENCE_NOTICE"'))
}

/** The whole life of the inquiry, then every other way to a draft that the case it left allows. */
async function live(world: World, registry: Registry, changes: Partial<FakePorts> = {}) {
  const reading = {
    readable: true,
    inquiry: inquiry({ subjects: [world.subject] }),
    official: SIGNED_BY_OFFICIAL,
  } as const
  const start = received({ reading })
  const ports = fakePorts({ cases: [start], registry, ...changes })
  await runToEnd(ports, start)
  const notices = noticesOf(ports)
  const now = ports.store.tables.cases.get(start.id)!
  return { now, notices, signed: noticesOf(ports, 'SIGNED'), forced: await forceDraft(now, changes) }
}

async function forceDraft(left: Case, changes: Partial<FakePorts>): Promise<readonly string[]> {
  if (!('search' in left) || !left.search) return []
  const forced = { ...left, state: 'DRAFTING', draftKind: 'ABSENCE_NOTICE' } as CaseIn<'DRAFTING'>
  const ports = fakePorts({ cases: [forced], ...changes })
  await draftReply(forced, ports).catch((error: unknown) => expect(String(error)).toContain('can be drafted'))
  return noticesOf(ports)
}

/** A notice that a person lets out speaks of what is held: it says which books are elsewhere (H5). */
function isLimited(notice: string): boolean {
  return notice.includes('"holdings":[{') && notice.includes('переданы на хранение')
}

const FAILURES = ['NO_ANSWER', 'CUT', 'NEAR'] as const
const NOTHING = { records: [], isCut: false, asOf: NOW.toISOString() }
const WORLDS = Array.from({ length: 400 }, (_, index) => drawWorld(index + 1))

test('the worlds hold every situation', () => {
  expect(WORLDS.filter(isAbsenceTrue).length).toBeGreaterThan(100)
  expect(WORLDS.filter((world) => !isAbsenceTrue(world)).length).toBeGreaterThan(100)
})

afterEach(() => nock.cleanAll())

describe('over 400 random regions', () => {
  test('a notice is made where every office and year is covered, and nowhere else', async () => {
    for (const world of WORLDS) expectTruth(world, await live(world, registryOf(world)))
  })

  test('none is signed where the coverage of one office and year was withdrawn since the draft', async () => {
    let drafted = 0
    for (const [at, world] of WORLDS.filter(isAbsenceTrue).entries()) {
      const { below } = seeded(at)
      const { fromYear, toYear } = world.needed
      const [office, year] = [world.offices[below(world.offices.length)], fromYear + below(toYear - fromYear + 1)]
      const withdrawn: World = {
        ...world,
        at: (of, kind, in_) => (of === office && in_ === year ? 'PARTIAL' : world.at(of, kind, in_)),
      }
      let asked = 0
      const { notices, signed } = await live(world, {
        ...registryOf(world),
        // Twice by the search: for all years, and for those of the stated period.
        getCoverage: async (kind, years) => coverageOf(++asked > 2 ? withdrawn : world, kind, years),
      })
      expect(signed).toEqual([])
      drafted += notices.length
    }
    expect(drafted).toBeGreaterThan(50)
  })

  test('none by what a replica says that is stale or breaks off, though it knows of no gap', async () => {
    for (const [at, world] of WORLDS.slice(0, 200).entries()) {
      const { below } = seeded(at)
      let now = 0
      const registry = createReplicaReads({
        primary: registryOf(world),
        replica: registryOf({ ...world, at: () => 'FULL' }),
        async findFollowed() {
          now += 1000
          if (below(3) === 0) throw new GatewayError('STORE_UNREACHABLE', 'away')
          return below(2) === 0 ? undefined : { sentAt: now - 60_001 - below(100_000), at: NOW }
        },
        maxLagSeconds: 60,
        elapsed: () => now,
        onChange: () => undefined,
      })
      expectTruth(world, await live(world, registry))
    }
  })

  test('nor by a registry system over HTTP that answers for the region as it is', async () => {
    for (const world of WORLDS.slice(0, 60)) {
      answering((question) => searchAnswer(question, { records: [] }), { times: 8 })
      answering((question) => coverageAnswerOf(world, question), { path: '/v1/coverage', times: 8 })
      expectTruth(world, await live(world, askedRegistry().registry))
      nock.cleanAll()
    }
  })

  test('none where a record came near, a list was cut, or an answer failed, at whichever pass', async () => {
    for (const [at, world] of WORLDS.slice(0, 240).entries()) {
      const [failing, failure] = [at % 4, FAILURES[at % 3]!]
      let asked = 0
      const registry: Registry = {
        ...registryOf(world),
        async search() {
          if (asked++ !== failing) return NOTHING
          if (failure === 'NO_ANSWER') throw new GatewayError('REGISTRY_UNREACHABLE', 'no answer')
          return failure === 'CUT' ? { ...NOTHING, isCut: true } : { ...NOTHING, records: [nearRecordOf(world)] }
        },
      }
      const { notices, forced } = await live(world, registry)
      // A full scan that is whole sees all that a cut list of variants left out.
      if (failure !== 'CUT' || failing % 2 === 1) expect([...notices, ...forced]).toEqual([])
    }
  })

  test('none by a department, and none where the answer is for fewer years than were asked for', async () => {
    for (const world of WORLDS.slice(0, 200)) {
      const department = { office: { ...OFFICE, level: 'DEPARTMENT' } } as const
      const { notices, forced } = await live(world, registryOf(world), department)
      expect([...notices, ...forced]).toEqual([])
      const fewer = await live(world, {
        ...registryOf(world),
        getCoverage: async (kind, { fromYear, toYear }) => coverageOf(world, kind, { fromYear, toYear: toYear - 1 }),
      })
      expect([...fewer.notices, ...fewer.forced]).toEqual([])
    }
  })
})

/** A notice, and one that goes out, exactly where it is true; what a person could let out beside it is limited. */
function expectTruth(world: World, { now, notices, signed, forced }: Awaited<ReturnType<typeof live>>): void {
  const isBare = 'search' in now && now.search?.completeness === 'BARE'
  const isTrue = isAbsenceTrue(world)
  expect([notices.length, signed.length]).toEqual(isTrue && !isBare ? [1, 1] : [0, 0])
  if (!isTrue) for (const notice of forced) expect(isLimited(notice)).toBe(true)
}

/** Year by year, but for those of which it says nothing: that is NONE too (Q3). */
function coverageAnswerOf({ offices, at }: World, { questionId, ...asked }: Question): object {
  const { kind, fromYear, toYear } = asked as { kind: ActKind; fromYear: number; toYear: number }
  const years = Array.from({ length: toYear - fromYear + 1 }, (_, index) => fromYear + index)
  const coverage = (code: string): object[] =>
    years
      .filter((year) => at(code, kind, year) !== 'NONE' || year % 2 === 0)
      .flatMap((year) => {
        const state = at(code, kind, year)
        return [{ fromYear: year, toYear: year, state, ...(state === 'TRANSFERRED' ? HOLDING : {}) }]
      })
  const answered = offices.map((code) => ({ code, name: code, coverage: coverage(code) }))
  return { questionId, asOf: NOW.toISOString(), kind, offices: answered }
}

/** One letter of the surname is another. */
function nearRecordOf({ subject: { actKind, persons } }: World): ActRecord {
  const { familyName: _familyName, birthDate: _birthDate, role = 'CHILD', ...name } = persons[0] as AskedByName
  const recorded = role === 'SPOUSE' ? 'SPOUSE_1' : role
  return actRecord({ kind: actKind, persons: [{ ...name, familyName: 'Ивнаов', role: recorded }] })
}
type AskedByName = SubjectPerson & { readonly familyName: string; readonly givenName: string }

forEachBackend((backend) => {
  let database: Database
  beforeAll(async () => {
    database = await backend.open()
  })

  async function store({ offices, years, at, subject: { actKind: kind } }: World): Promise<void> {
    await database.query('delete from registry.coverage')
    await database.query('delete from registry.transferred_holding')
    await database.query('delete from registry.office')
    await addOffices(
      database,
      offices.map((code) => ({ code, name: code })),
    )
    const rows = offices.flatMap((office) =>
      years.map((year) => ({ office, kind, year, state: at(office, kind, year) })),
    )
    await setCoverage(
      database,
      rows.flatMap(({ year, state, ...row }) =>
        // A missing row is NONE (Q3).
        state === 'TRANSFERRED' || (state === 'NONE' && year % 2 === 0)
          ? []
          : [{ ...row, fromYear: year, toYear: year, state }],
      ),
    )
    const papers = { archive: 'ГАКО', actNumber: '1', actOn: '2026-01-15', fond: 'Р-1', inventory: '1' }
    await addTransferredHoldings(
      database,
      rows.flatMap(({ state, ...row }) => (state === 'TRANSFERRED' ? [{ ...row, ...papers }] : [])),
    )
  }

  test('the own registry answers for 60 such regions as they are', async () => {
    const registry = createOwnRegistry(database)
    for (const world of WORLDS.slice(0, 60)) {
      await store(world)
      expectTruth(world, await live(world, registry))
    }
    await registry.close()
  })
})
