/** Where the time of one message goes. */
import { ParseOption, XmlDocument as LibraryDocument } from 'libxml2-wasm'
import { readInquiry } from '../../adapters/smev/inquiry-content.ts'
import { gost2012Suite256 as suite } from '../../crypto/suites/gost2012-256.ts'
import { NormalFormWriter } from '../../crypto/xmldsig/normal-form.ts'
import { canonicalSignedInfo } from '../../crypto/xmldsig/signed-info.ts'
import { readSignature } from '../../crypto/xmldsig/structure.ts'
import type { XmlDocument } from '../../gateway/ports/xml.ts'
import { admitBytes, DEFAULT_LIMITS } from '../../xsd/byte-gate.ts'
import { parseXml } from '../../xsd/document.ts'
import { checkTree } from '../../xsd/tree-gate.ts'
import { measure, median } from '../meter.ts'
import type { Operation } from '../meter.ts'
import { checkContent, checkEnvelope, contentOf, locateParts, verifyAndRead } from './ours.ts'
import type { LocatedParts } from './ours.ts'
import { system } from './parties.ts'

export interface Stage {
  readonly name: string
  /** CPU time of one message. */
  readonly micros: number
}

const SECONDS = 0.1
const WARM_UP_SECONDS = 0.4

/** Medians of so many rounds; the parts make up the whole. */
export async function measureStages(message: Uint8Array, rounds: number): Promise<readonly Stage[]> {
  const operations = { ...stepsOf(message), ...partsOf(message) }
  const names = Object.keys(operations) as (keyof typeof operations)[]
  const micros = new Map(names.map((name) => [name, [] as number[]]))
  for (const name of names) await measure(operations[name], WARM_UP_SECONDS)
  for (let round = 0; round < rounds; round++) {
    for (const name of names) micros.get(name)?.push(1e6 / (await measure(operations[name], SECONDS)))
  }
  const of = (name: keyof typeof operations): number => median(micros.get(name) ?? [])
  const parts = [
    { name: 'gate before the parser', micros: of('admit') },
    { name: 'parse and free', micros: of('parse') },
    { name: 'gate after the parser', micros: of('checkTree') },
    { name: 'path, namespaces, SOAP schema', micros: of('located') - of('parsed') },
    { name: 'normal form of the data (c14n and SMEV transform)', micros: of('written') - of('located') },
    { name: 'digest of the data', micros: of('digestData') },
    { name: 'SignedInfo: c14n', micros: of('signedInfo') },
    { name: 'SignedInfo: digest', micros: of('digestSignedInfo') },
    { name: 'EC, known key', micros: of('ec') },
    { name: 'XSD of the envelope', micros: of('xsdEnvelope') },
    { name: 'XSD of the content', micros: of('xsdContent') },
    { name: 'reading the inquiry', micros: of('read') - of('written') },
  ]
  const rest = of('whole') - parts.reduce((sum, stage) => sum + stage.micros, 0)
  return [
    ...parts,
    { name: 'the rest: signature, certificate, trust', micros: rest },
    { name: 'all', micros: of('whole') },
  ]
}

/** Each goes on from the one before it, as nothing can be looked at for the first time twice. */
function stepsOf(message: Uint8Array) {
  const after =
    (...steps: readonly ((document: XmlDocument, parts: LocatedParts) => unknown)[]): Operation =>
    () => {
      using document = parseXml(message)
      const parts = locateParts(document)
      for (const step of steps) step(document, parts)
    }
  const write = (document: XmlDocument, { target }: LocatedParts) => formOf(document, target)
  const read = (_document: XmlDocument, parts: LocatedParts) => readInquiry(contentOf(parts))
  return {
    parsed: () => parseXml(message)[Symbol.dispose](),
    located: after(),
    written: after(write),
    read: after(write, read),
    whole: () => verifyAndRead(message),
  }
}

/** Each alone, on what the one before it left. */
function partsOf(message: Uint8Array) {
  // These trees serve until the process ends.
  const library = parseByLibrary(message)
  const document = parseXml(message)
  const admitted = admitBytes(message, DEFAULT_LIMITS)
  const parts = locateParts(document)
  const { publicKey } = system.certificate
  if (!parts.signature || !publicKey) throw new Error('a message without signature')
  const { signedInfo, signatureValue } = readSignature(parts.signature)
  const info = canonicalSignedInfo(document, signedInfo)
  const infoDigest = suite.digest(info)
  const form = formOf(document, parts.target)
  const content = contentOf(parts)
  return {
    admit: () => admitBytes(message, DEFAULT_LIMITS),
    parse: () => parseByLibrary(message).dispose(),
    checkTree: () => checkTree(library, admitted),
    digestData: () => suite.digest(form),
    signedInfo: () => canonicalSignedInfo(document, signedInfo),
    digestSignedInfo: () => suite.digest(info),
    ec: () => suite.verify(publicKey, infoDigest, signatureValue),
    xsdEnvelope: () => checkEnvelope(document, parts),
    xsdContent: () => checkContent(document, content),
  }
}

function parseByLibrary(message: Uint8Array): LibraryDocument {
  return LibraryDocument.fromBuffer(message, { option: ParseOption.XML_PARSE_SKIP_IDS })
}

function formOf(document: XmlDocument, target: LocatedParts['target']): Uint8Array {
  const writer = new NormalFormWriter('woodstox')
  document.walk(target, writer)
  return writer.octets
}
