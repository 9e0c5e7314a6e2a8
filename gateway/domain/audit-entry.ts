/** What the audit keeps: a closed list of events, each with its result; never personal data of subjects. */
import type { FaultCode } from './faults.ts'

export const AUDIT_EVENTS = [
  'MESSAGE_ACCEPTED',
  'MESSAGE_REPEATED',
  'MESSAGE_REFUSED',
  'SYSTEM_SIGNATURE_VERIFIED',
  'OFFICIAL_SIGNATURE_VERIFIED',
  'ATTACHMENT_SIGNATURE_VERIFIED',
  'CASE_MOVED',
  'CASE_WAITS',
  'ELIGIBILITY_DECIDED',
  'REGISTRY_READ',
  'SEARCHED',
  'SEARCH_LIMIT_PASSED',
  'DOCUMENT_SIGNED',
  'MESSAGE_SEALED',
  'MESSAGE_DELIVERED',
  'MESSAGE_ACKNOWLEDGED',
  'STANDING_ORDER_REJECTED',
  'API_CALLED',
] as const
export type AuditEvent = (typeof AUDIT_EVENTS)[number]

export interface AuditEntry {
  readonly at: string
  readonly event: AuditEvent
  readonly result: 'OK' | 'REFUSED' | 'FAILED'
  /** Requester id or stranger queue, when known. */
  readonly requester?: string
  /** Serial of the certificate the event is about, hex. */
  readonly certificate?: string
  readonly caseNumber?: string
  readonly caseId?: string
  /** Codes and figures that explain the result: fault code, algorithm, digest, transition, counts. */
  readonly details: AuditDetails
}

export type AuditDetails = Readonly<Record<string, string | number | boolean | readonly string[]>> & {
  readonly code?: FaultCode
}
