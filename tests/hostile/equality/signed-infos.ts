/** The octets under a signature: SignedInfo written from its own elements, and by the library's exclusive C14N. */
import { canonicalSignedInfo } from '../../../crypto/xmldsig/signed-info.ts'
import { parseXml } from '../../../xsd/document.ts'
import { createRandom } from '../fuzz/random.ts'
import type { Random } from '../fuzz/random.ts'
import { DS } from '../messages.ts'
import { eachCase, firstDifference, outcomeOf } from './comparison.ts'

const VALUES = ['', '#a', 'urn:a', 'a&amp;b', '&lt;&quot;&gt;', '&#9;&#10;&#13;', "'", 'Ёж', '😀']
const TEXTS = ['', 'AAAA', 'AA\nAA', ' A ', '&#13;A', '&lt;&gt;&amp;', '<![CDATA[AA]]>A', ']]&gt;', '😀', '<!-- c -->']

export const signedInfos = eachCase('SignedInfo', 20, (seed, index) => {
  const random = createRandom(seed, index)
  using document = parseXml(Buffer.from(randomSignature(random)))
  const [signedInfo] = document.root.children
  if (signedInfo === undefined) return 'no SignedInfo was made'
  return firstDifference({
    'by the library': outcomeOf(() => document.canonicalize(signedInfo)),
    'from its elements': outcomeOf(() => canonicalSignedInfo(document, signedInfo)),
  })
})

/** Elements of one namespace under any mixture of prefixes, as structure.ts would let them in, and stranger ones. */
function randomSignature(random: Random): string {
  const prefixes = ['', 'ds', 'sig', 'b', 'A'].filter(() => random.chance(0.6))
  const known = prefixes.length > 0 ? prefixes : ['ds']
  const declare = (prefix: string): string => ` xmlns${prefix && ':'}${prefix}="${DS}"`
  const outside = random.chance(0.5) ? ' xmlns:other="urn:other"' : ''
  const element = (name: string, content: string): string => {
    const prefix = random.pick(known)
    const again = random.chance(0.2) ? declare(random.pick(known)) : ''
    const qualified = `${prefix && `${prefix}:`}${name}`
    return `<${qualified}${again}${attributes(random)}>${content}</${qualified}>`
  }
  const leaf = (name: string): string => element(name, random.chance(0.5) ? '' : comments(random.pick(TEXTS)))
  const transforms = element('Transforms', leaf('Transform') + leaf('Transform'))
  const reference = element('Reference', transforms + leaf('DigestMethod') + leaf('DigestValue'))
  const info = element('SignedInfo', leaf('CanonicalizationMethod') + leaf('SignatureMethod') + reference)
  const [root = 'ds'] = known
  const name = `${root && `${root}:`}Wrapper`
  return `<${name}${known.map(declare).join('')}${outside}>${info}</${name}>`
}

/** The gate lets no comment into a signature. */
const comments = (text: string): string => text.replace(/<!--.*-->/, '')

function attributes(random: Random): string {
  const names = ['Algorithm', 'Id', 'URI', 'Имя', 'a', 'B'].filter(() => random.chance(0.25))
  const unique = random.chance(0.5) ? names : names.toReversed()
  return unique
    .map((name) => ` ${name}="${name === 'Id' ? `i${random.below(2 ** 32)}` : random.pick(VALUES)}"`)
    .join('')
}
