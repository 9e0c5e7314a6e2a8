/** The crypto bench: everybody checks everybody's messages once, then speed side by side, then leaks by timing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gostBackend } from '../../crypto/gost/backend.ts'
import { describeMachine } from '../machine.ts'
import type { BenchOptions } from '../options.ts'
import { agree } from './agreement.ts'
import { compareRows } from './comparison.ts'
import { writeJavaFolder } from './java-folder.ts'
import { startJavaPeer, whyNoJava } from './java-peer.ts'
import type { JavaPeer } from './java-peer.ts'
import { contentOfSize, writeMessage, writeUnsigned } from './messages.ts'
import { signerFor } from './ours.ts'
import { system } from './parties.ts'
import { printResults, printStages, printTargets } from './report.ts'
import { messageRows, primitiveRows } from './rows.ts'
import type { BenchMessage } from './rows.ts'
import { rsaRows } from './rsa-rows.ts'
import { measureStages } from './stages.ts'
import { printTimingTest } from './timing.ts'

const SIZES = { '4': 4096, '64': 65536 } as const

export async function runCryptoBench(options: BenchOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-crypto-'))
  const messages = await Promise.all((['4', '64'] as const).map(makeMessage))
  writeJavaFolder(folder, messages)
  const java = findJavaPeer(folder, options)
  try {
    console.log(`${describeMachine()}, GOST in ${gostBackend().name}${java ? `; ${java.version}` : ''}`)
    await agree({ folder, messages, java })
    const rows = [...primitiveRows(messages), ...messages.flatMap(messageRows), ...(await rsaRows())]
    const results = await compareRows(rows, java, options)
    printResults(results)
    for (const { size, signed } of messages) printStages(size, await measureStages(signed, options.rounds))
    printTargets(results)
  } finally {
    await java?.stop()
    rmSync(folder, { recursive: true })
  }
  printTimingTest()
}

function findJavaPeer(folder: string, { withJava }: BenchOptions): JavaPeer | undefined {
  const reason = withJava ? whyNoJava() : '--no-java'
  if (reason === undefined) return startJavaPeer(folder)
  console.log(`skipped: Santuario and BouncyCastle (${reason})`)
  return undefined
}

async function makeMessage(size: BenchMessage['size']): Promise<BenchMessage> {
  const content = await contentOfSize(SIZES[size])
  const { bytes, data, id } = await writeUnsigned(content)
  const unsigned = Buffer.from(bytes).toString()
  const at = unsigned.indexOf(data) + data.length
  const cut = unsigned.indexOf('</', at)
  const around = [unsigned.slice(0, cut), unsigned.slice(cut)] as const
  return { size, content, data, id, around, signed: await writeMessage(content, signerFor(system)) }
}
