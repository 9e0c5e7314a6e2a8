/** Pieces of SMEV messages that are plain fields, under the names they have in xsd/smev. */
import type { FieldsOf } from './content-shape.ts'

/** Head of SenderProvidedRequestData. */
export interface RequestHead {
  readonly MessageID: string
  readonly ReferenceMessageID?: string
  readonly TransactionCode?: string
  readonly NodeID?: string
  /** xs:dateTime. */
  readonly EOL?: string
}
export const REQUEST_HEAD: FieldsOf<RequestHead> = {
  fields: { MessageID: 'text', ReferenceMessageID: 'text', TransactionCode: 'text', NodeID: 'text', EOL: 'code' },
}

/** MessageTypeSelector, in the basic namespace. */
export interface WireSelector {
  readonly NamespaceURI?: string
  readonly RootElementLocalName?: string
  readonly Timestamp: string
  readonly NodeID?: string
}
export const WIRE_SELECTOR: FieldsOf<WireSelector> = {
  fields: { NamespaceURI: 'code', RootElementLocalName: 'code', Timestamp: 'code', NodeID: 'text' },
}

/** Head of Response: which request is answered. */
export interface ResponseOrigin {
  readonly OriginalMessageId?: string
  readonly OriginalTransactionCode?: string
  readonly ReferenceMessageID?: string
}
export const RESPONSE_ORIGIN: FieldsOf<ResponseOrigin> = {
  fields: { OriginalMessageId: 'text', OriginalTransactionCode: 'text', ReferenceMessageID: 'text' },
}

/** Head of SenderProvidedResponseData. */
export interface ResponseHead {
  readonly MessageID: string
  readonly To: string
}
export const RESPONSE_HEAD: FieldsOf<ResponseHead> = { fields: { MessageID: 'text', To: 'text' } }

export interface RequestStatus {
  readonly StatusCode: number
  readonly StatusParameter: readonly { readonly Key: string; readonly Value: string }[]
  readonly StatusDescription: string
}
export const REQUEST_STATUS: FieldsOf<RequestStatus> = {
  fields: {
    StatusCode: 'integer',
    StatusParameter: { each: { fields: { Key: 'text', Value: 'text' } } },
    StatusDescription: 'text',
  },
}

export interface RequestRejected {
  readonly RejectionReasonCode: string
  readonly RejectionReasonDescription: string
}
export const REQUEST_REJECTED: FieldsOf<RequestRejected> = {
  fields: { RejectionReasonCode: 'text', RejectionReasonDescription: 'text' },
}

interface WireParty {
  readonly Mnemonic: string
  readonly HumanReadableName: string
}
const WIRE_PARTY: FieldsOf<WireParty> = { fields: { Mnemonic: 'text', HumanReadableName: 'text' } }

export interface MessageMetadata {
  readonly MessageId?: string
  readonly MessageType: string
  readonly Sender: WireParty
  readonly SendingTimestamp: string
  readonly DestinationName?: string
  readonly Recipient?: WireParty
  readonly SupplementaryData?: { readonly InteractionType: string }
  readonly Status?: string
}
export const MESSAGE_METADATA: FieldsOf<MessageMetadata> = {
  fields: {
    MessageId: 'text',
    MessageType: 'text',
    Sender: WIRE_PARTY,
    SendingTimestamp: 'code',
    DestinationName: 'text',
    Recipient: WIRE_PARTY,
    SupplementaryData: { fields: { InteractionType: 'text' } },
    Status: 'text',
  },
}
