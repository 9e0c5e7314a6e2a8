/**
 * The life of one inquiry: which step follows which state. Read this page first; each step is a file of this folder, in
 * the order of its number. A step prepares (it may be slow, and may run twice), then makes one `move`.
 */
import { PASSING_REASONS, type CaseIn } from '../domain/case.ts'
import type { Ports } from '../ports/index.ts'
import { register } from './2-register.ts'
import { checkIntakeGrounds } from './3-check-intake.ts'
import { review } from './4-review.ts'
import { search, take } from './5-search.ts'
import { draftReply } from './6-draft-reply.ts'
import { signRefusal, signReply } from './7-sign.ts'
import { issue } from './8-issue.ts'
import { dispatch, file } from './9-dispatch.ts'
import type { AutomaticState } from './move.ts'

const STEP_FROM: { readonly [S in AutomaticState]: (from: CaseIn<S>, ports: Ports) => Promise<void> } = {
  // 1-receive.ts is the door: it makes the case RECEIVED
  RECEIVED: register, // -> REGISTERED | DUPLICATE
  REGISTERED: checkIntakeGrounds, // -> HEAD_REVIEW
  HEAD_REVIEW: review, // -> QUEUED (visa) | REFUSAL_DRAFT (¶28) | waits for the Head
  QUEUED: take, // -> SEARCHING
  SEARCHING: search, // -> DRAFTING | a state that waits for a person
  DRAFTING: draftReply, // -> AWAITING_SIGNATURE
  AWAITING_SIGNATURE: signReply, // -> SIGNED
  REFUSAL_DRAFT: signRefusal, // -> SIGNED: a refusal travels the same road
  SIGNED: issue, // -> ISSUED
  ISSUED: dispatch, // -> DISPATCHED: sealed and put into the addressee's queue
  DISPATCHED: file, // -> FILED
} // search cannot follow REGISTERED: that line does not compile

/**
 * Runs the step of the case's state, if the case still has the version the job was sent for. What waits for a person is
 * left alone, unless its reason may have passed since.
 */
export async function advance(caseId: string, version: number, ports: Ports): Promise<void> {
  const found = await ports.store.reads.findCase(caseId)
  if (!found || found.version !== version || !(found.state in STEP_FROM)) return
  if (found.waitsFor && !PASSING_REASONS.includes(found.waitsFor.reason)) return
  const step = STEP_FROM[found.state as AutomaticState] as (from: typeof found, ports: Ports) => Promise<void>
  await step(found, ports)
}
