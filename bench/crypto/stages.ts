/** Where the time of one message goes: each stage alone, on what the stage before it left. */
import { ParseOption, XmlDocument as LibraryDocument } from 'libxml2-wasm'
import { readInquiry } from '../../adapters/smev/inquiry-content.ts'
import { gost2012Suite256 as suite } from '../../crypto/suites/gost2012-256.ts'
import { smevTransform } from '../../crypto/xmldsig/smev-transform.ts'
import { readSignature } from '../../crypto/xmldsig/structure.ts'
import { admitBytes, DEFAULT_LIMITS } from '../../xsd/byte-gate.ts'
import { parseXml } from '../../xsd/document.ts'
import { checkTree } from '../../xsd/tree-gate.ts'
import { checkContent, checkEnvelope, contentOf, locateParts, verifyAndRead } from './ours.ts'
import { measure, median } from '../meter.ts'
import type { Operation } from '../meter.ts'
import { system } from './parties.ts'

export interface Stage {
  readonly name: string
  /** CPU time of one message. */
  readonly micros: number
}

const SECONDS = 0.1

/** Medians of so many rounds; the last stage is what verifying and reading takes beyond the others. */
export async function measureStages(message: Uint8Array, rounds: number): Promise<readonly Stage[]> {
  const stages = { ...stagesOf(message), whole: () => verifyAndRead(message) }
  const names = Object.keys(stages) as (keyof typeof stages)[]
  const micros = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) micros.get(name)?.push(1e6 / (await measure(stages[name], SECONDS)))
  }
  const measured = names.map((name) => ({ name: String(name), micros: median(micros.get(name) ?? []) }))
  const parts = measured.filter(({ name }) => name !== 'whole')
  const whole = measured.find(({ name }) => name === 'whole')?.micros ?? 0
  const rest = whole - parts.reduce((sum, stage) => sum + stage.micros, 0)
  return [
    ...parts,
    { name: 'the rest: looking at elements, certificate, trust', micros: rest },
    { name: 'all', micros: whole },
  ]
}

function stagesOf(message: Uint8Array): Readonly<Record<string, Operation>> {
  // Left to the process: these trees serve until it ends.
  const library = LibraryDocument.fromBuffer(message, { option: ParseOption.XML_PARSE_SKIP_IDS })
  const admitted = admitBytes(message, DEFAULT_LIMITS)
  const document = parseXml(message)
  const parts = locateParts(document)
  if (!parts.signature || !system.certificate.publicKey) throw new Error('a message without signature')
  const { publicKey } = system.certificate
  const { signedInfo, signatureValue } = readSignature(parts.signature)
  const infoOctets = document.canonicalize(signedInfo)
  const octets = document.canonicalize(parts.target)
  const form = smevTransform(octets)
  const infoDigest = suite.digest(infoOctets)
  return {
    'gate before the parser': () => admitBytes(message, DEFAULT_LIMITS),
    'parse and free': () => LibraryDocument.fromBuffer(message, { option: ParseOption.XML_PARSE_SKIP_IDS }).dispose(),
    'gate after the parser': () => checkTree(library, admitted),
    'c14n of the data': () => document.canonicalize(parts.target),
    'c14n of SignedInfo': () => document.canonicalize(signedInfo),
    'SMEV transform': () => smevTransform(octets),
    'digest of the data': () => suite.digest(form),
    'digest of SignedInfo': () => suite.digest(infoOctets),
    'EC, known key': () => suite.verify(publicKey, infoDigest, signatureValue),
    'XSD of the envelope': () => checkEnvelope(document, parts),
    'XSD of the content': () => checkContent(document, contentOf(parts)),
    'reading the inquiry': () => readInquiry(contentOf(locateParts(document))),
  }
}
