/** SOAP 1.1 Fault with one element of the SMEV faults namespace as its detail. */
import type { FaultCode } from '../../gateway/domain/faults.ts'
import type { FaultContext } from '../../gateway/ports/exchange.ts'
import { soapName, writeEnvelope } from './envelope.ts'
import { agencyFaultOf } from './fault-texts.ts'
import type { AgencyFault } from './fault-texts.ts'
import { MAX_ATTACHMENT_BYTES } from './limits.ts'
import { DEFAULT_VERSION, getVersion, vocabularyOf } from './versions.ts'
import type { SmevVersion, Vocabulary } from './versions.ts'
import { element, unqualified } from './xml-writer.ts'
import type { XmlNode } from './xml-writer.ts'

const SIGNATURE_FAULT = 'SignatureVerificationFault'

/** SMEV says soap:Server whoever is to blame, so clients know no other. */
export function writeFault(code: FaultCode | 'BUG', context: FaultContext = {}): Uint8Array {
  const told = agencyFaultOf(code)
  const version = getVersion(context.smevVersion ?? DEFAULT_VERSION)
  return writeEnvelope(
    element(soapName('Fault'), [
      element(unqualified('faultcode'), 'soap:Server'),
      element(unqualified('faultstring'), told.text),
      element(unqualified('detail'), [writeDetail(told, context, version)]),
    ]),
  )
}

function writeDetail(told: AgencyFault, context: FaultContext, version: SmevVersion): XmlNode {
  const names = vocabularyOf(version)
  const [name = told.fault, reason] = told.fault.split('/')
  const described = version.describedFaults.includes(name) ? [] : undefined
  const own =
    reason === undefined
      ? (OWN_PARTS[name]?.(told, context, names.f) ?? described)
      : [element(names.f(SIGNATURE_FAULT), reason)]
  if (!own) return element(names.f(name), [])
  return element(names.f(name), [
    element(names.b('Code'), told.code),
    element(names.b('Description'), told.text),
    ...own,
  ])
}

type OwnParts = (told: AgencyFault, context: FaultContext, f: Vocabulary['f']) => readonly XmlNode[]

/** Faults with a body; the others are b:Void. */
const OWN_PARTS: Readonly<Record<string, OwnParts>> = {
  // Where the rule was broken is not told: 0.
  InvalidContent: ({ text }, _context, f) => [element(f('ValidationError'), text, { errorPosition: '0' })],
  BusinessDataTypeIsNotSupported: (_told, { type }, f) => [
    element(f('RootElementLocalName'), type?.name ?? ''),
    element(f('RootElementNamespaceURI'), type?.namespace ?? ''),
  ],
  // Counting stops where the limit is passed.
  AttachmentSizeLimitExceeded: (_told, _context, f) => [
    element(f('PermittedTotalAttachmentSize'), String(MAX_ATTACHMENT_BYTES)),
    element(f('RealTotalAttachmentSize'), String(MAX_ATTACHMENT_BYTES + 1)),
  ],
  DestinationOverflow: (_told, _context, f) => [
    element(f('MessageBrokerAddress'), ''),
    element(f('DestinationName'), ''),
  ],
}
