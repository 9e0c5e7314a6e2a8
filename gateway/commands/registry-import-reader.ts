/** The program of the thread that reads a file of acts for `registry import`. */
import { fstat, read } from 'node:fs'
import { promisify } from 'node:util'
import { workerData } from 'node:worker_threads'
import type { ActRules } from '../../adapters/registry/import/check-act.ts'
import type { ReadingStart } from '../../adapters/registry/import/import-messages.ts'
import { actsOf, type ActFormat } from '../../adapters/registry/import/open-acts.ts'
import { asOpened, type FileAccess, type FileState } from '../../adapters/registry/import/opened-file.ts'
import { preparedActs } from '../../adapters/registry/import/prepared-acts.ts'
import { serveReader } from '../../adapters/registry/import/reader-program.ts'
import { parseXml } from '../../xsd/document.ts'

/** What the main thread gives beside where to begin. */
export interface ReaderData {
  /** The file that the main thread holds open, so that both read the same one whatever becomes of its name. */
  readonly fd: number
  /** As the main thread found it. */
  readonly state: FileState
  readonly blockBytes: number
  readonly format: ActFormat
  readonly rules: ActRules
}

const { fd, state, blockBytes, format, rules, from, source } = workerData as ReaderData & ReadingStart
const [readOctets, readState] = [promisify(read), promisify(fstat)]
const access: FileAccess = {
  read: (into, at, length, offset) => readOctets(fd, into, at, length, offset),
  stat: () => readState(fd),
}

// Told to end, it settles nothing any more; what it throws ends the thread.
void serveReader((nextBlocks) => {
  const acts = actsOf({ file: asOpened(access, state), blockBytes }, { format, rules, parseXml })
  return preparedActs(acts, nextBlocks)(from, source)
})
