/** Whether two readings are of one message, as far as its signatures can tell. */
import { isDeepStrictEqual } from 'node:util'
import type { IncomingCall } from '../../../gateway/ports/exchange.ts'

/**
 * Whether `read` says no more than `original`. Identifiers given by the door differ each time. A signature inside may
 * have come to fail: the outer one covers neither the prefixes that it is written with, nor attachments; what an attachment
 * without a good signature holds is nobody's word.
 */
export function saysNoMore(read: IncomingCall, original: IncomingCall): boolean {
  return isDeepStrictEqual(provedBy(read, read), provedBy(original, read))
}

/** What is proved in `call`, leaving out what `measure` has not proved. */
function provedBy(call: IncomingCall, measure: IncomingCall): unknown {
  if (call.operation !== 'SendRequest' || measure.operation !== 'SendRequest') return call
  const { attachments: facts = [], official, ...reading } = call.reading
  const isOfficialProved = measure.reading.official.verdict === 'VERIFIED'
  const attachments = facts.map(({ contentId, mediaType, signature, signer }, index) => {
    const isProved = measure.reading.attachments?.[index]?.signature.verdict === 'VERIFIED'
    const proof = isProved ? [signature, signer, call.attachments?.[index]?.bytes] : 'not proved'
    return { contentId, mediaType, proof }
  })
  const { infoset: _infoset, ...rest } = call
  return { ...rest, reading, attachments, official: isOfficialProved ? official : 'not proved' }
}
