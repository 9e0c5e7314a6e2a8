/** Options of `registry generate`. */
import { parseArgs } from 'node:util'
import { REGION_OFFICES } from '../development/offices.ts'
import { UsageError } from './usage-error.ts'

export interface RegistryGenerateOptions {
  readonly acts: number
  readonly seed: number
  /** Codes of the offices that make the acts. */
  readonly offices: readonly string[]
  /** A file instead of the store. */
  readonly to: string | undefined
  /** Into a store that holds acts already. */
  readonly add: boolean
  /** The store of the configured office is one for trials. */
  readonly trial: boolean
}

const MAX_ACTS = 50_000_000
const MAX_SEED = 2 ** 31 - 1
/** Of the region: the authority makes no acts, it keeps second copies. */
const DEPARTMENTS = REGION_OFFICES.slice(1).map(({ code }) => code)

/** Throws UsageError. */
export function parseRegistryGenerate(words: readonly string[]): RegistryGenerateOptions {
  const values = parseWords(words)
  if (values.acts === undefined) throw new UsageError('--acts is needed: how many')
  if (values.to !== undefined && values.add) throw new UsageError('--add is for the store, not for a file')
  if (values.to !== undefined && values.trial) throw new UsageError('--trial is for the store, not for a file')
  return {
    acts: count('acts', values.acts, MAX_ACTS),
    seed: values.seed === undefined ? 1 : count('seed', values.seed, MAX_SEED),
    offices: values.offices === undefined ? DEPARTMENTS : departments(values.offices),
    to: values.to,
    add: values.add ?? false,
    trial: values.trial ?? false,
  }
}

function parseWords(words: readonly string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const
  const options = { acts: text, seed: text, offices: text, to: text, add: flag, trial: flag }
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(cause.message.split('. ')[0] ?? cause.message, { cause })
    throw cause
  }
}

function count(option: string, text: string, most: number): number {
  const value = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0
  if (value === 0 || value > most) throw new UsageError(`--${option} ${text}: is no number from 1 to ${most}`)
  return value
}

function departments(text: string): readonly string[] {
  const codes = [...new Set(text.split(','))]
  const unknown = codes.find((code) => !DEPARTMENTS.includes(code))
  if (unknown !== undefined) throw new UsageError(`--offices ${unknown}: is no department of the development region`)
  return codes
}
