/** Both directions against openssl with its gost engine. Bytes are compared, never exit codes alone. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decryptCms, encryptCms } from '../../../crypto/cms/enveloped-data.ts'
import { signCms, verifyCms } from '../../../crypto/cms/signed-data.ts'
import { explainSkip, gostEngine } from '../../support/external-tools.ts'
import { JUDGED_AT, certificate, fixturePath, fixtureTrust, keysOf } from '../x509/fixture-pki.ts'

if (!gostEngine) explainSkip('CMS against openssl', 'the gost engine')

const CASES = ['tc26-a', 'cryptopro-a'].flatMap((name) => [1, 1024, 6700, 700_000].map((size) => [name, size] as const))

const contentOf = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, index) => (index * 31) % 253)
const certificateFile = (name: string): string => fixturePath(`certs/${name}.pem`)
const keyFile = (name: string): string => fixturePath(`certs/${name}.key`)

describe.runIf(gostEngine)('openssl', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cms-'))
    const chain = ['root', 'issuing'].map((name) => readFileSync(fixturePath(`certs/${name}.pem`), 'utf8'))
    writeFileSync(join(folder, 'chain.pem'), chain.join(''))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Runs `openssl cms` over the bytes and returns what it wrote. */
  function cms(action: string, input: Uint8Array, args: readonly string[]): Uint8Array {
    const [inputFile, outputFile] = [join(folder, 'in'), join(folder, 'out')]
    writeFileSync(inputFile, input)
    const files = ['-in', inputFile, '-out', outputFile]
    const run = spawnSync('openssl', ['cms', `-${action}`, '-engine', 'gost', '-binary', ...files, ...args])
    expect(run.status, run.stderr.toString()).toBe(0)
    return Uint8Array.from(readFileSync(outputFile))
  }

  const verifyArgs = (): string[] => {
    const anchors = ['-CAfile', join(folder, 'chain.pem'), '-attime', String(JUDGED_AT.getTime() / 1000)]
    return ['-inform', 'DER', '-cades', ...anchors]
  }

  test.each(CASES)('opens what we encrypt: %s, %i bytes', (name, size) => {
    const content = contentOf(size)
    const encrypted = encryptCms(content, [certificate('official'), certificate(name)])
    const args = ['-inform', 'DER', '-recip', certificateFile(name), '-inkey', keyFile(name)]
    expect(Buffer.compare(cms('decrypt', encrypted, args), content)).toBe(0)
  })

  test.each(CASES)('encrypts what we open: %s, %i bytes', async (name, size) => {
    const content = contentOf(size)
    const encrypted = cms('encrypt', content, ['-gost89', '-outform', 'DER', certificateFile(name)])
    const recipient = { certificate: certificate(name), key: name, provider: keysOf(name) }
    expect(Buffer.compare(await decryptCms(encrypted, recipient), content)).toBe(0)
  })

  test.each(CASES)('verifies what we sign: %s, %i bytes', async (name, size) => {
    const content = contentOf(size)
    const signer = { certificate: certificate(name), key: name, provider: keysOf(name) }
    const signed = await signCms(content, signer, { signingAt: JUDGED_AT })
    expect(Buffer.compare(cms('verify', signed, verifyArgs()), content)).toBe(0)
  })

  test('verifies what we sign detached', async () => {
    const content = contentOf(1024)
    const signer = { certificate: certificate('tc26-a'), key: 'tc26-a', provider: keysOf('tc26-a') }
    const signed = await signCms(content, signer, { signingAt: JUDGED_AT, detached: true })
    const contentFile = join(folder, 'content')
    writeFileSync(contentFile, content)
    expect(Buffer.compare(cms('verify', signed, [...verifyArgs(), '-content', contentFile]), content)).toBe(0)
  })

  test.each(CASES)('signs what we verify: %s, %i bytes', (name, size) => {
    const content = contentOf(size)
    const signerArgs = ['-signer', certificateFile(name), '-inkey', keyFile(name)]
    const form = ['-nodetach', '-cades', '-md', 'md_gost12_256', '-outform', 'DER']
    const signed = cms('sign', content, [...form, ...signerArgs])
    const verified = verifyCms(signed, { trust: fixtureTrust(), at: JUDGED_AT })
    expect(Buffer.compare(verified.content, content)).toBe(0)
    expect(verified.signer).toBe(certificate(name))
  })
})
