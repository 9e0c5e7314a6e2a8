/** Responses of both APIs as JSON schemas: what is not described here does not leave (the serialiser drops it). */
import { AUDIT_EVENTS } from '../domain/audit-entry.ts'
import type { CaseState } from '../domain/case.ts'
import { caseNumberSchema } from './query.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const count = { type: 'integer' } as const
const instant = { type: 'string', format: 'date-time', examples: ['2026-03-03T07:15:00.000Z'] } as const
const localDate = { type: 'string', format: 'date', examples: ['2026-03-10'] } as const
const orNull = <S extends { type: string }>(schema: S) => ({ ...schema, type: [schema.type, 'null'] })
const listOf = (items: object) => ({ type: 'array', items })

/** Every property is required unless its name stands in `optional`. */
function objectOf(properties: Record<string, object>, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required, additionalProperties: false }
}

/** Every state there is; the type makes a missing one an error. */
export const CASE_STATES = Object.keys({
  RECEIVED: 0,
  DUPLICATE: 0,
  REGISTERED: 0,
  HEAD_REVIEW: 0,
  REFUSAL_DRAFT: 0,
  QUEUED: 0,
  SEARCHING: 0,
  DRAFTING: 0,
  SUSPENSION_DRAFT: 0,
  LOCAL_ABSENCE_DRAFT: 0,
  REGION_CHECK_DRAFT: 0,
  AWAITING_SIGNATURE: 0,
  SIGNED: 0,
  ISSUED: 0,
  DISPATCHED: 0,
  FILED: 0,
} satisfies Record<CaseState, 0>)

const state = { type: 'string', enum: CASE_STATES } as const
const { pattern: _pattern, ...numberText } = caseNumberSchema

const problem = objectOf(
  {
    type: { type: 'string', examples: ['urn:zags-gateway:fault:CASE_UNKNOWN'] },
    title: { type: 'string', examples: ['Not Found'] },
    status: { type: 'integer', examples: [404] },
    detail: { type: 'string', examples: ['No case has this number.'] },
    instance: { type: 'string', examples: ['urn:uuid:5f6a1c02-2f0c-4a8e-9d50-0d3a3c3f7f11'] },
    code: { type: 'string', examples: ['CASE_UNKNOWN'] },
    violations: listOf(objectOf({ field: { type: 'string', examples: ['query/limit'] }, rule: text })),
  },
  ['code', 'violations'],
)

const caseSummary = objectOf({
  number: orNull(numberText),
  state,
  waitsFor: { ...orNull(text), description: 'Why the case stands still until a person acts.' },
  requester: text,
  receivedAt: instant,
  registeredOn: orNull(localDate),
  dueOn: orNull(localDate),
})

const control = objectOf({
  registeredOn: localDate,
  dueOn: { ...orNull(localDate), description: 'Null until the calendar year that decides it is loaded.' },
  terms: listOf(objectOf({ term: text, status: text, dueOn: localDate }, ['dueOn'])),
  warnings: listOf(text),
  calendarVersion: text,
  calendarDaysLeft: { ...orNull(count), description: 'Negative when overdue; null off control or without a due date.' },
  isOverdue: flag,
  offOn: { ...orNull(localDate), description: 'Day the answer was dispatched: off control.' },
})

const windowSchema = objectOf({ from: localDate, to: localDate })
const search = objectOf(
  {
    mark: text,
    completeness: text,
    discrepancies: { ...listOf(text), description: 'Names of differing fields; values stay in the record.' },
    candidates: listOf(
      objectOf({
        id: { ...text, description: 'Of the act record.' },
        differences: { ...listOf(text), description: 'Field and code: CHILD/FamilyName LETTERS.' },
        reasons: { ...listOf(text), description: 'The same in Russian, value of the inquiry / value of the record.' },
      }),
    ),
    isCut: { ...flag, description: 'There are more candidates than are listed.' },
    passes: listOf(
      objectOf({ aid: text, method: text, window: windowSchema, widened: flag, found: count, at: instant }, [
        'method',
        'window',
        'at',
      ]),
    ),
    coverage: objectOf({ full: flag, fromYear: count, toYear: count }),
  },
  ['coverage', 'candidates', 'isCut'],
)

const inquiry = objectOf(
  {
    messageId: text,
    test: flag,
    signature: { type: 'string', enum: ['VERIFIED', 'FAILED', 'MISSING', 'UNOPENED'] },
    signatureFault: text,
    readable: flag,
    outgoingNumber: text,
    outgoingOn: localDate,
    requestedResult: text,
    mark: text,
  },
  ['signatureFault', 'outgoingNumber', 'outgoingOn', 'requestedResult', 'mark'],
)

const reply = objectOf(
  {
    kind: { type: 'string', enum: ['INFORMATION', 'ABSENCE_NOTICE', 'REFUSAL'] },
    signedBy: text,
    signedAt: instant,
    journalNumber: text,
    dispatchedAt: instant,
    deliveredAt: instant,
  },
  ['signedBy', 'signedAt', 'journalNumber', 'dispatchedAt', 'deliveredAt'],
)

const eligibility = objectOf(
  { eligible: flag, rule: text, paragraph: text, category: text, result: text, note: text, reason: text },
  ['category', 'result', 'note', 'reason'],
)

const historyEntry = objectOf({
  version: count,
  at: instant,
  actor: text,
  paragraph: { type: 'string', examples: ['¶31, 49'] },
  from: { type: 'string', enum: ['-', ...CASE_STATES] },
  event: text,
  to: state,
})

const documentEntry = objectOf({
  id: text,
  kind: { type: 'string', enum: ['INQUIRY', 'OPENED_INQUIRY', 'ATTACHMENT', 'DRAFT', 'SIGNED'] },
  mediaType: {
    type: 'string',
    description: 'text/xml or application/pkcs7-mime; of an attachment what its sender says.',
  },
  createdAt: instant,
})

const controlCard = objectOf(
  {
    number: numberText,
    state,
    waitsFor: orNull(objectOf({ reason: text, paragraph: text })),
    receivedAt: instant,
    requester: objectOf(
      { kind: { type: 'string', enum: ['REGISTERED', 'STRANGER'] }, id: text, system: text, name: text },
      ['system', 'name'],
    ),
    inquiry,
    control,
    intakeGrounds: listOf(objectOf({ code: text, paragraph: text, detail: text })),
    eligibility,
    search,
    reply,
    history: listOf(historyEntry),
    documents: listOf(documentEntry),
  },
  ['number', 'control', 'intakeGrounds', 'eligibility', 'search', 'reply'],
)

const auditEntry = objectOf(
  {
    id: text,
    at: instant,
    event: { type: 'string', enum: [...AUDIT_EVENTS] },
    result: { type: 'string', enum: ['OK', 'REFUSED', 'FAILED'] },
    requester: text,
    certificate: text,
    caseNumber: numberText,
    caseId: text,
    details: {
      type: 'object',
      additionalProperties: true,
      description: 'Codes and figures that explain the result: strings, numbers, booleans, lists of strings.',
      examples: [{ code: 'CERTIFICATE_EXPIRED' }],
    },
  },
  ['requester', 'certificate', 'caseNumber', 'caseId'],
)

const pageOf = (name: string) =>
  objectOf({ items: listOf({ $ref: `${name}#` }), next: { ...text, description: 'Cursor of the next page.' } }, [
    'next',
  ])

/** Shared schemas by their name in the OpenAPI document. */
export const COMPONENTS = [
  { $id: 'Problem', ...problem },
  { $id: 'CaseSummary', ...caseSummary },
  { $id: 'CasePage', ...pageOf('CaseSummary') },
  { $id: 'ControlCard', ...controlCard },
  { $id: 'AuditEntry', ...auditEntry },
  { $id: 'AuditPage', ...pageOf('AuditEntry') },
]
