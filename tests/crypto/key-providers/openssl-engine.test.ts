/** The engine gost.so inside the OpenSSL of this Node: signs what our own verifier accepts. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { signCms, verifyCms } from '../../../crypto/cms/signed-data.ts'
import { openEngineKey } from '../../../crypto/key-providers/openssl-engine.ts'
import { explainSkip, gostEngineLibrary } from '../../support/external-tools.ts'
import { certificateOf, JUDGED_AT, suiteFile, trustOf } from '../suites/kinds.ts'
import { keyFile, PASSPHRASE, reasonOf } from './key-files.ts'

const engine = gostEngineLibrary ?? ''
const KINDS = ['gost256-a', 'gost256-tca', 'gost512-a'] as const

const open = (kind: string, path = suiteFile(`${kind}.key`), passphrase?: Uint8Array) =>
  openEngineKey({ source: { kind: 'ENGINE', engine, path }, passphrase, certificate: certificateOf(kind) })

if (gostEngineLibrary === undefined) explainSkip('keys in an engine of OpenSSL', 'gost.so')

describe.runIf(gostEngineLibrary !== undefined)('a key in an engine', () => {
  test.each(KINDS)('signs documents that verify: %s', async (kind) => {
    const { provider } = await open(kind)
    const signer = { certificate: certificateOf(kind), key: kind, provider }
    const signed = await signCms(Buffer.from('document'), signer, { signingAt: JUDGED_AT })
    const { content } = verifyCms(signed, { trust: trustOf(kind), at: JUDGED_AT })
    expect(Buffer.from(content).toString()).toBe('document')
  })

  test('is read after the engine has hashed, when OpenSSL reports a stale error once', async () => {
    createHash('md_gost12_256').update('anything').digest()
    await expect(open('gost256-a')).resolves.toBeDefined()
  })

  test('may be encrypted', async () => {
    const { provider } = await open('gost256-tca', keyFile('gost256-aes256.key'), PASSPHRASE)
    const { suite, publicKey } = certificateOf('gost256-tca')
    const message = Buffer.from('message')
    const digest = suite!.digest(message)
    expect(suite!.verify(publicKey!, digest, await provider.sign('key', digest, message))).toBe(true)
  })

  test.each([
    ['with another passphrase', Buffer.from('incorrect horse')],
    ['without its passphrase', undefined],
  ])('that is encrypted is not opened %s', async (_defect, passphrase) => {
    const reason = await reasonOf(open('gost256-tca', keyFile('gost256-aes256.key'), passphrase))
    expect(reason).toContain('its passphrase is wrong')
  })

  test('that is not there is named', async () => {
    expect(await reasonOf(open('gost256-a', 'absent.key'))).toContain('absent.key cannot be read')
  })

  test('signs nothing but messages', async () => {
    const { provider } = await open('gost256-a')
    expect(await reasonOf(provider.sign('key', new Uint8Array(32)))).toContain('signs messages only')
    expect(await reasonOf(provider.decrypt('key', new Uint8Array(32)))).toContain('only signs')
  })
})

test('an engine that is not there is named', async () => {
  const source = { kind: 'ENGINE', engine: '/nowhere/gost.so', path: suiteFile('gost256-a.key') } as const
  const key = openEngineKey({ source, passphrase: undefined, certificate: certificateOf('gost256-a') })
  expect(await reasonOf(key)).toContain('/nowhere/gost.so cannot be loaded')
})

test('keys of other kinds need no engine', async () => {
  const source = { kind: 'ENGINE', engine: '/nowhere/gost.so', path: suiteFile('rsa.key') } as const
  const key = openEngineKey({ source, passphrase: undefined, certificate: certificateOf('rsa') })
  expect(await reasonOf(key)).toContain('no key of GOST')
})
