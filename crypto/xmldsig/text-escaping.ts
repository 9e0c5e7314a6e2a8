/**
 * How `>` in a text is written: the one point on which writers of the SMEV transform differ.
 *
 * - `woodstox`: SMEV's own stack. `&gt;` only where `]]>` could arise, judged the way that library judges it.
 * - `always`: the JDK's writer, and C14N. What we sign ourselves: no peer can take it for markup, and a text without `>`
 *   (all that this gateway composes) is the same under every rule.
 * - `never`: writers that leave it bare.
 */
export type GreaterThanRule = 'woodstox' | 'always' | 'never'

/** Whether every character of a canonical text is U+0020 or below; of these, C14N writes CR as a reference. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x20) {
      if (!CARRIAGE_RETURNS.has(text.slice(at, at + 5))) return false
      at += 4
    }
  }
  return true
}

const CARRIAGE_RETURNS: ReadonlySet<string> = new Set(['&#xD;', '&#xd;'])

/** Text of a canonical octet stream (`&`, `<`, `>`, CR as references) -> text of the normal form under `rule`. */
export function escapeText(text: string, rule: GreaterThanRule): string {
  const lowered = text.includes('&#xD;') ? text.replaceAll('&#xD;', '&#xd;') : text
  if (!lowered.includes('&gt;')) return lowered
  if (rule === 'always') return lowered
  if (rule === 'never') return lowered.replaceAll('&gt;', '>')
  return likeWoodstox(lowered)
}

// Shorter texts are written in one go; longer ones through a buffer of 512 UTF-16 units.
const BUFFERED_FROM_LENGTH = 12
const BUFFER_LENGTH = 512
const REFERENCE = /&(?:amp|lt|gt|#xd);/g
const CHARACTER_OF: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#xd;': '\r' }

function likeWoodstox(text: string): string {
  const plain = text.replace(REFERENCE, (reference) => CHARACTER_OF[reference] ?? reference)
  if (plain.length < BUFFERED_FROM_LENGTH) return escapePiece(plain, false)
  let output = ''
  for (let start = 0; start < plain.length; start += BUFFER_LENGTH) {
    output += escapePiece(plain.slice(start, start + BUFFER_LENGTH), true)
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
