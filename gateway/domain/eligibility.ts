/** May this body have this answer? (¶2, 17, 28; E1-E5). The decision names the rule that made it. */
import type { LocalDate } from './act.ts'
import type { Inquiry, ResultKind } from './inquiry.ts'
import { REQUESTER_CATEGORIES, type Requester, type RequesterCategory } from './requester.ts'

export type EligibilityDecision =
  | {
      readonly eligible: true
      readonly category: RequesterCategory
      readonly rule: 'E1'
      readonly paragraph: string
      /** What is issued: a lesser form where the category may not get a copy (E5, A1). */
      readonly result: ResultKind
      readonly note?: 'COPY_NOT_FOR_CATEGORY'
    }
  | { readonly eligible: false; readonly rule: 'E3' | 'E4'; readonly paragraph: string; readonly reason: RefusalReason }

export type RefusalReason = 'NOT_REGISTERED' | 'OUTSIDE_VALIDITY' | 'NORM_MISSING' | 'NORM_NOT_ALLOWED'

/** ¶17(2): copies go to courts and registry offices only. */
const COPY_CATEGORIES: ReadonlySet<RequesterCategory> = new Set(['COURT', 'CIVIL_REGISTRY'])

/** Judged as of `registeredOn` (E2); `requester` is undefined for a stranger. */
export function checkEligibility(
  requester: Requester | undefined,
  inquiry: Pick<Inquiry, 'legalBasis' | 'requestedResult'>,
  registeredOn: LocalDate,
): EligibilityDecision {
  if (!requester) return refused('E3', '¶28, 51, 75', 'NOT_REGISTERED')
  const { category, validFrom, validTo } = requester
  if (registeredOn < validFrom || (validTo !== undefined && registeredOn > validTo))
    return refused('E3', '¶28, 51, 75', 'OUTSIDE_VALIDITY')
  if (category === 'OTHER_BY_FEDERAL_LAW') {
    if (!inquiry.legalBasis) return refused('E4', '¶2(19), 28', 'NORM_MISSING')
    if (!requester.legalNorms.includes(inquiry.legalBasis)) return refused('E4', '¶2(19), 28', 'NORM_NOT_ALLOWED')
  }
  const lesser = inquiry.requestedResult === 'RECORD_COPY' && !COPY_CATEGORIES.has(category)
  return {
    eligible: true,
    category,
    rule: 'E1',
    paragraph: `¶2(${Number(REQUESTER_CATEGORIES[category].code.slice(1))}), 17`,
    result: lesser ? 'RECORD_EXTRACT' : inquiry.requestedResult,
    ...(lesser ? { note: 'COPY_NOT_FOR_CATEGORY' as const } : {}),
  }
}

function refused(rule: 'E3' | 'E4', paragraph: string, reason: RefusalReason): EligibilityDecision {
  return { eligible: false, rule, paragraph, reason }
}
