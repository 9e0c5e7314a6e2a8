/** One hostile message out of the genuine ones: which, and changed how, only its seed and its number tell. */
import { GatewayError } from '../../../gateway/domain/faults.ts'
import { signature } from '../messages.ts'
import { BYTE_MUTATIONS } from './byte-mutations.ts'
import { ELEMENT_MUTATIONS } from './element-mutations.ts'
import type { GenuineMessage } from './genuine.ts'
import { NAME_MUTATIONS } from './name-mutations.ts'
import { createRandom, NothingToPick } from './random.ts'
import type { Random } from './random.ts'
import { SIGNATURE_MUTATIONS } from './signature-mutations.ts'
import { TEXT_MUTATIONS } from './text-mutations.ts'
import { parseTree, tagsIn, tagsNamed, writeTree } from './tree.ts'
import type { Piece } from './tree.ts'

export interface Mutant {
  readonly bytes: Buffer
  /** Number of the genuine message, and what was done to it. */
  readonly how: readonly string[]
  /** Signed anew after it was changed: its sender is genuine, and what is read has to be what is signed. */
  readonly isSigned: boolean
  /** Content-Type of a package. */
  readonly packageType?: string
}

export interface Stock {
  readonly messages: readonly GenuineMessage[]
  readonly bytes: readonly Buffer[]
  readonly trees: readonly (readonly Piece[])[]
}

export function stockOf(messages: readonly GenuineMessage[]): Stock {
  return { messages, bytes: messages.map(toBytes), trees: messages.map(({ text }) => parseTree(text)) }
}

export function toBytes({ text, inPackage }: GenuineMessage): Buffer {
  return Buffer.from(inPackage ? inPackage.before + text + inPackage.after : text)
}

/** Each group as often as the others, however many changes it has. */
const TREE_MUTATIONS = [ELEMENT_MUTATIONS, NAME_MUTATIONS, TEXT_MUTATIONS, SIGNATURE_MUTATIONS].map(Object.entries)
/** Mostly one change, which has the best chance to be read. */
const CHANGES = [1, 1, 1, 2, 2, 3]

export function mutate(seed: number, index: number, stock: Stock): Mutant {
  const random = createRandom(seed, index)
  const base = random.below(stock.messages.length)
  const genuine = stock.messages[base] ?? { text: '' }
  const packageType = genuine.inPackage?.type
  const mode = random.below(10)
  const unchanged: MutatedText = { text: genuine.text, how: [], isSigned: false }
  const { text, how, isSigned } = mode < 7 ? mutateTree(stock.trees[base] ?? [], random, stock) : unchanged
  const mutant: Mutant = {
    bytes: toBytes({ ...genuine, text }),
    how: [`message ${base}`, ...how],
    isSigned,
    ...(packageType === undefined ? {} : { packageType }),
  }
  return mode < 6 ? mutant : mutateBytes(mutant, random, stock)
}

interface MutatedText extends Pick<Mutant, 'how' | 'isSigned'> {
  readonly text: string
}

function mutateTree(genuine: readonly Piece[], random: Random, { trees }: Stock): MutatedText {
  const tree = structuredClone([...genuine])
  const how: string[] = []
  for (let count = random.pick(CHANGES); count > 0 && tagsIn(tree).length > 0; count--) {
    const [name, change] = random.pick(random.pick(TREE_MUTATIONS))
    if (isChanged(() => change(tree, random, trees))) how.push(name)
  }
  const isSigned = random.chance(0.2) && signAgain(tree)
  return { text: writeTree(tree), how: isSigned ? [...how, 'signed again'] : how, isSigned }
}

/** A tree that has nothing left of what was to be changed stays as it is. */
function isChanged(change: () => void): boolean {
  try {
    change()
    return true
  } catch (error) {
    if (error instanceof NothingToPick) return false
    throw error
  }
}

function mutateBytes(mutant: Mutant, random: Random, stock: Stock): Mutant {
  const { bytes, how } = mutant
  const [name, change] = random.pick(Object.entries(BYTE_MUTATIONS))
  return { ...mutant, bytes: bytes.length === 0 ? bytes : change(bytes, random, stock.bytes), how: [...how, name] }
}

/** Whether it could be done: the tree still holds its data, and these can be read alone. */
function signAgain(tree: Piece[]): boolean {
  const [data] = tagsNamed(tree, 'SenderProvidedRequestData')
  const [wrapper] = tagsNamed(tree, 'CallerInformationSystemSignature')
  if (data === undefined || wrapper === undefined) return false
  try {
    wrapper.children = [signature(writeTree([data]))]
    return true
  } catch (error) {
    if (error instanceof GatewayError) return false
    throw error
  }
}
