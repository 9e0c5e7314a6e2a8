/** What a body asks: the content of an inquiry (¶23-25; shape of an interagency request by 210-FZ art. 7.2). */
import type { ActKind, LocalDate } from './act.ts'

export const RESULT_KINDS = ['INFORMATION', 'RECORD_COPY', 'RECORD_EXTRACT', 'CERTIFICATE'] as const
/** The four results of ¶17(1)-(4) that may be asked for. */
export type ResultKind = (typeof RESULT_KINDS)[number]

export const PD_BASES = ['CONSENT', 'LAW_FUNCTION', 'PROCEEDINGS', 'JUDICIAL_ACT_EXECUTION', 'STATE_SERVICE'] as const
/** Basis of personal-data processing, 152-FZ art. 6(1) items 1, 2, 3, 3.1, 4 (¶23(2)). */
export type PdBasis = (typeof PD_BASES)[number]

export interface Inquiry {
  readonly requester: { readonly id: string; readonly name: string; readonly department?: string }
  readonly addresseeOffice: string
  readonly outgoingNumber: string
  readonly outgoingDate: LocalDate
  readonly official: Official
  /** Optional in the schema, so that absence is CONFIDENTIALITY and not UNREADABLE (I7). */
  readonly legalBasis?: string
  readonly purpose: { readonly caseNumber?: string; readonly serviceName?: string }
  readonly pdBasis?: PdBasis
  /** contentId of the attached consent when pdBasis is CONSENT. */
  readonly pdConsent?: string
  /** Default INFORMATION (¶17). */
  readonly requestedResult: ResultKind
  readonly mark: 'NONE' | 'URGENT' | 'OPERATIVE'
  readonly exactDate?: LocalDate
  readonly subjects: readonly Subject[]
}

/** The official who signs (¶24(7)). */
export interface Official {
  readonly familyName: string
  readonly givenName: string
  readonly patronymic?: string
  readonly position: string
  readonly phone?: string
  readonly email?: string
}

/** One act looked for (¶25). */
export interface Subject {
  readonly actKind: ActKind
  readonly persons: readonly SubjectPerson[]
  /** [from, to] of the event, both inclusive; one date means from = to. */
  readonly period?: { readonly from: LocalDate; readonly to: LocalDate }
  /** Code of the office that made the record, when known. */
  readonly office?: string
  readonly recordNumber?: string
  readonly unknownReason?: string
  readonly alternativeInfo?: string
}

/** What the body knows of a person; every part may be missing. */
export interface SubjectPerson {
  readonly role: 'CHILD' | 'DECEASED' | 'SPOUSE' | 'FATHER' | 'MOTHER' | 'SUBJECT'
  readonly familyName?: string
  readonly givenName?: string
  readonly patronymic?: string
  /** Name the person bore before or after the act, where the kind has one. */
  readonly otherFamilyName?: string
  readonly birthDate?: LocalDate
  readonly ageYears?: number
  readonly birthPlace?: string
}

/** ¶25, ¶27, A4: how complete the data of a subject are. */
export type Completeness = 'COMPLETE' | 'EXCUSED' | 'PARTLY_EXCUSED' | 'BARE'
