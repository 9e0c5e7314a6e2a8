/**
 * Step 7: sign for the Head with the automatic-signing key, under a standing order that covers this result for this
 * category (¶69, 77; design section 6). Without such an order the case waits for the Head.
 */
import { randomUUID } from 'node:crypto'
import type { Actor, CaseIn } from '../domain/case.ts'
import { composeRefusal, type SignatureSubject } from '../domain/reply.ts'
import type { DraftKind } from '../domain/draft.ts'
import type { Ports } from '../ports/index.ts'
import type { Work } from '../ports/store.ts'
import { findOrder } from './4-review.ts'
import { frameOf } from './6-draft-reply.ts'
import { hold, move, type Evidence } from './move.ts'
import { checkAbsence } from './absence-guard.ts'
import { checkRevocation } from './revocation-guard.ts'
import { checkSearchLimits } from './search-limits.ts'

type SignPorts = Pick<
  Ports,
  | 'store'
  | 'clock'
  | 'registry'
  | 'documents'
  | 'orders'
  | 'trust'
  | 'office'
  | 'settings'
  | 'revocation'
  | 'raiseAlarm'
>

export async function signReply(awaiting: CaseIn<'AWAITING_SIGNATURE'>, ports: SignPorts): Promise<void> {
  const draft = await ports.store.reads.getDocument(awaiting.draft.documentId)
  const signing = await trySign(awaiting, { kind: awaiting.draft.kind, bytes: draft.bytes }, ports)
  if (!signing) return
  const { waitsFor: _settled, ...settled } = awaiting
  await move(awaiting, ports, async (work) => {
    await signing.keep(work)
    const next = { ...settled, state: 'SIGNED' as const, signature: signing.signature }
    return { event: 'SIGN', actor: signing.signature.by, next, audit: [signing.evidence] }
  })
}

/** ¶76-77: the refusal is drafted and signed in one row of the life cycle. */
export async function signRefusal(refused: CaseIn<'REFUSAL_DRAFT'>, ports: SignPorts): Promise<void> {
  const bytes = ports.documents.writeReply(composeRefusal(refused, frameOf(ports)))
  const signing = await trySign(refused, { kind: 'REFUSAL', bytes }, ports)
  if (!signing) return
  const documentId = randomUUID()
  const { waitsFor: _settled, ...settled } = refused
  await move(refused, ports, async (work) => {
    const { signedAt } = signing.signature
    const { id: caseId } = refused
    await work.addDocument({ id: documentId, caseId, kind: 'DRAFT', mediaType: 'text/xml', bytes, createdAt: signedAt })
    await signing.keep(work)
    const draft = { kind: 'REFUSAL' as const, documentId }
    const next = { ...settled, state: 'SIGNED' as const, draft, signature: signing.signature }
    return { event: 'SIGN_REFUSAL', actor: signing.signature.by, next, audit: [signing.evidence] }
  })
}

interface Signing {
  readonly signature: CaseIn<'SIGNED'>['signature']
  readonly evidence: Evidence
  readonly keep: (work: Work) => Promise<void>
}

async function trySign(
  unsigned: CaseIn<'AWAITING_SIGNATURE' | 'REFUSAL_DRAFT'>,
  draft: { kind: DraftKind; bytes: Uint8Array },
  ports: SignPorts,
): Promise<Signing | undefined> {
  if ((await checkRevocation(unsigned, ports)) === 'HELD') return undefined
  if ((await checkSearchLimits(unsigned, ports)) === 'HELD') return undefined
  const subject = subjectOf(unsigned, draft.kind, ports.trust)
  const order = await findOrder({ event: 'SIGN', ...subject }, ports)
  if (!order) {
    await hold(unsigned, ports, { reason: 'NO_STANDING_ORDER', paragraph: '¶69' })
    return undefined
  }
  if (unsigned.state === 'AWAITING_SIGNATURE' && (await checkAbsence(unsigned, ports)) === 'HELD') return undefined
  const at = ports.clock.now()
  const { signed, certificateSerial } = await ports.documents.sign(draft.bytes, at)
  const [documentId, signedAt] = [randomUUID(), at.toISOString()]
  const by: Actor = `system by order ${order.id}`
  return {
    signature: { by, certificateSerial, signedAt, documentId },
    evidence: { event: 'DOCUMENT_SIGNED', result: 'OK', certificate: certificateSerial, details: { ...subject, by } },
    keep: (work) =>
      work.addDocument({
        id: documentId,
        caseId: unsigned.id,
        kind: 'SIGNED',
        mediaType: 'application/pkcs7-mime',
        bytes: signed,
        createdAt: signedAt,
      }),
  }
}

/** A registered body that is refused keeps its category: an order that names only strangers does not cover it. */
function subjectOf(
  { sender, eligibility }: CaseIn<'AWAITING_SIGNATURE' | 'REFUSAL_DRAFT'>,
  result: DraftKind,
  trust: Ports['trust'],
): SignatureSubject {
  if (eligibility.eligible) return { result, category: eligibility.category }
  const requester = sender.kind === 'REGISTERED' ? trust.findRequester(sender.requesterId) : undefined
  return { result, category: requester?.category ?? 'STRANGER' }
}
