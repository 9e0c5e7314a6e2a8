/** Processing instructions before the root become blanks, so that what follows keeps its place. */
export function withoutPrologInstructions(bytes: Uint8Array): Uint8Array {
  const instructions = findInstructions(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (instructions.length === 0) return bytes
  const copy = Uint8Array.from(bytes)
  for (const [start, end] of instructions) copy.fill(BLANK, start, end)
  return copy
}

const BLANK = 0x20
const DECLARATION = /^<\?xml[\t\n\r ]/

/** From where to where; what stands after an unfinished part, or in the root, is left to the parser. */
function findInstructions(buffer: Buffer): readonly (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = []
  let at = afterMark(buffer)
  for (;;) {
    while (isBlank(buffer[at])) at += 1
    const begin = buffer.toString('latin1', at, at + 6)
    const end = endOfPart(buffer, begin, at)
    if (end === undefined) return found
    if (begin.startsWith('<?') && !DECLARATION.test(begin)) found.push([at, end])
    at = end
  }
}

function endOfPart(buffer: Buffer, begin: string, at: number): number | undefined {
  if (begin.startsWith('<?')) return endAfter(buffer, '?>', at + 2)
  return begin.startsWith('<!--') ? endAfter(buffer, '-->', at + 4) : undefined
}

const afterMark = (buffer: Buffer): number => (buffer.toString('latin1', 0, 3) === '\u00ef\u00bb\u00bf' ? 3 : 0)

function endAfter(buffer: Buffer, mark: string, from: number): number | undefined {
  const at = buffer.indexOf(mark, from)
  return at === -1 ? undefined : at + mark.length
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
