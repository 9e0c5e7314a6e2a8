/** Signatures, and what they sign, exchanged between messages and moved about. */
import { insertAnywhere, pickTagPlace, pieceAt } from './pick.ts'
import type { TreeMutation } from './pick.ts'
import { changeText } from './text-mutations.ts'
import { copyOf, isTag, tagsIn, tagsNamed } from './tree.ts'

/** A whole piece of another genuine message in place of one of the same name. */
const graft: TreeMutation = (tree, random, others) => {
  const place = pickTagPlace(tree, random)
  const tag = pieceAt(place)
  if (!isTag(tag)) return
  const same = tagsNamed([...random.pick(others)], tag.name.slice(tag.name.indexOf(':') + 1))
  if (same.length > 0) place.siblings[place.at] = copyOf(random.pick(same))
}

const graftInside: TreeMutation = (tree, random, others) => {
  insertAnywhere(tree, copyOf(random.pick(tagsIn([...random.pick(others)]))), random)
}

const SIGNED = [
  'Signature',
  'SignedInfo',
  'SignatureValue',
  'KeyInfo',
  'DigestValue',
  'SenderProvidedRequestData',
  'Inquiry',
]

/** Signatures and what they sign, exchanged between messages. */
const graftSigned: TreeMutation = (tree, random, others) => {
  const name = random.pick(SIGNED)
  const own = tagsNamed(tree, name)
  const foreign = tagsNamed([...random.pick(others)], name)
  if (own.length === 0 || foreign.length === 0) return
  Object.assign(random.pick(own), copyOf(random.pick(foreign)))
}

/** The genuine signed element goes elsewhere, and a changed copy takes its place: wrapping by chance. */
const wrapSigned: TreeMutation = (tree, random) => {
  const [genuine] = tagsNamed(
    tree,
    random.pick(['SenderProvidedRequestData', 'Inquiry', 'MessageTypeSelector', 'Timestamp']),
  )
  if (genuine === undefined) return
  const copy = copyOf(genuine)
  genuine.attributes = genuine.attributes.filter(([name]) => random.chance(0.3) || name !== 'Id')
  changeText(genuine.children, random, [])
  insertAnywhere(tree, copy, random)
}

export const SIGNATURE_MUTATIONS: Readonly<Record<string, TreeMutation>> = {
  'graft an element': graft,
  'graft an element anywhere': graftInside,
  'graft what is signed': graftSigned,
  'wrap what is signed': wrapSigned,
}
