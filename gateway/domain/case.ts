/**
 * A case: the life of one inquiry in this office. One type per state; the type of a state lists what has been proved
 * by then. States and their order: domain section 18; `life-cycle.ts` holds the transitions.
 */
import type { LocalDate } from './act.ts'
import type { Deadline } from './deadline.ts'
import type { EligibilityDecision } from './eligibility.ts'
import type { IntakeGround } from './intake.ts'
import type { DraftKind, ReplyDraft } from './draft.ts'
import type { Reading } from './reading.ts'
import type { Sender } from './requester.ts'
import type { JudgedCertificate } from './revocation.ts'
import type { SearchReport } from './search.ts'

/** What SendRequest brought, after the system signature (ЭП-ОВ) had been verified. Instants are ISO 8601 in UTC. */
export interface ReceivedMessage {
  readonly messageId: string
  readonly referenceMessageId?: string
  readonly transactionCode?: string
  readonly nodeId?: string
  /** Root element of the business content, by which selectors match the answers; an encrypted one counts as what it is. */
  readonly type: { readonly namespace: string; readonly name: string }
  /** Hex digest of the canonical signed element: sameness (design section 4). */
  readonly digest: string
  /** Hex digest of the canonical business content alone: duplicates, and the inquiry a reply names. */
  readonly contentDigest: string
  /** Of a content that names its own message, the digest without that name: what makes two of them duplicates. */
  readonly duplicateDigest?: string
  /** SMEV schema version of the envelope: answers use the same one. */
  readonly smevVersion: string
  readonly test: boolean
}

export interface Received {
  readonly id: string
  /** Grows by one with every transition; a step works on the version it read, or has no effect. */
  readonly version: number
  readonly receivedAt: string
  readonly sender: Sender
  /** Of the system signature; the official's stands in the reading. */
  readonly certificate: JudgedCertificate
  readonly message: ReceivedMessage
  readonly reading: Reading
}

export interface Registered extends Received {
  readonly number: string
  readonly registeredOn: LocalDate
  readonly deadline: Deadline
}

export interface Reviewed extends Registered {
  readonly grounds: readonly IntakeGround[]
}

export interface Decided extends Reviewed {
  readonly eligibility: EligibilityDecision
}

export interface Searched extends Decided {
  readonly search: SearchReport
}

export interface Drafted extends Decided {
  readonly search?: SearchReport
  readonly draft: ReplyDraft
}

export interface Signed extends Drafted {
  readonly signature: {
    readonly by: Actor
    readonly certificateSerial: string
    readonly signedAt: string
    readonly documentId: string
  }
}

export interface Issued extends Signed {
  readonly journalNumber?: string
}

export interface Dispatched extends Issued {
  readonly dispatchedAt: string
  readonly deliveredAt?: string
}

/** Why a case stands still until a person acts; the state says who. */
export interface WaitsFor {
  readonly reason: WaitReason
  readonly paragraph: string
  /** The day on which somebody was told that the case still waits; once is enough. */
  readonly alarmedOn?: LocalDate
}
export type WaitReason =
  | 'INTAKE_GROUNDS'
  | 'NO_STANDING_ORDER'
  | 'REVOCATION_UNKNOWN'
  | 'SEARCH_LIMIT'
  | 'ADOPTION_SECRECY'
  | 'SEVERAL_SUBJECTS'
  | 'FOUND_DISCREPANT'
  | 'AMBIGUOUS'
  | 'ARCHIVED'
  | 'RESTRICTED'
  | 'ANNULLED_RECORD'
  | 'WEAK_IDENTITY'
  | 'RESULT_KIND'
  | 'SUSPENSION'
  | 'LOCAL_ABSENCE'
  | 'REGION_CHECK'

/** Reasons that may pass without anybody acting on the case: an order may have come, a source may answer again. */
export const PASSING_REASONS: readonly WaitReason[] = ['NO_STANDING_ORDER', 'REVOCATION_UNKNOWN']

type In<S extends string, T> = T & { readonly state: S; readonly waitsFor?: WaitsFor }

export type Case =
  | In<'RECEIVED', Received>
  | In<'DUPLICATE', Received & { readonly firstNumber: string }>
  | In<'REGISTERED', Registered>
  | In<'HEAD_REVIEW', Reviewed>
  | In<'REFUSAL_DRAFT', Decided>
  | In<'QUEUED', Decided>
  | In<'SEARCHING', Decided>
  | In<'DRAFTING', Searched & { readonly draftKind: DraftKind }>
  | In<'SUSPENSION_DRAFT', Searched>
  | In<'LOCAL_ABSENCE_DRAFT', Searched>
  | In<'REGION_CHECK_DRAFT', Searched>
  | In<'AWAITING_SIGNATURE', Drafted>
  | In<'SIGNED', Signed>
  | In<'ISSUED', Issued>
  | In<'DISPATCHED', Dispatched>
  | In<'FILED', Dispatched>

export type CaseState = Case['state']
export type CaseIn<S extends CaseState> = Extract<Case, { state: S }>

/** Who acts: the system itself, or the system by the Head's standing order. Persons come with the commands. */
export type Actor = 'system' | `system by order ${string}`
