/** Our schemas are written from the facts of the published ones: both must say the same of any message. */
import { expect, test } from 'vitest'
import { writeAck, writeGetResponse, writeGetStatus } from '../../../adapters/smev/agency-envelopes.ts'
import { writeEnvelope } from '../../../adapters/smev/envelope.ts'
import { writeFault } from '../../../adapters/smev/write-fault.ts'
import type { OutgoingContent } from '../../../gateway/ports/exchange.ts'
import { official, schemaErrors } from './official-schemas.ts'
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

async function respond(content: OutgoingContent, sealed?: Uint8Array): Promise<Uint8Array> {
  const original = {
    messageId: MESSAGE_ID,
    smevVersion: '1.1',
    transactionCode: 'ТК-1',
    referenceMessageId: MESSAGE_ID,
  }
  const envelope = { messageId: MESSAGE_ID, to: 'token', original, queue: 'q', sealedAt: RECEIVED_AT }
  return writer.wrapResponse('1.1', await writer.writeResponseMessage(content, envelope, sealed))
}

const parameters = [{ key: 'number', value: '17' }]
const entries = [{ code: 'ACCESS_DENIED', description: '¶28' }] as const
const routing = {
  kind: 'INFORMATION',
  number: '17',
  registeredOn: '2026-11-20',
  outgoingNumber: '1',
  outgoingDate: '2026-11-19',
  part: 1,
  last: true,
} as const

const NAMESPACES = {
  t: 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.1',
  b: 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.1',
}

/** Parts that nobody here writes, but that the schemas allow: markup without declarations. */
const UNWRITTEN: Readonly<Record<string, string>> = {
  'a request with attachments': `<t:SendRequestRequest><t:SenderProvidedRequestData Id="A"><t:MessageID>${MESSAGE_ID}</t:MessageID>
    <b:MessagePrimaryContent><x xmlns="urn:x"></x></b:MessagePrimaryContent><b:AttachmentHeaderList><b:AttachmentHeader>
    <b:contentId>a1</b:contentId><b:MimeType>text/xml</b:MimeType><b:SignaturePKCS7>AAAA</b:SignaturePKCS7></b:AttachmentHeader>
    </b:AttachmentHeaderList><b:RefAttachmentHeaderList><b:RefAttachmentHeader><b:uuid>u</b:uuid><b:Hash>h</b:Hash>
    <b:MimeType>text/xml</b:MimeType></b:RefAttachmentHeader></b:RefAttachmentHeaderList><t:BusinessProcessMetadata>
    <x xmlns="urn:x"></x></t:BusinessProcessMetadata></t:SenderProvidedRequestData><b:AttachmentContentList>
    <b:AttachmentContent><b:Id>a1</b:Id><b:Content>AAAA</b:Content></b:AttachmentContent></b:AttachmentContentList>
    </t:SendRequestRequest>`,
  'an asynchronous status': `<t:GetStatusResponse><t:SmevAsyncProcessingMessage><t:AsyncProcessingStatusData Id="A">
    <t:AsyncProcessingStatus><t:OriginalMessageId>${MESSAGE_ID}</t:OriginalMessageId>
    <t:StatusCategory>requestIsRejectedBySmev</t:StatusCategory><t:StatusDetails>x</t:StatusDetails><t:SmevFault>
    <b:Code>x</b:Code><b:Description>x</b:Description></t:SmevFault></t:AsyncProcessingStatus></t:AsyncProcessingStatusData>
    </t:SmevAsyncProcessingMessage></t:GetStatusResponse>`,
  'an answer with files': `<t:GetResponseResponse><t:ResponseMessage><t:Response Id="A"><t:SenderProvidedResponseData>
    <t:MessageID>${MESSAGE_ID}</t:MessageID><t:To>x</t:To><b:MessagePrimaryContent><x xmlns="urn:x"></x></b:MessagePrimaryContent>
    </t:SenderProvidedResponseData><t:MessageMetadata><t:MessageType>RESPONSE</t:MessageType><t:Sender>
    <t:Mnemonic>m</t:Mnemonic><t:HumanReadableName>n</t:HumanReadableName></t:Sender>
    <t:SendingTimestamp>2026-11-20T09:00:00Z</t:SendingTimestamp><t:MessageBroker>m</t:MessageBroker>
    <t:DestinationName>d</t:DestinationName><t:SupplementaryData><t:DetectedContentTypeName>x</t:DetectedContentTypeName>
    <t:InteractionType>PGU2OIV</t:InteractionType></t:SupplementaryData>
    <t:DeliveryTimestamp>2026-11-20T09:00:00Z</t:DeliveryTimestamp><t:Status>responseIsDelivered</t:Status>
    </t:MessageMetadata><b:FSAttachmentsList><b:FSAttachment><b:uuid>u</b:uuid><b:UserName>n</b:UserName>
    <b:Password>p</b:Password><b:FileName>f</b:FileName></b:FSAttachment></b:FSAttachmentsList></t:Response>
    </t:ResponseMessage></t:GetResponseResponse>`,
}

function unwritten(markup: string): Uint8Array {
  const declarations = Object.entries(NAMESPACES).map(([prefix, namespace]) => ` xmlns:${prefix}="${namespace}"`)
  const compact = markup.replace(/>\s+</g, '><')
  return writeEnvelope({ xml: compact.replace('>', `${declarations.join('')}>`) })
}

const MESSAGES: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  ...Object.fromEntries(Object.keys(UNWRITTEN).map((name) => [name, async () => unwritten(UNWRITTEN[name]!)])),
  SendRequest: () => sendRequest({ head: FULL_HEAD, test: true }),
  GetResponse: () => writeGetResponse({ timestamp: RECEIVED_AT, type: TYPE, nodeId: 'узел' }, agency.system),
  Ack: () => writeAck({ messageId: MESSAGE_ID, accepted: true }, agency.system),
  GetStatus: () => writeGetStatus({ timestamp: RECEIVED_AT }, agency.system),
  'a receipt': async () => writer.writeReceipt((await readSendRequest(sendRequest())).message, SENDER, RECEIVED_AT),
  'a status': () => respond({ form: 'STATUS', code: 10, parameters, description: 'принят' }),
  'a rejection': () => respond({ form: 'REJECTED', entries }),
  'a reply': () => respond({ form: 'REPLY', routing, documentId: 'd' }, Buffer.from('CMS')),
  'an empty queue': async () => writer.wrapResponse('1.1'),
  'an acknowledgement': async () => writer.writeAckResponse('1.1'),
  'no status': async () => writer.writeStatusResponse('1.1'),
  'a fault with a body': async () => writeFault('XML_COMMENT'),
  'a fault of a signature': async () => writeFault('SIGNATURE_VALUE'),
  'a fault of a type': async () => writeFault('MESSAGE_TYPE_UNSUPPORTED', { type: TYPE }),
  'a fault of a size': async () => writeFault('ATTACHMENT_TOO_LARGE'),
  'a fault of a queue': async () => writeFault('STRANGER_RATE_LIMITED'),
  'a fault without a body': async () => writeFault('MESSAGE_ID_STALE'),
}

/** What is done to each element of the exchange, given its start tag, its inner markup and its end tag. */
const DEFECTS: Readonly<Record<string, (start: string, inner: string, end: string) => string>> = {
  dropped: () => '',
  doubled: (start, inner, end) => (start + inner + end).repeat(2),
  renamed: (start, inner, end) => start.replace(/^<\w+:\w+/, '$&X') + inner + end.replace('>', 'X>'),
  filled: (start, inner, end) => start + inner + 'x'.repeat(5000) + end,
  emptied: (start, _inner, end) => start + end,
  stripped: (start, inner, end) => start.replace(/ \w+="[^"]*"/g, '') + inner + end,
  marked: (start, inner, end) => `${start.slice(0, -1)} Mark="x">${inner}${end}`,
  followed: (start, inner, end) => `${start}${inner}${end}<x xmlns="urn:x"></x>`,
}

test.each(Object.keys(MESSAGES))('%s is valid by our schemas and by the published ones', async (name) => {
  expect(schemaErrors(await MESSAGES[name]!())).toEqual({ soap: [], ours: [], published: [] })
})

test.runIf(official).each(Object.keys(MESSAGES))('of %s with any defect both say the same', async (name) => {
  const text = Buffer.from(await MESSAGES[name]!()).toString()
  for (const [defect, spoil] of Object.entries(DEFECTS)) {
    for (const { from, inner, innerEnd, to } of elementsOf(text)) {
      const changed = spoil(text.slice(from, inner), text.slice(inner, innerEnd), text.slice(innerEnd, to))
      const message = text.slice(0, from) + changed + text.slice(to)
      if (!/<[tbf]:/.test(message)) continue // nothing of the exchange is left
      const { ours, published } = schemaErrors(message)
      const said = `${defect} at ${text.slice(from, inner)}: ${ours.join('; ')} / ${published.join('; ')}`
      expect(ours.length > 0, said).toBe(published.length > 0)
    }
  }
})

test.runIf(official)(
  'a dropped element makes a SendRequest invalid where it may not be missing, and there only',
  async () => {
    const text = Buffer.from(await sendRequest({ head: FULL_HEAD })).toString()
    const inner = elementsOf(text).slice(0, -1)
    const spoilt = inner.map(({ from, to }) => schemaErrors(text.slice(0, from) + text.slice(to)).ours.length > 0)
    expect(spoilt).toContain(true)
    expect(spoilt).toContain(false)
  },
)

interface Place {
  readonly from: number
  readonly inner: number
  readonly innerEnd: number
  readonly to: number
}

/** Where the elements of the exchange stand; what we write is regular enough for that. */
function elementsOf(text: string): readonly Place[] {
  const open: { from: number; inner: number }[] = []
  const places: Place[] = []
  for (const { 0: tag, 1: slash, index } of text.matchAll(/<(\/?)[tbf]:[^>]*>/g)) {
    if (slash === '') open.push({ from: index, inner: index + tag.length })
    else places.push({ ...open.pop()!, innerEnd: index, to: index + tag.length })
  }
  return places
}
