/** XML as the fuzzer changes it: a tree that may be written however wrong it has become. It knows nothing of namespaces. */
export interface Tag {
  name: string
  attributes: [name: string, value: string][]
  children: Piece[]
}

/** A tag, or what stands between tags as it is written: text, comments, CDATA. */
export type Piece = Tag | string

export const isTag = (piece: Piece): piece is Tag => typeof piece !== 'string'

const TOKEN = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<(\/?)([^\s/>]+)([^>]*?)(\/?)>|[^<]+/g

/** The tree of a message that is well-formed and holds no `>` in an attribute value. */
export function parseTree(text: string): Piece[] {
  const top: Piece[] = []
  const open: Tag[] = []
  for (const [token, isEnd, name, attributes = '', isEmpty] of text.matchAll(TOKEN)) {
    const siblings = open.at(-1)?.children ?? top
    if (name === undefined) siblings.push(token)
    else if (isEnd) open.pop()
    else {
      const tag: Tag = { name, attributes: parseAttributes(attributes), children: [] }
      siblings.push(tag)
      if (!isEmpty) open.push(tag)
    }
  }
  return top
}

function parseAttributes(text: string): [string, string][] {
  return Array.from(text.matchAll(/([^\s=]+)\s*=\s*"([^"]*)"/g), ([, name = '', value = '']) => [name, value])
}

export function writeTree(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (isTag(piece) ? writeTag(piece) : piece)).join('')
}

function writeTag({ name, attributes, children }: Tag): string {
  const written = attributes.map(([key, value]) => ` ${key}="${value}"`).join('')
  return `<${name}${written}>${writeTree(children)}</${name}>`
}

/** A piece and where it stands. */
export interface Place {
  readonly siblings: Piece[]
  readonly at: number
}

/** Places of all pieces in document order. */
export function placesIn(pieces: Piece[]): Place[] {
  return pieces.flatMap((piece, at) => [{ siblings: pieces, at }, ...(isTag(piece) ? placesIn(piece.children) : [])])
}

export function tagsIn(pieces: Piece[]): Tag[] {
  return pieces.flatMap((piece) => (isTag(piece) ? [piece, ...tagsIn(piece.children)] : []))
}

export const copyOf = <T extends Piece>(piece: T): T => structuredClone(piece)

/** The tags of that local name, wherever they stand. */
export function tagsNamed(pieces: Piece[], localName: string): Tag[] {
  return tagsIn(pieces).filter(({ name }) => name.slice(name.indexOf(':') + 1) === localName)
}
