/** Versions of the SMEV 3 message exchange served here, as data: another version is another row and its schema set. */
import { EXCHANGE_VERSIONS } from '../../gateway/ports/xml.ts'
import type { ExchangeVersion, SchemaName } from '../../gateway/ports/xml.ts'
import { namesOf } from './xml-writer.ts'
import type { XmlName } from './xml-writer.ts'

export interface SmevVersion extends VersionTraits {
  readonly version: ExchangeVersion
  readonly schema: SchemaName
  readonly types: string
  readonly basic: string
  readonly faults: string
}

interface VersionTraits {
  /** MessageMetadata holds DestinationName and SupplementaryData. */
  readonly hasBrokerFields: boolean
  /** Namespace of the Routing that a SendRequest may carry. */
  readonly routing?: string
  /** Faults with code and description that are b:Void in the other versions. */
  readonly describedFaults: readonly string[]
}

const EXCHANGE = 'urn://x-artefacts-smev-gov-ru/services/message-exchange'

const TRAITS: { readonly [V in ExchangeVersion]: VersionTraits } = {
  '1.1': { hasBrokerFields: true, describedFaults: [] },
  // By observed traffic: no schema of 1.2 was found.
  '1.2': { hasBrokerFields: false, describedFaults: [] },
  '1.3': { hasBrokerFields: false, routing: `${EXCHANGE}/types/routing/1.3`, describedFaults: ['EndOfLifeReached'] },
}

export const SMEV_VERSIONS: readonly SmevVersion[] = EXCHANGE_VERSIONS.map((version) => ({
  version,
  schema: `smev-${version}`,
  types: `${EXCHANGE}/types/${version}`,
  basic: `${EXCHANGE}/types/basic/${version}`,
  faults: `${EXCHANGE}/types/faults/${version}`,
  ...TRAITS[version],
}))

/** What is spoken to a caller whose version was never learnt. */
export const DEFAULT_VERSION: ExchangeVersion = EXCHANGE_VERSIONS[0]

/** A version of our own making (a stored message, a call that was read): an unknown one is a bug, a plain Error. */
export function getVersion(version: string): SmevVersion {
  const row = SMEV_VERSIONS.find((candidate) => candidate.version === version)
  if (!row) throw new Error(`SMEV version ${version} is not served`)
  return row
}

/**
 * Version whose namespace stands in the bytes of a message that could not be read: it decides in which words the fault
 * is told, and nothing else.
 */
export function findVersionIn(bytes: Uint8Array): ExchangeVersion | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return SMEV_VERSIONS.find(({ types }) => buffer.includes(types))?.version
}

export type TypesName =
  | 'SendRequestRequest'
  | 'SendRequestResponse'
  | 'SenderProvidedRequestData'
  | 'PersonalSignature'
  | 'BusinessProcessMetadata'
  | 'TestMessage'
  | 'CallerInformationSystemSignature'
  | 'GetResponseRequest'
  | 'GetResponseResponse'
  | 'ResponseMessage'
  | 'Response'
  | 'SenderProvidedResponseData'
  | 'SenderInformationSystemSignature'
  | 'RequestStatus'
  | 'RequestRejected'
  | 'MessageMetadata'
  | 'SMEVSignature'
  | 'AckRequest'
  | 'AckResponse'
  | 'GetStatusRequest'
  | 'GetStatusResponse'

export type BasicName =
  | 'MessagePrimaryContent'
  | 'AttachmentHeaderList'
  | 'AttachmentHeader'
  | 'contentId'
  | 'MimeType'
  | 'SignaturePKCS7'
  | 'RefAttachmentHeaderList'
  | 'AttachmentContentList'
  | 'AttachmentContent'
  | 'Id'
  | 'Content'
  | 'MessageTypeSelector'
  | 'Timestamp'
  | 'AckTargetMessage'
  | 'Code'
  | 'Description'

/** Names of a version: `t` of the operations, `b` of the basic types, `f` of the faults. */
export interface Vocabulary {
  readonly t: (name: TypesName) => XmlName
  readonly b: (name: BasicName) => XmlName
  readonly f: (name: string) => XmlName
}

export function vocabularyOf({ types, basic, faults }: SmevVersion): Vocabulary {
  return { t: namesOf('t', types), b: namesOf('b', basic), f: namesOf('f', faults) }
}

/** The same namespaces for shapes, whose fields are the names. */
export function namingOf(namespaces: SmevVersion): { t: (name: string) => XmlName; b: (name: string) => XmlName } {
  return { t: namesOf<string>('t', namespaces.types), b: namesOf<string>('b', namespaces.basic) }
}
