/**
 * Which rules of the door a message breaks: the door's own checks in its own order, each asked although one before it
 * failed, as far as it can be. What depends on registered bodies and on the time of arrival is not asked.
 */
import { locateCall, soapName } from '../../adapters/smev/envelope.ts'
import type { LocatedCall } from '../../adapters/smev/envelope.ts'
import { checkNamespaces } from '../../adapters/smev/namespace-gate.ts'
import { findOperation, OPERATIONS } from '../../adapters/smev/operations.ts'
import { SMEV_VERSIONS, vocabularyOf } from '../../adapters/smev/versions.ts'
import { findChild, getChild, isNamed } from '../../adapters/smev/xml-path.ts'
import { openInspection } from '../../crypto/inspection/tree.ts'
import type { XmlInspection } from '../../crypto/inspection/tree.ts'
import { admitBytes, DEFAULT_LIMITS } from '../../xsd/byte-gate.ts'
import { parseXmlAsTheDoor, parseXmlForInspection } from '../../xsd/inspection-document.ts'
import { listGateFaults } from '../../xsd/inspection-gate.ts'
import { GatewayError } from '../domain/faults.ts'
import type { XmlElement } from '../ports/xml.ts'
import { Breaches } from './inspect-breaches.ts'
import { findContentFault } from './inspect-content.ts'
import { judgeSystemSignature } from './inspect-system-signature.ts'
import type { ReaderTrust } from './inspect-trust.ts'

export interface DoorQuestion {
  readonly bytes: Uint8Array
  /** undefined: whom the certificate chains to is not asked. */
  readonly trust: ReaderTrust | undefined
  readonly at: Date
}

/** None when the door would have taken the message, but for what is named above. */
export async function listDoorFaults(question: DoorQuestion): Promise<readonly GatewayError[]> {
  const breaches = new Breaches()
  for (const fault of listGateFaults(question.bytes)) breaches.add(fault)
  using document = parseXmlAsTheDoor(question.bytes)
  const call = breaches.attempt(() => locateCall(document)) ?? findCall(document.root)
  if (call !== undefined) {
    const inspection = openInspection(document, parseXmlForInspection)
    await judgeCall(call, { ...question, inspection }, breaches)
  }
  return breaches.all
}

/** Of bytes that inspect cannot read, and what it could not read in them: the gate before the parser comes first. */
export function listFaultsOfUnreadable(bytes: Uint8Array, fault: GatewayError): readonly GatewayError[] {
  const breaches = new Breaches()
  breaches.attempt(() => admitBytes(bytes, DEFAULT_LIMITS))
  breaches.add(fault)
  return breaches.all
}

/** The call in an envelope that is not as it should be, if there is one. */
function findCall(root: XmlElement): LocatedCall | undefined {
  const request = root.children.find((child) => isNamed(child, soapName('Body')))?.children[0]
  const version = SMEV_VERSIONS.find(({ types }) => types === request?.namespace)
  const operation = request && findOperation('request', request.name)
  return request && version && operation && { version, operation, request }
}

type Asked = DoorQuestion & { readonly inspection: XmlInspection }

async function judgeCall(call: LocatedCall, question: Asked, breaches: Breaches): Promise<void> {
  const { document } = question.inspection
  const { version, operation, request } = call
  const names = vocabularyOf(version)
  breaches.attempt(() => checkNamespaces(document.root, version))
  const target = breaches.attempt(() => getChild(request, OPERATIONS[operation].signed(names)))
  const wrapper = breaches.attempt(() => findChild(request, names.t('CallerInformationSystemSignature')))
  if (target !== undefined) judgeSystemSignature({ ...question, signature: wrapper?.children[0], target }, breaches)
  const errors = document.validate(request, version.schema).map(({ message }) => message)
  if (errors.length > 0) breaches.add(new GatewayError('ENVELOPE_SCHEMA', errors.join('; ')))
  // Only behind a valid envelope is there a content to be read.
  const fault = errors.length > 0 ? undefined : await findContentFault(question.bytes, question.at)
  if (fault !== undefined) breaches.add(fault)
}
