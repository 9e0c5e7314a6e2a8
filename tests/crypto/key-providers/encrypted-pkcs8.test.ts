import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPrivateKey } from '../../../crypto/keys.ts'
import { readPassphrase } from '../../../crypto/key-providers/passphrase.ts'
import { getSuiteOf } from '../../../crypto/suite.ts'
import { parsePemBlocks, toPem } from '../../../crypto/x509/pem.ts'
import { withOneBitFlipped } from '../x509/fixture-pki.ts'
import { certificateOf, suiteFile } from '../suites/kinds.ts'
import { keyFile, PASSPHRASE, reasonOf } from './key-files.ts'

/** Of p256-aes256.key: everything before the start vector, which a cipher without integrity does not protect. */
const HEADER_BYTES = 76

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encrypted-keys-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('an encrypted key is the one that its certificate names:', () => {
  test.each([
    ['rsa-aes256', 'rsa'],
    ['p256-aes256', 'p256'],
    ['gost256-aes256', 'gost256-tca'],
    ['gost256-gost28147', 'gost256-a'],
    ['gost256-gost28147-hmac256', 'gost256-a'],
    ['gost256-magma', 'gost256-tca'],
    ['gost512-kuznyechik', 'gost512-a'],
  ])('%s', async (name, kind) => {
    const key = await loadPrivateKey(keyFile(`${name}.key`), PASSPHRASE)
    const { suite, publicKey } = certificateOf(kind)
    const digest = suite!.digest(Buffer.from('message'))
    expect(suite!.verify(publicKey!, digest, getSuiteOf(key).sign(key, digest))).toBe(true)
  })
})

describe('an encrypted key is refused', () => {
  test.each(['rsa-aes256', 'gost256-gost28147', 'gost256-magma', 'gost512-kuznyechik'])(
    'with another passphrase: %s',
    async (name) => {
      const reason = await reasonOf(loadPrivateKey(keyFile(`${name}.key`), Buffer.from('incorrect horse')))
      expect(reason).toContain('the passphrase is wrong or the file is damaged')
    },
  )

  test('without a passphrase', async () => {
    expect(await reasonOf(loadPrivateKey(keyFile('rsa-aes256.key')))).toContain('exactly one unencrypted PKCS#8 key')
  })

  test('when it is not encrypted at all: a passphrase for an open key is a mistake', async () => {
    expect(await reasonOf(loadPrivateKey(suiteFile('rsa.key'), PASSPHRASE))).toContain('exactly one encrypted')
  })

  test.each([
    ['refused-aes128', 'unknown cipher'],
    ['refused-omac', 'unknown cipher'],
    ['refused-hmac-sha1', 'another function than HMAC over SHA-2 or Streebog'],
    ['refused-pbes1', 'not PBES2'],
  ])('under a protection that is not read: %s', async (name, reason) => {
    expect(await reasonOf(loadPrivateKey(keyFile(`${name}.key`), PASSPHRASE))).toContain(reason)
  })

  test('when the description of its protection was changed anywhere', async () => {
    const file = join(folder, 'flipped.key')
    const [encrypted] = parsePemBlocks(await readFile(keyFile('p256-aes256.key'), 'latin1'), 'ENCRYPTED PRIVATE KEY')
    const original = await loadPrivateKey(keyFile('p256-aes256.key'), PASSPHRASE)
    for (const { changed, position } of withOneBitFlipped(encrypted!.subarray(0, HEADER_BYTES))) {
      const damaged = Buffer.concat([changed, encrypted!.subarray(HEADER_BYTES)])
      await writeFile(file, toPem(damaged, 'ENCRYPTED PRIVATE KEY'))
      const outcome = await loadPrivateKey(file, PASSPHRASE).catch((fault: unknown) => fault)
      expect(outcome, `octet ${position}`).not.toEqual(original)
      expect(outcome, `octet ${position}`).toMatchObject({ code: 'KEY_UNUSABLE' })
    }
  })
})

describe('a passphrase file', () => {
  const read = async (content: string | Uint8Array): Promise<string> => {
    const file = join(folder, 'passphrase')
    await writeFile(file, content)
    return Buffer.from(await readPassphrase(file)).toString('utf8')
  }

  test.each([
    ['without a line break', 'слово и дело', 'слово и дело'],
    ['with one', 'secret\n', 'secret'],
    ['of Windows', 'secret\r\n', 'secret'],
    ['with spaces that count', ' secret \n', ' secret '],
  ])('is read %s', async (_form, content, passphrase) => {
    expect(await read(content)).toBe(passphrase)
  })

  test.each([
    ['empty', ''],
    ['an empty line', '\n'],
    ['two lines', 'secret\nsecret\n'],
    ['a NUL', 'secret\0'],
    ['a book', 'secret'.repeat(200)],
  ])('is refused when it is %s', async (_defect, content) => {
    const reason = await reasonOf(read(content))
    expect(reason).toContain('must hold one line')
    expect(reason).not.toContain('secret')
  })

  test('that is not there is named', async () => {
    expect(await reasonOf(readPassphrase(join(folder, 'absent')))).toContain('absent cannot be read')
  })
})
