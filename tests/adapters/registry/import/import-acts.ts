/** A CSV file of acts into a store, as the command imports it, but in one thread. */
import { open } from 'node:fs/promises'
import { importFile, type Import, type ImportResult } from '../../../../adapters/registry/import/import-file.ts'
import { actsOf } from '../../../../adapters/registry/import/open-acts.ts'
import { asOpened } from '../../../../adapters/registry/import/opened-file.ts'
import { preparedActs } from '../../../../adapters/registry/import/prepared-acts.ts'
import { actTarget } from '../../../../adapters/registry/import/targets.ts'
import type { PreparedBatch } from '../../../../adapters/registry/prepared-act.ts'
import { blocksOf } from '../../../../adapters/registry/write-ids.ts'
import type { Database } from '../../../../gateway/ports/database.ts'
import { parseXml } from '../../../../xsd/document.ts'
import { ROWS, RULES } from './seven-kinds.ts'

export interface Importing extends Partial<Pick<Import<PreparedBatch>, 'again' | 'onProgress'>> {
  readonly path: string
  readonly corrections?: boolean
  readonly blockBytes?: number
}

export async function importActs(database: Database, importing: Importing): Promise<ImportResult> {
  const { path, corrections = false, blockBytes = 64 * 1024, again = false, onProgress } = importing
  const handle = await open(path)
  try {
    const file = asOpened(handle, await handle.stat())
    const acts = actsOf({ file, blockBytes }, { format: 'csv', rules: RULES, parseXml })
    const read = preparedActs(acts, blocksOf(database))
    const target = actTarget(database, { corrections })
    const given: Import<PreparedBatch> = { path, file, what: 'acts', read, target, again }
    return await importFile(database, onProgress ? { ...given, onProgress } : given)
  } finally {
    await handle.close()
  }
}

export const NO_SUMS = { read: 0, added: 0, duplicates: 0, versions: 0, rejected: 0, conflicts: 0 }

export type Rows = readonly Readonly<Record<string, string>>[]

const [, DEATH = {}] = ROWS

/** Numbered from 1 on. */
export function deaths(count: number, changes: Readonly<Record<string, string>> = {}): Rows {
  return Array.from({ length: count }, (_, index) => ({ ...DEATH, recordNumber: String(index + 1), ...changes }))
}
