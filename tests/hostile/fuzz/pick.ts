/** Choices within a tree, for the changes of it. */
import type { Random } from './random.ts'
import { isTag, placesIn, tagsIn } from './tree.ts'
import type { Piece, Place, Tag } from './tree.ts'

/** Changes the tree in place; `others` are trees of the genuine messages, to be copied from, never changed. */
export type TreeMutation = (tree: Piece[], random: Random, others: readonly (readonly Piece[])[]) => void

export const pieceAt = ({ siblings, at }: Place): Piece => siblings[at] ?? ''
export const pickTag = (tree: Piece[], random: Random): Tag => random.pick(tagsIn(tree))
export const pickPlace = (tree: Piece[], random: Random): Place => random.pick(placesIn(tree))
export const pickTagPlace = (tree: Piece[], random: Random): Place =>
  random.pick(placesIn(tree).filter((place) => isTag(pieceAt(place))))
export const pickAttributed = (tree: Piece[], random: Random): Tag =>
  random.pick(tagsIn(tree).filter(({ attributes }) => attributes.length > 0))
export const textsIn = (tree: Piece[]): Place[] => placesIn(tree).filter((place) => !isTag(pieceAt(place)))

export function insertAnywhere(tree: Piece[], piece: Piece, random: Random): void {
  const { children } = pickTag(tree, random)
  children.splice(random.below(children.length + 1), 0, piece)
}

/** A text with one character inserted, taken out or exchanged. */
export function changedText(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  const inserted = random.pick(['', 'x', ' ', '0', 'а', '&#97;', '\u200b'])
  return text.slice(0, at) + inserted + text.slice(at + random.below(2))
}
