/** Cases at several points of their life, with marked personal data that must never come back over HTTP. */
import type { CaseIn, ReceivedMessage, Received } from '../../../gateway/domain/case.ts'

/** Stands in every field that holds data of a person. */
export const PERSONAL = 'Тайнов-Секретный'

/** Documents of the filed case, and one of another case. */
export const INQUIRY_ID = 'd0c00000-0000-4000-8000-000000000001'
export const DRAFT_ID = 'd0c00000-0000-4000-8000-000000000002'
export const SIGNED_ID = 'd0c00000-0000-4000-8000-000000000003'
export const OTHERS_ID = 'd0c00000-0000-4000-8000-000000000004'

export const MESSAGE: ReceivedMessage = {
  messageId: '0b1c3a10-16f4-11f1-8000-000000000001',
  type: { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' },
  digest: 'd1'.repeat(32),
  contentDigest: 'c1'.repeat(32),
  smevVersion: '1.1',
  test: false,
}

const received: Received = {
  id: '6f0c8a5e-0000-4000-8000-000000000001',
  version: 1,
  receivedAt: '2026-03-03T07:15:00.000Z',
  sender: {
    kind: 'REGISTERED',
    requesterId: 'kaliningrad-regional-court',
    systemId: 'court-system',
    queue: 'kaliningrad-regional-court/court-system',
  },
  certificate: { der: PERSONAL, revocation: 'GOOD' },
  message: MESSAGE,
  reading: {
    readable: true,
    inquiry: {
      requester: { id: 'kaliningrad-regional-court', name: 'Областной суд' },
      addresseeOffice: '39000000',
      outgoingNumber: 'КОС-17',
      outgoingDate: '2026-03-02',
      official: { familyName: PERSONAL, givenName: PERSONAL, position: 'Судья' },
      purpose: { caseNumber: '2-101/2026' },
      requestedResult: 'INFORMATION',
      mark: 'NONE',
      subjects: [{ actKind: 'BIRTH', persons: [{ role: 'CHILD', familyName: PERSONAL, birthDate: '1980-05-05' }] }],
    },
    official: {
      verdict: 'VERIFIED',
      certificateSerial: '0a',
      algorithm: 'gost',
      digest: 'e1'.repeat(32),
      name: PERSONAL,
      snils: '00000000101',
      certificate: { der: PERSONAL, revocation: 'GOOD' },
    },
  },
}

const registered = {
  ...received,
  number: '39-2026-000001',
  registeredOn: '2026-03-03',
  deadline: {
    dueOn: '2026-03-11',
    terms: [
      { term: 'ELECTRONIC', status: 'COMPUTED', dueOn: '2026-03-11' },
      { term: 'MONTH', status: 'NOT_NEEDED' },
    ],
    calendarVersion: '2026-1',
    warnings: [],
  },
} as const

/** Found and signed by order, put into the queue on 5 March. */
export const FILED: CaseIn<'FILED'> = {
  ...registered,
  state: 'FILED',
  version: 10,
  grounds: [],
  eligibility: { eligible: true, category: 'COURT', rule: 'E1', paragraph: '¶2(1), 17', result: 'INFORMATION' },
  search: {
    mark: 'FOUND',
    passes: [{ aid: 'ELECTRONIC_BASE', window: { from: '1980-05-05', to: '1980-05-05' }, widened: false, found: 1 }],
    completeness: 'COMPLETE',
    identified: true,
    discrepancies: [],
    candidates: [{ id: 'act-1', differences: [], reasons: [] }],
    isCut: false,
    record: {
      id: 'act-1',
      kind: 'BIRTH',
      office: '39000001',
      officeName: 'Отдел ЗАГС',
      recordNumber: '77',
      recordedOn: { value: '1980-05-09', precision: 'DAY' },
      eventOn: { value: '1980-05-05', precision: 'DAY' },
      copyNo: 1,
      persons: [{ role: 'CHILD', familyName: PERSONAL, givenName: PERSONAL }],
      restricted: false,
      annulled: false,
      transferred: false,
    },
    coverage: { full: true, fromYear: 1977, toYear: 1984, offices: [], gaps: [] },
  },
  draft: { kind: 'INFORMATION', documentId: DRAFT_ID },
  signature: {
    by: 'system by order SO-1',
    certificateSerial: '0b',
    signedAt: '2026-03-05T08:00:00.000Z',
    documentId: SIGNED_ID,
  },
  dispatchedAt: '2026-03-05T08:00:01.000Z',
  deliveredAt: '2026-03-05T09:00:00.000Z',
}

/** Waits for the Head because of an intake ground. */
export const HELD: CaseIn<'HEAD_REVIEW'> = {
  ...registered,
  id: '6f0c8a5e-0000-4000-8000-000000000002',
  number: '39-2026-000002',
  state: 'HEAD_REVIEW',
  version: 3,
  reading: {
    readable: false,
    errors: ['Subject: element is missing'],
    official: { verdict: 'FAILED', code: 'CERTIFICATE_EXPIRED' },
  },
  grounds: [{ code: 'UNREADABLE', paragraph: '¶24(3)', detail: 'Subject: element is missing' }],
  waitsFor: { reason: 'INTAKE_GROUNDS', paragraph: '¶47' },
}

/** Of a body in no list; the calendar year that decides its term is not loaded. */
export const REFUSED: CaseIn<'REFUSAL_DRAFT'> = {
  ...registered,
  id: '6f0c8a5e-0000-4000-8000-000000000003',
  number: '39-2026-000003',
  state: 'REFUSAL_DRAFT',
  version: 4,
  sender: { kind: 'STRANGER', name: 'ООО «Посторонний»', queue: 'stranger-1023900000065', certificate: 'MII=' },
  deadline: {
    terms: [{ term: 'ELECTRONIC', status: 'CALENDAR_MISSING' }],
    calendarVersion: '2026-1',
    warnings: ['CALENDAR_YEAR_MISSING'],
  },
  grounds: [],
  eligibility: { eligible: false, rule: 'E3', paragraph: '¶28, 51, 75', reason: 'NOT_REGISTERED' },
}
