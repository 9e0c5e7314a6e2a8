/** Every message of the exchange in one version: those that agencies and we write, and parts that the schemas allow beside. */
import { writeAck, writeGetResponse, writeGetStatus } from '../../../adapters/smev/agency-envelopes.ts'
import { writeEnvelope } from '../../../adapters/smev/envelope.ts'
import { writeFault } from '../../../adapters/smev/write-fault.ts'
import type { OutgoingContent } from '../../../gateway/ports/exchange.ts'
import type { ExchangeVersion } from '../../../gateway/ports/xml.ts'
import { agency, MESSAGE_ID, RECEIVED_AT, SENDER, writer } from './parties.ts'
import { readSendRequest, sendRequest } from './requests.ts'

const TYPE = { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' }
const FULL_HEAD = {
  MessageID: MESSAGE_ID,
  ReferenceMessageID: MESSAGE_ID,
  TransactionCode: 'ТК-1',
  NodeID: 'узел',
  EOL: '2026-11-21T12:00:00Z',
}
const ROUTING = {
  kind: 'INFORMATION',
  number: '17',
  registeredOn: '2026-11-20',
  outgoingNumber: '1',
  outgoingDate: '2026-11-19',
  part: 1,
  last: true,
} as const

export function messagesOf(version: ExchangeVersion): Readonly<Record<string, () => Promise<Uint8Array>>> {
  return {
    ...Object.fromEntries(
      Object.entries(unwrittenOf(version)).map(([name, markup]) => [name, async () => envelopeOf(markup, version)]),
    ),
    ...requestsOf(version),
    ...answersOf(version),
    ...faultsOf(version),
  }
}

function requestsOf(smevVersion: ExchangeVersion) {
  const timestamp = RECEIVED_AT
  return {
    SendRequest: () => sendRequest({ head: FULL_HEAD, test: true, smevVersion }),
    GetResponse: () => writeGetResponse({ timestamp, type: TYPE, nodeId: 'узел', smevVersion }, agency.system),
    Ack: () => writeAck({ messageId: MESSAGE_ID, accepted: true, smevVersion }, agency.system),
    GetStatus: () => writeGetStatus({ timestamp, smevVersion }, agency.system),
  }
}

function answersOf(smevVersion: ExchangeVersion) {
  const respond = async (content: OutgoingContent, sealed?: Uint8Array): Promise<Uint8Array> => {
    const original = { messageId: MESSAGE_ID, smevVersion, transactionCode: 'ТК-1', referenceMessageId: MESSAGE_ID }
    const envelope = { messageId: MESSAGE_ID, to: 'token', original, queue: 'q', sealedAt: RECEIVED_AT }
    return writer.wrapResponse(smevVersion, await writer.writeResponseMessage(content, envelope, sealed))
  }
  const parameters = [{ key: 'number', value: '17' }]
  const entries = [{ code: 'ACCESS_DENIED', description: '¶28' }] as const
  return {
    'a receipt': async () => {
      const { message } = await readSendRequest(sendRequest({ smevVersion }))
      return writer.writeReceipt(message, SENDER, RECEIVED_AT)
    },
    'a status': () => respond({ form: 'STATUS', code: 10, parameters, description: 'принят' }),
    'a rejection': () => respond({ form: 'REJECTED', entries }),
    'a reply': () => respond({ form: 'REPLY', routing: ROUTING, documentId: 'd' }, Buffer.from('CMS')),
    'an empty queue': async () => writer.wrapResponse(smevVersion),
    'an acknowledgement': async () => writer.writeAckResponse(smevVersion),
    'no status': async () => writer.writeStatusResponse(smevVersion),
  }
}

function faultsOf(smevVersion: ExchangeVersion) {
  return {
    'a fault with a body': async () => writeFault('XML_COMMENT', { smevVersion }),
    'a fault of a signature': async () => writeFault('SIGNATURE_VALUE', { smevVersion }),
    'a fault of a type': async () => writeFault('MESSAGE_TYPE_UNSUPPORTED', { smevVersion, type: TYPE }),
    'a fault of a size': async () => writeFault('ATTACHMENT_TOO_LARGE', { smevVersion }),
    'a fault of a queue': async () => writeFault('STRANGER_RATE_LIMITED', { smevVersion }),
    'a fault without a body': async () => writeFault('MESSAGE_ID_STALE', { smevVersion }),
    'a fault of the end of life': async () => writeFault('END_OF_LIFE_REACHED', { smevVersion }),
  }
}

function envelopeOf(markup: string, version: ExchangeVersion): Uint8Array {
  const types = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types'
  const namespaces = { t: types, b: `${types}/basic`, ...(version === '1.3' ? { rout: `${types}/routing` } : {}) }
  const declarations = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}/${version}"`)
  return writeEnvelope({ xml: markup.replace(/>\s+</g, '><').replace('>', `${declarations.join('')}>`) })
}

/** Parts that nobody here writes, but that the schemas allow: markup without declarations. */
function unwrittenOf(version: ExchangeVersion): Readonly<Record<string, string>> {
  const inLatest = (markup: string): string => (version === '1.3' ? markup : '')
  const archive = inLatest(
    `<b:Archive><b:File><b:Name>n</b:Name><b:NamespaceUri>u</b:NamespaceUri></b:File></b:Archive>`,
  )
  const broker = (markup: string): string => (version === '1.1' ? markup : '')
  return {
    'a request with attachments': `<t:SendRequestRequest><t:SenderProvidedRequestData Id="A">
      <t:MessageID>${MESSAGE_ID}</t:MessageID><b:MessagePrimaryContent><x xmlns="urn:x"></x></b:MessagePrimaryContent>
      <b:AttachmentHeaderList><b:AttachmentHeader><b:contentId>a1</b:contentId>
      ${inLatest('<b:NamespaceUri>u</b:NamespaceUri>')}<b:MimeType>text/xml</b:MimeType>
      <b:SignaturePKCS7>AAAA</b:SignaturePKCS7>${archive}</b:AttachmentHeader></b:AttachmentHeaderList>
      <b:RefAttachmentHeaderList><b:RefAttachmentHeader><b:uuid>u</b:uuid>
      ${inLatest('<b:FileName>n</b:FileName><b:NamespaceUri>u</b:NamespaceUri>')}<b:Hash>h</b:Hash>
      <b:MimeType>text/xml</b:MimeType>${archive}</b:RefAttachmentHeader></b:RefAttachmentHeaderList>
      <t:BusinessProcessMetadata><x xmlns="urn:x"></x></t:BusinessProcessMetadata></t:SenderProvidedRequestData>
      <b:AttachmentContentList><b:AttachmentContent><b:Id>a1</b:Id><b:Content>AAAA</b:Content></b:AttachmentContent>
      </b:AttachmentContentList>${inLatest(ROUTED)}</t:SendRequestRequest>`,
    'an asynchronous status': `<t:GetStatusResponse><t:SmevAsyncProcessingMessage><t:AsyncProcessingStatusData Id="A">
      <t:AsyncProcessingStatus><t:OriginalMessageId>${MESSAGE_ID}</t:OriginalMessageId>
      <t:StatusCategory>requestIsRejectedBySmev</t:StatusCategory><t:StatusDetails>x</t:StatusDetails>
      ${inLatest(ROUTING_STATUS)}<t:SmevFault><b:Code>x</b:Code><b:Description>x</b:Description></t:SmevFault>
      </t:AsyncProcessingStatus></t:AsyncProcessingStatusData></t:SmevAsyncProcessingMessage></t:GetStatusResponse>`,
    'an answer with files': `<t:GetResponseResponse><t:ResponseMessage><t:Response Id="A"><t:SenderProvidedResponseData>
      <t:MessageID>${MESSAGE_ID}</t:MessageID><t:To>x</t:To><b:MessagePrimaryContent><x xmlns="urn:x"></x>
      </b:MessagePrimaryContent></t:SenderProvidedResponseData><t:MessageMetadata>
      <t:MessageType>RESPONSE</t:MessageType><t:Sender><t:Mnemonic>m</t:Mnemonic>
      <t:HumanReadableName>n</t:HumanReadableName></t:Sender><t:SendingTimestamp>2026-11-20T09:00:00Z</t:SendingTimestamp>
      ${broker('<t:MessageBroker>m</t:MessageBroker><t:DestinationName>d</t:DestinationName>')}<t:Recipient>
      <t:Mnemonic>m</t:Mnemonic><t:HumanReadableName>n</t:HumanReadableName></t:Recipient>${broker(SUPPLEMENT)}
      <t:DeliveryTimestamp>2026-11-20T09:00:00Z</t:DeliveryTimestamp><t:Status>underProcessing</t:Status>
      </t:MessageMetadata><b:FSAttachmentsList><b:FSAttachment><b:uuid>u</b:uuid><b:UserName>n</b:UserName>
      <b:Password>p</b:Password><b:FileName>f</b:FileName></b:FSAttachment></b:FSAttachmentsList></t:Response>
      <b:AttachmentContentList><b:AttachmentContent><b:Id>a1</b:Id><b:Content>AAAA</b:Content></b:AttachmentContent>
      </b:AttachmentContentList></t:ResponseMessage></t:GetResponseResponse>`,
  }
}

const SUPPLEMENT = `<t:SupplementaryData><t:DetectedContentTypeName>x</t:DetectedContentTypeName>
  <t:InteractionType>PGU2OIV</t:InteractionType></t:SupplementaryData>`

const CRITERIA = `<rout:DynamicRouting><rout:DynamicValue>v</rout:DynamicValue></rout:DynamicRouting>
  <rout:IdentifierRouting><rout:IdentifierValue>v</rout:IdentifierValue></rout:IdentifierRouting>`

const ROUTED = `<rout:Routing><rout:RoutingInformation Id="R"><rout:MessageID>${MESSAGE_ID}</rout:MessageID>${CRITERIA}
  <rout:RegistryRouting><rout:RegistryRecordRouting><rout:RecordId>1</rout:RecordId>
  <rout:UseGeneralRouting>true</rout:UseGeneralRouting>${CRITERIA}</rout:RegistryRecordRouting></rout:RegistryRouting>
  </rout:RoutingInformation><rout:RoutingSignature><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"></Signature>
  </rout:RoutingSignature></rout:Routing>`

const CRITERIA_STATUS = `<rout:DynamicRoutingStatus><rout:DynamicValue>v</rout:DynamicValue>
  <rout:RoutingStatusCode>success</rout:RoutingStatusCode></rout:DynamicRoutingStatus><rout:IdentifierRoutingStatus>
  <rout:IdentifierValue>v</rout:IdentifierValue><rout:RoutingStatusCode>recipientNotFound</rout:RoutingStatusCode>
  </rout:IdentifierRoutingStatus>`

const ROUTING_STATUS = `<rout:RoutingStatus>${CRITERIA_STATUS}<rout:RegistryRoutingStatus><rout:RecordId>1</rout:RecordId>
  <rout:RoutingStatusCode>signatureInvalid</rout:RoutingStatusCode>${CRITERIA_STATUS}</rout:RegistryRoutingStatus>
  </rout:RoutingStatus>`
