import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { REGISTRY_OPENAPI } from '../../../adapters/registry-http/openapi.ts'
import { COVERAGE_QUESTION, SEARCH_QUESTION } from '../../../adapters/registry-http/schemas.ts'
import { isLocalDate } from '../../../gateway/domain/local-date.ts'
import { actRecord, NOW, subject } from '../../support/builders.ts'
import { answering, askedRegistry, coverageAnswer, HOLDING, ORIGIN, searchAnswer, type Question } from './peer.ts'

const WINDOW = { from: '1987-05-12', to: '1993-05-12' }
const ajv = new Ajv({ formats: { date: isLocalDate } })
const YEARS = { fromYear: 1987, toYear: 1990 }

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('a search', () => {
  test('is one question with the method and the window, and answers with the records', async () => {
    const { registry } = askedRegistry({ token: async () => 'secret' })
    const asked: Question[] = []
    nock(ORIGIN, { reqheaders: { authorization: 'Bearer secret', 'content-type': 'application/json' } })
      .post('/v1/search', (body: Question) => asked.push(body) > 0)
      .reply(200, () => searchAnswer(asked[0] ?? { questionId: '' }), { 'content-type': 'application/json' })
    const found = await registry.search(subject({ unknownReason: 'утрачено' }), WINDOW, 'FULL_SCAN')
    expect(found).toEqual({ records: [actRecord()], isCut: false, asOf: NOW.toISOString() })
    expect(asked).toMatchObject([{ method: 'FULL_SCAN', window: WINDOW }])
    expect(ajv.validate(SEARCH_QUESTION, asked[0])).toBe(true)
    expect(JSON.stringify(asked)).not.toContain('утрачено')
  })

  test('by a clock that is ahead of ours is of now', async () => {
    answering((question) => searchAnswer(question, { asOf: '2026-03-10T08:00:40Z' }))
    const { registry } = askedRegistry()
    expect(await registry.search(subject(), WINDOW, 'VARIANTS')).toMatchObject({ asOf: NOW.toISOString() })
  })

  test('reads names and texts as they are written', async () => {
    const officeName = String.raw`"Отдел\": "ЗАГС`
    answering((question) => JSON.stringify(searchAnswer(question, { records: [actRecord({ officeName })] }), null, 1))
    const { registry } = askedRegistry()
    expect(await registry.search(subject(), WINDOW, 'VARIANTS')).toMatchObject({ records: [{ officeName }] })
  })

  test('tells names that a record had before it was changed', async () => {
    const formerNames = [{ familyName: 'Лесной', givenName: 'Пётр' }]
    const record = actRecord({ persons: [{ ...actRecord().persons[0]!, formerNames }] })
    answering((question) => searchAnswer(question, { records: [record] }))
    const { registry } = askedRegistry()
    expect(await registry.search(subject(), WINDOW, 'VARIANTS')).toMatchObject({ records: [record] })
  })

  test('is asked as documented, whatever an inquiry may state', async () => {
    const [empty, long] = ['', 'я'.repeat(50)]
    const asked: Question[] = []
    answering((question) => (asked.push(question), searchAnswer(question)), { times: 2 })
    const { registry } = askedRegistry()
    for (const text of [empty, long]) {
      const persons = [{ role: 'CHILD', familyName: 'Иванов', givenName: text }] as const
      await registry.search(subject({ persons, office: text, recordNumber: text }), WINDOW, 'VARIANTS')
    }
    expect(asked.map((question) => ajv.validate(SEARCH_QUESTION, question))).toEqual([true, true])
    expect(asked.map(({ subject: stated }) => stated)).toEqual([
      { actKind: 'BIRTH', persons: [{ role: 'CHILD', familyName: 'Иванов' }] },
      {
        ...subject({ office: long, recordNumber: long }),
        persons: [{ role: 'CHILD', familyName: 'Иванов', givenName: long }],
      },
    ])
  })

  test('that finds nothing says so', async () => {
    answering((question) => searchAnswer(question, { records: [] }))
    const { registry } = askedRegistry()
    expect(await registry.search(subject(), WINDOW, 'VARIANTS')).toMatchObject({ records: [], isCut: false })
  })

  test('is repeated under the same id while that may help, with growing pauses', async () => {
    const ids: string[] = []
    const keeping = (question: Question) => {
      ids.push(question.questionId)
      return searchAnswer(question)
    }
    answering(keeping, { status: 503 })
    answering(keeping, { status: 429 })
    answering(keeping)
    const { registry, pauses } = askedRegistry()
    expect(await registry.search(subject(), WINDOW, 'VARIANTS')).toMatchObject({ records: [{ id: 'act-1' }] })
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(1)
    expect(pauses.map((pause, index) => pause <= 400 * 2 ** index)).toEqual([true, true])
  })

  test('is repeated no sooner than the registry wants it', async () => {
    answering(searchAnswer, { status: 503, headers: { 'retry-after': '7' } })
    answering(searchAnswer)
    const { registry, pauses } = askedRegistry()
    await registry.search(subject(), WINDOW, 'VARIANTS')
    expect(pauses).toHaveLength(1)
    expect(pauses[0]).toBeGreaterThanOrEqual(7_000)
  })

  test('is not repeated when that would be after the deadline', async () => {
    answering(searchAnswer, { status: 429, headers: { 'retry-after': '20' } })
    const { registry, pauses, reasons } = askedRegistry({ deadlineMs: 20_000 })
    await expect(registry.search(subject(), WINDOW, 'VARIANTS')).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
    expect([pauses, reasons]).toEqual([[], ['status 429']])
  })

  test('is another question each time', async () => {
    const ids = new Set<string>()
    answering(
      (question) => {
        ids.add(question.questionId)
        return searchAnswer(question)
      },
      { times: 2 },
    )
    const { registry } = askedRegistry()
    await registry.search(subject(), WINDOW, 'VARIANTS')
    await registry.search(subject(), WINDOW, 'VARIANTS')
    expect(ids.size).toBe(2)
  })
})

describe('coverage', () => {
  async function covered(...spans: readonly (readonly [number, number, string])[]) {
    answering(
      (question) => {
        expect(ajv.validate(COVERAGE_QUESTION, question)).toBe(true)
        return coverageAnswer(question, ...spans)
      },
      { path: '/v1/coverage' },
    )
    return askedRegistry().registry.getCoverage('BIRTH', YEARS)
  }

  test('is full when every year of every office is', async () => {
    const offices = [{ code: '39000001', name: 'Отдел ЗАГС' }]
    expect(await covered([1980, 1988, 'FULL'], [1989, 2000, 'FULL'])).toEqual({
      full: true,
      ...YEARS,
      offices,
      gaps: [],
    })
    expect(await covered([1980, 1988, 'NOT_EXISTING'], [1989, 2000, 'FULL'])).toMatchObject({ full: true, gaps: [] })
  })

  test.each<[string, readonly (readonly [number, number, string])[], readonly number[]]>([
    [
      'a year that no span names',
      [
        [1980, 1988, 'FULL'],
        [1990, 2000, 'FULL'],
      ],
      [1989],
    ],
    [
      'a part of a year',
      [
        [1980, 2000, 'FULL'],
        [1988, 1988, 'PARTIAL'],
      ],
      [1988],
    ],
    [
      'a year that went to the archive and did not',
      [
        [1980, 1990, 'FULL'],
        [1990, 1990, 'TRANSFERRED'],
      ],
      [1990],
    ],
    ['an office without spans', [], [1987, 1988, 1989, 1990]],
  ])('has a gap by %s', async (_gap, spans, years) => {
    const gaps = years.map((year) => ({ office: '39000001', year }))
    expect(await covered(...spans)).toMatchObject({ full: false, gaps })
  })

  test('of years that went to the archive is not full, and names the archive (H4, H5)', async () => {
    const holding = { ...HOLDING, officeName: 'Отдел ЗАГС' }
    expect(await covered([1900, 1988, 'TRANSFERRED'], [1989, 2000, 'FULL'])).toMatchObject({
      full: false,
      gaps: [],
      transferred: { entirely: false, holdings: [{ ...holding, fromYear: 1987, toYear: 1988 }] },
    })
    expect(await covered([1900, 1990, 'TRANSFERRED'])).toMatchObject({
      full: false,
      transferred: { entirely: true, holdings: [{ ...holding, fromYear: 1987, toYear: 1990 }] },
    })
  })

  test('of a region without offices is not full, and neither is one where none existed', async () => {
    expect(await covered([1980, 2000, 'NOT_EXISTING'])).toMatchObject({ full: false, offices: [] })
    answering((question) => ({ ...coverageAnswer(question), offices: [] }), { path: '/v1/coverage' })
    expect(await askedRegistry().registry.getCoverage('BIRTH', YEARS)).toMatchObject({ full: false })
  })
})

test('the OpenAPI document in docs is the one the schemas make', () => {
  const kept: unknown = JSON.parse(readFileSync('docs/registry-http.openapi.json', 'utf8'))
  expect(kept).toEqual(JSON.parse(JSON.stringify(REGISTRY_OPENAPI)))
})
