/**
 * Messages that leave: laid down unsealed in the transaction that decides them, sealed (encrypted, signed) outside of
 * it, then kept. Sealed bytes never change: redelivery is byte for byte the same (D6).
 */
import { randomBytes } from 'node:crypto'
import type { Case } from '../domain/case.ts'
import { faultOf } from '../domain/faults.ts'
import { composeMessageId } from '../domain/message-id.ts'
import type { Clock } from '../ports/clock.ts'
import type { OutgoingContent } from '../ports/exchange.ts'
import type { Ports } from '../ports/index.ts'
import type { OutgoingMessage, Work } from '../ports/store.ts'
import { auditFrame, type Evidence } from './move.ts'

type SealPorts = Pick<Ports, 'store' | 'clock' | 'exchange' | 'documents' | 'trust' | 'raiseAlarm'>

interface SealedMessage {
  readonly message: OutgoingMessage
  readonly bytes: Uint8Array
  readonly sealedAt: Date
}

/** A message to the queue the inquiry came from; its MessageID is fixed here, so that sealing may be repeated. */
export function newOutgoing(to: Case, content: OutgoingContent, clock: Clock, final: boolean): OutgoingMessage {
  const { queue } = to.sender
  const { nodeId, type } = to.message
  const messageId = composeMessageId(clock.now(), randomBytes(10))
  return { messageId, caseId: to.id, queue, ...(nodeId ? { nodeId } : {}), type, content, final }
}

/** The `seal` job: notices leave as soon as they are laid down; documents leave with their own step, `dispatch`. */
export async function sealNotices(caseId: string, ports: SealPorts): Promise<void> {
  const found = await ports.store.reads.findCase(caseId)
  if (!found) return
  const notices = (await ports.store.reads.listUnsealed(caseId)).filter(isNotice)
  const sealed = await sealMessages(found, notices, ports)
  await ports.store.transaction(async (work) => {
    const frame = auditFrame(found, ports.clock.now().toISOString())
    for (const entry of await keepSealed(sealed, work)) await work.appendAudit({ ...frame, ...entry })
  })
}

export async function sealMessages(
  of: Case,
  messages: readonly OutgoingMessage[],
  ports: SealPorts,
): Promise<readonly SealedMessage[]> {
  const sealed: SealedMessage[] = []
  for (const message of messages) {
    const sealedAt = ports.clock.now()
    const document = await sealDocument(of, message.content, ports)
    const envelope = { messageId: message.messageId, to: of.id, original: of.message, queue: message.queue, sealedAt }
    sealed.push({
      message,
      sealedAt,
      bytes: await ports.exchange.writeResponseMessage(message.content, envelope, document),
    })
  }
  return sealed
}

/** Of two runs the first one's bytes stand; the other leaves no entry either. */
export async function keepSealed(sealed: readonly SealedMessage[], work: Work): Promise<readonly Evidence[]> {
  const evidence: Evidence[] = []
  for (const { message, bytes, sealedAt } of sealed) {
    if (!(await work.sealOutgoing(message.messageId, bytes, sealedAt))) continue
    const { messageId, final, content } = message
    evidence.push({ event: 'MESSAGE_SEALED', result: 'OK', details: { messageId, form: content.form, final } })
  }
  return evidence
}

async function sealDocument(of: Case, content: OutgoingContent, ports: SealPorts): Promise<Uint8Array | undefined> {
  const documentId = content.form === 'REJECTED' ? undefined : content.documentId
  if (documentId === undefined) return undefined
  const recipients = ports.trust.recipientCertificates(of.sender, ports.clock.now())
  const { bytes } = await ports.store.reads.getDocument(documentId)
  try {
    return ports.documents.seal(bytes, recipients, ports.trust.findEncryptionProfile(of.sender))
  } catch (error) {
    // None is valid now, or no valid one has a key that what is stated for its system can be encrypted to.
    if (faultOf(error)?.code === 'RECIPIENT_CERTIFICATE_MISSING')
      ports.raiseAlarm({ code: 'RECIPIENT_CERTIFICATE_MISSING', caseId: of.id })
    throw error
  }
}

/** A rejection follows the status that carries its document, so it is no notice. */
function isNotice({ content }: OutgoingMessage): boolean {
  return content.form === 'STATUS' && content.documentId === undefined
}
