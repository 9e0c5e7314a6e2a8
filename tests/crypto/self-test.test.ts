import { describe, expect, test } from 'vitest'
import { runSelfTests, runTests } from '../../crypto/self-test.ts'
import { knownAnswer, verdicts } from '../../crypto/self-tests/known-answer.ts'
import { KINDS, certificateOf } from './suites/kinds.ts'

const names = (results: readonly { name: string }[]): string => results.map(({ name }) => name).join('\n')

describe('the self-test', () => {
  test('passes for every algorithm that a suite or an encryption profile uses', async () => {
    const results = await runSelfTests()
    for (const algorithm of [
      'Streebog-256',
      'Streebog-512',
      'SHA-256',
      'SHA-384',
      'GOST 28147-89 in CFB',
      'CryptoPro key unwrap',
      'Kuznyechik in CTR-ACPKM',
      'KImp15 with Kuznyechik',
      'KImp15 with Magma',
      'KDF_TREE',
      'VKO GOST R 34.10-2012 with a 256-bit',
      'VKO GOST R 34.10-2012 with a 512-bit',
      'AES-256 in CBC',
      'RSAES-OAEP',
      'RSA PKCS#1',
      'ECDSA on P-256',
      'ECDSA on P-384',
      'GOST R 34.10-2012 on 1.2.643.7.1.2.1.1.1',
      'GOST R 34.10-2012 on 1.2.643.7.1.2.1.2.1',
    ]) {
      expect(names(results)).toContain(algorithm)
    }
    expect(names(results)).not.toContain('own signature')
  })

  test('signs and verifies once on every curve in use, whatever name it goes by', async () => {
    const inUse = KINDS.map((kind) => certificateOf(kind).publicKey!)
    const own = (await runSelfTests(inUse)).filter(({ name }) => name.endsWith('own signature'))
    // CryptoPro-A and XchA are one set under two names; RSA has no curve.
    expect(own).toHaveLength(KINDS.length - 2)
  })

  test.each([
    ['a wrong answer', knownAnswer('wrong', () => Uint8Array.of(1, 2), '0103')],
    ['a short answer', knownAnswer('wrong', () => Uint8Array.of(1), '0102')],
    ['an exception', knownAnswer('wrong', () => raise(), '')],
    ['what is good being refused', verdicts('wrong', () => false)],
    ['what was changed being accepted', verdicts('wrong', () => true)],
  ])('fails for %s, by name, and names all that fail', (_failure, failing) => {
    const good = knownAnswer('good', () => Uint8Array.of(1), '01')
    const last = knownAnswer('last', () => Uint8Array.of(0), '01')
    expect(runTests([good])).toMatchObject([{ name: 'good' }])
    expect(() => runTests([failing, good, last])).toThrow(
      expect.objectContaining({ code: 'SELF_TEST_FAILED', message: 'self-test failed: wrong, last' }),
    )
  })
})

function raise(): never {
  throw new Error('broken')
}
