import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as der from '../../crypto/asn1/der.ts'
import { findCurve } from '../../crypto/gost/curves.ts'
import { publicKeyOf } from '../../crypto/gost/gost3410.ts'
import type { PrivateKey } from '../../crypto/gost/gost3410.ts'
import {
  generateKeyFile,
  loadPrivateKey,
  loadSoftwareKeys,
  parsePrivateKeyPem,
  toPrivateKeyPem,
} from '../../crypto/keys.ts'
import { toPem } from '../../crypto/x509/pem.ts'
import { encodeKeyAlgorithm, encodeSubjectPublicKeyInfo } from '../../crypto/x509/public-key.ts'
import { explainSkip, gostEngine } from '../support/external-tools.ts'
import { CONTENT, KINDS, certificateOf, providerOf } from './suites/kinds.ts'
import { certificate, faultCodeOfPromise, fixturePath, keysOf, privateKey } from './x509/fixture-pki.ts'

const TC26_A = findCurve('1.2.643.7.1.2.1.1.1')!
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterAll(() => rm(folder, { recursive: true }))

const pkcs8Pem = (octets: Uint8Array, version = 0): string =>
  toPem(der.sequence(der.integer(version), encodeKeyAlgorithm(TC26_A), der.octetString(octets)), 'PRIVATE KEY')

/** Multiplied by the inverses of 2 and of 4, with 2 and 4 as its masks. */
function maskTwice({ scalar, curve: { order } }: PrivateKey): Uint8Array {
  const half = (order + 1n) / 2n
  const masked = (bytesToNumberLE(scalar) * half * half * half) % order
  return Buffer.concat([masked, 2n, 4n].map((value) => numberToBytesLE(value, 32)))
}

describe('a private key is read', () => {
  test.each(['tc26-a', 'cryptopro-a', 'official'])('as openssl wrote it: %s', (name) => {
    expect(publicKeyOf(privateKey(name))).toEqual(certificate(name).publicKey)
  })

  test.each<[string, (key: PrivateKey) => Uint8Array]>([
    ['bare', ({ scalar }) => scalar],
    ['in an OCTET STRING once more', ({ scalar }) => der.octetString(scalar)],
    ['in an INTEGER', ({ scalar }) => der.integer(scalar.toReversed())],
    ['masked', maskTwice],
  ])('with the scalar %s', (_form, encode) => {
    const key = privateKey('tc26-a')
    expect(parsePrivateKeyPem(pkcs8Pem(encode(key)))).toEqual(key)
  })

  test('as it was written', async () => {
    const file = join(folder, 'own.key')
    const key = await generateKeyFile(file, TC26_A)
    expect(await loadPrivateKey(file)).toEqual(key)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })
})

test('a key file is written in the form that openssl wrote it in', async () => {
  for (const name of ['tc26-a', 'cryptopro-a']) {
    expect(toPrivateKeyPem(privateKey(name))).toBe(await readFile(fixturePath(`certs/${name}.key`), 'latin1'))
  }
})

test('an existing key file is never overwritten', async () => {
  const file = join(folder, 'existing.key')
  await writeFile(file, 'precious')
  expect(await faultCodeOfPromise(generateKeyFile(file, TC26_A))).toBe('KEY_UNUSABLE')
  expect(await readFile(file, 'utf8')).toBe('precious')
})

describe('a key file is unusable', () => {
  test.each([
    ['a key of zero', pkcs8Pem(new Uint8Array(32))],
    ['a key above the order', pkcs8Pem(new Uint8Array(32).fill(0xff))],
    ['a key of another length', pkcs8Pem(der.octetString(new Uint8Array(31).fill(1)))],
    ['a masked key whose mask is zero', pkcs8Pem(Uint8Array.from({ length: 64 }, (_, index) => (index < 32 ? 1 : 0)))],
    ['a masked key with more masks than anybody writes', pkcs8Pem(new Uint8Array(160).fill(1))],
    ['another version', pkcs8Pem(new Uint8Array(32).fill(1), 2)],
    ['no key', 'text'],
    ['two keys', pkcs8Pem(new Uint8Array(32).fill(1)).repeat(2)],
    ['a block that is no DER', toPem(new Uint8Array(40).fill(7), 'PRIVATE KEY')],
  ])('with %s, and the fault names the file and nothing of the key', async (_defect, text) => {
    const file = join(folder, 'bad.key')
    await writeFile(file, text)
    const fault: unknown = await loadPrivateKey(file).catch((error: unknown) => error)
    expect(fault).toMatchObject({ code: 'KEY_UNUSABLE' })
    const { message } = fault as Error
    expect(message).toContain(file)
    expect(message.replace(file, '')).not.toMatch(/[0-9a-f]{8}|[0-9]{6}/i)
  })

  test.each(['certs/encrypted', 'certs/absent', 'suites/p521'])('that holds no key of ours: %s', async (name) => {
    expect(await faultCodeOfPromise(loadPrivateKey(fixturePath(`${name}.key`)))).toBe('KEY_UNUSABLE')
  })
})

describe('the software provider', () => {
  const digest = new Uint8Array(32).fill(5)

  test('signs with the key of the reference', async () => {
    const provider = await loadSoftwareKeys(new Map([['office', fixturePath('certs/tc26-a.key')]]))
    const signature = await provider.sign('office', digest)
    const { suite, publicKey } = certificate('tc26-a')
    expect(suite!.verify(publicKey!, digest, signature)).toBe(true)
  })

  test.each(KINDS)('signs with every kind of key, as openssl wrote it: %s', async (kind) => {
    const { suite, publicKey } = certificateOf(kind)
    const ownDigest = suite!.digest(CONTENT)
    const signature = await providerOf(kind).sign(kind, ownDigest)
    expect(suite!.verify(publicKey!, ownDigest, signature)).toBe(true)
    expect(suite!.verifyEncoded(publicKey!, ownDigest, suite!.encodeSignature(signature))).toBe(true)
  })

  test('agrees and decrypts with the kinds of keys that can, and says of others that they cannot', async () => {
    const ukm = new Uint8Array(8).fill(1)
    const peer = certificateOf('gost512-a').spkiDer
    expect(await providerOf('gost512-a').agree512('gost512-a', peer, ukm)).toHaveLength(64)
    const refused = [
      providerOf('rsa').agree('rsa', peer, ukm),
      providerOf('p256').agree512('p256', peer, ukm),
      providerOf('p256').decrypt('p256', new Uint8Array(64)),
      providerOf('gost512-a').decrypt('gost512-a', new Uint8Array(128)),
    ]
    for (const attempt of refused) expect(await faultCodeOfPromise(attempt)).toBe('KEY_UNUSABLE')
    const unopenable = providerOf('rsa').decrypt('rsa', new Uint8Array(256).fill(1))
    expect(await faultCodeOfPromise(unopenable)).toBe('CMS_UNOPENABLE')
  })

  test('agrees on the same key from both sides', async () => {
    const provider = keysOf('tc26-a', 'encryption')
    const ukm = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    const ours = await provider.agree('tc26-a', certificate('encryption').spkiDer, ukm)
    expect(await provider.agree('encryption', certificate('tc26-a').spkiDer, ukm)).toEqual(ours)
    expect(ours).toHaveLength(32)
  })

  test('refuses a reference that it does not know', async () => {
    expect(await faultCodeOfPromise(keysOf('tc26-a').sign('head', digest))).toBe('KEY_UNUSABLE')
  })

  test.each([
    ['on another curve', certificate('cryptopro-a').spkiDer],
    ['of another kind', certificate('rsa').spkiDer],
    ['off the curve', encodeSubjectPublicKeyInfo({ curve: TC26_A, point: new Uint8Array(64).fill(1) })],
    ['that is no key at all', Uint8Array.of(1, 2, 3)],
  ])('refuses to agree with a key %s', async (_defect, spki) => {
    const agreement = keysOf('tc26-a').agree('tc26-a', spki, new Uint8Array(8).fill(1))
    expect(await faultCodeOfPromise(agreement)).toBe('CMS_UNOPENABLE')
  })
})

if (!gostEngine) explainSkip('openssl reading of generated keys', 'the gost engine')
test.runIf(gostEngine)('openssl reads a generated key and derives the same public key', async () => {
  const file = join(folder, 'for-openssl.key')
  const key = await generateKeyFile(file, findCurve('1.2.643.2.2.35.1')!)
  const args = ['pkey', '-engine', 'gost', '-in', file, '-pubout', '-outform', 'DER']
  const { stdout } = spawnSync('openssl', args)
  expect(Uint8Array.from(stdout)).toEqual(Uint8Array.from(encodeSubjectPublicKeyInfo(publicKeyOf(key))))
})
