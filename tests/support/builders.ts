/**
 * Things of the domain as tests need them: valid and typical unless a test says otherwise. The court asks for a birth of
 * 1990 on Tuesday 10 March 2026, at ten in the morning of Kaliningrad.
 */
import type { CaseIn, ReceivedMessage } from '../../gateway/domain/case.ts'
import type { OfficialSignature } from '../../gateway/domain/reading.ts'
import type { Inquiry, Subject, SubjectPerson } from '../../gateway/domain/inquiry.ts'
import type { Office } from '../../gateway/domain/office.ts'
import type { Requester, Sender } from '../../gateway/domain/requester.ts'
import type { JudgedCertificate } from '../../gateway/domain/revocation.ts'
import { SEARCH_METHODS, type ActRecord, type SearchPass, type SearchReport } from '../../gateway/domain/search.ts'
import type { StandingOrder } from '../../gateway/domain/standing-order.ts'

export const NOW = new Date('2026-03-10T08:00:00.000Z')
export const TODAY = '2026-03-10'
export const INQUIRY_TYPE = { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' } as const

export const OFFICE: Office = {
  code: '39000000',
  name: 'Агентство ЗАГС',
  level: 'AUTHORITY',
  timeZone: 'Europe/Kaliningrad',
  mnemonic: 'ZAGS39',
  head: { name: 'Морозова Елена Викторовна', position: 'Руководитель' },
}

export const COURT: Requester = {
  id: 'court-39',
  name: 'Областной суд',
  category: 'COURT',
  ogrn: '1023900000021',
  inn: '3900000021',
  validFrom: '2026-01-01',
  clearAllowed: true,
  legalNorms: [],
  systems: [{ id: 'court-39.1', mnemonic: 'COURT39', signingCertificates: [], encryptionCertificates: [] }],
  officials: [{ name: 'Соколова Ольга', position: 'Судья', snils: '00000000101', validFrom: '2026-01-01' }],
}

export const COURT_SENDER: Sender = {
  kind: 'REGISTERED',
  requesterId: COURT.id,
  systemId: 'court-39.1',
  queue: 'court-39.1',
}
export const STRANGER: Sender = {
  kind: 'STRANGER',
  name: 'ООО «Наследник»',
  queue: 'stranger.1023900000065',
  certificate: 'AA==',
}

/** Base64 that says whose it is; nothing of the flow reads a certificate. */
export const SYSTEM_CERTIFICATE: JudgedCertificate = { der: btoa('system'), revocation: 'GOOD' }
export const OFFICIAL_CERTIFICATE: JudgedCertificate = { der: btoa('official'), revocation: 'GOOD' }

export const SIGNED_BY_OFFICIAL: Extract<OfficialSignature, { verdict: 'VERIFIED' }> = {
  verdict: 'VERIFIED',
  certificateSerial: '0b',
  algorithm: 'gost2012-256',
  digest: 'e'.repeat(64),
  name: 'Соколова Ольга Николаевна',
  snils: '00000000101',
  certificate: OFFICIAL_CERTIFICATE,
}

/** Covers everything an order may cover, for courts and strangers. */
export const FULL_ORDER: StandingOrder = {
  id: 'order-7',
  validFrom: '2026-01-01',
  covers: [
    { event: 'VISA', categories: ['COURT'] },
    { event: 'REFUSE_28' },
    { event: 'SIGN', result: 'INFORMATION', categories: ['COURT'] },
    { event: 'SIGN', result: 'ABSENCE_NOTICE', categories: ['COURT'] },
    { event: 'SIGN', result: 'REFUSAL', categories: ['STRANGER'] },
  ],
}

export function child(changes: Partial<SubjectPerson> = {}): SubjectPerson {
  const name = { familyName: 'Иванов', givenName: 'Пётр', patronymic: 'Сергеевич' }
  return { role: 'CHILD', ...name, birthDate: '1990-05-12', birthPlace: 'Калининград', ...changes }
}

export function subject(changes: Partial<Subject> = {}): Subject {
  return { actKind: 'BIRTH', persons: [child()], ...changes }
}

export function inquiry(changes: Partial<Inquiry> = {}): Inquiry {
  return {
    requester: { id: COURT.id, name: COURT.name },
    addresseeOffice: OFFICE.code,
    outgoingNumber: 'КОС-17',
    outgoingDate: '2026-03-06',
    official: { familyName: 'Соколова', givenName: 'Ольга', position: 'Судья', phone: '+7 4012 000001' },
    legalBasis: 'ГПК РФ ст. 57',
    purpose: { caseNumber: '2-101/2026' },
    pdBasis: 'PROCEEDINGS',
    requestedResult: 'INFORMATION',
    mark: 'NONE',
    subjects: [subject()],
    ...changes,
  }
}

export function actRecord(changes: Partial<ActRecord> = {}): ActRecord {
  return {
    id: 'act-1',
    kind: 'BIRTH',
    office: '39000001',
    officeName: 'Отдел ЗАГС Ленинградского района',
    recordNumber: '123',
    recordedOn: { value: '1990-05-20', precision: 'DAY' },
    eventOn: { value: '1990-05-12', precision: 'DAY' },
    copyNo: 1,
    persons: [
      {
        role: 'CHILD',
        familyName: 'Иванов',
        givenName: 'Пётр',
        patronymic: 'Сергеевич',
        birthDate: { value: '1990-05-12', precision: 'DAY' },
      },
    ],
    restricted: false,
    annulled: false,
    transferred: false,
    ...changes,
  }
}

/** The passes of a search that found nothing, over the windows of the default subject. */
export const ALL_PASSES: readonly SearchPass[] = [false, true].flatMap((widened) =>
  SEARCH_METHODS.map((method) => ({
    aid: 'ELECTRONIC_BASE',
    method,
    window: widened ? { from: '1987-05-12', to: '1993-05-12' } : { from: '1990-05-12', to: '1990-05-12' },
    widened,
    found: 0,
    at: '2026-03-10T08:00:00.000Z',
  })),
)

export function searchReport(changes: Partial<SearchReport> = {}): SearchReport {
  return {
    mark: 'FOUND',
    passes: [{ ...ALL_PASSES[0]!, found: 1 }],
    completeness: 'COMPLETE',
    identified: true,
    record: actRecord(),
    discrepancies: [],
    candidates: [],
    isCut: false,
    coverage: {
      full: true,
      fromYear: 1987,
      toYear: 1994,
      offices: [{ code: '39000001', name: 'Отдел ЗАГС Ленинградского района' }],
      gaps: [],
    },
    ...changes,
  }
}

/** The MessageID was made at 07:59 UTC, a minute before receipt. */
export function message(changes: Partial<ReceivedMessage> = {}): ReceivedMessage {
  return {
    messageId: 'ff3aba00-1c56-11f1-8000-0123456789ab',
    type: INQUIRY_TYPE,
    digest: 'a'.repeat(64),
    contentDigest: 'c'.repeat(64),
    smevVersion: '1.1',
    test: false,
    ...changes,
  }
}

export function received(changes: Partial<CaseIn<'RECEIVED'>> = {}): CaseIn<'RECEIVED'> {
  return {
    state: 'RECEIVED',
    id: '00000000-0000-4000-8000-000000000001',
    version: 1,
    receivedAt: NOW.toISOString(),
    sender: COURT_SENDER,
    certificate: SYSTEM_CERTIFICATE,
    message: message(),
    reading: { readable: true, inquiry: inquiry(), official: SIGNED_BY_OFFICIAL },
    ...changes,
  }
}

export function registered(changes: Partial<CaseIn<'REGISTERED'>> = {}): CaseIn<'REGISTERED'> {
  return {
    ...received(),
    version: 2,
    state: 'REGISTERED',
    number: '39000000-2026-000001',
    registeredOn: TODAY,
    deadline: { dueOn: '2026-03-17', terms: [], calendarVersion: 'decreed', warnings: [] },
    ...changes,
  }
}

/** Random but the same in every run: a linear congruential generator. `below(n)` is an integer in [0, n). */
export function seeded(seed: number): { below: (limit: number) => number } {
  let state = seed
  return {
    below(limit) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * limit)
    },
  }
}
