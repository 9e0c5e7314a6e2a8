/** One case in each state of its way, as the step before has left it. */
import type { CaseIn } from '../../gateway/domain/case.ts'
import { checkEligibility } from '../../gateway/domain/eligibility.ts'
import { COURT, inquiry, NOW, registered, searchReport, STRANGER, TODAY } from '../support/builders.ts'

export function headReview(changes: Partial<CaseIn<'HEAD_REVIEW'>> = {}): CaseIn<'HEAD_REVIEW'> {
  return { ...registered(), state: 'HEAD_REVIEW', version: 3, grounds: [], ...changes }
}

/** A stranger's inquiry that the Head, or his order, has refused. */
export function refusalDraft(changes: Partial<CaseIn<'REFUSAL_DRAFT'>> = {}): CaseIn<'REFUSAL_DRAFT'> {
  const eligibility = checkEligibility(undefined, inquiry(), TODAY)
  return { ...headReview(), state: 'REFUSAL_DRAFT', version: 4, sender: STRANGER, eligibility, ...changes }
}

export function queued(changes: Partial<CaseIn<'QUEUED'>> = {}): CaseIn<'QUEUED'> {
  const eligibility = checkEligibility(COURT, inquiry(), TODAY)
  return { ...headReview(), state: 'QUEUED', version: 4, eligibility, ...changes }
}

export function searching(changes: Partial<CaseIn<'SEARCHING'>> = {}): CaseIn<'SEARCHING'> {
  return { ...queued(), state: 'SEARCHING', version: 5, ...changes }
}

export function drafting(changes: Partial<CaseIn<'DRAFTING'>> = {}): CaseIn<'DRAFTING'> {
  return {
    ...searching(),
    state: 'DRAFTING',
    version: 6,
    search: searchReport(),
    draftKind: 'INFORMATION',
    ...changes,
  }
}

export const DRAFT_ID = '00000000-0000-4000-8000-0000000000d1'
export const SIGNED_ID = '00000000-0000-4000-8000-0000000000d2'

export function awaitingSignature(changes: Partial<CaseIn<'AWAITING_SIGNATURE'>> = {}): CaseIn<'AWAITING_SIGNATURE'> {
  const draft = { kind: 'INFORMATION', documentId: DRAFT_ID } as const
  return { ...searching(), state: 'AWAITING_SIGNATURE', version: 7, search: searchReport(), draft, ...changes }
}

export function signed(changes: Partial<CaseIn<'SIGNED'>> = {}): CaseIn<'SIGNED'> {
  const signature = {
    by: 'system by order order-7',
    certificateSerial: 'ad',
    signedAt: NOW.toISOString(),
    documentId: SIGNED_ID,
  } as const
  return { ...awaitingSignature(), state: 'SIGNED', version: 8, signature, ...changes }
}

export function issued(changes: Partial<CaseIn<'ISSUED'>> = {}): CaseIn<'ISSUED'> {
  return { ...signed(), state: 'ISSUED', version: 9, ...changes }
}

export function dispatched(changes: Partial<CaseIn<'DISPATCHED'>> = {}): CaseIn<'DISPATCHED'> {
  return { ...issued(), state: 'DISPATCHED', version: 10, dispatchedAt: NOW.toISOString(), ...changes }
}
