/** Requests of an agency, right ones and changed ones. */
import { writeInquiry, writeSendRequest } from '../../../adapters/smev/agency-envelopes.ts'
import type { RequestSigners, RequestToSend } from '../../../adapters/smev/agency-envelopes.ts'
import { element, namesOf, serialize } from '../../../adapters/smev/xml-writer.ts'
import type { XmlNode } from '../../../adapters/smev/xml-writer.ts'
import type { Inquiry } from '../../../gateway/domain/inquiry.ts'
import type { SendRequestCall } from '../../../gateway/ports/exchange.ts'
import { agency, INQUIRY, MESSAGE_ID, RECEIVED_AT, readCall } from './parties.ts'

export const inquiryName = namesOf<string>('q', 'urn://zags-gateway/inquiry/1.0')

export function sendRequest(
  change: Partial<RequestToSend> = {},
  signers: RequestSigners = agency,
): Promise<Uint8Array> {
  return writeSendRequest(
    { head: { MessageID: MESSAGE_ID }, content: writeInquiry(INQUIRY, 'PERSONAL_SIGNATURE'), ...change },
    signers,
  )
}

export async function readSendRequest(bytes: Uint8Array | Promise<Uint8Array>): Promise<SendRequestCall> {
  const call = await readCall(await bytes, RECEIVED_AT)
  if (call.operation !== 'SendRequest') throw new Error(`read as ${call.operation}`)
  return call
}

/** An inquiry whose markup is changed before anybody signs it. A change that changes nothing throws. */
export function changedInquiry(from: string | RegExp, to: string, inquiry: Inquiry = INQUIRY): XmlNode {
  const whole = serialize(writeInquiry(inquiry, 'PERSONAL_SIGNATURE'))
  const inner = whole.slice(whole.indexOf('>') + 1, whole.lastIndexOf('<'))
  return element(inquiryName('Inquiry'), [{ xml: replaced(inner, from, to) }], { Id: 'PERSONAL_SIGNATURE' })
}

/** Bytes changed after they were signed. */
export function tampered(bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  return Buffer.from(replaced(Buffer.from(bytes).toString(), from, to))
}

function replaced(text: string, from: string | RegExp, to: string): string {
  const changed = text.replace(from, () => to)
  if (changed === text) throw new Error('nothing was changed')
  return changed
}
