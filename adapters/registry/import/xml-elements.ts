/**
 * Where an element ends, by octets and without a tree: only the nesting is followed, and whether the element is
 * well-formed is for the parser to say. `<` always begins a tag or a comment, as CDATA, instructions and a DOCTYPE are
 * FORBIDDEN wherever they stand.
 */

const [QUOTATION, APOSTROPHE, SLASH, LESS, GREATER] = [0x22, 0x27, 0x2f, 0x3c, 0x3e]
const [EXCLAMATION, QUESTION] = [0x21, 0x3f]

/** The offset behind it. INCOMPLETE: the octets end before that. */
export type End = number | 'INCOMPLETE' | 'FORBIDDEN'

/** Of the element, or the comment, that begins at `at`. */
export function endOfElement(bytes: Buffer, at: number): End {
  let depth = 0
  let tag = at
  for (;;) {
    const end = endOfTag(bytes, tag)
    if (typeof end === 'string') return end
    if (bytes[tag + 1] === SLASH) depth -= 1
    else if (bytes[tag + 1] !== EXCLAMATION && bytes[end - 2] !== SLASH) depth += 1
    if (depth <= 0) return end
    tag = bytes.indexOf(LESS, end)
    if (tag === -1) return 'INCOMPLETE'
  }
}

/** Of the tag, or the comment, that begins at `at`. A `>` between the quotes of an attribute ends nothing. */
export function endOfTag(bytes: Buffer, at: number): End {
  const kind = bytes[at + 1]
  if (kind === QUESTION) return 'FORBIDDEN'
  if (kind === EXCLAMATION) return endOfComment(bytes, at)
  let quote = 0
  for (let here = at + 1; here < bytes.length; here++) {
    const octet = bytes[here]
    if (quote !== 0) {
      if (octet === quote) quote = 0
    } else if (octet === GREATER) return here + 1
    else if (octet === QUOTATION || octet === APOSTROPHE) quote = octet
  }
  return 'INCOMPLETE'
}

export function isComment(bytes: Buffer, at: number): boolean {
  return bytes[at + 1] === EXCLAMATION
}

const COMMENT = Buffer.from('<!--')
const DASHES = Buffer.from('--')

/** Two dashes inside a comment end it, or stand where XML allows none. */
function endOfComment(bytes: Buffer, at: number): End {
  const opening = bytes.subarray(at, at + COMMENT.length)
  if (!opening.equals(COMMENT.subarray(0, opening.length))) return 'FORBIDDEN'
  const dashes = bytes.indexOf(DASHES, at + COMMENT.length)
  const end = dashes + DASHES.length
  if (opening.length < COMMENT.length || dashes === -1 || end === bytes.length) return 'INCOMPLETE'
  return bytes[end] === GREATER ? end + 1 : 'FORBIDDEN'
}

export function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isBlank(bytes[at]!)) at += 1
  return at
}

const isBlank = (octet: number): boolean => octet === 0x20 || octet === 0x0a || octet === 0x0d || octet === 0x09

/** Whole comments, and the blanks around them. */
export function skipComments(bytes: Buffer, from: number): number {
  let at = skipBlanks(bytes, from)
  while (bytes[at] === LESS && isComment(bytes, at)) {
    const end = endOfComment(bytes, at)
    if (typeof end === 'string') break
    at = skipBlanks(bytes, end)
  }
  return at
}
