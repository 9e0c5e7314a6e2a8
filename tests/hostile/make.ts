/**
 * Writes the corpus, but for its long messages, to tests/fixtures/hostile/<group>/<defect>.xml, the same bytes each time:
 * `node tests/hostile/make.ts`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { makeImpostors } from './impostors.ts'
import { GROUPS, STORED_IN, storedMessages } from './stored.ts'

makeImpostors()
for (const group of GROUPS) rmSync(new URL(group, STORED_IN), { recursive: true, force: true })
for (const [path, bytes] of await storedMessages()) {
  const file = new URL(path, STORED_IN)
  mkdirSync(new URL('./', file), { recursive: true })
  writeFileSync(file, bytes)
}
