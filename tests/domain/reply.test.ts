import { describe, expect, test } from 'vitest'
import { checkEligibility } from '../../gateway/domain/eligibility.ts'
import { composeAbsence, composeInformation, composeRefusal } from '../../gateway/domain/reply.ts'
import { actRecord, COURT, inquiry, OFFICE, registered, searchReport, STRANGER, TODAY } from '../support/builders.ts'

const frame = { office: OFFICE, composedOn: '2026-03-11', sample: false }
const eligibility = checkEligibility(COURT, inquiry(), TODAY)
const decided = { ...registered(), grounds: [], eligibility }
const refused = { ...decided, eligibility: checkEligibility(undefined, inquiry(), TODAY) }
const record = actRecord()

describe('every final document carries (section 19)', () => {
  const information = composeInformation(
    { ...decided, state: 'DRAFTING', draftKind: 'INFORMATION', search: { ...searchReport(), record } },
    frame,
  )

  test('number, the outgoing number and date, office, signer, addressee and the digest of the inquiry', () => {
    expect(information).toMatchObject({
      number: '39000000-2026-000001',
      registeredOn: TODAY,
      composedOn: '2026-03-11',
      office: { code: OFFICE.code, head: OFFICE.head },
      addressee: { id: COURT.id, name: COURT.name },
      outgoingNumber: 'КОС-17',
      outgoingDate: '2026-03-06',
      inquiryDigest: decided.message.contentDigest,
    })
  })

  test('the mark of a sample in development mode, as it is told', () => {
    expect(information.sample).toBe(false)
    expect(composeRefusal(refused, { ...frame, sample: true }).sample).toBe(true)
  })
})

test('information holds the record found (¶17(1))', () => {
  const found = { ...decided, state: 'DRAFTING', draftKind: 'INFORMATION' } as const
  const content = composeInformation({ ...found, search: { ...searchReport(), record } }, frame)
  expect(content).toMatchObject({ kind: 'INFORMATION', record })
  expect(content).not.toHaveProperty('absence')
})

test('an absence notice holds passes and coverage, and no record (¶17(5), N6)', () => {
  const report = searchReport({ mark: 'NOT_FOUND' })
  if (!report.coverage) throw new Error('the report has a coverage')
  const { record: _, ...search } = { ...report, coverage: report.coverage }
  const content = composeAbsence({ ...decided, search }, frame)
  expect(content).toMatchObject({
    kind: 'ABSENCE_NOTICE',
    absence: { passes: search.passes, coverage: search.coverage },
  })
  expect(content).not.toHaveProperty('record')
})

describe('a refusal (¶28, 76)', () => {
  test('states rule, paragraph and reason', () => {
    expect(composeRefusal(refused, frame)).toMatchObject({
      kind: 'REFUSAL',
      refusal: { rule: 'E3', paragraph: '¶28, 51, 75', reason: 'NOT_REGISTERED' },
    })
  })

  test('addresses a stranger by the name of his certificate, not by the one he gives', () => {
    const content = composeRefusal({ ...refused, sender: STRANGER }, frame)
    expect(content.addressee.name).toBe('ООО «Наследник»')
  })

  test('cannot be composed for an eligible body', () => {
    expect(() => composeRefusal(decided, frame)).toThrow('needs a negative decision')
  })
})
