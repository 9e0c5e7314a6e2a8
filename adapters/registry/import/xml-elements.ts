/**
 * Where an element ends, by octets and without a tree: only the nesting is followed, and whether the element is
 * well-formed is for the parser to say. `<` always begins a tag, as comments, CDATA, instructions and a DOCTYPE are
 * FORBIDDEN wherever they stand.
 */

const [QUOTATION, APOSTROPHE, SLASH, LESS, GREATER] = [0x22, 0x27, 0x2f, 0x3c, 0x3e]
const [EXCLAMATION, QUESTION] = [0x21, 0x3f]

/** The offset behind it. INCOMPLETE: the octets end before that. */
export type End = number | 'INCOMPLETE' | 'FORBIDDEN'

/** Of the element whose start tag begins at `at`. */
export function endOfElement(bytes: Buffer, at: number): End {
  let depth = 0
  let tag = at
  for (;;) {
    const end = endOfTag(bytes, tag)
    if (typeof end === 'string') return end
    if (bytes[tag + 1] === SLASH) depth -= 1
    else if (bytes[end - 2] !== SLASH) depth += 1
    if (depth <= 0) return end
    tag = bytes.indexOf(LESS, end)
    if (tag === -1) return 'INCOMPLETE'
  }
}

/** Of the tag that begins at `at`. A `>` between the quotes of an attribute ends nothing. */
export function endOfTag(bytes: Buffer, at: number): End {
  const kind = bytes[at + 1]
  if (kind === EXCLAMATION || kind === QUESTION) return 'FORBIDDEN'
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
