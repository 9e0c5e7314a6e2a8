/** Passphrases and PINs: the content of a file, never an environment variable and never a word of a command line. */
import { readFile } from 'node:fs/promises'
import { GatewayError } from '../../gateway/domain/faults.ts'

const MAX_BYTES = 1024

/** The only line of the file, without its line break. Throws KEY_UNUSABLE naming the file and nothing of its content. */
export async function readPassphrase(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new GatewayError('KEY_UNUSABLE', `passphrase file ${file} cannot be read`, { cause })
  })
  const line = bytes.subarray(0, bytes.length - lineBreakBytes(bytes))
  if (line.length === 0 || line.length > MAX_BYTES || line.includes(0x0a) || line.includes(0)) {
    throw new GatewayError('KEY_UNUSABLE', `passphrase file ${file} must hold one line of 1 to ${MAX_BYTES} bytes`)
  }
  return Uint8Array.from(line)
}

function lineBreakBytes(bytes: Uint8Array): 0 | 1 | 2 {
  if (bytes.at(-1) !== 0x0a) return 0
  return bytes.at(-2) === 0x0d ? 2 : 1
}
