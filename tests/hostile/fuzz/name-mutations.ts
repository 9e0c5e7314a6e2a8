/** Names, prefixes, namespaces and attributes changed, exchanged and added. */
import { changedText, pickAttributed, pickTag } from './pick.ts'
import type { TreeMutation } from './pick.ts'
import { tagsIn } from './tree.ts'

const rename: TreeMutation = (tree, random) => {
  const tag = pickTag(tree, random)
  const [prefix = ''] = tag.name.split(':')
  tag.name = random.pick([
    `${prefix}:x`,
    pickTag(tree, random).name,
    tag.name.toLowerCase(),
    tag.name.replace(/^.*:/, ''),
  ])
}

const PREFIXES = ['q', 't', 'b', 'ds', 'S', 'z', 'xml', '']
const withPrefix = (name: string, prefix: string): string =>
  `${prefix && `${prefix}:`}${name.slice(name.indexOf(':') + 1)}`

/** Under one tag every use of a prefix and its declarations get another name: harmless unless it collides. */
const renamePrefix: TreeMutation = (tree, random) => {
  const tag = pickTag(tree, random)
  const from = random.pick(PREFIXES.slice(0, 5))
  const to = random.pick(PREFIXES)
  for (const each of tagsIn([tag])) {
    if (each.name.startsWith(`${from}:`)) each.name = withPrefix(each.name, to)
    for (const attribute of each.attributes) {
      if (attribute[0] === `xmlns:${from}`) attribute[0] = to === '' ? 'xmlns' : `xmlns:${to}`
    }
  }
}

const changePrefix: TreeMutation = (tree, random) => {
  const tag = pickTag(tree, random)
  tag.name = withPrefix(tag.name, random.pick(PREFIXES))
}

const isDeclaration = ([name]: [string, string]): boolean => name.startsWith('xmlns')

const changeNamespace: TreeMutation = (tree, random) => {
  const declarations = tagsIn(tree).flatMap(({ attributes }) => attributes.filter(isDeclaration))
  if (declarations.length === 0) return
  const declaration = random.pick(declarations)
  const uris = declarations.map(([, uri]) => uri)
  declaration[1] = random.pick([
    random.pick(uris),
    `${declaration[1]}x`,
    '',
    declaration[1].replace('1.1', '1.2'),
    'urn:x',
  ])
}

const declare: TreeMutation = (tree, random) => {
  const uris = tagsIn(tree).flatMap(({ attributes }) => attributes.filter(isDeclaration).map(([, uri]) => uri))
  const prefix = random.pick(PREFIXES)
  pickTag(tree, random).attributes.unshift([prefix ? `xmlns:${prefix}` : 'xmlns', random.pick([...uris, 'urn:x', ''])])
}

// prettier-ignore
const ATTRIBUTES: readonly [string, string][] = [
  ['Id', 'SIGNED_BY_CALLER'], ['id', 'SIGNED_BY_CALLER'], ['ID', 'PERSONAL'], ['xml:id', 'SIGNED_BY_CALLER'], ['Id', 'x'],
  ['xml:lang', 'ru'], ['xml:space', 'preserve'], ['type', 'x'], ['Algorithm', 'x'], ['URI', '#PERSONAL'], ['a', ''],
  ['S:mustUnderstand', '1'], ['accepted', 'false'], ['b:Id', 'SIGNED_BY_CALLER'],
]

const addAttribute: TreeMutation = (tree, random) => {
  const tag = pickTag(tree, random)
  tag.attributes.splice(random.below(tag.attributes.length + 1), 0, [...random.pick(ATTRIBUTES)])
}

const removeAttribute: TreeMutation = (tree, random) => {
  const { attributes } = pickAttributed(tree, random)
  attributes.splice(random.below(attributes.length), 1)
}

const duplicateAttribute: TreeMutation = (tree, random) => {
  const attribute = random.pick(pickAttributed(tree, random).attributes)
  pickTag(tree, random).attributes.push([...attribute])
}

const reverseAttributes: TreeMutation = (tree, random) => {
  const tag = pickAttributed(tree, random)
  tag.attributes = tag.attributes.toReversed()
}

const changeAttribute: TreeMutation = (tree, random) => {
  const attribute = random.pick(pickAttributed(tree, random).attributes)
  const donor = random.pick(pickAttributed(tree, random).attributes)
  attribute[1] = random.pick([donor[1], changedText(attribute[1], random), ` ${attribute[1]}`, `${attribute[1]}\n`])
}

const swapAttributes: TreeMutation = (tree, random) => {
  const a = random.pick(pickAttributed(tree, random).attributes)
  const b = random.pick(pickAttributed(tree, random).attributes)
  ;[a[1], b[1]] = [b[1], a[1]]
}

export const NAME_MUTATIONS: Readonly<Record<string, TreeMutation>> = {
  'rename an element': rename,
  'rename a prefix': renamePrefix,
  'change a prefix': changePrefix,
  'change a namespace': changeNamespace,
  'declare a prefix': declare,
  'add an attribute': addAttribute,
  'remove an attribute': removeAttribute,
  'copy an attribute': duplicateAttribute,
  'reverse attributes': reverseAttributes,
  'change an attribute': changeAttribute,
  'swap attributes': swapAttributes,
}
