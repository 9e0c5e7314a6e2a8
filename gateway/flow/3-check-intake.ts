/**
 * Step 3: check the grounds for refusing to accept (¶24, 26, 45, 47) and pass the case to the Head. Grounds, adoption
 * and groups wait for a person: no standing order covers them.
 */
import type { CaseIn, WaitsFor } from '../domain/case.ts'
import { checkIntake, type IntakeGround } from '../domain/intake.ts'
import type { Ports } from '../ports/index.ts'
import { move } from './move.ts'
import { findStanding } from './revocation-guard.ts'

export async function checkIntakeGrounds(
  registered: CaseIn<'REGISTERED'>,
  ports: Pick<Ports, 'store' | 'clock' | 'trust' | 'revocation'>,
): Promise<void> {
  const { trust, revocation } = ports
  const { sender, reading } = registered
  const grounds = checkIntake({
    reading,
    sender,
    requester: sender.kind === 'REGISTERED' ? trust.findRequester(sender.requesterId) : undefined,
    isRegisteredId: (id) => trust.findRequester(id) !== undefined,
    signedOn: registered.registeredOn,
    revoked: findStanding(registered, revocation).revoked,
  })
  const waitsFor = findReasonToWait(registered, grounds)
  await move(registered, ports, () => ({
    event: 'PASS_TO_HEAD',
    next: { ...registered, state: 'HEAD_REVIEW', grounds, ...(waitsFor ? { waitsFor } : {}) },
  }))
}

function findReasonToWait({ reading }: CaseIn<'REGISTERED'>, grounds: readonly IntakeGround[]): WaitsFor | undefined {
  if (grounds.length > 0) return { reason: 'INTAKE_GROUNDS', paragraph: '¶47' }
  if (!reading.readable) return undefined
  const { subjects } = reading.inquiry
  if (subjects.some(({ actKind }) => actKind === 'ADOPTION')) return { reason: 'ADOPTION_SECRECY', paragraph: 'C1, C2' }
  if (subjects.length > 1) return { reason: 'SEVERAL_SUBJECTS', paragraph: 'G1' }
  return undefined
}
