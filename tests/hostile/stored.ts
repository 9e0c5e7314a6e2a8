/** The messages of the corpus that are kept as files, for `inspect` and for other people's software. */
import { CORPUS } from './corpus/index.ts'
import { messagesOf } from './defect.ts'
import type { Defects } from './defect.ts'
import { message } from './messages.ts'

export const STORED_IN = new URL('../fixtures/hostile/', import.meta.url)
export const GROUPS = Object.keys(CORPUS)

/** By path below STORED_IN: `<group>/<defect>.xml`, packages as `.mime`. A family is kept by its first message. */
export async function storedMessages(): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>([['genuine.xml', Buffer.from(message())]])
  for (const [group, defects] of Object.entries<Defects>(CORPUS)) {
    for (const [name, defect] of Object.entries(defects)) {
      const [first] = defect.isBig ? [] : await messagesOf(defect)
      const extension = defect.packageType === undefined ? 'xml' : 'mime'
      if (first !== undefined) files.set(`${group}/${name}.${extension}`, first)
    }
  }
  return files
}
