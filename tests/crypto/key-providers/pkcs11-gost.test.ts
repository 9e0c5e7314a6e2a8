/**
 * What SoftHSM2 cannot show: GOST, whose signatures vendors lay out differently, and a token that guards its PIN. The tokens
 * here are imitations; the GOST mechanisms have not been tried on a real one.
 */
import { describe, expect, test } from 'vitest'
import { load, createTokenLibrary } from '../../../crypto/key-providers/pkcs11-library.ts'
import { openTokenKey } from '../../../crypto/key-providers/pkcs11.ts'
import type { OpenedKey } from '../../../crypto/key-providers/opened-key.ts'
import { parseKeyReference } from '../../../crypto/key-providers/reference.ts'
import type { Pkcs11Source } from '../../../crypto/key-providers/reference.ts'
import { getSuiteOf } from '../../../crypto/suite.ts'
import { certificateOf, privateKeyOf } from '../suites/kinds.ts'
import { fakeCryptoki, fakeToken, type FakeToken } from './fake-cryptoki.ts'
import { reasonOf } from './key-files.ts'

const SOURCE = parseKeyReference('pkcs11:token.so?token=GOST&id=01') as Pkcs11Source
const GOST = {
  'gost256-tca': { keyType: 0x30, mechanism: 0x1201 },
  'gost512-a': { keyType: 0xd432_1003, mechanism: 0xd432_1006 },
} as const
type Kind = keyof typeof GOST

const swapped = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([bytes.subarray(bytes.length / 2), bytes.subarray(0, bytes.length / 2)])
const reversed = (bytes: Uint8Array): Uint8Array => bytes.toReversed()

function open(kind: Kind, token: FakeToken): OpenedKey {
  const library = createTokenLibrary(fakeCryptoki(token))
  return openTokenKey(library, { source: SOURCE, pin: Buffer.from('1234'), certificate: certificateOf(kind) })
}

const signer = (kind: Kind, layout: (signature: Uint8Array) => Uint8Array) => (digest: Uint8Array) =>
  layout(getSuiteOf(privateKeyOf(kind)).sign(privateKeyOf(kind), digest))

const digestOf = (kind: Kind, text: string): Uint8Array => certificateOf(kind).suite!.digest(Buffer.from(text))

describe.each(['gost256-tca', 'gost512-a'] as const)('a token of GOST, %s,', (kind) => {
  test.each([
    ['s || r', (signature: Uint8Array) => signature],
    ['r || s', swapped],
    ['s || r, each little-endian', (signature: Uint8Array) => swapped(reversed(signature))],
    ['r || s, each little-endian', reversed],
  ])('may answer with %s', async (_name, layout) => {
    const { suite, publicKey } = certificateOf(kind)
    const { provider } = open(kind, fakeToken({ ...GOST[kind], sign: signer(kind, layout) }))
    for (const text of ['first', 'second']) {
      const digest = digestOf(kind, text)
      expect(suite!.verify(publicKey!, digest, await provider.sign('key', digest))).toBe(true)
    }
  })

  test('must sign for its certificate in one of these orders', async () => {
    const token = fakeToken({ ...GOST[kind], sign: signer(kind, (signature) => signature.map((byte) => byte ^ 1)) })
    const reason = await reasonOf(open(kind, token).provider.sign('key', digestOf(kind, 'text')))
    expect(reason).toContain('does not sign for its certificate')
  })
})

describe('the PIN of a token', () => {
  const token = () => fakeToken({ ...GOST['gost256-tca'], sign: signer('gost256-tca', (signature) => signature) })
  const digest = digestOf('gost256-tca', 'text')

  test('that was refused is not tried again, as the token would lock itself', async () => {
    const changed = token()
    const { provider } = open('gost256-tca', changed)
    await provider.sign('key', digest)
    changed.pin = 'another'
    changed.sessions.clear()
    changed.calls.length = 0
    const reasons = [1, 2, 3].map(() => reasonOf(provider.sign('key', digest)))
    for (const reason of reasons) expect(await reason).toContain('not tried again')
    expect(changed.calls.filter((call) => call === 'C_Login')).toHaveLength(1)
    expect(changed.sessions.size).toBe(0)
  })

  test.each([
    ['one try is left', 0x2_0000],
    ['the token is locked', 0x4_0000],
  ])('is not tried at all when %s', async (_state, flags) => {
    const guarded = Object.assign(token(), { flags })
    expect(await reasonOf(open('gost256-tca', guarded).provider.sign('key', digest))).toContain('log in by hand')
    expect(guarded.calls).not.toContain('C_Login')
  })
})

test('sessions that are no longer needed are closed', async () => {
  const token = fakeToken({ ...GOST['gost256-tca'], sign: signer('gost256-tca', (signature) => signature) })
  const key = open('gost256-tca', token)
  await Promise.all([1, 2, 3, 4, 5].map((index) => key.provider.sign('key', digestOf('gost256-tca', `${index}`))))
  expect(token.sessions.size).toBe(2)
  await key.close()
  expect(token.sessions.size).toBe(0)
})

test('a session is never used across a restart of the library, where its number may mean another', async () => {
  const token = fakeToken({ ...GOST['gost256-tca'], sign: signer('gost256-tca', (signature) => signature) })
  const library = createTokenLibrary(fakeCryptoki(token))
  const certificate = certificateOf('gost256-tca')
  const { provider } = openTokenKey(library, { source: SOURCE, pin: Buffer.from('1234'), certificate })
  await provider.sign('key', digestOf('gost256-tca', 'before'))
  await library.restart(library.generation)
  token.calls.length = 0
  await provider.sign('key', digestOf('gost256-tca', 'after'))
  expect(token.calls).toEqual(['C_OpenSession', 'C_Login', 'C_SignInit'])
})

test('where pkcs11js is not installed, a key on a token says what it needs', async () => {
  const reason = await reasonOf(load('token.so', () => Promise.reject(new Error('not found'))))
  expect(reason).toContain('keys on tokens need the optional package pkcs11js')
})
