/** The program of the thread that reads a file of acts for `registry import`. */
import { read } from 'node:fs'
import { promisify } from 'node:util'
import { workerData } from 'node:worker_threads'
import type { ActRules } from '../../adapters/registry/import/check-act.ts'
import type { ReadingStart } from '../../adapters/registry/import/import-messages.ts'
import { actsOf, type ActFormat } from '../../adapters/registry/import/open-acts.ts'
import { preparedActs } from '../../adapters/registry/import/prepared-acts.ts'
import { serveReader } from '../../adapters/registry/import/reader-program.ts'
import { parseXml } from '../../xsd/document.ts'

/** What the main thread gives beside where to begin. */
export interface ReaderData {
  /** The file that the main thread holds open, so that both read the same one whatever becomes of its name. */
  readonly fd: number
  readonly blockBytes: number
  readonly format: ActFormat
  readonly rules: ActRules
}

const { fd, blockBytes, format, rules, from, source } = workerData as ReaderData & ReadingStart
const readOctets = promisify(read)
const file = {
  read: (into: Buffer, at: number, length: number, offset: number) => readOctets(fd, into, at, length, offset),
}

// Told to end, it settles nothing any more; what it throws ends the thread.
void serveReader((nextBlocks) => {
  const acts = actsOf({ file, blockBytes }, { format, rules, parseXml })
  return preparedActs(acts, nextBlocks)(from, source)
})
