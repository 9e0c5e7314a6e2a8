/** Reads over arrays: enough of a store for the APIs, and a record of what they asked for. */
import type { AuditEntry } from '../../../gateway/domain/audit-entry.ts'
import type { Case } from '../../../gateway/domain/case.ts'
import type {
  AuditFilter,
  CaseDocument,
  CaseFilter,
  CaseSummary,
  HistoryEntry,
  Page,
  PageRequest,
  Reads,
} from '../../../gateway/ports/store.ts'

export interface FakeReads extends Reads {
  readonly caseFilters: CaseFilter[]
  readonly auditFilters: AuditFilter[]
}

export interface Contents {
  readonly cases: readonly Case[]
  readonly documents: readonly CaseDocument[]
  readonly history: readonly HistoryEntry[]
  readonly entries: readonly (AuditEntry & { readonly id: string })[]
}

const notUsed = (): never => {
  throw new Error('the APIs do not read this')
}

export function fakeReads({ cases, documents, history, entries }: Contents): FakeReads {
  const caseFilters: CaseFilter[] = []
  const auditFilters: AuditFilter[] = []
  return {
    caseFilters,
    auditFilters,
    findCaseByNumber: async (number) => cases.find((of) => 'number' in of && of.number === number),
    getDocument: async (id) => documents.find((document) => document.id === id) ?? notUsed(),
    listDocuments: async (caseId) =>
      documents
        .filter((document) => document.caseId === caseId)
        .map(({ id, kind, mediaType, createdAt }) => ({ id, caseId, kind, mediaType, createdAt })),
    listHistory: async (caseId) => history.filter((entry) => entry.caseId === caseId),
    listCases: async (filter, page) => {
      caseFilters.push(filter)
      const matching = cases.filter(({ state }) => filter.state === undefined || state === filter.state)
      return pageOf(matching.map(summaryOf), page)
    },
    listAudit: async (filter, page) => {
      auditFilters.push(filter)
      return pageOf(entries, page)
    },
    findCase: notUsed,
    findIncoming: notUsed,
    listUnsealed: notUsed,
    listUnfinishedWork: notUsed,
    findRests: notUsed,
  }
}

/** The cursor is the index of the first item that follows. */
function pageOf<T>(items: readonly T[], { limit, after }: PageRequest): Page<T> {
  const first = Number(after ?? 0)
  const next = first + limit
  return { items: items.slice(first, next), ...(next < items.length ? { next: String(next) } : {}) }
}

function summaryOf(of: Case): CaseSummary {
  const numbered = 'deadline' in of ? of : undefined
  return {
    number: numbered?.number ?? null,
    state: of.state,
    waitsFor: of.waitsFor?.reason ?? null,
    requester: of.sender.kind === 'REGISTERED' ? of.sender.requesterId : of.sender.queue,
    receivedAt: of.receivedAt,
    registeredOn: numbered?.registeredOn ?? null,
    dueOn: numbered?.deadline.dueOn ?? null,
  }
}
