/**
 * The gateway's own store. State, audit entry and next job commit in one transaction, or none does; a slow peer is
 * never called inside one.
 */
import type { LocalDate } from '../domain/act.ts'
import type { AuditEntry, AuditEvent } from '../domain/audit-entry.ts'
import type { Actor, Case, CaseState, WaitReason } from '../domain/case.ts'
import type { CaseEvent } from '../domain/life-cycle.ts'
import type { OutgoingContent, Selector } from './exchange.ts'
import type { SearchLimitReads, SearchLimitWork } from './search-limits.ts'

export interface Store {
  transaction<T>(work: (work: Work) => Promise<T>): Promise<T>
  readonly reads: Reads
}

/** Everything one transaction may do. */
export interface Work extends SearchLimitWork {
  /** Locks the row until the end of the transaction. */
  lockCase(id: string): Promise<Case | undefined>
  insertCase(added: Case): Promise<void>
  saveCase(changed: Case): Promise<void>
  appendHistory(entry: HistoryEntry): Promise<void>
  appendAudit(entry: AuditEntry): Promise<void>
  addDocument(document: CaseDocument): Promise<void>
  /** Next number of a gapless series; a rolled-back transaction gives it back. */
  nextNumber(series: NumberSeries): Promise<number>
  /**
   * Number of the first registered case with the same requester, outgoing number and date and content digest that did
   * not end without an answer. Until the end of the transaction no other one may look for the same content.
   */
  findFirstCase(duplicate: DuplicateKey): Promise<string | undefined>

  /** False when this system has used the MessageID before: nothing is written then. */
  recordIncoming(message: IncomingRecord): Promise<boolean>
  /** False when this digest was presented before by this caller (one use per signed digest). */
  useDigest(queue: string, digest: string, at: Date): Promise<boolean>

  addOutgoing(message: OutgoingMessage): Promise<void>
  /** False when another run sealed it first: its bytes stand. */
  sealOutgoing(messageId: string, sealed: Uint8Array, at: Date): Promise<boolean>
  /** The first sealed, unacknowledged message of the queue that nobody holds; it is held until `until`. */
  leaseNext(queue: string, selector: Selector, lease: { now: Date; until: Date }): Promise<LeasedMessage | undefined>
  /** Marks a delivered, unacknowledged message of this queue; undefined when there is none. */
  acknowledge(queue: string, messageId: string, ack: { accepted: boolean; at: Date }): Promise<Acknowledged | undefined>

  sendJob(job: Job): Promise<void>
}

/** `advance` runs the step of the state the case has at that version; `seal` seals its waiting notices. */
export type Job =
  | { readonly name: 'advance'; readonly caseId: string; readonly version: number }
  | { readonly name: 'seal'; readonly caseId: string }

export interface HistoryEntry {
  readonly caseId: string
  /** Version the case has after the move. */
  readonly version: number
  readonly at: string
  readonly actor: Actor
  readonly paragraph: string
  readonly from: CaseState | '-'
  readonly event: CaseEvent
  readonly to: CaseState
}

export interface CaseDocument {
  readonly id: string
  readonly caseId: string
  readonly kind: 'INQUIRY' | 'OPENED_INQUIRY' | 'ATTACHMENT' | 'DRAFT' | 'SIGNED'
  /** text/xml or application/pkcs7-mime; of an attachment what its sender says. */
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly createdAt: string
}

/** Registration numbers per office and year; certificate and absence journals likewise (D3). */
export interface NumberSeries {
  readonly journal: 'REGISTRATION' | 'CERTIFICATE' | 'ABSENCE'
  readonly office: string
  readonly year: number
}

export interface DuplicateKey {
  readonly requester: string
  readonly outgoingNumber: string
  readonly outgoingDate: LocalDate
  readonly contentDigest: string
}

export interface IncomingRecord {
  readonly queue: string
  readonly messageId: string
  readonly digest: string
  readonly caseId: string
  /** The SendRequestResponse as it was sent: the same message gets the same answer. */
  readonly receipt: Uint8Array
  readonly receivedAt: string
}

export interface OutgoingMessage {
  readonly messageId: string
  readonly caseId: string
  readonly queue: string
  readonly nodeId?: string
  readonly type: { readonly namespace: string; readonly name: string }
  readonly content: OutgoingContent
  /** The final message of the case: exactly one has it (D6). */
  readonly final: boolean
}

export interface LeasedMessage {
  readonly messageId: string
  readonly caseId: string
  readonly sealed: Uint8Array
  readonly deliveries: number
}

export interface Acknowledged {
  readonly caseId: string
  readonly final: boolean
}

/** Reads outside the flow's transactions: steps prepare with them, the APIs answer from them. */
export interface Reads extends SearchLimitReads {
  findCase(id: string): Promise<Case | undefined>
  findCaseByNumber(number: string): Promise<Case | undefined>
  findIncoming(queue: string, messageId: string): Promise<Pick<IncomingRecord, 'digest' | 'receipt'> | undefined>
  /** Waiting messages of the case in the order they were added. */
  listUnsealed(caseId: string): Promise<readonly OutgoingMessage[]>
  getDocument(id: string): Promise<CaseDocument>
  listDocuments(caseId: string): Promise<readonly Omit<CaseDocument, 'bytes'>[]>
  listHistory(caseId: string): Promise<readonly HistoryEntry[]>
  listCases(filter: CaseFilter, page: PageRequest): Promise<Page<CaseSummary>>
  listAudit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry & { readonly id: string }>>
  /**
   * Open cases that no person holds up (nothing, or one of the reasons that may have passed meanwhile), and cases with
   * waiting notices: the sweep sends their jobs again.
   */
  listUnfinishedWork(passing: readonly WaitReason[]): Promise<readonly Job[]>
}

export interface CaseSummary {
  readonly number: string | null
  readonly state: CaseState
  readonly waitsFor: string | null
  readonly requester: string
  readonly receivedAt: string
  readonly registeredOn: LocalDate | null
  readonly dueOn: LocalDate | null
}

export interface CaseFilter {
  readonly state?: CaseState
  readonly requester?: string
  readonly dueFrom?: LocalDate
  readonly dueTo?: LocalDate
}

export interface AuditFilter {
  readonly from?: string
  readonly to?: string
  readonly requester?: string
  readonly certificate?: string
  readonly caseNumber?: string
  readonly event?: AuditEvent
  readonly result?: AuditEntry['result']
}

/** Cursors are opaque to callers; `next` is absent on the last page. */
export interface PageRequest {
  readonly limit: number
  readonly after?: string
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}
