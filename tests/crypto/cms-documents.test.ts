import { expect, test } from 'vitest'
import { createCmsDocuments } from '../../crypto/cms-documents.ts'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import { encryptCms } from '../../crypto/cms/enveloped-data.ts'
import { createTrustStore } from '../../crypto/trust-store.ts'
import { certificate, keysOf } from './x509/fixture-pki.ts'

const AT = new Date('2026-11-20T09:00:00Z')
const keyless = createCmsDocuments({
  trustStore: createTrustStore([]),
  provider: createSoftwareKeys(new Map()),
  keys: {},
})

test('without a key for the role nothing is signed or opened, and that is our own fault', async () => {
  await expect(keyless.signDetached('OFFICE', Buffer.from('file'), AT)).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
  await expect(keyless.decrypt(Buffer.from('CMS'))).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
})

test.each(['tc26-a', 'cryptopro-a'])(
  'what is encrypted to our key, or to the one before it, is opened: %s',
  async (to) => {
    const ownKey = (name: string) => ({ certificate: certificate(name), key: name })
    const documents = createCmsDocuments({
      trustStore: createTrustStore([]),
      provider: keysOf('tc26-a', 'cryptopro-a'),
      keys: { DECRYPTION: ownKey('tc26-a'), DECRYPTION_PREVIOUS: ownKey('cryptopro-a') },
    })
    const opened = await documents.decrypt(encryptCms(Buffer.from('inquiry'), [certificate(to)]))
    expect(Buffer.from(opened).toString()).toBe('inquiry')
  },
)

test('what is no CMS is said to be none', () => {
  expect(() => keyless.verify(Buffer.from('CMS'), AT)).toThrow(expect.objectContaining({ code: 'CMS_MALFORMED' }))
  expect(() => keyless.verifyDetached(Buffer.from('CMS'), Buffer.from('file'), AT)).toThrow(
    expect.objectContaining({ code: 'CMS_MALFORMED' }),
  )
})
