/**
 * The guard «revocation known» (I9), on the visa and on every signature of the Head: both signers' certificates are asked
 * about again, as they stood at receipt. A revocation that became known since is an intake ground; as long as a source
 * does not answer the case is held, and nothing is sent.
 */
import type { CaseIn, Received } from '../domain/case.ts'
import { revocationGrounds, type IntakeGround } from '../domain/intake.ts'
import { localDateOf } from '../domain/local-date.ts'
import type { OfficialSignature } from '../domain/reading.ts'
import { requesterOf } from '../domain/requester.ts'
import type { JudgedCertificate, SignerRole } from '../domain/revocation.ts'
import type { Ports } from '../ports/index.ts'
import { hold } from './move.ts'

type GuardPorts = Pick<Ports, 'store' | 'clock' | 'office' | 'revocation' | 'raiseAlarm'>
type Guarded = CaseIn<'HEAD_REVIEW' | 'REFUSAL_DRAFT' | 'AWAITING_SIGNATURE'>

interface Standing {
  readonly revoked: readonly SignerRole[]
  /** Never known so far. What was known to be good at receipt stays so when a source falls silent later. */
  readonly unknown: readonly SignerRole[]
}

/** What the sources say by now of the certificates as they stood at receipt. */
export function findStanding(received: Received, revocation: Ports['revocation']): Standing {
  const at = new Date(received.receivedAt)
  const judged = signersOf(received).map(({ role, certificate }) => {
    const status = revocation.getStatus(Buffer.from(certificate.der, 'base64'), at)
    return { role, status, isOpen: certificate.revocation === 'UNKNOWN' && status === 'UNKNOWN' }
  })
  return {
    revoked: judged.flatMap(({ role, status }) => (status === 'REVOKED' ? [role] : [])),
    unknown: judged.flatMap(({ role, isOpen }) => (isOpen ? [role] : [])),
  }
}

/** PASSED when the decision or signature may be made now; otherwise the case is held, with an alarm once it is due. */
export async function checkRevocation(guarded: Guarded, ports: GuardPorts): Promise<'PASSED' | 'HELD'> {
  const { revoked, unknown } = findStanding(guarded, ports.revocation)
  if (revoked.length > 0) {
    const grounds = withGrounds(guarded.grounds, revocationGrounds(revoked))
    await hold(guarded, ports, { reason: 'INTAKE_GROUNDS', paragraph: '¶47, I9', grounds })
    return 'HELD'
  }
  if (unknown.length === 0) return 'PASSED'
  const alarmedOn = tellWhenDue(guarded, ports)
  await hold(guarded, ports, { reason: 'REVOCATION_UNKNOWN', paragraph: 'I9', ...(alarmedOn ? { alarmedOn } : {}) })
  return 'HELD'
}

/** Each once: a case that the Head has returned comes to the guard again. */
function withGrounds(listed: readonly IntakeGround[], found: readonly IntakeGround[]): readonly IntakeGround[] {
  const isListed = ({ code, detail }: IntakeGround): boolean =>
    listed.some((other) => other.code === code && other.detail === detail)
  return [...listed, ...found.filter((ground) => !isListed(ground))]
}

/** Still unknown on the day the answer is due: somebody has to see to the source (I9). */
function tellWhenDue(guarded: Guarded, { clock, office, raiseAlarm }: GuardPorts): string | undefined {
  const { waitsFor, deadline, id, number, sender } = guarded
  if (waitsFor?.alarmedOn !== undefined) return waitsFor.alarmedOn
  const today = localDateOf(clock.now(), office.timeZone)
  if (deadline.dueOn === undefined || today < deadline.dueOn) return undefined
  raiseAlarm({ code: 'REVOCATION_UNKNOWN', caseId: id, caseNumber: number, requester: requesterOf(sender) })
  return today
}

function signersOf({
  certificate,
  reading,
}: Received): readonly { role: SignerRole; certificate: JudgedCertificate }[] {
  const { official, attachments = [] } = reading
  const signers = [
    { role: 'SYSTEM' as const, certificate },
    ...certificatesOf([official]).map((found) => ({ role: 'OFFICIAL' as const, certificate: found })),
    ...certificatesOf(attachments.map(({ signature }) => signature)).map((found) => ({
      role: 'ATTACHMENT' as const,
      certificate: found,
    })),
  ]
  // A certificate that signed several parts is asked about once, in its first role.
  return signers.filter((signer, index) => {
    const first = signers.findIndex((other) => other.certificate.der === signer.certificate.der)
    return first === index
  })
}

function certificatesOf(signatures: readonly OfficialSignature[]): readonly JudgedCertificate[] {
  return signatures.flatMap((signature) => (signature.verdict === 'VERIFIED' ? [signature.certificate] : []))
}
