import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedDatabase } from '../../../adapters/postgres/embedded.ts'
import { takeLock } from '../../../adapters/postgres/lock-file.ts'
import { embeddedArchive } from '../../support/database.ts'

let folder: string
let dataDir: string
let lockPath: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zags-embedded-'))
  dataDir = join(folder, 'store')
  lockPath = `${dataDir}.lock`
})
afterEach(() => rmSync(folder, { recursive: true }))

test('keeps what was committed over a restart, and frees its lock', async () => {
  const first = await openEmbeddedDatabase({ dataDir, dump: await embeddedArchive() })
  await first.query('create table t (name text); insert into t values ($$Ёлкина$$)')
  await expect(openEmbeddedDatabase({ dataDir })).rejects.toMatchObject({ code: 'STORE_HELD' })
  await first.close()
  expect(existsSync(lockPath)).toBe(false)
  const second = await openEmbeddedDatabase({ dataDir })
  expect(await second.query('select name from t')).toEqual([{ name: 'Ёлкина' }])
  await second.close()
})

test('is made anew when a process was killed while making it', async () => {
  mkdirSync(join(`${dataDir}.new`, 'base'), { recursive: true })
  writeFileSync(join(`${dataDir}.new`, 'PG_VERSION'), '18')
  mkdirSync(dataDir)
  const database = await openEmbeddedDatabase({ dataDir, dump: await embeddedArchive() })
  expect(await database.query('select min(name) as first from zags.migration')).toEqual([{ first: '0001-gateway.sql' }])
  await database.close()
  expect(readdirSync(folder)).toEqual(['store'])
})

test.each([
  ['a file', () => writeFileSync(dataDir, 'a file')],
  [
    'a directory of something else',
    () => {
      mkdirSync(dataDir)
      writeFileSync(join(dataDir, 'letter.txt'), 'not a store')
    },
  ],
])('leaves %s alone, and frees its lock', async (_what, make) => {
  make()
  await expect(openEmbeddedDatabase({ dataDir })).rejects.toThrow()
  expect(readdirSync(folder)).toEqual(['store'])
})

test('refuses a lock of another living process, and names it', async () => {
  const other = await lockInOtherProcess()
  try {
    expect(() => takeLock(lockPath)).toThrow(expect.objectContaining({ code: 'STORE_HELD' }))
    expect(() => takeLock(lockPath)).toThrow(`process ${other.pid} on`)
  } finally {
    await kill(other)
  }
})

test('takes over the lock of a process that was killed', async () => {
  const other = await lockInOtherProcess()
  await kill(other)
  expect(existsSync(lockPath)).toBe(true)
  const lock = takeLock(lockPath)
  expect(ownerOf(lockPath)).toMatchObject({ pid: process.pid })
  lock.release()
  expect(existsSync(lockPath)).toBe(false)
})

test.each([
  ['whose pid a later process has', { pid: process.ppid, startedAs: 'an earlier start' }],
  ['of an earlier life under our own pid', { pid: process.pid, startedAs: 'an earlier start' }],
])('takes over a lock %s', (_whose, owner) => {
  if (!existsSync('/proc/self/stat') && owner.pid !== process.pid) {
    console.log('not run: a reused pid is recognised only where /proc is')
    return
  }
  writeFileSync(lockPath, JSON.stringify({ host: hostname(), nonce: 'n', ...owner }))
  takeLock(lockPath).release()
  expect(existsSync(lockPath)).toBe(false)
})

test.each([
  ['of another machine, whose processes cannot be seen', JSON.stringify({ pid: 1, host: 'elsewhere', nonce: 'n' })],
  ['that is no lock of ours', 'not ours'],
])('refuses a lock %s', (_which, content) => {
  writeFileSync(lockPath, content)
  expect(() => takeLock(lockPath)).toThrow(expect.objectContaining({ code: 'STORE_HELD' }))
  expect(readFileSync(lockPath, 'utf8')).toBe(content)
})

test('does not remove a lock that is no longer its own', () => {
  const lock = takeLock(lockPath)
  const other = JSON.stringify({ pid: process.ppid, host: hostname(), nonce: 'other', startedAs: '' })
  writeFileSync(lockPath, other)
  lock.release()
  expect(readFileSync(lockPath, 'utf8')).toBe(other)
})

function ownerOf(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

async function lockInOtherProcess(): Promise<ChildProcess> {
  const module = new URL('../../../adapters/postgres/lock-file.ts', import.meta.url)
  const program = `import { takeLock } from ${JSON.stringify(module.href)}
    takeLock(${JSON.stringify(lockPath)}); console.log('locked'); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(other.stdout, 'data')
  return other
}

async function kill(other: ChildProcess): Promise<void> {
  const ended = once(other, 'exit')
  other.kill('SIGKILL')
  await ended
}
