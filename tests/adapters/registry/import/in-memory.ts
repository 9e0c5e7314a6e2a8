/** A file that is none. */
import type { ReadableFile } from '../../../../adapters/registry/import/opened-file.ts'

export function inMemory(content: string | Uint8Array): ReadableFile {
  const bytes = Buffer.from(content)
  return {
    size: bytes.length,
    read: (into, at, length, offset) => Promise.resolve({ bytesRead: bytes.copy(into, at, offset, offset + length) }),
    checkUnchanged: () => Promise.resolve(),
  }
}
