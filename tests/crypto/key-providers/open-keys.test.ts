/** Keys of different places behind one provider, chosen by their references. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKeys, type KeySetting, type OpenedKeys } from '../../../crypto/key-providers/open-keys.ts'
import { parseKeyReference } from '../../../crypto/key-providers/reference.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { explainSkip, gostEngineLibrary } from '../../support/external-tools.ts'
import { createSoftHsm, softHsmLibrary, SOFT_HSM_PIN, type SoftHsm } from '../../support/soft-hsm.ts'
import { certificateOf, suiteFile, type Kind } from '../suites/kinds.ts'
import { keyFile, PASSPHRASE_FILE, reasonOf } from './key-files.ts'

const setting = (reference: string, kind: Kind, passphraseFile?: string): KeySetting => ({
  source: parseKeyReference(reference),
  passphraseFile,
  certificate: certificateOf(kind),
})

async function signs({ provider }: OpenedKeys, ref: string, kind: Kind): Promise<void> {
  const { suite, publicKey } = certificateOf(kind)
  const message = Buffer.from('message')
  const digest = suite!.digest(message)
  expect(suite!.verify(publicKey!, digest, await provider.sign(ref, digest, message))).toBe(true)
}

const FILES: Readonly<Record<string, [KeySetting, Kind]>> = {
  plain: [setting(suiteFile('gost512-a.key'), 'gost512-a'), 'gost512-a'],
  encrypted: [setting(keyFile('gost256-magma.key'), 'gost256-tca', PASSPHRASE_FILE), 'gost256-tca'],
  pkcs12: [setting(`pkcs12:${keyFile('rsa-aes256.p12')}#office`, 'rsa', PASSPHRASE_FILE), 'rsa'],
}

test('each key is opened where its reference says', async () => {
  const keys = await openKeys(new Map(Object.entries(FILES).map(([ref, [one]]) => [ref, one])))
  for (const [ref, [, kind]] of Object.entries(FILES)) await signs(keys, ref, kind)
  expect(await reasonOf(keys.provider.sign('unknown', new Uint8Array(32)))).toContain('no key is named unknown')
  await keys.close()
})

describe('nothing is opened when', () => {
  test.each([
    ['a key does not belong to its certificate', setting(suiteFile('gost256-a.key'), 'gost256-b')],
    ['a key is of another kind than its certificate', setting(suiteFile('p256.key'), 'rsa')],
    ['a passphrase is missing', setting(`pkcs12:${keyFile('rsa-aes256.p12')}`, 'rsa')],
    ['a passphrase file is missing', setting(keyFile('rsa-aes256.key'), 'rsa', keyFile('absent'))],
  ])('%s', async (_defect, broken) => {
    const reason = await reasonOf(
      openKeys(
        new Map([
          ['good', FILES['plain']![0]],
          ['OFFICE', broken],
        ]),
      ),
    )
    expect(reason).toMatch(/OFFICE|absent/)
  })
})

if (softHsmLibrary === undefined) explainSkip('keys of an office on a token', 'SoftHSM2 or pkcs11js')
describe.runIf(softHsmLibrary !== undefined)('keys on a token', () => {
  let hsm: SoftHsm
  let pinFile = ''
  beforeAll(async () => {
    hsm = await createSoftHsm(softHsmLibrary ?? '')
    hsm.makeToken('office')
    hsm.importKey('office', { file: suiteFile('rsa.key'), id: '01', label: 'rsa' })
    hsm.importKey('office', { file: suiteFile('p384.key'), id: '02', label: 'p384' })
    pinFile = join(hsm.folder, 'pin')
    await writeFile(pinFile, `${SOFT_HSM_PIN}\n`)
  })
  afterAll(() => hsm.remove())
  const onToken = (id: string, kind: Kind, file = pinFile) =>
    setting(`pkcs11:${hsm.library}?token=office&id=${id}`, kind, file)

  test('serve beside keys in files; the next set is open before the last one is closed', async () => {
    const settings = () =>
      new Map([
        ['SMEV', onToken('01', 'rsa')],
        ['OFFICE', onToken('02', 'p384')],
        ['FILE', FILES['plain']![0]],
      ])
    const keys = await openKeys(settings())
    const next = await openKeys(settings())
    await keys.close()
    for (const set of [next, keys]) {
      await signs(set, 'SMEV', 'rsa')
      await signs(set, 'OFFICE', 'p384')
      await signs(set, 'FILE', 'gost512-a')
    }
    await next.close()
  })

  test('are refused with the wrong certificate', async () => {
    expect(await reasonOf(openKeys(new Map([['OFFICE', onToken('02', 'p256')]])))).toContain('key OFFICE')
  })

  test('count one wrong PIN, however many keys share it', async () => {
    const wrong = join(hsm.folder, 'wrong')
    await writeFile(wrong, '0000')
    const keys = openKeys(
      new Map([
        ['SMEV', onToken('01', 'rsa', wrong)],
        ['OFFICE', onToken('02', 'p384', wrong)],
      ]),
    )
    expect(await reasonOf(keys)).toContain('key SMEV on its token: the token refused its PIN')
  })
})

if (gostEngineLibrary === undefined) explainSkip('a key of an office in an engine', 'gost.so')
test.runIf(gostEngineLibrary !== undefined)('a key in an engine signs like the others', async () => {
  const reference = `engine:${gostEngineLibrary}?key=${suiteFile('gost256-a.key')}`
  const keys = await openKeys(new Map([['OFFICE', setting(reference, 'gost256-a')]]))
  await signs(keys, 'OFFICE', 'gost256-a')
  await keys.close()
})
