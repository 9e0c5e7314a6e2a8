/** The folder that the JVM works in: messages, certificate, and the key as bare numbers (bench/java/Peer.java). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicKeyOf } from '../../crypto/gost/gost3410.ts'
import { system } from './parties.ts'
import { fileOf } from './rows.ts'
import type { BenchMessage } from './rows.ts'

export function writeJavaFolder(folder: string, messages: readonly BenchMessage[]): void {
  const write = (file: string, content: Uint8Array | string): void => writeFileSync(join(folder, file), content)
  write('private.bin', system.key.scalar)
  write('public.bin', publicKeyOf(system.key).point)
  write('certificate.der', system.certificate.der)
  for (const { size, data, around, signed } of messages) {
    write(fileOf(size, 'data'), data)
    write(fileOf(size, 'unsigned'), around.join(''))
    write(fileOf(size, 'signed'), signed)
  }
}
