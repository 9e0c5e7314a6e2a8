/** One hostile message out of the genuine ones: which, and changed how, only its seed and its number tell. */
import { GatewayError } from '../../../gateway/domain/faults.ts'
import { signature } from '../messages.ts'
import { BYTE_MUTATIONS } from './byte-mutations.ts'
import { ELEMENT_MUTATIONS } from './element-mutations.ts'
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
}

export interface Stock {
  readonly bytes: readonly Buffer[]
  readonly trees: readonly (readonly Piece[])[]
}

export function stockOf(messages: readonly string[]): Stock {
  return { bytes: messages.map((text) => Buffer.from(text)), trees: messages.map(parseTree) }
}

/** Each group as often as the others, however many changes it has. */
const TREE_MUTATIONS = [ELEMENT_MUTATIONS, NAME_MUTATIONS, TEXT_MUTATIONS, SIGNATURE_MUTATIONS].map(Object.entries)
/** Mostly one change, which has the best chance to be read. */
const CHANGES = [1, 1, 1, 2, 2, 3]

export function mutate(seed: number, index: number, stock: Stock): Mutant {
  const random = createRandom(seed, index)
  const base = random.below(stock.bytes.length)
  const mutant: Mutant = { bytes: stock.bytes[base] ?? Buffer.alloc(0), how: [`message ${base}`], isSigned: false }
  const mode = random.below(10)
  const ofTree = mode < 7 ? mutateTree(stock.trees[base] ?? [], random, stock) : undefined
  const changed = ofTree === undefined ? mutant : { ...ofTree, how: [...mutant.how, ...ofTree.how] }
  return mode < 6 ? changed : mutateBytes(changed, random, stock)
}

function mutateTree(genuine: readonly Piece[], random: Random, { trees }: Stock): Mutant {
  const tree = structuredClone([...genuine])
  const how: string[] = []
  for (let count = random.pick(CHANGES); count > 0 && tagsIn(tree).length > 0; count--) {
    const [name, change] = random.pick(random.pick(TREE_MUTATIONS))
    if (isChanged(() => change(tree, random, trees))) how.push(name)
  }
  const isSigned = random.chance(0.2) && signAgain(tree)
  return { bytes: Buffer.from(writeTree(tree)), how: isSigned ? [...how, 'signed again'] : how, isSigned }
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

function mutateBytes({ bytes, how, isSigned }: Mutant, random: Random, stock: Stock): Mutant {
  const [name, change] = random.pick(Object.entries(BYTE_MUTATIONS))
  return { bytes: bytes.length === 0 ? bytes : change(bytes, random, stock.bytes), how: [...how, name], isSigned }
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
