/** Judges what the door made of a changed message: it may be read only as what its signer signed. */
import { smevTransform } from '../../../crypto/xmldsig/smev-transform.ts'
import { FAULTS } from '../../../gateway/domain/faults.ts'
import type { IncomingCall } from '../../../gateway/ports/exchange.ts'
import { parseXml } from '../../../xsd/document.ts'
import { transformDom } from '../../crypto/xmldsig/dom-transform.ts'
import type { DomNode } from '../../crypto/xmldsig/dom-transform.ts'
import type { Answer, Ask } from '../door.ts'
import { signature } from '../messages.ts'
import { parseDom } from '../other-parser.ts'
import type { GenuineMessage } from './genuine.ts'
import { toBytes } from './mutate.ts'
import type { Mutant } from './mutate.ts'
import { saysNoMore } from './same-reading.ts'
import { parseTree, placesIn, tagsNamed, writeTree } from './tree.ts'

/** What is wrong with an answer; undefined when nothing is. */
export type Judge = (mutant: Mutant, answer: Answer) => Promise<string | undefined>

interface Original {
  readonly call: IncomingCall
  /** Of the signed element, by an implementation of other people's parser. */
  readonly form: string
}

export async function createJudge(messages: readonly GenuineMessage[], ask: Ask): Promise<Judge> {
  const originals = await readOriginals(messages, ask)
  return async ({ bytes, isSigned }, { call, fault, crash }) => {
    if (crash !== undefined) return `crash: ${crash instanceof Error ? (crash.stack ?? crash.message) : String(crash)}`
    if (fault !== undefined) return FAULTS[fault].blame === 'sender' ? undefined : `blamed on us: ${fault}`
    if (call === undefined) return 'neither read nor refused'
    // Two systems may have signed the same; which one it was, the reading says.
    const same = originals.filter((original) => original.call.signature.digest === call.signature.digest)
    if (same.length === 0) return isSigned ? judgeSigned(wholeOf(bytes, call), call, ask) : 'read, and nobody signed it'
    if (!same.some((original) => saysNoMore(call, original.call))) return 'read otherwise than the original'
    return formOf(wholeOf(bytes, call)) === same[0]?.form
      ? undefined
      : 'another infoset to another parser than the original'
  }
}

async function readOriginals(messages: readonly GenuineMessage[], ask: Ask): Promise<readonly Original[]> {
  const originals: Original[] = []
  for (const message of messages) {
    const bytes = toBytes(message)
    const { call, fault } = await ask(bytes, message.inPackage?.type)
    if (call === undefined) throw new Error(`a genuine message is refused: ${fault}`)
    originals.push({ call, form: formOf(wholeOf(bytes, call)) })
  }
  return originals
}

/** A new message of a genuine sender: its normal form, all that is signed, has to be read as the same. */
async function judgeSigned(bytes: Buffer, call: IncomingCall, ask: Ask): Promise<string | undefined> {
  const again = await ask(Buffer.from(composeFrom(bytes, normalForm(bytes), call)))
  if (again.call === undefined) return `read, and its normal form is refused: ${again.fault ?? 'crash'}`
  return saysNoMore(again.call, call) ? undefined : 'read otherwise than its normal form'
}

/** The message with its data in normal form, signed as they are now, even when that form is no XML. */
function composeFrom(bytes: Buffer, form: string, { signature: { digest } }: IncomingCall): string {
  const tree = parseTree(bytes.toString())
  const [data] = tagsNamed(tree, 'SenderProvidedRequestData')
  const [wrapper] = tagsNamed(tree, 'CallerInformationSystemSignature')
  const place = placesIn(tree).find(({ siblings, at }) => siblings[at] === data)
  if (place === undefined || wrapper === undefined) throw new Error('a message without data was read')
  place.siblings[place.at] = form
  wrapper.children = [signature(form, { info: { digestValue: Buffer.from(digest, 'hex').toString('base64') } })]
  return writeTree(tree)
}

function normalForm(bytes: Buffer): string {
  using document = parseXml(bytes)
  const data = document.root.children.at(-1)?.children[0]?.children[0]
  if (data === undefined) throw new Error('a message without data was read')
  return Buffer.from(smevTransform(document.canonicalize(data))).toString()
}

/** The message as one document. */
function wholeOf(bytes: Buffer, call: IncomingCall): Buffer {
  return call.operation === 'SendRequest' && call.infoset ? Buffer.from(call.infoset) : bytes
}

function formOf(bytes: Buffer): string {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  const [root] = elementsOf(parseDom(text))
  const body = elementsOf(root).at(-1)
  const [signed] = elementsOf(elementsOf(body)[0])
  if (signed === undefined) throw new Error('another parser finds nothing that is signed')
  return transformDom(signed)
}

const ELEMENT = 1
const elementsOf = (parent: DomNode | undefined): DomNode[] =>
  Array.from(parent?.childNodes ?? []).filter(({ nodeType }) => nodeType === ELEMENT)
