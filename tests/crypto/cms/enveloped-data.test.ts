import { describe, expect, test } from 'vitest'
import * as der from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { decryptCms, encryptCms, type CmsRecipient } from '../../../crypto/cms/enveloped-data.ts'
import { certificateOf } from '../suites/kinds.ts'
import {
  certificate,
  cmsFixture,
  faultCodeOf,
  faultCodeOfPromise,
  keysOf,
  withOneBitFlipped,
} from '../x509/fixture-pki.ts'

const provider = keysOf('tc26-a', 'cryptopro-a', 'official', 'encryption')
const recipientOf = (name: string, key = name): CmsRecipient => ({ certificate: certificate(name), key, provider })
const openAs = (name: string, cms: Uint8Array, key = name): Promise<Uint8Array> =>
  decryptCms(cms, recipientOf(name, key))
const areEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

describe('a document encrypted by openssl', () => {
  test.each(['tc26-a', 'cryptopro-a'].flatMap((name) => ['1', '1k', '6k7'].map((size) => [name, size] as const)))(
    'is opened: %s, %s',
    async (name, size) => {
      const opened = await openAs(name, cmsFixture(`enveloped-${name}-${size}.cms`))
      expect(areEqual(opened, cmsFixture(`content-${size}.bin`))).toBe(true)
    },
  )

  test.each(['tc26-a', 'cryptopro-a'])('is opened by each of two recipients: %s', async (name) => {
    const opened = await openAs(name, cmsFixture('enveloped-two-recipients.cms'))
    expect(areEqual(opened, cmsFixture('content-1k.bin'))).toBe(true)
  })

  test('is opened when the recipient is named by key identifier', async () => {
    const opened = await openAs('tc26-a', cmsFixture('enveloped-by-key-id.cms'))
    expect(areEqual(opened, cmsFixture('content-1k.bin'))).toBe(true)
  })
})

describe('a document that we encrypt', () => {
  test.each([0, 1, 1024, 1025, 6700, 700_000])('is opened by its recipient, %i bytes', async (length) => {
    const content = Uint8Array.from({ length }, (_, index) => index % 251)
    const opened = await openAs('tc26-a', encryptCms(content, [certificate('tc26-a')]))
    expect(areEqual(opened, content)).toBe(true)
  })

  test('is opened by every recipient, on whatever curve, and by nobody else', async () => {
    const content = cmsFixture('content-1k.bin')
    const names = ['tc26-a', 'cryptopro-a', 'official']
    const cms = encryptCms(content, names.map(certificate))
    for (const name of names) expect(areEqual(await openAs(name, cms), content)).toBe(true)
    expect(await faultCodeOfPromise(openAs('encryption', cms))).toBe('CMS_UNOPENABLE')
  })

  test('is never the same twice, and shows nothing of its content', () => {
    const content = cmsFixture('content-6k7.bin')
    const first = Buffer.from(encryptCms(content, [certificate('tc26-a')]))
    const second = Buffer.from(encryptCms(content, [certificate('tc26-a')]))
    expect(first.subarray(-64).equals(second.subarray(-64))).toBe(false)
    expect(first.includes(Buffer.from(content.subarray(0, 16)))).toBe(false)
  })

  test.each([
    ['for nobody', []],
    ['for a key of an unknown kind', [certificateOf('p521')]],
    ['for a key that signs only', [certificateOf('p256')]],
  ])('is not made %s', (_defect, recipients) => {
    const encrypt = (): Uint8Array => encryptCms(Uint8Array.of(1), recipients)
    expect(faultCodeOf(encrypt)).toBe('RECIPIENT_CERTIFICATE_MISSING')
  })
})

describe('for an addressee with two keys, while he changes from one to the other', () => {
  const content = Buffer.from('Запись акта о рождении')
  const open = (cms: Uint8Array) => decryptCms(cms, recipientOf('tc26-a'), recipientOf('cryptopro-a'))

  test.each([
    ['the new certificate', ['tc26-a']],
    ['the old one', ['cryptopro-a']],
    ['both', ['cryptopro-a', 'tc26-a']],
  ] as const)('what is encrypted to %s is opened', async (_which, to) => {
    expect(areEqual(await open(encryptCms(content, to.map(certificate))), content)).toBe(true)
  })

  test('what is encrypted to neither is not', async () => {
    expect(await faultCodeOfPromise(open(encryptCms(content, [certificate('encryption')])))).toBe('CMS_UNOPENABLE')
  })

  test('nor is anything with no key at all', async () => {
    expect(await faultCodeOfPromise(decryptCms(encryptCms(content, [certificate('tc26-a')])))).toBe('CMS_UNOPENABLE')
  })
})

describe('a document that cannot be opened', () => {
  const cms = cmsFixture('enveloped-tc26-a-1.cms')
  // From the last content type on stand IV, parameter set and ciphertext: CFB does not protect them, the signature inside does.
  const guardedUntil = Buffer.from(cms).lastIndexOf(Buffer.from(der.oid(OID.data)))

  test('says the same whatever the reason', async () => {
    const attempts = [
      openAs('cryptopro-a', cms),
      openAs('tc26-a', cms, 'encryption'),
      openAs('tc26-a', cms, 'cryptopro-a'),
      openAs('tc26-a', cmsFixture('enveloped-for-rsa.cms')),
      openAs('tc26-a', cmsFixture('signed-tc26-a.cms')),
      openAs('tc26-a', cms.subarray(0, 100)),
      openAs('tc26-a', new Uint8Array()),
    ]
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({
        code: 'CMS_UNOPENABLE',
        message: 'the encrypted document cannot be opened',
      })
    }
  })

  test('for want of our own key says so: that is no fault of the sender', async () => {
    const recipient = { certificate: certificate('tc26-a'), key: 'lost', provider }
    expect(await faultCodeOfPromise(decryptCms(cms, recipient))).toBe('KEY_UNUSABLE')
  })

  test('with one bit changed outside the ciphertext is refused or opens to the same; never is it another fault', async () => {
    const content = cmsFixture('content-1.bin')
    for (const { position, changed } of withOneBitFlipped(cms)) {
      let opened: Uint8Array | undefined
      const attempt = openAs('tc26-a', changed).then((bytes) => (opened = bytes))
      expect(await faultCodeOfPromise(attempt)).toMatch(/^(no fault|CMS_UNOPENABLE)$/)
      if (opened !== undefined && position < guardedUntil) expect(areEqual(opened, content)).toBe(true)
    }
  })

  test('is refused when it is cut off anywhere', async () => {
    for (let length = 0; length < cms.length; length++) {
      expect(await faultCodeOfPromise(openAs('tc26-a', cms.subarray(0, length)))).toBe('CMS_UNOPENABLE')
    }
  })
})
