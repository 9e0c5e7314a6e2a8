/** Files to import, in a folder of their own that goes with the tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { asOpened, type ReadableFile } from '../../../../adapters/registry/import/opened-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'zags-import-'))
const opened: FileHandle[] = []
let written = 0

afterAll(async () => {
  for (const handle of opened) await handle.close()
  rmSync(folder, { recursive: true })
})

/** Returns the path. */
export function writeImport(content: string | Uint8Array, name = `${++written}.csv`): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

export async function openImport(content: string | Uint8Array): Promise<ReadableFile> {
  const handle = await open(writeImport(content))
  opened.push(handle)
  return asOpened(handle, await handle.stat())
}
