/** JSON without doubt: UTF-8 throughout, and no member of an object twice, of which JSON.parse would take the last. */

const STRING_OR_NAME = /"(?:[^"\\]+|\\.)*"(\s*:)?/g

/** Throws an Error whose message repeats nothing of the text. */
export function parseJson(bytes: Uint8Array): unknown {
  let kept = 0
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value: unknown = JSON.parse(text, function (this: unknown, _name, member: unknown) {
      if (!Array.isArray(this)) kept++
      return member
    })
    // The whole is a member too, without a name.
    if (namesIn(text) === kept - 1) return value
  } catch {
    // The parser's message repeats a piece of the text, so it is not kept.
    throw new Error('no JSON')
  }
  throw new Error('JSON with a name twice')
}

function namesIn(text: string): number {
  let names = 0
  for (const [, colon] of text.matchAll(STRING_OR_NAME)) if (colon !== undefined) names++
  return names
}
