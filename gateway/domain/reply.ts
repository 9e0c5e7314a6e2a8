/** The answer as a document: what it says, to whom, about which inquiry (¶17, 28, 64-69; domain section 19). */
import type { LocalDate } from './act.ts'
import type { CaseIn, Decided, Searched } from './case.ts'
import type { DraftKind } from './draft.ts'
import type { Office } from './office.ts'
import type { RequesterCategory } from './requester.ts'
import type { ActRecord, CoverageFinding, SearchPass } from './search.ts'
import { absenceText, informationText, refusalText } from './wording.ts'

/** Everything the signed document states; `xsd/reply-document` is its schema. */
export interface ReplyContent {
  readonly kind: DraftKind
  /** Development mode: the document is marked ОБРАЗЕЦ. */
  readonly sample: boolean
  readonly number: string
  readonly registeredOn: LocalDate
  readonly composedOn: LocalDate
  readonly office: Pick<Office, 'code' | 'name' | 'head'>
  readonly addressee: { readonly id: string; readonly name: string }
  readonly outgoingNumber: string
  readonly outgoingDate: LocalDate
  /** Hex digest of the canonical inquiry answered, as its official signed it. */
  readonly inquiryDigest: string
  /** Official wording, paragraph by paragraph. */
  readonly text: readonly string[]
  readonly refusal?: { readonly rule: string; readonly paragraph: string; readonly reason: string }
  readonly record?: ActRecord
  readonly absence?: { readonly passes: readonly SearchPass[]; readonly coverage: CoverageFinding }
}

export interface ReplyFrame {
  readonly office: Office
  readonly composedOn: LocalDate
  readonly sample: boolean
}

/** ¶17(1): information on a found record. */
export function composeInformation(
  found: CaseIn<'DRAFTING'> & { search: { record: ActRecord } },
  frame: ReplyFrame,
): ReplyContent {
  const { record } = found.search
  return { ...common(found, frame), kind: 'INFORMATION', text: informationText(found, frame.office), record }
}

/** ¶17(5), 19, 66(1), N6: no record; states kind, persons, period and offices searched. */
export function composeAbsence(
  found: Searched & { search: { coverage: CoverageFinding } },
  frame: ReplyFrame,
): ReplyContent {
  const { passes, coverage } = found.search
  return {
    ...common(found, frame),
    kind: 'ABSENCE_NOTICE',
    text: absenceText(found, frame.office),
    absence: { passes, coverage },
  }
}

/** ¶28, 76: refusal with its ground and the routes of appeal. */
export function composeRefusal(refused: Decided, frame: ReplyFrame): ReplyContent {
  const { eligibility } = refused
  if (eligibility.eligible) throw new Error('a refusal needs a negative decision')
  const { rule, paragraph, reason } = eligibility
  return {
    ...common(refused, frame),
    kind: 'REFUSAL',
    text: refusalText(refused, eligibility, frame.office),
    refusal: { rule, paragraph, reason },
  }
}

/** What a standing order must cover to let the document out: SIGN(result kind, category). */
export interface SignatureSubject {
  readonly result: DraftKind
  readonly category: RequesterCategory | 'STRANGER'
}

function common(decided: Decided, frame: ReplyFrame): Omit<ReplyContent, 'kind' | 'text'> {
  if (!decided.reading.readable) throw new Error('an unreadable inquiry has no reply of this kind')
  const { inquiry } = decided.reading
  const name = decided.sender.kind === 'STRANGER' ? decided.sender.name : inquiry.requester.name
  return {
    sample: frame.sample,
    number: decided.number,
    registeredOn: decided.registeredOn,
    composedOn: frame.composedOn,
    office: frame.office,
    addressee: { id: inquiry.requester.id, name },
    outgoingNumber: inquiry.outgoingNumber,
    outgoingDate: inquiry.outgoingDate,
    inquiryDigest: decided.message.contentDigest,
  }
}
