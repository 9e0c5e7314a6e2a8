/** Random documents for comparisons; the same seed gives the same document. */

/** Numbers in [0, 1) by a linear congruential generator, good enough to vary documents. */
function randomSource(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) % 4_294_967_296
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

const PREFIXES = ['p', 'q', 'ns1', 'ns2', 'A']
const NAMESPACES = ['urn:a', 'urn:b', 'urn:z', 'http://test/1', 'http://test/10', 'http://test/a']
const NAMES = ['a', 'B', 'a10', 'a2', '_x', 'Имя', 'Фамилия', 'n-1', 'n.1']
const TEXTS = [
  '',
  ' ',
  '\n\t',
  ' v ',
  '1500',
  'Ёлка',
  '&lt;&amp;',
  ']]&gt;',
  'a &gt; b',
  '&#13;',
  '<![CDATA[<x> ]]>',
  '&#160;',
  '😀',
]
const VALUES = ['', ' ', 'v', '&lt;&quot;&amp;', `'`, '&gt;', '&#9;&#10;&#13;', 'Ё', 'p:a']

/** One element with random declarations, attributes and content; every name is in a namespace. */
export function randomXml(seed: number): string {
  const random = randomSource(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

  const element = (scope: ReadonlyMap<string, string>, depth: number): string => {
    const inner = new Map(scope)
    const declarations: string[] = []
    for (const prefix of ['', ...PREFIXES]) {
      if (inner.has(prefix) && random() < 0.85) continue
      const namespace = pick(NAMESPACES)
      inner.set(prefix, namespace)
      declarations.push(` xmlns${prefix && `:${prefix}`}="${namespace}"`)
    }
    const prefix = pick(['', ...PREFIXES])
    const name = `${prefix && `${prefix}:`}${pick(NAMES)}`
    return `<${name}${declarations.join('')}${attributes(inner)}>${content(inner, depth)}</${name}>`
  }

  const attributes = (scope: ReadonlyMap<string, string>): string => {
    const written = new Map<string, string>()
    for (let count = Math.floor(random() * 5); count > 0; count--) {
      const prefix = random() < 0.5 ? '' : pick(PREFIXES)
      const name = pick(NAMES)
      const expanded = `${prefix && scope.get(prefix)} ${name}`
      written.set(expanded, ` ${prefix && `${prefix}:`}${name}="${pick(VALUES)}"`)
    }
    return [...written.values()].join('')
  }

  const content = (scope: ReadonlyMap<string, string>, depth: number): string => {
    let output = pick(TEXTS)
    for (let count = depth > 5 ? 0 : Math.floor(random() * 4); count > 0; count--) {
      output += element(scope, depth + 1) + pick(TEXTS)
    }
    return output
  }

  return element(new Map(), 0)
}
