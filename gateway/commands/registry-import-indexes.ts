/** The end of an import of acts: the indexes of the search, which take minutes in a large store. */
import { beginBulkImport, endBulkImport } from '../../adapters/registry/bulk-indexes.ts'
import type { Database } from '../ports/database.ts'
import { duration, type ProgressOutput } from './registry-import-progress.ts'
import { UsageError } from './usage-error.ts'

const TOLD_EVERY_MS = 10_000

/** The indexes are built when a file turns out to be unreadable as well: what came before it is in the store. */
export async function inBulk(database: Database, work: () => Promise<void>): Promise<void> {
  const build = (): Promise<void> => tellWhile(process.stderr, () => endBulkImport(database))
  await beginBulkImport(database)
  try {
    await work()
  } catch (error) {
    if (error instanceof UsageError) await build()
    throw error
  }
  await build()
}

/** Says that the indexes are built, how long that takes so far, and how long it took. */
export async function tellWhile(output: ProgressOutput, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  const passed = (): string => duration(Math.round((performance.now() - startedAt) / 1000))
  output.write('the indexes of the search are built where they are missing\n')
  const telling = setInterval(() => output.write(`they are being built for ${passed()}\n`), TOLD_EVERY_MS)
  try {
    await work()
  } finally {
    clearInterval(telling)
  }
  output.write(`the indexes of the search are there, after ${passed()}\n`)
}
