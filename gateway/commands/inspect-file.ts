/** A file of unknown kind -> what signatures it holds, and what the door would have said. */
import { findCmsBytes } from '../../crypto/inspection/cms-bytes.ts'
import { judgeChain } from '../../crypto/inspection/chain.ts'
import type { ChainVerdict } from '../../crypto/inspection/chain.ts'
import type { Finding } from '../../crypto/inspection/finding.ts'
import { inspectXml } from '../../crypto/inspection/inspect-xml.ts'
import { judgeSignedData } from '../../crypto/inspection/judge-cms.ts'
import { parseStatedSignedData } from '../../crypto/inspection/read-cms.ts'
import { openInspection } from '../../crypto/inspection/tree.ts'
import { parseXmlForInspection } from '../../xsd/inspection-document.ts'
import type { InspectionDocument } from '../../xsd/inspection-document.ts'
import { GatewayError } from '../domain/faults.ts'
import { listDoorFaults, listFaultsOfUnreadable } from './inspect-door.ts'
import { findMessage } from './inspect-message.ts'
import type { MessageFacts } from './inspect-message.ts'
import type { ReaderTrust } from './inspect-trust.ts'
import { UsageError } from './usage-error.ts'

export interface FileToInspect {
  readonly bytes: Uint8Array
  /** What a detached CMS signature is about. */
  readonly content: Uint8Array | undefined
  readonly trust: ReaderTrust | undefined
  /** The instant at which certificates are judged. */
  readonly at: Date
}

export interface JudgedFinding extends Finding {
  readonly chain: ChainVerdict
}

export interface Inspection {
  readonly kind: 'XML' | 'XML that cannot be read' | 'CMS SignedData' | 'CMS of another type'
  readonly message: MessageFacts | undefined
  readonly findings: readonly JudgedFinding[]
  readonly door: readonly { readonly code: string; readonly message: string }[]
}

/** Throws UsageError for what is neither XML nor CMS, and CMS_MALFORMED. */
export async function inspectFile(file: FileToInspect): Promise<Inspection> {
  if (looksLikeXml(file.bytes)) return inspectXmlFile(file)
  const cms = findCmsBytes(file.bytes)
  if (cms === undefined) throw new UsageError('neither XML nor CMS')
  return inspectCmsFile(cms, file)
}

/** UTF-16 too: the gate says what is wrong with it. */
function looksLikeXml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  return /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\0\t\n\r ]*</.test(head)
}

async function inspectXmlFile(file: FileToInspect): Promise<Inspection> {
  const read = parseOrFault(file.bytes)
  if (read instanceof GatewayError) return unreadable(listFaultsOfUnreadable(file.bytes, read))
  using document = read
  const inspection = openInspection(document, parseXmlForInspection)
  const faults = await listDoorFaults(file)
  return {
    kind: 'XML',
    message: findMessage(document.root),
    findings: inspectXml(inspection).map((finding) => withChain(finding, file)),
    door: faults.map(breachOf),
  }
}

function parseOrFault(bytes: Uint8Array): InspectionDocument | GatewayError {
  try {
    return parseXmlForInspection(bytes)
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
}

/** A DOCTYPE, for one: nothing behind it is looked at, neither here nor at the door. */
function unreadable(faults: readonly GatewayError[]): Inspection {
  return { kind: 'XML that cannot be read', message: undefined, findings: [], door: faults.map(breachOf) }
}

const breachOf = ({ code, message }: GatewayError): Inspection['door'][number] => ({ code, message })

function inspectCmsFile(cms: Uint8Array, file: FileToInspect): Inspection {
  const signedData = parseStatedSignedData(cms)
  const facts = { message: undefined, door: [] }
  if (signedData === undefined) return { kind: 'CMS of another type', ...facts, findings: [] }
  const detached =
    file.content === undefined
      ? { missing: 'the content is not in the file; --content names it' }
      : { content: file.content }
  const findings = judgeSignedData(signedData, { role: 'SignedData', target: 'detached content', detached })
  return { kind: 'CMS SignedData', ...facts, findings: findings.map((finding) => withChain(finding, file)) }
}

function withChain(finding: Finding, { trust, at }: FileToInspect): JudgedFinding {
  const { signer, accompanying } = finding
  if (signer === undefined) return { ...finding, chain: 'not-checked' }
  const links = [...(trust?.authorities ?? []), ...accompanying]
  return { ...finding, chain: judgeChain(signer, { anchors: trust?.anchors, links, at }) }
}
