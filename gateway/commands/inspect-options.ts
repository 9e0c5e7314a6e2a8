/** Options of `inspect`: words of the command line -> what to look at, by whose trust and at which instant. */
import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

export interface InspectOptions {
  readonly file: string
  /** PEM file, or folder of them. */
  readonly trust: string | undefined
  /** undefined: now. */
  readonly at: Date | undefined
  /** File that a detached CMS signature is about. */
  readonly content: string | undefined
  readonly json: boolean
}

/** Throws UsageError. */
export function parseInspect(words: readonly string[]): InspectOptions {
  const { values, positionals } = parseWords(words)
  const [file, another] = positionals
  if (file === undefined || another !== undefined) throw new UsageError('exactly one file has to be named')
  return {
    file,
    trust: values.trust,
    at: values.at === undefined ? undefined : instant(values.at),
    content: values.content,
    json: values.json ?? false,
  }
}

function parseWords(words: readonly string[]) {
  const text = { type: 'string' } as const
  const options = { trust: text, at: text, content: text, json: { type: 'boolean' } } as const
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: true })
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(cause.message.split('. ')[0] ?? cause.message, { cause })
    throw cause
  }
}

const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/

/** A day alone is its midnight in UTC; a time needs its zone. */
function instant(text: string): Date {
  const at = new Date(text)
  if (INSTANT.test(text) && !Number.isNaN(at.getTime()) && isDay(text.slice(0, 10))) return at
  throw new UsageError(`--at ${text}: not an instant such as 2026-11-21T12:00:00+02:00 or 2026-11-21`)
}

/** The round trip refuses days that JavaScript would roll over, such as 31 June. */
function isDay(day: string): boolean {
  const midnight = new Date(day)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}
