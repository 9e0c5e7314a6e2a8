/** The control card of a case (domain section 20): what the back office watches. Records and persons stay in documents. */
import type { LocalDate } from '../domain/act.ts'
import type { Case } from '../domain/case.ts'
import { localDateOf } from '../domain/local-date.ts'
import type { CaseDocument, HistoryEntry } from '../ports/store.ts'

export interface CardParts {
  readonly documents: readonly Omit<CaseDocument, 'bytes'>[]
  readonly history: readonly HistoryEntry[]
  readonly now: Date
  /** Zone of the office (T1). */
  readonly timeZone: string
}

const DAY_MS = 86_400_000

/** Parts that the case has not reached yet are absent. */
export function controlCardOf(of: Case, { documents, history, now, timeZone }: CardParts) {
  return {
    state: of.state,
    waitsFor: of.waitsFor ?? null,
    receivedAt: of.receivedAt,
    requester: requesterOf(of),
    inquiry: inquiryOf(of),
    ...('deadline' in of ? { number: of.number, control: controlOf(of, localDateOf(now, timeZone), timeZone) } : {}),
    ...('grounds' in of ? { intakeGrounds: of.grounds } : {}),
    ...('eligibility' in of ? { eligibility: of.eligibility } : {}),
    ...('search' in of && of.search ? { search: searchOf(of.search) } : {}),
    ...('draft' in of ? { reply: replyOf(of) } : {}),
    history: history.map(({ version, at, actor, paragraph, from, event, to }) => {
      return { version, at, actor, paragraph, from, event, to }
    }),
    documents: documents.map(({ id, kind, mediaType, createdAt }) => ({ id, kind, mediaType, createdAt })),
  }
}

function requesterOf({ sender }: Case) {
  return sender.kind === 'REGISTERED'
    ? { kind: sender.kind, id: sender.requesterId, system: sender.systemId }
    : { kind: sender.kind, id: sender.queue, name: sender.name }
}

/** By what the requester's letter is known; nothing of its subjects. */
function inquiryOf({ reading, message }: Case) {
  const official = { signature: reading.official.verdict, ...signatureCode(reading.official) }
  const common = { messageId: message.messageId, test: message.test, ...official }
  if (!reading.readable) return { ...common, readable: false }
  const { outgoingNumber, outgoingDate, requestedResult, mark } = reading.inquiry
  return { ...common, readable: true, outgoingNumber, outgoingOn: outgoingDate, requestedResult, mark }
}

function signatureCode(official: Case['reading']['official']) {
  return 'code' in official ? { signatureFault: official.code } : {}
}

type Controlled = Extract<Case, { deadline: unknown }>

/** T10: in time means dispatched on or before the due date, by the calendar of the office. */
function controlOf(of: Controlled, today: LocalDate, timeZone: string) {
  const { dueOn, terms, warnings, calendarVersion } = of.deadline
  const offOn = 'dispatchedAt' in of ? localDateOf(new Date(of.dispatchedAt), timeZone) : null
  const isOpen = offOn === null
  return {
    registeredOn: of.registeredOn,
    dueOn: dueOn ?? null,
    terms,
    warnings,
    calendarVersion,
    calendarDaysLeft: isOpen && dueOn ? (Date.parse(dueOn) - Date.parse(today)) / DAY_MS : null,
    isOverdue: dueOn !== undefined && (offOn ?? today) > dueOn,
    offOn,
  }
}

/**
 * What the person who compares needs: which records came near, and why each is not simply the one (Q7). Of a restricted one
 * nothing but that there is one (C4).
 */
function searchOf({
  mark,
  passes,
  completeness,
  discrepancies,
  coverage,
  ...found
}: NonNullable<SearchedCase['search']>) {
  const { candidates, isCut } = found
  return {
    ...(mark === 'RESTRICTED' ? {} : { candidates, isCut }),
    mark,
    completeness,
    discrepancies,
    passes,
    ...(coverage ? { coverage: { full: coverage.full, fromYear: coverage.fromYear, toYear: coverage.toYear } } : {}),
  }
}
type SearchedCase = Extract<Case, { search?: unknown }>

function replyOf(of: Extract<Case, { draft: unknown }>) {
  return {
    kind: of.draft.kind,
    ...('signature' in of ? { signedBy: of.signature.by, signedAt: of.signature.signedAt } : {}),
    ...('journalNumber' in of && of.journalNumber ? { journalNumber: of.journalNumber } : {}),
    ...('dispatchedAt' in of ? { dispatchedAt: of.dispatchedAt } : {}),
    ...('deliveredAt' in of && of.deliveredAt ? { deliveredAt: of.deliveredAt } : {}),
  }
}
