/** What stored tables cannot show: that openssl accepts the signatures made here today. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signDigest } from '../../../crypto/gost/gost3410.ts'
import { explainSkip, gostEngine } from '../../support/external-tools.ts'
import { bytes, message, privateKeyOf, tableRows } from './openssl-tables.ts'

if (!gostEngine) explainSkip('signatures made here, verified by openssl', "openssl's gost engine")

describe.runIf(gostEngine)('openssl', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gost-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(tableRows('signatures.txt'))('%s: verifies our signature', (oid, pkcs8) => {
    const key = privateKeyOf(oid!, pkcs8!)
    const digest = message(key.curve.byteLength)
    const path = (name: string) => join(folder, `${oid}.${name}`)
    writeFileSync(path('key'), bytes(pkcs8!))
    writeFileSync(path('digest'), digest)
    writeFileSync(path('signature'), signDigest(key, digest))
    const what = ['-inkey', path('key'), '-in', path('digest'), '-sigfile', path('signature')]
    const verdict = execFileSync('openssl', ['pkeyutl', '-verify', '-engine', 'gost', '-keyform', 'DER', ...what], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(verdict).toContain('Signature Verified Successfully')
  })
})
