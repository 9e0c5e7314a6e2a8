/** `serve` as a process: SIGHUP exchanges what it works with, without a restart. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developmentDirectory, developmentFiles } from '../../gateway/development/files.ts'

let folder: string
let gateway: ChildProcess
let said = ''
let wake = (): void => {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zags-serve-'))
  const env = { PATH: process.env['PATH'], ZAGS_DATA_DIR: folder, ZAGS_PORT: '0', ZAGS_ADMIN_PORT: '0' }
  gateway = spawn(process.execPath, ['gateway/main.ts', 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [gateway.stdout, gateway.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      wake()
    })
  }
  gateway.on('exit', () => wake())
  await hear('serves agencies')
})
afterAll(async () => {
  if (gateway.exitCode === null) gateway.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

/** Resolves when the process has said this since the last call; rejects when it has ended without. */
async function hear(words: string): Promise<void> {
  while (!said.includes(words)) {
    if (gateway.exitCode !== null) throw new Error(`the gateway has ended: ${said}`)
    await new Promise<void>((resolve) => (wake = resolve))
  }
  said = ''
}

test('SIGHUP reloads, a broken set is refused with an alarm, and SIGTERM still stops', async () => {
  gateway.kill('SIGHUP')
  await hear('standing orders were reloaded')

  const { key } = developmentFiles(developmentDirectory(folder)).keys.OFFICE
  const good = await readFile(key)
  await writeFile(key, 'broken')
  gateway.kill('SIGHUP')
  await hear('"alarm":"RELOAD_REFUSED"')
  await writeFile(key, good)
  gateway.kill('SIGHUP')
  await hear('standing orders were reloaded')

  gateway.kill('SIGTERM')
  const [exitCode] = (await once(gateway, 'exit')) as [number]
  expect(exitCode).toBe(0)
})
