/**
 * A stranger's bytes -> a call that somebody signed. Cheapest checks first: gate, structure, namespaces; then the
 * system signature at its fixed path, who that is, the envelope schema; the content comes last. One parse serves all.
 */
import { GatewayError, withFacts } from '../../gateway/domain/faults.ts'
import type { Sender } from '../../gateway/domain/requester.ts'
import type { IncomingCall, ReadCall, SystemSignature } from '../../gateway/ports/exchange.ts'
import type { SignedPart, SignerCertificate, SignerEvidence, XmlSignatures } from '../../gateway/ports/signatures.ts'
import type { ParseXml, ReceivedXmlDocument, XmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import { includablePlaces } from './attachments.ts'
import { locateCall } from './envelope.ts'
import type { LocatedCall } from './envelope.ts'
import { judgedCertificate } from './judged-certificate.ts'
import { MAX_ATTACHMENT_BYTES, MAX_ENVELOPE_BYTES } from './limits.ts'
import { parsePackage } from './mime.ts'
import type { MimePackage } from './mime.ts'
import { checkNamespaces } from './namespace-gate.ts'
import { OPERATIONS } from './operations.ts'
import type { OperationName } from './operations.ts'
import type { ProvedCall, ReceivedDocuments } from './proved-call.ts'
import { readAck, readGetResponse, readGetStatus } from './queue-calls.ts'
import { readSendRequest } from './send-request.ts'
import { findVersionIn, vocabularyOf } from './versions.ts'
import { findChild, getChild } from './xml-path.ts'
import { restoreContents } from './xop.ts'

export interface CallReaders {
  readonly parseXml: ParseXml
  readonly signatures: XmlSignatures
  readonly documents: ReceivedDocuments
  /** Whose system the certificate is. Throws SENDER_UNIDENTIFIABLE, CERTIFICATE_SUBJECT. */
  readonly identifySender: (certificate: SignerCertificate) => Sender
}

const READ: { readonly [O in OperationName]: (call: ProvedCall) => IncomingCall | Promise<IncomingCall> } = {
  SendRequest: readSendRequest,
  GetResponse: readGetResponse,
  Ack: readAck,
  GetStatus: readGetStatus,
}

export function createReadCall(readers: CallReaders): ReadCall {
  return (bytes, receivedAt, packageType) =>
    tellInItsVersion(bytes, async () => {
      const received = packageType === undefined ? { root: bytes, parts: NO_PARTS } : parsePackage(bytes, packageType)
      using document = readers.parseXml(received.root)
      const located = locateCall(document)
      return await withFacts({ smevVersion: located.version.version }, async () => {
        const part = locateSignedPart(document, located)
        if (packageType !== undefined) restoreParts(document, located, { ...received, data: part.target })
        const call = await proveCall(located, part, { document, receivedAt, ...readers })
        return received.parts.size > 0 ? withInfoset(call, document) : call
      })
    })
}

const NO_PARTS: MimePackage['parts'] = new Map()

/** Whoever wrote what cannot be read is still told so in the version it seems to speak. */
async function tellInItsVersion<T>(bytes: Uint8Array, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof GatewayError) || error.facts.smevVersion !== undefined) throw error
    const smevVersion = findVersionIn(bytes)
    return withFacts(smevVersion === undefined ? {} : { smevVersion }, () => {
      throw error
    })
  }
}

/** Only a SendRequest has places for parts; with another operation any part is one too many. */
function restoreParts(
  document: ReceivedXmlDocument,
  { operation, request, version }: LocatedCall,
  { data, ...received }: MimePackage & { readonly data: XmlElement },
): void {
  const isSendRequest = operation === 'SendRequest'
  const places = isSendRequest ? includablePlaces({ data, beside: request, version }) : { structured: [], attached: [] }
  const limits = { maxEnvelopeBytes: MAX_ENVELOPE_BYTES, maxAttachmentBytes: MAX_ATTACHMENT_BYTES }
  restoreContents(document, places, { ...received, limits })
}

/** What is kept of a package: one document that anybody can verify without taking packages apart. */
function withInfoset(call: IncomingCall, document: XmlDocument): IncomingCall {
  return call.operation === 'SendRequest' ? { ...call, infoset: document.canonicalize(document.root) } : call
}

type Proving = CallReaders & { readonly document: XmlDocument; readonly receivedAt: Date }

async function proveCall(located: LocatedCall, part: SignedPart, proving: Proving): Promise<IncomingCall> {
  const { version, operation, request } = located
  const { document, receivedAt, parseXml, signatures, documents, identifySender } = proving
  checkNamespaces(document.root, version)
  const evidence = signatures.verify(part, receivedAt)
  const signature = systemSignature(evidence)
  return withFacts(signature, () => {
    const sender = identifySender(evidence.certificate)
    const errors = document.validate(request, version.schema)
    if (errors.length > 0) throw schemaFault(errors.map(({ message }) => message))
    const certificate = judgedCertificate(evidence)
    const common = { sender, signature, certificate, smevVersion: version.version }
    const tools = { parseXml, signatures, documents }
    const caller = evidence.certificate
    return READ[operation]({ ...located, ...tools, document, target: part.target, common, caller, receivedAt })
  })
}

function locateSignedPart(document: XmlDocument, { version, operation, request }: LocatedCall): SignedPart {
  const names = vocabularyOf(version)
  const target = getChild(request, OPERATIONS[operation].signed(names))
  const wrapper = findChild(request, names.t('CallerInformationSystemSignature'))
  return { document, target, signature: wrapper?.children[0] }
}

function systemSignature({ certificateSerial, algorithm, digest }: SignerEvidence): SystemSignature {
  return { certificateSerial, algorithm, digest }
}

function schemaFault(messages: readonly string[]): GatewayError {
  return new GatewayError('ENVELOPE_SCHEMA', messages.join('; '))
}
