/**
 * Step 1: receive. A message whose system signature was proved becomes a case, once (¶31, 43).
 *
 * Sameness is looked up before anything else can refuse the message: a repeated one gets its stored receipt, byte for
 * byte. Throws MESSAGE_ID_REUSED, MESSAGE_ID_FORMAT, MESSAGE_ID_STALE, END_OF_LIFE_REACHED.
 */
import { randomUUID } from 'node:crypto'
import type { AuditEvent } from '../domain/audit-entry.ts'
import type { CaseIn } from '../domain/case.ts'
import type { OfficialSignature } from '../domain/reading.ts'
import { GatewayError } from '../domain/faults.ts'
import { getTransition } from '../domain/life-cycle.ts'
import { findMessageIdInstant } from '../domain/message-id.ts'
import type { SendRequestCall } from '../ports/exchange.ts'
import { requesterOf } from '../domain/requester.ts'
import type { Ports } from '../ports/index.ts'
import type { Work } from '../ports/store.ts'
import { auditFrame, type Evidence } from './move.ts'

type ReceivePorts = Pick<Ports, 'store' | 'exchange' | 'settings' | 'raiseAlarm' | 'clock'> & {
  /** Throws STRANGER_RATE_LIMITED; a repetition is never counted. */
  readonly admitNew: (call: SendRequestCall) => void
}

/** SendRequestResponse in its envelope; stored, so that the same message always gets the same answer. */
export async function receive(
  call: SendRequestCall,
  arrival: { bytes: Uint8Array; receivedAt: Date },
  ports: ReceivePorts,
): Promise<Uint8Array> {
  const repeated = await findReceipt(call, ports)
  if (repeated) return repeated
  ports.admitNew(call)
  checkMessageId(call, arrival.receivedAt, ports.settings)
  const receipt = await ports.exchange.writeReceipt(call.message, call.sender, arrival.receivedAt)
  const received = newCase(call, arrival.receivedAt)
  const accepted = await ports.store.transaction(async (work) => {
    const recorded = await work.recordIncoming({
      queue: call.sender.queue,
      messageId: call.message.messageId,
      digest: call.message.digest,
      caseId: received.id,
      receipt,
      receivedAt: received.receivedAt,
    })
    if (!recorded) return false
    await accept(work, received, { call, bytes: arrival.bytes })
    return true
  })
  // Two equal messages at once: the other one was first, and its receipt stands.
  return accepted ? receipt : ((await findReceipt(call, ports)) ?? receipt)
}

async function accept(
  work: Work,
  received: CaseIn<'RECEIVED'>,
  { call, bytes }: { call: SendRequestCall; bytes: Uint8Array },
): Promise<void> {
  const at = received.receivedAt
  const { paragraph } = getTransition('-', 'RECEIVE', 'RECEIVED')
  await work.insertCase(received)
  const inquiry = { kind: 'INQUIRY' as const, mediaType: 'text/xml', bytes: call.infoset ?? bytes }
  await work.addDocument({ id: randomUUID(), caseId: received.id, ...inquiry, createdAt: at })
  if (call.opened) {
    const opened = { kind: 'OPENED_INQUIRY' as const, mediaType: 'application/pkcs7-mime', bytes: call.opened }
    await work.addDocument({ id: randomUUID(), caseId: received.id, ...opened, createdAt: at })
  }
  for (const { documentId: id, ...content } of call.attachments ?? [])
    await work.addDocument({ id, caseId: received.id, kind: 'ATTACHMENT', ...content, createdAt: at })
  await work.appendHistory({
    caseId: received.id,
    version: received.version,
    at,
    actor: 'system',
    paragraph,
    from: '-',
    event: 'RECEIVE',
    to: 'RECEIVED',
  })
  for (const entry of evidence(call)) await work.appendAudit({ ...auditFrame(received, at), ...entry })
  await work.sendJob({ name: 'advance', caseId: received.id, version: received.version })
}

/** All verification results, with serial, algorithm and digest, and the acceptance. */
function evidence({ signature, certificate, message, reading }: SendRequestCall): Evidence[] {
  const { certificateSerial, algorithm, digest } = signature
  const { official, attachments = [] } = reading
  return [
    {
      event: 'SYSTEM_SIGNATURE_VERIFIED',
      result: 'OK',
      certificate: certificateSerial,
      details: { algorithm, digest, revocation: certificate.revocation },
    },
    signatureEvidence('OFFICIAL_SIGNATURE_VERIFIED', official),
    ...attachments.map((attachment) => signatureEvidence('ATTACHMENT_SIGNATURE_VERIFIED', attachment.signature)),
    {
      event: 'MESSAGE_ACCEPTED',
      result: 'OK',
      certificate: certificateSerial,
      details: { messageId: message.messageId, digest, readable: reading.readable },
    },
  ]
}

/** Names and SNILS of the official stay out of the audit. */
function signatureEvidence(event: AuditEvent, signature: OfficialSignature): Evidence {
  if (signature.verdict === 'MISSING') return { event, result: 'FAILED', details: { verdict: 'MISSING' } }
  if (signature.verdict === 'UNOPENED')
    return { event, result: 'FAILED', details: { verdict: 'UNOPENED', code: signature.code } }
  const { verdict, certificateSerial, algorithm, digest } = signature
  const found =
    signature.verdict === 'FAILED' ? { code: signature.code } : { revocation: signature.certificate.revocation }
  return {
    event,
    result: verdict === 'VERIFIED' ? 'OK' : 'FAILED',
    ...(certificateSerial ? { certificate: certificateSerial } : {}),
    details: { verdict, ...(algorithm ? { algorithm } : {}), ...(digest ? { digest } : {}), ...found },
  }
}

/** Same system, same MessageID: equal digest is a repetition, any other is an alarm. */
async function findReceipt(
  { sender, message, signature }: SendRequestCall,
  { store, raiseAlarm, clock }: ReceivePorts,
): Promise<Uint8Array | undefined> {
  const earlier = await store.reads.findIncoming(sender.queue, message.messageId)
  if (!earlier) return undefined
  const requester = requesterOf(sender)
  if (earlier.digest !== message.digest) {
    raiseAlarm({ code: 'MESSAGE_ID_REUSED', requester })
    throw new GatewayError('MESSAGE_ID_REUSED', `MessageID ${message.messageId} was used for another message`, {
      facts: signature,
    })
  }
  await store.transaction((work) =>
    work.appendAudit({
      at: clock.now().toISOString(),
      event: 'MESSAGE_REPEATED',
      result: 'OK',
      requester,
      certificate: signature.certificateSerial,
      details: { messageId: message.messageId, digest: message.digest },
    }),
  )
  return earlier.receipt
}

function checkMessageId(
  { message, signature, endOfLifeAt }: SendRequestCall,
  receivedAt: Date,
  { messageIdMaxAgeHours }: Ports['settings'],
): void {
  const facts = signature
  const madeAt = findMessageIdInstant(message.messageId)
  if (!madeAt) throw new GatewayError('MESSAGE_ID_FORMAT', 'MessageID is no UUID of version 1', { facts })
  if (receivedAt.getTime() - madeAt.getTime() > messageIdMaxAgeHours * 3_600_000)
    throw new GatewayError('MESSAGE_ID_STALE', `MessageID is older than ${messageIdMaxAgeHours} hours`, { facts })
  if (endOfLifeAt !== undefined && Date.parse(endOfLifeAt) < receivedAt.getTime())
    throw new GatewayError('END_OF_LIFE_REACHED', 'EOL of the message has passed', { facts })
}

function newCase({ sender, certificate, message, reading }: SendRequestCall, receivedAt: Date): CaseIn<'RECEIVED'> {
  return {
    state: 'RECEIVED',
    id: randomUUID(),
    version: 1,
    receivedAt: receivedAt.toISOString(),
    sender,
    certificate,
    message,
    reading,
  }
}
