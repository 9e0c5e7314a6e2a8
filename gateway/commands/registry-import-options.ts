/** Options of `registry import`. */
import { parseArgs } from 'node:util'
import { IMPORTED, type Imported } from '../../adapters/registry/import/import-record.ts'
import { ACT_FORMATS, type ActFormat } from '../../adapters/registry/import/open-acts.ts'
import { UsageError } from './usage-error.ts'

export interface RegistryImportOptions {
  readonly files: readonly string[]
  readonly what: Imported
  /** undefined: by the name of each file. */
  readonly format: ActFormat | undefined
  readonly corrections: boolean
  readonly again: boolean
  readonly dryRun: boolean
  readonly json: boolean
  /** Octets of a file that make one transaction; undefined: as suits the store. */
  readonly blockBytes: number | undefined
}

/** Throws UsageError. */
export function parseRegistryImport(words: readonly string[]): RegistryImportOptions {
  const { values, positionals } = parseWords(words)
  if (positionals.length === 0) throw new UsageError('at least one file has to be named')
  const what = oneOf(IMPORTED, '--what', values.what ?? 'acts')
  const format = values.format === undefined ? undefined : oneOf(ACT_FORMATS, '--format', values.format)
  if (what !== 'acts' && format !== undefined && format !== 'csv')
    throw new UsageError(`--format ${format}: ${what} are read from CSV only`)
  if (what !== 'acts' && values.corrections) throw new UsageError('--corrections: only acts have versions')
  return {
    files: positionals,
    what,
    format: what === 'acts' ? format : 'csv',
    corrections: values.corrections ?? false,
    again: values.again ?? false,
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
    blockBytes: values.batch === undefined ? undefined : kibibytes(values.batch),
  }
}

function parseWords(words: readonly string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const
  const options = { what: text, format: text, corrections: flag, again: flag, 'dry-run': flag, json: flag, batch: text }
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: true })
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(cause.message.split('. ')[0] ?? cause.message, { cause })
    throw cause
  }
}

function oneOf<T extends string>(known: readonly T[], option: string, text: string): T {
  const found = known.find((word) => word === text)
  if (found === undefined) throw new UsageError(`${option} ${text}: is none of ${known.join(', ')}`)
  return found
}

const MAX_KIBIBYTES = 65_536

function kibibytes(text: string): number {
  const count = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0
  if (count === 0 || count > MAX_KIBIBYTES)
    throw new UsageError(`--batch ${text}: is no number from 1 to ${MAX_KIBIBYTES}`)
  return count * 1024
}
