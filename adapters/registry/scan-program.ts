/** The thread of the surname scan: it holds the whole lexicon, and compares every key of it with what is sought. */
import { parentPort } from 'node:worker_threads'
import { createLexicon } from './lexicon.ts'
import type { FromScan, ToScan } from './scan-messages.ts'

const surnames = createLexicon()
parentPort?.on('message', (message: ToScan) => {
  if (message.kind === 'ADD') return surnames.add(message.keys)
  parentPort?.postMessage({ near: surnames.near(message.words, message.edits) } satisfies FromScan)
})
