/**
 * How characters of texts and attribute values are written in the normal form of SMEV. Writers differ on `>` in a text and
 * on nothing else:
 *
 * - `woodstox`: SMEV's own stack. `&gt;` only where `]]>` could arise, judged the way that library judges it.
 * - `always`: the JDK's writer, and C14N. What we sign ourselves: no peer can take it for markup, and a text without `>`
 *   (all that this gateway composes) is the same under every rule.
 * - `never`: writers that leave it bare.
 */
export type GreaterThanRule = 'woodstox' | 'always' | 'never'

/** Whether every character is U+0020 or below. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x20) return false
  }
  return true
}

const [AMPERSAND, LESS_THAN, GREATER_THAN, CARRIAGE_RETURN] = [0x26, 0x3c, 0x3e, 0x0d]

/** Of UTF-8: blank; special when some character has to be looked at before it is written; otherwise plain. */
export function kindOfText(utf8: Uint8Array, start: number, end: number): 'blank' | 'special' | 'plain' {
  let kind: 'blank' | 'plain' = 'blank'
  for (let at = start; at < end; at++) {
    const byte = utf8[at] ?? 0
    // Most are letters.
    if (byte > GREATER_THAN) kind = 'plain'
    else if (byte === AMPERSAND || byte === LESS_THAN || byte === GREATER_THAN || byte === CARRIAGE_RETURN)
      return 'special'
    else if (byte > 0x20) kind = 'plain'
  }
  return kind
}

/** As C14N does it, but for the lower-case digits of SMEV's writer. */
export function escapeValue(value: string): string {
  if (!/[&<"\t\n\r]/.test(value)) return value
  return escapeBasics(value).replaceAll('"', '&quot;').replaceAll('\t', '&#x9;').replaceAll('\n', '&#xa;')
}

export function escapeText(text: string, rule: GreaterThanRule): string {
  if (!/[&<>\r]/.test(text)) return text
  if (rule === 'woodstox' && text.includes('>')) return likeWoodstox(text)
  const escaped = escapeBasics(text)
  return rule === 'always' ? escaped.replaceAll('>', '&gt;') : escaped
}

// One character at a time over the whole text, as that is what takes least of a text with a million of them.
function escapeBasics(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#xd;')
}

// Shorter texts are written in one go; longer ones through a buffer of 512 UTF-16 units.
const BUFFERED_FROM_LENGTH = 12
const BUFFER_LENGTH = 512

function likeWoodstox(text: string): string {
  if (text.length < BUFFERED_FROM_LENGTH) return escapePiece(text, false)
  let output = ''
  for (let start = 0; start < text.length; start += BUFFER_LENGTH) {
    output += escapePiece(text.slice(start, start + BUFFER_LENGTH), true)
  }
  return output
}

/**
 * `>` is escaped as the first character of a run and after `]`. In a buffered piece every escaped character ends a run;
 * unbuffered, the whole text is one run.
 */
function escapePiece(piece: string, buffered: boolean): string {
  let output = ''
  let runStart = 0
  for (let at = 0; at < piece.length; at++) {
    const escaped = escapedAt(piece, at, runStart)
    output += escaped ?? piece.charAt(at)
    if (buffered && escaped !== undefined) runStart = at + 1
  }
  return output
}

function escapedAt(piece: string, at: number, runStart: number): string | undefined {
  switch (piece.charAt(at)) {
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '\r':
      return '&#xd;'
    case '>':
      return at === runStart || piece.charAt(at - 1) === ']' ? '&gt;' : undefined
    default:
      return undefined
  }
}
