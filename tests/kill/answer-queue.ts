/** An agency reads its answer queue: each message is proved, entered into the ledger, then acknowledged. */
import { postCall } from '../../adapters/agency/caller.ts'
import { foldAnswer } from '../../adapters/agency/outcome.ts'
import type { AgencyParts } from '../../adapters/agency/parts.ts'
import { readVerified, type VerifiedMessage } from '../../adapters/agency/read-verified.ts'
import { writeAck, writeGetResponse } from '../../adapters/smev/agency-envelopes.ts'
import { isFinalContent, isSame, type Ledger } from './ledger.ts'

/** LOST: the call broke off, perhaps after the gateway had handed a message out. */
export type Fetched = 'MESSAGE' | 'EMPTY' | 'LOST'

/** Fetches and acknowledges one message. Throws for an answer that must not come. */
export async function readNext(parts: AgencyParts, ledger: Ledger): Promise<Fetched> {
  const { signatures, clock } = parts
  const wanted = await writeGetResponse({ timestamp: clock.now() }, signatures.signAsSystem)
  const result = await postCall(parts, 'GetResponse', wanted)
  if (!result.answered) return 'LOST'
  const answer = readVerified(result.bytes, parts)
  if (answer.kind === 'QUEUE_EMPTY') return 'EMPTY'
  if (answer.kind === 'FAULT' && answer.fault === 'SMEVFailure') return 'LOST'
  if (answer.kind !== 'MESSAGE') throw new Error(`GetResponse was answered with ${JSON.stringify(answer)}`)
  if (await enter(answer, result.bytes, { parts, ledger })) await acknowledge(answer.messageId, parts, ledger)
  return 'MESSAGE'
}

/** False for a message that cannot be understood yet; unacknowledged, it comes again. */
async function enter(
  { messageId, originalMessageId = '', content }: VerifiedMessage,
  bytes: Uint8Array,
  { parts, ledger }: { parts: AgencyParts; ledger: Ledger },
): Promise<boolean> {
  const known = ledger.received.get(messageId)
  if (known) {
    known.deliveries++
    if (!isSame(known.bytes, bytes)) ledger.complaints.push(`message ${messageId} came again with other bytes`)
    return true
  }
  const sent = ledger.sent.get(originalMessageId)
  if (!sent) throw new Error(`message ${messageId} answers no inquiry of ours`)
  // The status with the document was fetched in a call that broke off, and is still held by the gateway.
  if (content.form === 'REJECTED' && !sent.outcome.document) return false
  const isFinal = isFinalContent(content)
  ledger.received.set(messageId, { originalMessageId, isFinal, bytes, deliveries: 1 })
  sent.outcome = await foldAnswer(sent.outcome, content, { expected: sent.signed, parts })
  return true
}

async function acknowledge(messageId: string, parts: AgencyParts, ledger: Ledger): Promise<void> {
  const ack = await writeAck({ messageId, accepted: true }, parts.signatures.signAsSystem)
  const result = await postCall(parts, 'Ack', ack)
  if (!result.answered) return
  const answer = readVerified(result.bytes, parts)
  if (answer.kind !== 'FAULT' || answer.fault === 'SMEVFailure') return
  // An earlier Ack whose answer was lost had arrived after all.
  const wasDeliveredAgain = (ledger.received.get(messageId)?.deliveries ?? 0) > 1
  if (answer.fault === 'TargetMessageIsNotFound' && wasDeliveredAgain) return
  throw new Error(`an Ack was refused: ${answer.fault} ${answer.text}`)
}
