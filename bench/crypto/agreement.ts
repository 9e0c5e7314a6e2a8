/** Before anything is timed: each side verifies what the other signed, and neither verifies it once it is changed. */
import { writeFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { JavaPeer } from './java-peer.ts'
import { verifyMessage } from './ours.ts'
import { fileOf } from './rows.ts'
import type { BenchMessage } from './rows.ts'

export interface Sides {
  readonly folder: string
  readonly messages: readonly BenchMessage[]
  readonly java: JavaPeer | undefined
}

/** Throws when somebody disagrees: figures of a broken comparison are worth nothing. */
export async function agree({ folder, messages, java }: Sides): Promise<void> {
  for (const { signed } of messages) {
    verifyMessage(signed)
    refuse(changed(signed))
  }
  if (!java) return
  for (const { size, signed } of messages) {
    writeFileSync(join(folder, 'changed.xml'), changed(signed))
    if (!(await java.verifies(fileOf(size, 'signed')))) throw new Error('the JVM does not verify what we sign')
    if (await java.verifies('changed.xml')) throw new Error('the JVM verifies a changed message')
    await java.sign(fileOf(size, 'unsigned'), 'by-java.xml')
    const byJava = readFileSync(join(folder, 'by-java.xml'))
    verifyMessage(byJava)
    refuse(changed(byJava))
  }
  console.log('Both sides verify what the other signs, at 4 and 64 KB, and refuse it after a change.')
}

/** The same message with another day of birth in the signed data. */
function changed(message: Uint8Array): Uint8Array {
  const text = Buffer.from(message).toString()
  const other = text.replace('1990-05-12', '1990-05-13')
  if (other === text) throw new Error('there is nothing to change in the message')
  return Buffer.from(other)
}

function refuse(message: Uint8Array): void {
  try {
    verifyMessage(message)
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'SIGNATURE_DIGEST') return
    throw error
  }
  throw new Error('we verify a changed message')
}
