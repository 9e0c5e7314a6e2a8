/** Versions of the SMEV 3 message exchange served here, as data: another version is another row and its schema set. */
import type { SchemaName } from '../../gateway/ports/xml.ts'
import { namesOf } from './xml-writer.ts'
import type { XmlName } from './xml-writer.ts'

export interface SmevVersion {
  readonly version: string
  readonly schema: SchemaName
  readonly types: string
  readonly basic: string
  readonly faults: string
}

const EXCHANGE = 'urn://x-artefacts-smev-gov-ru/services/message-exchange'

function versionRow(version: string, schema: SchemaName): SmevVersion {
  return {
    version,
    schema,
    types: `${EXCHANGE}/types/${version}`,
    basic: `${EXCHANGE}/types/basic/${version}`,
    faults: `${EXCHANGE}/types/faults/${version}`,
  }
}

export const SMEV_VERSIONS: readonly SmevVersion[] = [versionRow('1.1', 'smev-1.1')]

/** What is spoken to a caller whose version was never learnt. */
export const DEFAULT_VERSION = '1.1'

/** A version of our own making (a stored message, a call that was read): an unknown one is a bug, a plain Error. */
export function getVersion(version: string): SmevVersion {
  const row = SMEV_VERSIONS.find((candidate) => candidate.version === version)
  if (!row) throw new Error(`SMEV version ${version} is not served`)
  return row
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
  | 'RefAttachmentHeaderList'
  | 'AttachmentContentList'
  | 'AttachmentContent'
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
