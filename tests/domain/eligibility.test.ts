import { describe, expect, test } from 'vitest'
import { checkEligibility } from '../../gateway/domain/eligibility.ts'
import { RESULT_KINDS } from '../../gateway/domain/inquiry.ts'
import { REQUESTER_CATEGORIES, type Requester, type RequesterCategory } from '../../gateway/domain/requester.ts'
import { COURT, inquiry, TODAY } from '../support/builders.ts'

/** The table of ¶2 as domain section 3 has it: code, category, whether it may get a copy. */
const CATEGORIES: readonly [string, RequesterCategory, boolean][] = [
  ['R01', 'COURT', true],
  ['R02', 'PROSECUTOR', false],
  ['R03', 'INTERNAL_AFFAIRS', false],
  ['R04', 'FSB', false],
  ['R05', 'STATE_PROTECTION', false],
  ['R06', 'CUSTOMS', false],
  ['R07', 'FOREIGN_INTELLIGENCE', false],
  ['R08', 'PENITENTIARY', false],
  ['R09', 'DRUG_CONTROL', false],
  ['R10', 'INVESTIGATIVE_COMMITTEE', false],
  ['R11', 'BAILIFFS', false],
  ['R12', 'MIGRATION', false],
  ['R13', 'MILITARY_COMMISSARIAT', false],
  ['R14', 'OMBUDSMAN', false],
  ['R15', 'PENSION_FUND', false],
  ['R16', 'CIVIL_REGISTRY', true],
  ['R17', 'GUARDIANSHIP', false],
  ['R18', 'CHILD_OMBUDSMAN', false],
  ['R19', 'OTHER_BY_FEDERAL_LAW', false],
]

const NORM = '400-ФЗ ст. 21'
const body = (changes: Partial<Requester>): Requester => ({ ...COURT, legalNorms: [NORM], ...changes })
const asking = (changes: Parameters<typeof inquiry>[0] = {}) => inquiry({ legalBasis: NORM, ...changes })

test('the categories of ¶2 are these nineteen', () => {
  const listed = Object.entries(REQUESTER_CATEGORIES).map(([category, { code }]) => [code, category])
  expect(listed).toEqual(CATEGORIES.map(([code, category]) => [code, category]))
})

describe.each(CATEGORIES)('%s %s', (code, category, mayCopy) => {
  test.each(RESULT_KINDS.filter((kind) => kind !== 'RECORD_COPY'))('may have %s (E1)', (requestedResult) => {
    const decision = checkEligibility(body({ category }), asking({ requestedResult }), TODAY)
    const paragraph = `¶2(${Number(code.slice(1))}), 17`
    expect(decision).toEqual({ eligible: true, category, rule: 'E1', paragraph, result: requestedResult })
  })

  test(mayCopy ? 'may have a copy (¶17(2))' : 'gets an extract with a note for a copy, and no refusal (E5, A1)', () => {
    const decision = checkEligibility(body({ category }), asking({ requestedResult: 'RECORD_COPY' }), TODAY)
    const result = mayCopy ? { result: 'RECORD_COPY' } : { result: 'RECORD_EXTRACT', note: 'COPY_NOT_FOR_CATEGORY' }
    expect(decision).toMatchObject({ eligible: true, ...result })
    expect('note' in decision).toBe(!mayCopy)
  })
})

describe('refusal (¶28, 51, 75)', () => {
  test('of a body that is in no register (E3)', () => {
    expect(checkEligibility(undefined, asking(), TODAY)).toEqual({
      eligible: false,
      rule: 'E3',
      paragraph: '¶28, 51, 75',
      reason: 'NOT_REGISTERED',
    })
  })

  test.each([
    ['the day before its validity begins', '2025-12-31', false],
    ['the first day of its validity', '2026-01-01', true],
    ['the last day of its validity', '2026-06-30', true],
    ['the day after its validity', '2026-07-01', false],
  ])('is judged as of registration (E2, E3): %s', (_day, registeredOn, eligible) => {
    const decision = checkEligibility(body({ validTo: '2026-06-30' }), asking(), registeredOn)
    expect(decision).toMatchObject(eligible ? { eligible } : { eligible, rule: 'E3', reason: 'OUTSIDE_VALIDITY' })
  })

  test('not of a body whose validity is open', () => {
    expect(checkEligibility(body({}), asking(), '2099-01-01')).toMatchObject({ eligible: true })
  })

  test('of a body by federal law that cites no norm (E4)', () => {
    const { legalBasis: _, ...silent } = asking()
    expect(checkEligibility(body({ category: 'OTHER_BY_FEDERAL_LAW' }), silent, TODAY)).toEqual({
      eligible: false,
      rule: 'E4',
      paragraph: '¶2(19), 28',
      reason: 'NORM_MISSING',
    })
  })

  test('of a body by federal law that cites a norm not on its list (E4)', () => {
    const other = asking({ legalBasis: '400-ФЗ ст. 22' })
    expect(checkEligibility(body({ category: 'OTHER_BY_FEDERAL_LAW' }), other, TODAY)).toMatchObject({
      eligible: false,
      rule: 'E4',
      reason: 'NORM_NOT_ALLOWED',
    })
  })

  test('never for the cited norm of any other category: ¶28 is exhaustive (E5)', () => {
    expect(checkEligibility(body({ legalNorms: [] }), asking({ legalBasis: 'иное' }), TODAY)).toMatchObject({
      eligible: true,
    })
  })
})
