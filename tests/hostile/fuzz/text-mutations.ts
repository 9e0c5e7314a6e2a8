/** Texts changed by a character or written otherwise; comments, instructions, CDATA and blanks put in. */
import { changedText, insertAnywhere, pieceAt, textsIn } from './pick.ts'
import type { TreeMutation } from './pick.ts'

// prettier-ignore
const MARKUP = [
  '<!-- x -->', '<!---->', '<?x y?>', '<![CDATA[]]>', '<![CDATA[ ]]>', '<![CDATA[x]]>', ' ', '\n\t', '&#32;', '&#13;', 'x',
  '&lt;', '\u00a0', ']]&gt;', '&gt;',
]

const insertMarkup: TreeMutation = (tree, random) => insertAnywhere(tree, random.pick(MARKUP), random)

export const changeText: TreeMutation = (tree, random) => {
  const place = random.pick(textsIn(tree))
  place.siblings[place.at] = changedText(String(pieceAt(place)), random)
}

/** The same text to a reader, written otherwise. */
const rewriteText: TreeMutation = (tree, random) => {
  const place = random.pick(textsIn(tree))
  const text = String(pieceAt(place))
  if (/[<&>]/.test(text) || text === '') return
  const at = random.below(text.length)
  const character = text.charAt(at)
  const written = random.pick([`&#${character.charCodeAt(0)};`, `<![CDATA[${character}]]>`, `<![CDATA[]]>${character}`])
  place.siblings[place.at] = text.slice(0, at) + written + text.slice(at + 1)
}

export const TEXT_MUTATIONS: Readonly<Record<string, TreeMutation>> = {
  'insert markup': insertMarkup,
  'change a text': changeText,
  'write a text otherwise': rewriteText,
}
