/** `serve` as a process with one broken algorithm: it ends before it listens, and says which. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** Replaces words in a file of the program while it is loaded. */
const breaking = (file: string, from: string, to: string): string => `
import { registerHooks } from 'node:module'
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('${file}')) return loaded
    const source = String(loaded.source)
    if (!source.includes("${from}")) throw new Error('nothing to break')
    return { ...loaded, source: source.replace("${from}", "${to}") }
  },
})`

test.each([
  ['AES-256 in CBC', 'crypto/aes/aes256-cbc.ts', 'aes-256-cbc', 'aes-256-ctr'],
  ['KDF_TREE', 'crypto/gost/kdf.ts', 'index + 1', 'index + 2'],
])('%s', (algorithm, file, from, to) => {
  const folder = mkdtempSync(join(tmpdir(), 'zags-serve-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const hook = `data:text/javascript,${encodeURIComponent(breaking(file, from, to))}`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', hook, 'gateway/main.ts', 'serve'], {
    env: { PATH: process.env['PATH'], ZAGS_DATA_DIR: folder, ZAGS_PORT: '0', ZAGS_ADMIN_PORT: '0' },
    encoding: 'utf8',
    timeout: 60_000,
  })
  expect(status).toBe(1)
  expect(stderr).toContain('self-test failed:')
  expect(stderr).toContain(algorithm)
  expect(stdout).not.toContain('serves agencies')
})
