/**
 * Writes the corpus, but for its long messages, to tests/fixtures/hostile/<group>/<defect>.xml, for `inspect` and for
 * other people's software: `node tests/hostile/make.ts`. The same bytes each time. A family is stored by its first message.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { CORPUS } from './corpus/index.ts'
import { messagesOf } from './defect.ts'
import type { Defects } from './defect.ts'
import { makeImpostors } from './impostors.ts'
import { message } from './messages.ts'

const FOLDER = new URL('../fixtures/hostile/', import.meta.url)

makeImpostors()
writeFileSync(new URL('genuine.xml', FOLDER), message())
for (const [group, defects] of Object.entries<Defects>(CORPUS)) {
  rmSync(new URL(`${group}/`, FOLDER), { recursive: true, force: true })
  mkdirSync(new URL(`${group}/`, FOLDER), { recursive: true })
  for (const [name, defect] of Object.entries(defects)) {
    const [first] = defect.isBig ? [] : messagesOf(defect)
    if (first !== undefined) writeFileSync(new URL(`${group}/${name}.xml`, FOLDER), first)
  }
}
