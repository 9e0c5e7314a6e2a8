/** Elements swapped, copied, moved, removed, wrapped and unwrapped. */
import { insertAnywhere, pickPlace, pickTag, pickTagPlace, pieceAt } from './pick.ts'
import type { TreeMutation } from './pick.ts'
import { copyOf, isTag, tagsIn } from './tree.ts'
import type { Piece, Place } from './tree.ts'

const take = ({ siblings, at }: Place): Piece => siblings.splice(at, 1)[0] ?? ''

const swapPieces: TreeMutation = (tree, random) => {
  const [a, b] = [pickPlace(tree, random), pickPlace(tree, random)]
  const [first, second] = [copyOf(pieceAt(a)), copyOf(pieceAt(b))]
  a.siblings[a.at] = second
  b.siblings[b.at] = first
}

const duplicateNear: TreeMutation = (tree, random) => {
  const place = pickPlace(tree, random)
  place.siblings.splice(place.at, 0, copyOf(pieceAt(place)))
}

const duplicateElsewhere: TreeMutation = (tree, random) => {
  insertAnywhere(tree, copyOf(pieceAt(pickTagPlace(tree, random))), random)
}

const move: TreeMutation = (tree, random) => {
  const moved = take(pickTagPlace(tree, random))
  if (tagsIn(tree).length > 0) insertAnywhere(tree, moved, random)
}

const remove: TreeMutation = (tree, random) => void take(pickPlace(tree, random))

const wrap: TreeMutation = (tree, random) => {
  const place = pickTagPlace(tree, random)
  const name = random.chance(0.5) ? pickTag(tree, random).name : 'q:x'
  place.siblings[place.at] = { name, attributes: [], children: [copyOf(pieceAt(place))] }
}

const unwrap: TreeMutation = (tree, random) => {
  const { siblings, at } = pickTagPlace(tree, random)
  const tag = siblings[at] ?? ''
  if (isTag(tag)) siblings.splice(at, 1, ...tag.children)
}

export const ELEMENT_MUTATIONS: Readonly<Record<string, TreeMutation>> = {
  'swap pieces': swapPieces,
  'duplicate a piece': duplicateNear,
  'copy an element elsewhere': duplicateElsewhere,
  'move an element': move,
  'remove a piece': remove,
  'wrap an element': wrap,
  'unwrap an element': unwrap,
}
