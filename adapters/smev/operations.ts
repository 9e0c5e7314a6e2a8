/** The four operations served: their elements, and the element the caller's signature covers. */
import type { IncomingCall } from '../../gateway/ports/exchange.ts'
import type { BasicName, TypesName, Vocabulary } from './versions.ts'
import type { XmlName } from './xml-writer.ts'

export type OperationName = IncomingCall['operation']

interface Operation {
  readonly request: TypesName
  readonly response: TypesName
  readonly signed: (names: Vocabulary) => XmlName
}

const basic = (name: BasicName) => (names: Vocabulary) => names.b(name)

export const OPERATIONS = {
  SendRequest: {
    request: 'SendRequestRequest',
    response: 'SendRequestResponse',
    signed: (names) => names.t('SenderProvidedRequestData'),
  },
  GetResponse: {
    request: 'GetResponseRequest',
    response: 'GetResponseResponse',
    signed: basic('MessageTypeSelector'),
  },
  Ack: { request: 'AckRequest', response: 'AckResponse', signed: basic('AckTargetMessage') },
  GetStatus: { request: 'GetStatusRequest', response: 'GetStatusResponse', signed: basic('Timestamp') },
} as const satisfies { readonly [O in OperationName]: Operation }

/** Operation whose request or response element has that local name. */
export function findOperation(direction: 'request' | 'response', name: string): OperationName | undefined {
  const names = Object.keys(OPERATIONS) as OperationName[]
  return names.find((operation) => OPERATIONS[operation][direction] === name)
}
