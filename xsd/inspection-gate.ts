/** Which rules of the document gate some bytes break: the door's own checks, each asked on after one before it failed. */
import { XmlAttribute } from 'libxml2-wasm'
import type { XmlDocument } from 'libxml2-wasm'
import { GatewayError } from '../gateway/domain/faults.ts'
import type { FaultCode } from '../gateway/domain/faults.ts'
import type { XmlLimits } from '../gateway/ports/xml.ts'
import { admitBytes, DEFAULT_LIMITS } from './byte-gate.ts'
import type { AdmittedBytes } from './byte-gate.ts'
import { INSPECTION_LIMITS, parseTolerantly } from './inspection-document.ts'
import { withoutPrologInstructions } from './inspection-prolog.ts'
import { checkTree } from './tree-gate.ts'

/**
 * The faults in the order in which the door meets them; two breaches of one rule are one fault. For bytes that
 * parseXmlForInspection reads: throws what it throws for others.
 */
export function listGateFaults(bytes: Uint8Array): readonly GatewayError[] {
  using document = parseTolerantly(bytes)
  const ofBytes: Faults = new Map()
  const ofTree: Faults = new Map()
  const admitted = admit(bytes, ofBytes)
  if (admitted !== undefined) judgeTree(document, admitted, ofTree)
  return [...new Map([...ofBytes, ...ofTree]).values()]
}

type Faults = Map<FaultCode, GatewayError>

/** Each round allows what the one before it was refused for; undefined when that cannot be allowed. */
function admit(bytes: Uint8Array, faults: Faults): AdmittedBytes | undefined {
  let judged: readonly [Uint8Array, XmlLimits] | undefined = [bytes, DEFAULT_LIMITS]
  while (judged !== undefined) {
    const [admissible, limits] = judged
    try {
      return admitBytes(admissible, limits)
    } catch (error) {
      judged = allow(noteFault(error, faults), admissible, limits)
    }
  }
  return undefined
}

function allow(code: FaultCode | undefined, bytes: Uint8Array, limits: XmlLimits) {
  const { maxBytes, maxElements, encodings } = INSPECTION_LIMITS
  if (code === 'XML_TOO_LARGE') return [bytes, { ...limits, maxBytes }] as const
  if (code === 'XML_TOO_MANY_ELEMENTS') return [bytes, { ...limits, maxElements }] as const
  if (code === 'XML_ENCODING') return [bytes, { ...limits, encodings }] as const
  return code === 'XML_PROCESSING_INSTRUCTION' ? ([withoutPrologInstructions(bytes), limits] as const) : undefined
}

/** The tree is changed on the way. */
function judgeTree(document: XmlDocument, admitted: AdmittedBytes, faults: Faults): void {
  let judged: AdmittedBytes | undefined = admitted
  while (judged !== undefined) {
    try {
      checkTree(document, judged)
      return
    } catch (error) {
      judged = overlook(noteFault(error, faults), document, judged)
    }
  }
}

function overlook(code: FaultCode | undefined, document: XmlDocument, judged: AdmittedBytes) {
  if (code === 'XML_PROCESSING_INSTRUCTION') return { ...judged, mayHoldInstructions: false }
  if (code === 'XML_COMMENT') return { ...judged, mayHoldComments: false }
  if (code !== 'XML_XSI_TYPE') return undefined
  for (const type of document.root.find('//@xsi:type', { xsi: 'http://www.w3.org/2001/XMLSchema-instance' })) {
    if (type instanceof XmlAttribute) type.remove()
  }
  return judged
}

/** The code, unless it stands there already: then asking on has led nowhere. */
function noteFault(error: unknown, faults: Faults): FaultCode | undefined {
  if (!(error instanceof GatewayError)) throw error
  if (faults.has(error.code)) return undefined
  faults.set(error.code, error)
  return error.code
}
