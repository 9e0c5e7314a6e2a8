/**
 * What stored files cannot show: that openssl with its gost engine accepts today what is signed, certified and encrypted
 * here. Bytes are compared, never exit codes alone: the engine is known to decrypt Kuznyechik wrongly after 4096 bytes
 * and to say nothing, so what is longer is only taken the other way.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decryptCms, encryptCms } from '../../../crypto/cms/enveloped-data.ts'
import { signCms, verifyCms } from '../../../crypto/cms/signed-data.ts'
import { issueCertificate } from '../../../crypto/x509/issue.ts'
import { parseCertificate } from '../../../crypto/x509/certificate.ts'
import { toPem } from '../../../crypto/x509/pem.ts'
import { message } from '../gost/openssl-tables.ts'
import { explainSkip, gostEngine } from '../../support/external-tools.ts'
import {
  CONTENT,
  GOST_KINDS,
  JUDGED_AT,
  KINDS,
  SUITE_OF,
  certificateOf,
  holderOf,
  privateKeyOf,
  suiteFile,
  trustOf,
} from './kinds.ts'

if (!gostEngine) explainSkip('every suite against openssl', "openssl's gost engine")

const OAEP = ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256']
const DIGESTS = {
  'gost2012-256': 'md_gost12_256',
  'gost2012-512': 'md_gost12_512',
  'rsa-sha256': 'sha256',
  'ecdsa-p256-sha256': 'sha256',
  'ecdsa-p384-sha384': 'sha384',
} as const

describe.runIf(gostEngine)('openssl', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'suites-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const file = (name: string, content: Uint8Array | string): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const openssl = (...args: readonly string[]): string => {
    const run = spawnSync('openssl', [args[0]!, '-engine', 'gost', ...args.slice(1)], { encoding: 'utf8' })
    expect(run.status, run.stderr).toBe(0)
    return run.stdout
  }
  /** Runs `openssl cms` over the bytes and returns what it wrote. */
  const cms = (action: string, input: Uint8Array, args: readonly string[]): Buffer => {
    openssl('cms', `-${action}`, '-binary', '-in', file('in', input), '-out', join(folder, 'out'), ...args)
    return readFileSync(join(folder, 'out'))
  }
  const decrypt = (kind: string, encrypted: Uint8Array): Buffer =>
    cms('decrypt', encrypted, [
      '-inform',
      'DER',
      '-recip',
      suiteFile(`${kind}.pem`),
      '-inkey',
      suiteFile(`${kind}.key`),
    ])
  const encrypt = (kind: string, content: Uint8Array, options: readonly string[]): Buffer =>
    cms('encrypt', content, ['-outform', 'DER', '-recip', suiteFile(`${kind}.pem`), ...options])

  test.each(KINDS)('%s: verifies our signature', (kind) => {
    const { suite, spkiDer } = certificateOf(kind)
    const signature = suite!.encodeSignature(suite!.sign(privateKeyOf(kind), suite!.digest(CONTENT)))
    const key = file('key', toPem(spkiDer, 'PUBLIC KEY'))
    const what = ['-verify', key, '-signature', file('signature', signature), file('content', CONTENT)]
    expect(openssl('dgst', `-${DIGESTS[SUITE_OF[kind]]}`, ...what)).toContain('Verified OK')
  })

  test.each(KINDS)('%s: verifies our SignedData, attached and detached', async (kind) => {
    const anchors = ['-CAfile', suiteFile(`${kind}.root.pem`), '-attime', String(JUDGED_AT.getTime() / 1000)]
    const args = ['-inform', 'DER', '-cades', ...anchors]
    const attached = await signCms(CONTENT, holderOf(kind), { signingAt: JUDGED_AT })
    expect(Buffer.compare(cms('verify', attached, args), CONTENT)).toBe(0)
    const detached = await signCms(CONTENT, holderOf(kind), { signingAt: JUDGED_AT, detached: true })
    expect(Buffer.compare(cms('verify', detached, [...args, '-content', file('content', CONTENT)]), CONTENT)).toBe(0)
  })

  test.each(KINDS)('%s: verifies a chain of certificates that we issue', (kind) => {
    const { publicKey } = certificateOf(kind)
    const common = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2046-01-01T00:00:00Z') }
    const keys = { publicKey: publicKey!, issuerKey: privateKeyOf(kind) }
    const root = issueCertificate({
      ...common,
      ...keys,
      subject: { commonName: 'Корень' },
      issuer: 'self',
      usage: 'ca',
      serial: '01',
    })
    const issuer = parseCertificate(root)
    const subject = { commonName: 'Суд', ogrn: '1027700000012' }
    const leaf = issueCertificate({ ...common, ...keys, subject, issuer, usage: 'signing', serial: '02' })
    const files = ['-CAfile', file('root', toPem(root, 'CERTIFICATE')), file('leaf', toPem(leaf, 'CERTIFICATE'))]
    expect(openssl('verify', '-attime', String(JUDGED_AT.getTime() / 1000), ...files)).toContain('OK')
  })

  // With its MAC of 16 bytes the last one is just below the engine's fault.
  const SMALL = [1, 1000, 4080]
  const LARGE = 700_000

  test.each(GOST_KINDS)('%s: opens what we encrypt', (kind) => {
    for (const size of SMALL) {
      const content = message(size)
      const of = (profile: 'gost28147-z' | 'kuznyechik-ctr-acpkm-omac') =>
        decrypt(kind, encryptCms(content, [certificateOf(kind)], profile))
      expect(Buffer.compare(of('gost28147-z'), content), `${size} bytes`).toBe(0)
      expect(Buffer.compare(of('kuznyechik-ctr-acpkm-omac'), content), `${size} bytes`).toBe(0)
    }
  })

  test.each(GOST_KINDS)('%s: encrypts what we open', async (kind) => {
    for (const option of ['-gost89', '-kuznyechik-ctr-acpkm-omac']) {
      const encrypted = encrypt(kind, CONTENT, [option])
      expect(Buffer.compare(await decryptCms(encrypted, holderOf(kind)), CONTENT), option).toBe(0)
    }
  })

  test.each(['gost256-tca', 'gost512-a'])('%s: encrypts what we open, over many sections of the key', async (kind) => {
    const content = message(LARGE)
    for (const option of ['-gost89', '-kuznyechik-ctr-acpkm-omac', '-kuznyechik-ctr-acpkm', '-magma-ctr-acpkm-omac']) {
      const encrypted = encrypt(kind, content, [option])
      expect(Buffer.compare(await decryptCms(encrypted, holderOf(kind)), content), option).toBe(0)
    }
    const opened = decrypt(kind, encryptCms(content, [certificateOf(kind)], 'gost28147-z'))
    expect(Buffer.compare(opened, content)).toBe(0)
  })

  test.each(['gost256-tca', 'rsa'] as const)(
    '%s: writes streams, of indefinite lengths, that we read',
    async (kind) => {
      const content = message(50_000)
      const cipher = kind === 'rsa' ? ['-aes-256-cbc', ...OAEP] : ['-gost89']
      const encrypted = encrypt(kind, content, ['-stream', ...cipher])
      expect(encrypted[1]).toBe(0x80)
      expect(Buffer.compare(await decryptCms(encrypted, holderOf(kind)), content)).toBe(0)
      const signer = ['-signer', suiteFile(`${kind}.pem`), '-inkey', suiteFile(`${kind}.key`)]
      const form = ['-nodetach', '-cades', '-stream', '-md', DIGESTS[SUITE_OF[kind]], '-outform', 'DER']
      const signed = cms('sign', content, [...form, ...signer])
      expect(signed[1]).toBe(0x80)
      const verified = verifyCms(signed, { trust: trustOf(kind), at: JUDGED_AT })
      expect(Buffer.compare(verified.content, content)).toBe(0)
    },
  )

  test('rsa: opens what we encrypt, and the other way', async () => {
    for (const size of [...SMALL, LARGE]) {
      const content = message(size)
      expect(Buffer.compare(decrypt('rsa', encryptCms(content, [certificateOf('rsa')])), content)).toBe(0)
      const encrypted = encrypt('rsa', content, ['-aes-256-cbc', ...OAEP])
      expect(Buffer.compare(await decryptCms(encrypted, holderOf('rsa')), content)).toBe(0)
    }
  })
})
