/**
 * One move of a case: new state, history, audit entry, documents, messages and the next job commit together, or none
 * does. A move works on the version its step has read: when another run was first, it has no effect.
 */
import type { AuditDetails, AuditEntry } from '../domain/audit-entry.ts'
import type { Actor, Case, CaseState, WaitsFor } from '../domain/case.ts'
import { GatewayError } from '../domain/faults.ts'
import type { IntakeGround } from '../domain/intake.ts'
import { getTransition, type CaseEvent } from '../domain/life-cycle.ts'
import { requesterOf } from '../domain/requester.ts'
import type { Ports } from '../ports/index.ts'
import type { Work } from '../ports/store.ts'

/** States from which the system goes on by itself; in the others a person acts. */
export const AUTOMATIC_STATES = [
  'RECEIVED',
  'REGISTERED',
  'HEAD_REVIEW',
  'REFUSAL_DRAFT',
  'QUEUED',
  'SEARCHING',
  'DRAFTING',
  'AWAITING_SIGNATURE',
  'SIGNED',
  'ISSUED',
  'DISPATCHED',
] as const satisfies readonly CaseState[]
export type AutomaticState = (typeof AUTOMATIC_STATES)[number]

export interface Moved {
  readonly event: CaseEvent
  readonly next: Case
  readonly actor?: Actor
  /** Entries beside the one every move leaves. */
  readonly audit?: readonly Evidence[]
  /** The registry did not answer: the sweep sends the job again, not this move. */
  readonly pause?: boolean
}

/** An audit entry without the columns that the case supplies. */
export type Evidence = Pick<AuditEntry, 'event' | 'result' | 'certificate' | 'details'>

export type Decide<C extends Case> = (work: Work, current: C) => Promise<Moved> | Moved

export async function move<C extends Case>(
  from: C,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  decide: Decide<C>,
) {
  await store.transaction(async (work) => {
    const current = await work.lockCase(from.id)
    if (!current || current.version !== from.version) return
    const moved = await decide(work, current as C)
    const next = { ...moved.next, version: from.version + 1 }
    const actor = moved.actor ?? 'system'
    const at = clock.now().toISOString()
    const { paragraph, role } = getTransition(from.state, moved.event, next.state)
    if (role === 'Head' && actor === 'system')
      throw new GatewayError('LIFE_CYCLE_VIOLATED', `${moved.event} is the Head's: the system needs his standing order`)
    const step = { paragraph, from: from.state, event: moved.event, to: next.state }
    await work.saveCase(next)
    await work.appendHistory({ caseId: from.id, version: next.version, at, actor, ...step })
    await work.appendAudit({ ...auditFrame(next, at), event: 'CASE_MOVED', result: 'OK', details: { actor, ...step } })
    for (const entry of moved.audit ?? []) await work.appendAudit({ ...auditFrame(next, at), ...entry })
    if (goesOn(next) && !moved.pause) await work.sendJob({ name: 'advance', caseId: next.id, version: next.version })
  })
}

export interface Hold extends WaitsFor {
  /** Grounds that were found while the case was under way. */
  readonly grounds?: readonly IntakeGround[]
}

/** The case stands still in its state until a person acts, or the reason passes; each reason is kept and audited once. */
export async function hold<C extends Case>(
  held: C,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { grounds, ...waitsFor }: Hold,
) {
  await store.transaction(async (work) => {
    const current = await work.lockCase(held.id)
    if (!current || current.version !== held.version || isSameWait(current.waitsFor, waitsFor)) return
    await work.saveCase({ ...current, ...(grounds ? { grounds } : {}), waitsFor })
    const found = grounds ? { grounds: grounds.map(({ code, detail }) => `${code}: ${detail}`) } : {}
    const details: AuditDetails = { state: held.state, ...waitsFor, ...found }
    const frame = auditFrame(current, clock.now().toISOString())
    await work.appendAudit({ ...frame, event: 'CASE_WAITS', result: 'OK', details })
  })
}

function isSameWait(current: WaitsFor | undefined, next: WaitsFor): boolean {
  return current?.reason === next.reason && current.alarmedOn === next.alarmedOn
}

/** The columns by which the audit is searched. */
export function auditFrame(of: Case, at: string): Pick<AuditEntry, 'at' | 'requester' | 'caseId' | 'caseNumber'> {
  return { at, requester: requesterOf(of.sender), caseId: of.id, ...('number' in of ? { caseNumber: of.number } : {}) }
}

/** A case goes on until it is final or a reason to wait for a person was found. */
function goesOn({ state, waitsFor }: Case): boolean {
  return !waitsFor && (AUTOMATIC_STATES as readonly CaseState[]).includes(state)
}
