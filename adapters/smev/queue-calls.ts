/** GetResponse, Ack and GetStatus behind a verified system signature: calls on the caller's own queue. */
import type { AckCall, GetResponseCall, GetStatusCall } from '../../gateway/ports/exchange.ts'
import { readFields } from './content-shape.ts'
import { toInstant } from './moment.ts'
import type { ProvedCall } from './proved-call.ts'
import { WIRE_SELECTOR } from './wire-shapes.ts'

/** Throws ENVELOPE_SCHEMA for a timestamp without a zone. */
export function readGetResponse({ target, common }: ProvedCall): GetResponseCall {
  const wire = readFields(WIRE_SELECTOR, target)
  const { NamespaceURI: namespace, RootElementLocalName: name, NodeID: nodeId } = wire
  return {
    ...common,
    operation: 'GetResponse',
    selector: {
      ...(namespace !== undefined && name !== undefined ? { type: { namespace, name } } : {}),
      ...(nodeId === undefined ? {} : { nodeId }),
    },
    timestamp: toInstant(wire.Timestamp, 'Timestamp'),
  }
}

export function readAck({ target, common }: ProvedCall): AckCall {
  // 1.3 lets it be absent: an acknowledgement that says nothing else acknowledges.
  const accepted = target.attribute('accepted')?.trim() ?? 'true'
  return { ...common, operation: 'Ack', messageId: target.text, accepted: accepted === 'true' || accepted === '1' }
}

/** Throws ENVELOPE_SCHEMA for a timestamp without a zone. */
export function readGetStatus({ target, common }: ProvedCall): GetStatusCall {
  return { ...common, operation: 'GetStatus', timestamp: toInstant(target.text.trim(), 'Timestamp') }
}
