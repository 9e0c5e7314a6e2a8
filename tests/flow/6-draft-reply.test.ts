import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { draftReply } from '../../gateway/flow/6-draft-reply.ts'
import { ALL_PASSES, OFFICE, searchReport } from '../support/builders.ts'
import type { SearchReport } from '../../gateway/domain/search.ts'
import { fakeDocuments, fakePorts, textOf, type FakePorts } from '../support/fakes.ts'
import { drafting } from './cases.ts'

const NOT_FOUND = searchReport({ mark: 'NOT_FOUND', passes: ALL_PASSES })
const ABSENT = drafting({ draftKind: 'ABSENCE_NOTICE', search: NOT_FOUND })
const absent = (changes: Partial<SearchReport>): CaseIn<'DRAFTING'> =>
  drafting({ draftKind: 'ABSENCE_NOTICE', search: { ...NOT_FOUND, ...changes } })

const COVERAGE = NOT_FOUND.coverage!

async function drafted(before: CaseIn<'DRAFTING'>, given: Partial<FakePorts> = {}) {
  const ports = fakePorts({ cases: [before], ...given })
  await draftReply(before, ports)
  const { cases, documents, history, jobs } = ports.store.tables
  return {
    history,
    jobs,
    documents: [...documents.values()],
    now: cases.get(before.id) as CaseIn<'AWAITING_SIGNATURE'>,
  }
}

describe('a draft (¶65-68)', () => {
  test.each([
    ['information', drafting(), 'INFORMATION'],
    ['an absence notice', ABSENT, 'ABSENCE_NOTICE'],
    [
      'an absence notice of what is still held (H5)',
      absent({ coverage: { ...COVERAGE, full: false, transferred: { entirely: false, holdings: [] } } }),
      'ABSENCE_NOTICE',
    ],
  ] as const)('of %s is stored with the case and waits for the signature', async (_kind, before, kind) => {
    const { now, documents, history, jobs } = await drafted(before)
    expect(documents).toMatchObject([{ caseId: before.id, kind: 'DRAFT', mediaType: 'text/xml' }])
    expect(now).toMatchObject({ state: 'AWAITING_SIGNATURE', draft: { kind, documentId: documents[0]?.id } })
    expect(now).not.toHaveProperty('draftKind')
    expect(textOf(documents[0]?.bytes ?? new Uint8Array())).toContain(`"kind":"${kind}"`)
    expect(history).toMatchObject([{ event: 'DRAFT', paragraph: '¶65-68' }])
    expect(jobs).toHaveLength(1)
  })

  test('bears the date of the office and the mark of a sample in development', async () => {
    const { settings } = fakePorts()
    const { documents } = await drafted(drafting(), { settings: { ...settings, sample: true } })
    expect(textOf(documents[0]?.bytes ?? new Uint8Array())).toContain('"sample":true')
  })
})

describe('what cannot be attested is not drafted', () => {
  test.each<[string, CaseIn<'DRAFTING'>, Partial<FakePorts>]>([
    ['an absence by a department (¶18, 19)', ABSENT, { office: { ...OFFICE, level: 'DEPARTMENT' } }],
    ['an absence without full coverage (N2)', absent({ coverage: { ...COVERAGE, full: false } }), {}],
    ['an absence with a gap', absent({ coverage: { ...COVERAGE, gaps: [{ office: '39-1', year: 1990 }] } }), {}],
    ['an absence that no office answers for', absent({ coverage: { ...COVERAGE, offices: [] } }), {}],
    ['an absence with the coverage of fewer years', absent({ coverage: { ...COVERAGE, toYear: 1993 } }), {}],
    ['an absence of a list that was cut', absent({ isCut: true }), {}],
    [
      'an absence without a full scan',
      absent({ passes: ALL_PASSES.filter(({ method }) => method === 'VARIANTS') }),
      {},
    ],
    ['an absence without the widened window', absent({ passes: ALL_PASSES.filter(({ widened }) => !widened) }), {}],
    ['an absence of what a pass found', absent({ passes: [{ ...ALL_PASSES[0]!, found: 1 }, ...ALL_PASSES] }), {}],
    [
      'an absence of what went to the archive (H4)',
      absent({ coverage: { ...COVERAGE, full: false, transferred: { entirely: true, holdings: [] } } }),
      {},
    ],
    ['an absence where a record was found', drafting({ draftKind: 'ABSENCE_NOTICE' }), {}],
    ['information from an ambiguous mark', drafting({ search: searchReport({ mark: 'AMBIGUOUS' }) }), {}],
    ['information from an archived record (H4)', drafting({ search: searchReport({ mark: 'ARCHIVED' }) }), {}],
  ])('%s', async (_what, before, given) => {
    const ports = fakePorts({ cases: [before], ...given })
    await expect(draftReply(before, ports)).rejects.toThrow('can be drafted from the mark')
    expect(ports.store.tables.cases.get(before.id)).toEqual(before)
  })

  test('a document that breaks its own schema: nothing moves', async () => {
    const documents = {
      ...fakeDocuments,
      writeReply: () => {
        throw new Error('the document breaks its schema')
      },
    }
    const ports = fakePorts({ cases: [drafting()], documents })
    await expect(draftReply(drafting(), ports)).rejects.toThrow('schema')
    expect(ports.store.tables.history).toEqual([])
  })
})
