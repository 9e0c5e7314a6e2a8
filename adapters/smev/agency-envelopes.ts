/** What an agency sends: the requests of the four operations, signed by its own keys. For the simulator and the tests. */
import type { ExchangeVersion } from '../../gateway/ports/xml.ts'
import type { AttachedContent } from './attachments.ts'
import { writeFields } from './content-shape.ts'
import { writeEnvelope } from './envelope.ts'
import { OPERATIONS } from './operations.ts'
import type { OperationName } from './operations.ts'
import { signNode } from './sign-node.ts'
import type { SignElement } from './sign-node.ts'
import { DEFAULT_VERSION, getVersion, namingOf, vocabularyOf } from './versions.ts'
import { REQUEST_HEAD, WIRE_SELECTOR } from './wire-shapes.ts'
import type { RequestHead } from './wire-shapes.ts'
import { writeAttachmentContents, writeAttachmentHeaders } from './write-attachments.ts'
import { element } from './xml-writer.ts'
import type { XmlContent, XmlNode } from './xml-writer.ts'

export { writeInquiry } from './inquiry-content.ts'
export type { SignElement } from './sign-node.ts'

const SIGNED_BY_CONSUMER = 'SIGNED_BY_CONSUMER'
const SIGNED_BY_CALLER = 'SIGNED_BY_CALLER'

export interface RequestToSend {
  readonly head: RequestHead
  /** The business content; its Id attribute is what the official signs. */
  readonly content: XmlNode
  readonly test?: boolean
  readonly attachments?: readonly AttachedContent[]
  readonly smevVersion?: ExchangeVersion | undefined
}

/** Without `official` the request goes out without a PersonalSignature. */
export interface RequestSigners {
  readonly official?: SignElement
  readonly system: SignElement
}

/** SendRequest: the official signs the content first, then the system signs the data with that signature inside. */
export async function writeSendRequest(request: RequestToSend, signers: RequestSigners): Promise<Uint8Array> {
  const { head, content, test, attachments = [], smevVersion = DEFAULT_VERSION } = request
  const version = getVersion(smevVersion)
  const names = vocabularyOf(version)
  const { t, b } = names
  const personal = signers.official && (await signNode(signers.official, content))
  const data: XmlContent[] = [
    ...writeFields(REQUEST_HEAD, head, namingOf(version).t),
    element(b('MessagePrimaryContent'), [personal?.signed ?? content]),
    ...(personal ? [element(t('PersonalSignature'), [personal.signature])] : []),
    ...writeAttachmentHeaders(attachments, names),
    ...(test ? [element(t('TestMessage'), [])] : []),
  ]
  const beside = writeAttachmentContents(attachments, names)
  return writeSigned('SendRequest', { smevVersion, content: data, id: SIGNED_BY_CONSUMER, beside }, signers.system)
}

export interface ResponseWanted {
  readonly timestamp: Date
  readonly type?: { readonly namespace: string; readonly name: string }
  readonly nodeId?: string
  readonly smevVersion?: ExchangeVersion | undefined
}

/** GetResponse; without a type the first message of the queue is wanted, whatever it is. */
export function writeGetResponse(wanted: ResponseWanted, system: SignElement): Promise<Uint8Array> {
  const { timestamp, type, nodeId, smevVersion = DEFAULT_VERSION } = wanted
  const selector = {
    ...(type ? { NamespaceURI: type.namespace, RootElementLocalName: type.name } : {}),
    Timestamp: timestamp.toISOString(),
    ...(nodeId === undefined ? {} : { NodeID: nodeId }),
  }
  const content = writeFields(WIRE_SELECTOR, selector, namingOf(getVersion(smevVersion)).b)
  return writeSigned('GetResponse', { smevVersion, content, id: SIGNED_BY_CALLER }, system)
}

export interface Acknowledgement {
  /** MessageId of the metadata of the message received. */
  readonly messageId: string
  readonly accepted: boolean
  readonly smevVersion?: ExchangeVersion | undefined
}

export function writeAck(ack: Acknowledgement, system: SignElement): Promise<Uint8Array> {
  const { messageId, accepted, smevVersion = DEFAULT_VERSION } = ack
  const attributes = { accepted: String(accepted) }
  return writeSigned('Ack', { smevVersion, content: [messageId], id: SIGNED_BY_CALLER, attributes }, system)
}

export function writeGetStatus(
  { timestamp, smevVersion = DEFAULT_VERSION }: { readonly timestamp: Date; readonly smevVersion?: ExchangeVersion },
  system: SignElement,
): Promise<Uint8Array> {
  return writeSigned('GetStatus', { smevVersion, content: [timestamp.toISOString()], id: SIGNED_BY_CALLER }, system)
}

interface SignedPartToWrite {
  readonly smevVersion: string
  readonly content: readonly XmlContent[]
  readonly id: string
  readonly attributes?: Readonly<Record<string, string>>
  /** What stands between the part and its signature. */
  readonly beside?: readonly XmlNode[]
}

async function writeSigned(
  operation: OperationName,
  part: SignedPartToWrite,
  system: SignElement,
): Promise<Uint8Array> {
  const names = vocabularyOf(getVersion(part.smevVersion))
  const { request, signed } = OPERATIONS[operation]
  const target = await signNode(system, element(signed(names), part.content, { Id: part.id, ...part.attributes }))
  const signature = element(names.t('CallerInformationSystemSignature'), [target.signature])
  return writeEnvelope(element(names.t(request), [target.signed, ...(part.beside ?? []), signature]))
}
