/**
 * A stranger's bytes -> a call that somebody signed. Cheapest checks first: gate, structure, namespaces; then the
 * system signature at its fixed path, who that is, the envelope schema; the content comes last. One parse serves all.
 */
import { GatewayError, withFacts } from '../../gateway/domain/faults.ts'
import type { Sender } from '../../gateway/domain/requester.ts'
import type { IncomingCall, ReadCall, SystemSignature } from '../../gateway/ports/exchange.ts'
import type { SignedPart, SignerCertificate, SignerEvidence, XmlSignatures } from '../../gateway/ports/signatures.ts'
import type { ParseXml, XmlDocument } from '../../gateway/ports/xml.ts'
import { locateCall } from './envelope.ts'
import type { LocatedCall } from './envelope.ts'
import { judgedCertificate } from './judged-certificate.ts'
import { checkNamespaces } from './namespace-gate.ts'
import { OPERATIONS } from './operations.ts'
import type { OperationName } from './operations.ts'
import type { ProvedCall } from './proved-call.ts'
import { readAck, readGetResponse, readGetStatus } from './queue-calls.ts'
import { readSendRequest } from './send-request.ts'
import { findVersionIn, vocabularyOf } from './versions.ts'
import { findChild, getChild } from './xml-path.ts'

export interface CallReaders {
  readonly parseXml: ParseXml
  readonly signatures: XmlSignatures
  /** Whose system the certificate is. Throws SENDER_UNIDENTIFIABLE, CERTIFICATE_SUBJECT. */
  readonly identifySender: (certificate: SignerCertificate) => Sender
}

const READ: { readonly [O in OperationName]: (call: ProvedCall) => IncomingCall } = {
  SendRequest: readSendRequest,
  GetResponse: readGetResponse,
  Ack: readAck,
  GetStatus: readGetStatus,
}

export function createReadCall(readers: CallReaders): ReadCall {
  return async (bytes, receivedAt) => {
    using document = parseOrTell(bytes, readers)
    const located = locateCall(document)
    return withFacts({ smevVersion: located.version.version }, () =>
      proveCall(located, { document, receivedAt, ...readers }),
    )
  }
}

/** Whoever wrote what cannot be parsed is still told so in the version it seems to speak. */
function parseOrTell(bytes: Uint8Array, { parseXml }: CallReaders): XmlDocument {
  try {
    return parseXml(bytes)
  } catch (error) {
    const smevVersion = findVersionIn(bytes)
    return withFacts(smevVersion === undefined ? {} : { smevVersion }, () => {
      throw error
    })
  }
}

type Proving = CallReaders & { readonly document: XmlDocument; readonly receivedAt: Date }

function proveCall(located: LocatedCall, { document, receivedAt, signatures, identifySender }: Proving): IncomingCall {
  const { version, operation, request } = located
  checkNamespaces(document.root, version)
  const part = locateSignedPart(document, located)
  const evidence = signatures.verify(part, receivedAt)
  const signature = systemSignature(evidence)
  return withFacts(signature, () => {
    const sender = identifySender(evidence.certificate)
    const errors = document.validate(request, version.schema)
    if (errors.length > 0) throw schemaFault(errors.map(({ message }) => message))
    const certificate = judgedCertificate(evidence)
    const common = { sender, signature, certificate, smevVersion: version.version }
    return READ[operation]({ ...located, document, target: part.target, common, signatures, receivedAt })
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
