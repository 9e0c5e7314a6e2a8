/** Reads the tags of a canonical octet stream: one blank before each attribute, double quotes, no empty-element tags. */
import { GatewayError } from '../../gateway/domain/faults.ts'

export interface StartTag {
  readonly qualifiedName: string
  /** Prefix ('' for the default) and namespace name, as written. */
  readonly declarations: readonly NamePair[]
  /** Qualified name and value, as written: references are not resolved. */
  readonly attributes: readonly NamePair[]
  /** Where the content begins. */
  readonly end: number
}

export type NamePair = readonly [name: string, value: string]

const BLANK = 0x20
const EQUALS = 0x3d
const GREATER_THAN = 0x3e
const NONE: readonly NamePair[] = []

/** The start tag whose `<` stands at `at`. Throws SIGNATURE_STRUCTURE for what no canonicaliser writes. */
export function readStartTag(canonical: string, at: number): StartTag {
  let end = endOfName(canonical, at + 1)
  const qualifiedName = canonical.slice(at + 1, end)
  if (canonical.charCodeAt(end) === GREATER_THAN) {
    return { qualifiedName, declarations: NONE, attributes: NONE, end: end + 1 }
  }
  const declarations: NamePair[] = []
  const attributes: NamePair[] = []
  while (canonical.charCodeAt(end) === BLANK) {
    const valueAt = endOfName(canonical, end + 1) + 2
    const name = canonical.slice(end + 1, valueAt - 2)
    const quote = canonical.indexOf('"', valueAt)
    if (quote === -1 || canonical.slice(valueAt - 2, valueAt) !== '="') throw notCanonical()
    const value = canonical.slice(valueAt, quote)
    if (name === 'xmlns') declarations.push(['', value])
    else if (name.startsWith('xmlns:')) declarations.push([name.slice(6), value])
    else attributes.push([name, value])
    end = quote + 1
  }
  if (canonical.charCodeAt(end) !== GREATER_THAN) throw notCanonical()
  return { qualifiedName, declarations, attributes, end: end + 1 }
}

const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x9;': '\t',
  '&#xA;': '\n',
  '&#xD;': '\r',
}

/** Text or value of a canonical octet stream with its references resolved. Throws SIGNATURE_STRUCTURE for any other. */
export function resolveReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&[^;]*;?/g, (reference) => {
    const character = CHARACTERS[reference]
    if (character === undefined) throw notCanonical()
    return character
  })
}

export function notCanonical(): GatewayError {
  return new GatewayError('SIGNATURE_STRUCTURE', 'the octets to transform are not in canonical form')
}

/** The first character at or after `start` that ends a name in a canonical tag. */
function endOfName(canonical: string, start: number): number {
  let end = start
  while (isNameCharacter(canonical.charCodeAt(end))) end += 1
  if (end === start) throw notCanonical()
  return end
}

/** Not `<`, `>`, `=`, `/`, `!`, `?`, a quote or anything up to a blank, nor the end of the text (NaN). */
function isNameCharacter(code: number): boolean {
  if (code > EQUALS) return code !== GREATER_THAN && code !== 0x3f
  return code > BLANK && code !== EQUALS && code !== 0x3c && code !== 0x2f && code !== 0x21 && code !== 0x22
}
