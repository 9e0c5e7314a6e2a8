/** Calls as the parser hands them to the flow once the system signature is proved. */
import type { AckCall, GetResponseCall, GetStatusCall, SendRequestCall } from '../../gateway/ports/exchange.ts'
import { COURT_SENDER, inquiry, message, NOW, SIGNED_BY_OFFICIAL, SYSTEM_CERTIFICATE } from '../support/builders.ts'

export const SYSTEM_SIGNATURE = { certificateSerial: '0a', algorithm: 'gost2012-256', digest: 'a'.repeat(64) } as const

const caller = {
  sender: COURT_SENDER,
  signature: SYSTEM_SIGNATURE,
  certificate: SYSTEM_CERTIFICATE,
  smevVersion: '1.1',
} as const

export function sendRequest(changes: Partial<SendRequestCall> = {}): SendRequestCall {
  return {
    ...caller,
    operation: 'SendRequest',
    message: message(),
    reading: { readable: true, inquiry: inquiry(), official: SIGNED_BY_OFFICIAL },
    ...changes,
  }
}

/** Each call is signed anew, so `digest` is another one unless a test replays it. */
export function getResponse(digest: string, changes: Partial<GetResponseCall> = {}): GetResponseCall {
  const signature = { ...SYSTEM_SIGNATURE, digest }
  return { ...caller, operation: 'GetResponse', selector: {}, timestamp: NOW.toISOString(), ...changes, signature }
}

export function getStatus(digest: string, changes: Partial<GetStatusCall> = {}): GetStatusCall {
  const signature = { ...SYSTEM_SIGNATURE, digest }
  return { ...caller, operation: 'GetStatus', timestamp: NOW.toISOString(), ...changes, signature }
}

export function ack(messageId: string, changes: Partial<AckCall> = {}): AckCall {
  return { ...caller, operation: 'Ack', messageId, accepted: true, ...changes }
}
