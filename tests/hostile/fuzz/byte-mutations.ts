/** Changes of bytes that know nothing of XML, but for a few words of it. */
import type { Random } from './random.ts'

/** `others` are the genuine messages, to be spliced with. */
export type ByteMutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer

// prettier-ignore
const WORDS = [
  '<!--', '-->', '<![CDATA[', ']]>', '<?x?>', '<?xml version="1.0"?>', '<!DOCTYPE x>', '&lt;', '&gt;', '&amp;', '&#0;',
  '&#32;', '&#xD;', '&x;', ' xmlns=""', ' xmlns:q="urn:x"', ' Id="SIGNED_BY_CALLER"', ' xml:id="a"', '<q:x/>', '</q:x>',
  '<ds:Object/>', '\r\n', ' ', '\t', '\u00a0', '\ufeff', '\u2028', '"', "'", '<', '>', '&', '/', '=', '\0', '\u0001',
  '\u00ff', 'Ё',
].map((word) => Buffer.from(word))

const flipBit: ByteMutation = (bytes, random) => {
  const changed = Buffer.from(bytes)
  const at = random.below(bytes.length)
  changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8))
  return changed
}

const replaceByte: ByteMutation = (bytes, random) => {
  const changed = Buffer.from(bytes)
  changed[random.below(bytes.length)] = random.below(256)
  return changed
}

/** A range of up to 64 bytes, sometimes of any length. */
function rangeOf(bytes: Buffer, random: Random): readonly [start: number, end: number] {
  const start = random.below(bytes.length)
  const length = 1 + random.below(random.chance(0.9) ? 64 : bytes.length)
  return [start, Math.min(bytes.length, start + length)]
}

const insertAt = (bytes: Buffer, at: number, inserted: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)])

const deleteRange: ByteMutation = (bytes, random) => {
  const [start, end] = rangeOf(bytes, random)
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
}

const duplicateRange: ByteMutation = (bytes, random) => {
  const [start, end] = rangeOf(bytes, random)
  return insertAt(bytes, random.chance(0.5) ? end : random.below(bytes.length), bytes.subarray(start, end))
}

const swapRanges: ByteMutation = (bytes, random) => {
  const [a, b, c, d] = [0, 0, 0, 0].map(() => random.below(bytes.length)).toSorted((x, y) => x - y)
  const part = (from: number | undefined, to: number | undefined): Buffer => bytes.subarray(from, to)
  return Buffer.concat([part(0, a), part(c, d), part(b, c), part(a, b), part(d, bytes.length)])
}

const insertWord: ByteMutation = (bytes, random) => insertAt(bytes, random.below(bytes.length), random.pick(WORDS))

const insertBytes: ByteMutation = (bytes, random) => {
  const inserted = Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256))
  return insertAt(bytes, random.below(bytes.length), inserted)
}

const truncate: ByteMutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length))

const append: ByteMutation = (bytes, random, others) =>
  Buffer.concat([bytes, random.chance(0.2) ? random.pick(others) : random.pick(WORDS)])

/** The beginning of one message and the end of another, cut near the same place. */
const splice: ByteMutation = (bytes, random, others) => {
  const other = random.pick(others)
  const at = random.below(Math.min(bytes.length, other.length))
  return Buffer.concat([bytes.subarray(0, at), other.subarray(at)])
}

const copyRangeFrom: ByteMutation = (bytes, random, others) => {
  const other = random.pick(others)
  const [start, end] = rangeOf(other, random)
  const changed = Buffer.from(bytes)
  if (start < bytes.length) changed.set(other.subarray(start, Math.min(end, bytes.length)), start)
  return changed
}

export const BYTE_MUTATIONS: Readonly<Record<string, ByteMutation>> = {
  'flip a bit': flipBit,
  'replace a byte': replaceByte,
  'delete a range': deleteRange,
  'duplicate a range': duplicateRange,
  'swap two ranges': swapRanges,
  'insert a word': insertWord,
  'insert bytes': insertBytes,
  truncate,
  append,
  splice,
  'copy a range from another message': copyRangeFrom,
}
