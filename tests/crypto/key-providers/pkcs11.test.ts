/** Keys on a real PKCS#11 token, SoftHSM2: RSA and ECDSA, as it knows no GOST (pkcs11-gost.test.ts). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cryptoki } from '../../../crypto/key-providers/cryptoki.ts'
import { openTokenKey } from '../../../crypto/key-providers/pkcs11.ts'
import { openTokenLibrary } from '../../../crypto/key-providers/pkcs11-library.ts'
import type { TokenLibrary } from '../../../crypto/key-providers/pkcs11-library.ts'
import type { OpenedKey } from '../../../crypto/key-providers/opened-key.ts'
import { parseKeyReference } from '../../../crypto/key-providers/reference.ts'
import type { Pkcs11Source } from '../../../crypto/key-providers/reference.ts'
import { explainSkip } from '../../support/external-tools.ts'
import { createSoftHsm, softHsmLibrary, SOFT_HSM_PIN, type SoftHsm } from '../../support/soft-hsm.ts'
import { certificateOf, suiteFile } from '../suites/kinds.ts'
import { certificate } from '../x509/fixture-pki.ts'
import { reasonOf } from './key-files.ts'

type Kind = 'rsa' | 'p256' | 'p384'
const KINDS: readonly Kind[] = ['rsa', 'p256', 'p384']
const ID = { rsa: '01', p256: '02', p384: '0abc' } as const
const PIN = Buffer.from(SOFT_HSM_PIN)

if (softHsmLibrary === undefined) explainSkip('keys on PKCS#11 tokens', 'SoftHSM2 or pkcs11js')

describe.runIf(softHsmLibrary !== undefined)('a key on a token', () => {
  let hsm: SoftHsm
  let library: TokenLibrary
  const opened: OpenedKey[] = []

  beforeAll(async () => {
    hsm = await createSoftHsm(softHsmLibrary ?? '')
    hsm.makeToken('office')
    hsm.makeToken('other')
    for (const kind of KINDS) hsm.importKey('office', { file: suiteFile(`${kind}.key`), id: ID[kind], label: kind })
    library = await openTokenLibrary(hsm.library)
  })
  afterAll(async () => {
    await Promise.all(opened.map((key) => key.close()))
    await hsm.remove()
  })

  function open(query: string, certificateUsed = certificateOf('p256'), pin = PIN): OpenedKey {
    const source = parseKeyReference(`pkcs11:${hsm.library}?${query}`) as Pkcs11Source
    const key = openTokenKey(library, { source, pin, certificate: certificateUsed })
    opened.push(key)
    return key
  }

  async function signAndVerify(key: OpenedKey, kind: Kind, text = 'message'): Promise<void> {
    const { suite, publicKey } = certificateOf(kind)
    const digest = suite!.digest(Buffer.from(text))
    expect(suite!.verify(publicKey!, digest, await key.provider.sign(kind, digest))).toBe(true)
  }

  /** What another user of the library in this process, or the token itself, may do to it at any time. */
  const meddle = (act: (cryptoki: Cryptoki & { C_CloseAllSessions(slot: Buffer): void }) => void): Promise<void> =>
    library.run((cryptoki) => act(cryptoki as Cryptoki & { C_CloseAllSessions(slot: Buffer): void }))
  const closeAllSessions = (): Promise<void> =>
    meddle((cryptoki) => cryptoki.C_GetSlotList(true).forEach((slot) => cryptoki.C_CloseAllSessions(slot)))

  test.each(KINDS)('signs for its certificate: %s', async (kind) => {
    await signAndVerify(open(`token=office&id=${ID[kind]}`, certificateOf(kind)), kind)
    await signAndVerify(open(`token=office&label=${kind}`, certificateOf(kind)), kind)
  })

  test('signs many things at once in few sessions', async () => {
    const key = open('token=office&id=02')
    await Promise.all(Array.from({ length: 24 }, (_, index) => signAndVerify(key, 'p256', `message ${index}`)))
  })

  test('only signs', async () => {
    const { provider } = open('token=office&id=01', certificateOf('rsa'))
    for (const work of [
      provider.decrypt('rsa', new Uint8Array(256)),
      provider.agree('rsa', new Uint8Array(), new Uint8Array(8)),
      provider.agree512('rsa', new Uint8Array(), new Uint8Array(8)),
    ])
      expect(await reasonOf(work)).toContain('only signs')
  })

  describe('does not sign', () => {
    test.each([
      ['on a token that is not there', 'token=head&id=02', 'the token is not present'],
      ['on a token of another serial number', 'token=office&serial=none&id=02', 'the token is not present'],
      ['that the token does not hold', 'token=other&id=02', 'holds no such private key'],
      ['whose label and identifier disagree', 'token=office&id=02&label=rsa', 'holds no such private key'],
      ['of another kind than its certificate', 'token=office&id=01', 'of another kind'],
    ])('%s', async (_defect, query, reason) => {
      const key = open(query)
      expect(await reasonOf(key.provider.sign('key', new Uint8Array(32)))).toContain(reason)
    })

    test('when several answer to its description', async () => {
      hsm.importKey('other', { file: suiteFile('p256.key'), id: '21', label: 'twin' })
      hsm.importKey('other', { file: suiteFile('p384.key'), id: '22', label: 'twin' })
      await library.restart(library.generation)
      const key = open('token=other&label=twin')
      expect(await reasonOf(key.provider.sign('key', new Uint8Array(32)))).toContain('several keys')
    })
  })

  test('that is not the certificate’s own gives no signature', async () => {
    const key = open('token=office&id=01', certificate('rsa'))
    expect(await reasonOf(key.provider.sign('rsa', new Uint8Array(32).fill(5)))).toContain(
      'does not sign for its certificate',
    )
  })

  test('outlives its sessions', async () => {
    const key = open('token=office&id=02')
    await signAndVerify(key, 'p256')
    await closeAllSessions()
    await signAndVerify(key, 'p256')
  })

  test('outlives a restart of the library by another key', async () => {
    const key = open('token=office&id=02')
    await signAndVerify(key, 'p256')
    await library.restart(library.generation)
    await Promise.all([signAndVerify(key, 'p256'), signAndVerify(key, 'p256')])
  })

  test('outlives the end of the library', async () => {
    const key = open('token=office&id=02')
    await signAndVerify(key, 'p256')
    await meddle((cryptoki) => cryptoki.C_Finalize())
    await signAndVerify(key, 'p256')
  })

  test('that is pulled out cannot sign, which is tried again, and signs when it is back', async () => {
    const key = open('token=office&id=02')
    await signAndVerify(key, 'p256')
    await hsm.pullOut()
    await closeAllSessions()
    await reasonOf(key.provider.sign('p256', new Uint8Array(32)))
    await reasonOf(key.provider.sign('p256', new Uint8Array(32)))
    await hsm.putBack()
    await signAndVerify(key, 'p256')
  })

  test('that is pulled out in mid-flight gives good signatures or none', async () => {
    const keys = [open('token=office&id=02'), open('token=office&id=01', certificateOf('rsa'))] as const
    const [p256, rsa] = keys
    const work = Array.from({ length: 60 }, (_, index) => [
      signAndVerify(p256, 'p256', `first ${index}`),
      signAndVerify(rsa, 'rsa', `second ${index}`),
    ]).flat()
    await Promise.race(work)
    await hsm.pullOut()
    // Unless the library has noticed by itself by now, and cannot be asked.
    await closeAllSessions().catch(() => undefined)
    const outcomes = await Promise.allSettled(work)
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
    expect(failures.length).toBeGreaterThan(0)
    for (const failure of failures) expect(failure).toMatchObject({ code: 'KEY_UNUSABLE' })
    await hsm.putBack()
    await Promise.all([signAndVerify(p256, 'p256'), signAndVerify(rsa, 'rsa')])
  })

  test('that was let go still ends what was begun', async () => {
    const key = open('token=office&id=02')
    const begun = [1, 2, 3, 4].map((index) => signAndVerify(key, 'p256', `message ${index}`))
    await key.close()
    await Promise.all(begun)
  })

  test('needs a library that is there', async () => {
    expect(await reasonOf(openTokenLibrary('/nowhere/token.so'))).toContain('/nowhere/token.so cannot be started')
  })

  // The last one: the token counts wrong PINs.
  test('does not sign with a wrong PIN', async () => {
    await library.restart(library.generation)
    const key = open('token=other&label=p256', certificateOf('p256'), Buffer.from('0000'))
    expect(await reasonOf(key.provider.sign('key', new Uint8Array(32)))).toContain('refused its PIN')
  })
})
