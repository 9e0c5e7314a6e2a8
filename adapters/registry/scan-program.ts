/** The thread of the surname scan: it holds the whole lexicon, and compares every key of it with what is sought. */
import { parentPort } from 'node:worker_threads'
import { createLexicon } from './lexicon.ts'
import type { FromScan, ToScan } from './scan-messages.ts'

if (!parentPort) throw new Error('the surname scan is started by the registry')
const main = parentPort
const tell = (message: FromScan): void => main.postMessage(message)

const surnames = createLexicon()
main.on('message', (message: ToScan) => {
  if (message.kind === 'ADD') return surnames.add(message.keys)
  if (message.kind === 'END') return main.close()
  tell({ kind: 'NEAR', near: surnames.near(message.words, message.edits) })
})
tell({ kind: 'READY' })
