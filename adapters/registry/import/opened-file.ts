/**
 * A file as it was when it was opened. Nothing that is written behind its end meanwhile is read, and a file that changes
 * while it is read, as a copy that is still under way does, never counts as read to its end.
 */
import { GatewayError } from '../../../gateway/domain/faults.ts'

/** What is needed of a FileHandle. */
export interface FileAccess {
  read(into: Buffer, at: number, length: number, offset: number): Promise<{ readonly bytesRead: number }>
  stat(): Promise<FileState>
}

export interface FileState {
  /** Octets. */
  readonly size: number
  readonly mtimeMs: number
}

export interface ReadableFile {
  readonly size: number
  /** `length` octets, or all up to `size`. Throws IMPORT_REFUSED when the file ends before. */
  read(into: Buffer, at: number, length: number, offset: number): Promise<{ readonly bytesRead: number }>
  /** Throws IMPORT_REFUSED when the file has another size or time than it had. */
  checkUnchanged(): Promise<void>
}

export function asOpened(access: FileAccess, { size, mtimeMs }: FileState): ReadableFile {
  return {
    size,
    async read(into, at, length, offset) {
      const wanted = Math.max(0, Math.min(length, size - offset))
      for (let bytesRead = 0; bytesRead < wanted;) {
        const part = await access.read(into, at + bytesRead, wanted - bytesRead, offset + bytesRead)
        if (part.bytesRead === 0) throw changed('has become shorter')
        bytesRead += part.bytesRead
      }
      return { bytesRead: wanted }
    },
    async checkUnchanged() {
      const now = await access.stat()
      if (now.size !== size || now.mtimeMs !== mtimeMs) throw changed('has changed')
    },
  }
}

function changed(how: string): GatewayError {
  return new GatewayError(
    'IMPORT_REFUSED',
    `the file ${how} since reading began: give the command again when nobody writes to it`,
  )
}
