/**
 * Delivery: the caller's own answer queue, first in first out. A fetched message is held for the acknowledgement window
 * and then goes back to the head of the queue, until it is acknowledged: at least once, byte for byte the same.
 */
import type { AuditEntry } from '../domain/audit-entry.ts'
import type { CaseIn } from '../domain/case.ts'
import { GatewayError } from '../domain/faults.ts'
import type { AckCall, GetResponseCall, GetStatusCall, Selector } from '../ports/exchange.ts'
import { requesterOf } from '../domain/requester.ts'
import type { Ports } from '../ports/index.ts'
import type { Work } from '../ports/store.ts'

type DeliverPorts = Pick<Ports, 'store' | 'clock' | 'exchange' | 'settings' | 'raiseAlarm'>

/** Request and answer roots of a type of message all name it (reference: message exchange, section 5). */
const SERVED_TYPES = [
  {
    request: { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' },
    alike: [
      { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'EncryptedInquiry' },
      { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Reply' },
    ],
  },
] as const

export async function getResponse(call: GetResponseCall, ports: DeliverPorts): Promise<Uint8Array> {
  const selector = servedSelector(call)
  const now = ports.clock.now()
  checkTimestamp(call, now, ports.settings)
  const until = new Date(now.getTime() + ports.settings.ackWindowSeconds * 1000)
  const leased = await ports.store.transaction(async (work) => {
    await spendDigest(call, work, now)
    const found = await work.leaseNext(call.sender.queue, selector, { now, until })
    if (found) {
      const { messageId, caseId, deliveries } = found
      const entry = auditOf(call, now, { event: 'MESSAGE_DELIVERED', details: { messageId, deliveries } })
      await work.appendAudit({ ...entry, caseId })
    }
    return found
  })
  return ports.exchange.wrapResponse(call.smevVersion, leased?.sealed)
}

/** Works only on the caller's own unacknowledged messages. `accepted=false` stops redelivery and raises an alarm. */
export async function acknowledge(call: AckCall, ports: DeliverPorts): Promise<Uint8Array> {
  const at = ports.clock.now()
  const { messageId, accepted } = call
  await ports.store.transaction(async (work) => {
    const acknowledged = await work.acknowledge(call.sender.queue, messageId, { accepted, at })
    if (!acknowledged)
      throw new GatewayError('ACK_TARGET_UNKNOWN', `no unacknowledged message ${messageId} in the caller's queue`, {
        facts: call.signature,
      })
    const { caseId, final } = acknowledged
    if (final && accepted) await markDelivered(caseId, at, work)
    const details = { messageId, accepted, final }
    await work.appendAudit({ ...auditOf(call, at, { event: 'MESSAGE_ACKNOWLEDGED', details }), caseId })
  })
  if (!accepted) ports.raiseAlarm({ code: 'MESSAGE_REJECTED_BY_ADDRESSEE', requester: call.sender.queue })
  return ports.exchange.writeAckResponse(call.smevVersion)
}

/** Left-over asynchronous statuses: main errors come by GetResponse, so there are none. */
export async function getStatus(call: GetStatusCall, ports: DeliverPorts): Promise<Uint8Array> {
  const now = ports.clock.now()
  checkTimestamp(call, now, ports.settings)
  await ports.store.transaction((work) => spendDigest(call, work, now))
  return ports.exchange.writeStatusResponse(call.smevVersion)
}

async function markDelivered(caseId: string, at: Date, work: Work): Promise<void> {
  const found = await work.lockCase(caseId)
  if (found?.state !== 'DISPATCHED' && found?.state !== 'FILED') return
  const delivered: CaseIn<'DISPATCHED' | 'FILED'> = { ...found, deliveredAt: at.toISOString() }
  await work.saveCase(delivered)
}

function servedSelector({ selector: { type, nodeId }, signature }: GetResponseCall): Selector {
  if (!type) return nodeId ? { nodeId } : {}
  const served = SERVED_TYPES.find(({ request, alike }) =>
    [request, ...alike].some(({ namespace, name }) => namespace === type.namespace && name === type.name),
  )
  if (!served)
    throw new GatewayError('SELECTOR_UNKNOWN', 'the selector names a type of message nobody serves here', {
      facts: signature,
    })
  return { type: served.request, ...(nodeId ? { nodeId } : {}) }
}

function checkTimestamp(
  { timestamp, signature }: GetResponseCall | GetStatusCall,
  now: Date,
  { timestampToleranceMinutes: minutes }: Ports['settings'],
): void {
  const apart = Math.abs(Date.parse(timestamp) - now.getTime())
  if (!(apart <= minutes * 60_000))
    throw new GatewayError('TIMESTAMP_OUTSIDE_WINDOW', `Timestamp is not within ${minutes} minutes of our clock`, {
      facts: signature,
    })
}

/** One use per signed digest: a recorded call cannot be played again. */
async function spendDigest(call: GetResponseCall | GetStatusCall, work: Work, at: Date): Promise<void> {
  const fresh = await work.useDigest(call.sender.queue, call.signature.digest, at)
  if (!fresh) throw new GatewayError('REQUEST_REPLAYED', 'this signed call was used before', { facts: call.signature })
}

function auditOf(
  { sender, signature }: GetResponseCall | AckCall,
  at: Date,
  { event, details }: Pick<AuditEntry, 'event' | 'details'>,
): AuditEntry {
  const requester = requesterOf(sender)
  return {
    at: at.toISOString(),
    event,
    result: 'OK',
    requester,
    certificate: signature.certificateSerial,
    details,
  }
}
