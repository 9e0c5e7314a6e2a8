import type { Sender } from '../../gateway/domain/requester.ts'
import type { JudgedCertificate } from '../../gateway/domain/revocation.ts'
import type { CmsDocuments } from '../../gateway/ports/cms-documents.ts'
import type { SystemSignature } from '../../gateway/ports/exchange.ts'
import type { SignerCertificate, XmlSignatures } from '../../gateway/ports/signatures.ts'
import type { ParseXml, XmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import type { LocatedCall } from './envelope.ts'

/** What is done with documents that came with a message. */
export type ReceivedDocuments = Pick<CmsDocuments, 'decrypt' | 'verify' | 'verifyDetached'>

/** A call whose system signature is verified and whose envelope is schema-valid. */
export interface ProvedCall extends LocatedCall {
  readonly document: XmlDocument
  /** The element that the system signature covers. */
  readonly target: XmlElement
  readonly common: {
    readonly sender: Sender
    readonly signature: SystemSignature
    readonly certificate: JudgedCertificate
    readonly smevVersion: string
  }
  /** Who holds the certificate of the system signature. */
  readonly caller: SignerCertificate
  readonly parseXml: ParseXml
  readonly signatures: XmlSignatures
  readonly documents: ReceivedDocuments
  readonly receivedAt: Date
}
