/**
 * Design B: every surname of the store against the sought one, in a thread of its own. Before each scan the thread is told
 * the keys that have been committed since the last one, so that none is missed that was there when the scan was asked for.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Sql } from '../../gateway/ports/database.ts'
import { readNewKeys } from './lexicon-keys.ts'
import { startScanThread, type ScanOptions, type ScanThread } from './scan-thread.ts'

export interface SurnameScan {
  /** Keys within so many edits of one of the words, or sounding like one. Throws REGISTRY_UNREACHABLE. */
  near(words: readonly string[], edits: number): Promise<readonly string[]>
  close(): Promise<void>
}

const MAX_WAITING = 100
export const SCAN_OPTIONS: ScanOptions = { deadlineMs: 10_000 }

export function createSurnameScan(sql: Sql, options: ScanOptions = SCAN_OPTIONS): SurnameScan {
  let thread: ScanThread | undefined
  let lastId = '0'
  /** A search scans for the same words in one window after the other. */
  let latest: { readonly asked: string; readonly near: readonly string[] } | undefined
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  async function scan(words: readonly string[], edits: number): Promise<readonly string[]> {
    if (!thread || thread.isLost) {
      thread = startScanThread(options)
      lastId = '0'
      latest = undefined
    }
    for await (const { keys, id } of readNewKeys(sql, 'surname', lastId)) {
      thread.add(keys)
      lastId = id
    }
    const asked = JSON.stringify([words, edits, lastId])
    if (latest?.asked !== asked) latest = { asked, near: await thread.scan(words, edits) }
    return latest.near
  }

  return {
    async near(words, edits) {
      if (waiting >= MAX_WAITING) throw new GatewayError('REGISTRY_UNREACHABLE', `${waiting} surname scans wait`)
      waiting++
      const scanned = last.then(() => scan(words, edits))
      last = scanned.catch(() => undefined)
      return scanned.finally(() => waiting--)
    },
    async close() {
      await last
      await thread?.end()
    },
  }
}
