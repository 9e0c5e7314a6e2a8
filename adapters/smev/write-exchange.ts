/** Everything that leaves through the agencies' door, written and signed. */
import type { Sender } from '../../gateway/domain/requester.ts'
import type { CmsDocuments } from '../../gateway/ports/cms-documents.ts'
import type { ExchangeWriter, OutgoingContent, OutgoingEnvelope } from '../../gateway/ports/exchange.ts'
import type { KeyRole } from '../../gateway/ports/keys.ts'
import type { XmlSignatures } from '../../gateway/ports/signatures.ts'
import type { AttachedContent } from './attachments.ts'
import { writeFields } from './content-shape.ts'
import { writeEnvelope } from './envelope.ts'
import { OPERATIONS } from './operations.ts'
import { packAttachments } from './pack-attachments.ts'
import { isTooLong, writeContent, writeMetadata } from './response-message.ts'
import type { Party } from './response-message.ts'
import { signNode } from './sign-node.ts'
import type { SignedNode } from './sign-node.ts'
import { getVersion, namingOf, SMEV_VERSIONS, vocabularyOf } from './versions.ts'
import { RESPONSE_HEAD, RESPONSE_ORIGIN } from './wire-shapes.ts'
import { writeAttachmentContents } from './write-attachments.ts'
import { writeFault } from './write-fault.ts'
import { element, serialize, toBytes } from './xml-writer.ts'
import type { XmlName, XmlNode } from './xml-writer.ts'

const SIGNED_BY_SMEV = 'SIGNED_BY_SMEV'
const SIGNED_BY_OFFICE = 'SIGNED_BY_PROVIDER'

export interface ExchangeParties {
  readonly signatures: Pick<XmlSignatures, 'sign'>
  readonly documents: Pick<CmsDocuments, 'signDetached'>
  readonly office: Party
  /** How SMEV metadata name the system that called. */
  readonly describeSender: (sender: Sender) => Party
}

export function createExchangeWriter(parties: ExchangeParties): ExchangeWriter {
  const { signatures, office, describeSender } = parties
  return {
    async writeReceipt(message, sender, receivedAt) {
      const version = getVersion(message.smevVersion)
      const { t } = vocabularyOf(version)
      const facts = {
        messageId: message.messageId,
        type: 'REQUEST',
        sender: describeSender(sender),
        recipient: office,
        sentAt: receivedAt,
        queue: sender.queue,
        status: 'requestIsQueued',
      } as const
      const metadata = await sign(signatures, 'SMEV', writeMetadata(facts, version, SIGNED_BY_SMEV))
      const content = [metadata.signed, element(t('SMEVSignature'), [metadata.signature])]
      return writeEnvelope(element(t(OPERATIONS.SendRequest.response), content))
    },
    writeResponseMessage: (content, envelope, sealed) => writeResponseMessage(parties, { content, envelope, sealed }),
    wrapResponse(smevVersion, responseMessage) {
      if (!responseMessage) return writeEnvelope(element(responseName(smevVersion, 'GetResponse'), []))
      const xml = new TextDecoder('utf-8', { fatal: true }).decode(responseMessage)
      return writeEnvelope(element(responseName(versionOf(xml), 'GetResponse'), [{ xml }]))
    },
    packAttachments,
    writeAckResponse: (smevVersion) => writeEnvelope(element(responseName(smevVersion, 'Ack'), [])),
    writeStatusResponse: (smevVersion) => writeEnvelope(element(responseName(smevVersion, 'GetStatus'), [])),
    writeFault,
  }
}

interface ResponseParts {
  readonly content: OutgoingContent
  readonly envelope: OutgoingEnvelope
  readonly sealed: Uint8Array | undefined
}

/** No DeliveryTimestamp: what is stored is delivered byte for byte the same as often as it takes. */
async function writeResponseMessage(
  { signatures, documents, office }: ExchangeParties,
  { content, envelope, sealed }: ResponseParts,
): Promise<Uint8Array> {
  const { messageId, to, original, queue, sealedAt } = envelope
  const version = getVersion(original.smevVersion)
  const names = vocabularyOf(version)
  const { t } = names
  const naming = namingOf(version).t
  const attached = isTooLong(content, sealed) ? await attach(sealed, sealedAt, documents) : undefined
  const head = writeFields(RESPONSE_HEAD, { MessageID: messageId, To: to }, naming)
  const written = writeContent(content, version, { sealed, attached })
  const toSign = element(t('SenderProvidedResponseData'), [...head, ...written], { Id: SIGNED_BY_OFFICE })
  const data = await sign(signatures, 'OFFICE', toSign)
  const response = element(
    t('Response'),
    [
      ...writeFields(RESPONSE_ORIGIN, originOf(original), naming),
      data.signed,
      writeMetadata({ messageId, type: 'RESPONSE', sender: office, sentAt: sealedAt, queue }, version),
      element(t('SenderInformationSystemSignature'), [data.signature]),
    ],
    { Id: SIGNED_BY_SMEV },
  )
  const { signed, signature } = await sign(signatures, 'SMEV', response)
  const contents = writeAttachmentContents(attached ? [attached] : [], names)
  const parts = [signed, ...contents, element(t('SMEVSignature'), [signature])]
  return toBytes(serialize(element(t('ResponseMessage'), parts)))
}

/** The signatures of the message do not cover the content of an attachment: it gets one of the office of its own. */
async function attach(
  bytes: Uint8Array,
  at: Date,
  { signDetached }: ExchangeParties['documents'],
): Promise<AttachedContent> {
  const signature = await signDetached('OFFICE', bytes, at)
  return { contentId: 'document', mediaType: 'application/pkcs7-mime', bytes, signature }
}

function originOf({ messageId, transactionCode, referenceMessageId }: OutgoingEnvelope['original']) {
  return {
    OriginalMessageId: messageId,
    ...(transactionCode === undefined ? {} : { OriginalTransactionCode: transactionCode }),
    ...(referenceMessageId === undefined ? {} : { ReferenceMessageID: referenceMessageId }),
  }
}

function sign(signatures: Pick<XmlSignatures, 'sign'>, role: KeyRole, node: XmlNode): Promise<SignedNode> {
  return signNode((toSign) => signatures.sign(role, toSign), node)
}

/** A stored message stays in the version it was signed in, whichever version fetches it. */
function versionOf(responseMessage: string): string {
  const row = SMEV_VERSIONS.find(({ types }) => responseMessage.startsWith(`<t:ResponseMessage xmlns:t="${types}"`))
  if (!row) throw new Error('a stored message of no version served here')
  return row.version
}

function responseName(smevVersion: string, operation: 'GetResponse' | 'Ack' | 'GetStatus'): XmlName {
  return vocabularyOf(getVersion(smevVersion)).t(OPERATIONS[operation].response)
}
