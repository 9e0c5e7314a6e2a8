import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as der from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { hmacStreebog } from '../../../crypto/gost/hmac.ts'
import { pbkdf2Streebog } from '../../../crypto/gost/pbkdf2.ts'
import { publicKeyOf } from '../../../crypto/gost/gost3410.ts'
import { readPassphrase } from '../../../crypto/key-providers/passphrase.ts'
import { loadPkcs12Key } from '../../../crypto/key-providers/pkcs12.ts'
import { getSuiteOf } from '../../../crypto/suite.ts'
import type { GostPrivateKey, PrivateKey } from '../../../crypto/suite.ts'
import { encodePkcs8 } from '../../../crypto/x509/private-key.ts'
import { certificateOf, privateKeyOf } from '../suites/kinds.ts'
import { keyFile, PASSPHRASE, reasonOf } from './key-files.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pkcs12-'))
})
afterAll(() => rm(folder, { recursive: true }))

const load = (path: string, alias?: string, passphrase = PASSPHRASE): Promise<PrivateKey> =>
  loadPkcs12Key({ kind: 'PKCS12', path, alias }, passphrase)

const FILES = [
  ['rsa-aes256', 'rsa'],
  ['rsa-3des', 'rsa'],
  ['p384-aes256', 'p384'],
  ['gost256-gost28147', 'gost256-a'],
  ['gost512-kuznyechik', 'gost512-a'],
] as const

describe('a PKCS#12 file that openssl made gives the key its certificate names:', () => {
  test.each(FILES)('%s', async (name, kind) => {
    const { suite, publicKey } = certificateOf(kind)
    const digest = suite!.digest(Buffer.from('message'))
    for (const alias of [undefined, 'office']) {
      const key = await load(keyFile(`${name}.p12`), alias)
      expect(suite!.verify(publicKey!, digest, getSuiteOf(key).sign(key, digest))).toBe(true)
    }
  })
})

test('the example of R 50.1.112-2016, whose key is masked, gives the key of the certificate printed there', async () => {
  const passphrase = await readPassphrase(keyFile('r-50-1-112.passphrase'))
  const key = (await load(keyFile('r-50-1-112.p12'), undefined, passphrase)) as GostPrivateKey
  expect(Buffer.from(publicKeyOf(key).point).toString('hex')).toBe(
    'd71cf29a4a6faf6758253f164ce5f70edf7affe846b17372b5442991607922624ce2d83d02c0b84485305791f8d4c846d2e051170793ccde80b00741be14c295',
  )
})

describe('a PKCS#12 file is refused', () => {
  test.each(FILES)('with another passphrase: %s', async (name) => {
    const reason = await reasonOf(load(keyFile(`${name}.p12`), undefined, Buffer.from('incorrect horse')))
    expect(reason).toContain('the passphrase is wrong')
  })

  test.each(FILES)('when it holds no key of the alias: %s', async (name) => {
    expect(await reasonOf(load(keyFile(`${name}.p12`), 'head'))).toContain('no key of this alias')
  })

  test.each(FILES)('when a bit of it was changed: %s', async (name) => {
    const bytes = await readFile(keyFile(`${name}.p12`))
    const file = join(folder, 'changed.p12')
    // Inside the certificate's ciphertext, which nobody decrypts: only the MAC can tell.
    bytes[200]! ^= 1
    await writeFile(file, bytes)
    expect(await reasonOf(load(file))).toContain('the passphrase is wrong')
  })

  test('when its passphrase is not ASCII and the library would spell it two ways', async () => {
    const reason = await reasonOf(load(keyFile('rsa-aes256.p12'), undefined, Buffer.from('пароль')))
    expect(reason).toContain('must be in ASCII')
  })

  test.each([
    ['is not there', undefined],
    ['is no PKCS#12', Buffer.from('text')],
    ['is cut short', 'half'],
  ])('when it %s', async (_defect, content) => {
    const file = join(folder, 'odd.p12')
    const whole = await readFile(keyFile('gost256-gost28147.p12'))
    await rm(file, { force: true })
    if (content !== undefined) await writeFile(file, content === 'half' ? whole.subarray(0, 600) : content)
    expect(await reasonOf(load(file))).toContain('odd.p12 is unusable')
  })
})

describe('of several keys', () => {
  let file = ''
  beforeAll(async () => {
    file = join(folder, 'two.p12')
    await writeFile(file, await bundleOf({ office: 'gost256-a', head: 'gost256-tca' }))
  })

  test('the alias chooses one', async () => {
    expect(await load(file, 'office')).toEqual(privateKeyOf('gost256-a'))
    expect(await load(file, 'head')).toEqual(privateKeyOf('gost256-tca'))
  })

  test('none is taken without an alias', async () => {
    expect(await reasonOf(load(file))).toContain('#alias must choose one')
  })
})

/** A file by RFC 9548 with open key bags under a MAC. */
async function bundleOf(kinds: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const bags = Object.entries(kinds).map(([alias, kind]) => {
    const name = der.element(0x1e, Buffer.from(alias, 'utf16le').swap16())
    const attribute = der.sequence(der.oid(OID.friendlyName), der.setOf(name))
    const pkcs8 = encodePkcs8(privateKeyOf(kind) as GostPrivateKey)
    return der.sequence(der.oid(OID.pkcs12KeyBag), der.explicit(0, pkcs8), der.setOf(attribute))
  })
  const contentInfo = (content: Uint8Array): Uint8Array =>
    der.sequence(der.oid(OID.data), der.explicit(0, der.octetString(content)))
  const safe = der.sequence(contentInfo(der.sequence(...bags)))
  const salt = Buffer.from('salt')
  const derived = await pbkdf2Streebog(PASSPHRASE, { bits: 512, salt, iterations: 2, bytes: 96 })
  const mac = hmacStreebog(512, derived.subarray(64))(safe)
  const digestInfo = der.sequence(der.sequence(der.oid(OID.streebog512)), der.octetString(mac))
  const macData = der.sequence(digestInfo, der.octetString(salt), der.integer(2))
  return der.sequence(der.integer(3), contentInfo(safe), macData)
}
