import { describe, expect, test } from 'vitest'
import { decryptCms, encryptCms } from '../../crypto/cms/enveloped-data.ts'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import { createRequesterRegister } from '../../crypto/requester-register.ts'
import { createTrustStore, type StatusOf } from '../../crypto/trust-store.ts'
import { parseCertificate } from '../../crypto/x509/certificate.ts'
import type { Requester } from '../../gateway/domain/requester.ts'
import type { RevocationStatus } from '../../gateway/domain/revocation.ts'
import { base64, issue, root, trustBundle, type Party } from './trust-bundle-parties.ts'
import { codeOf } from './revocation/authorities.ts'

const BODY = { commonName: 'Court', organization: 'Court', ogrn: '1023900000021', inn: '3900000021' }
const [court] = trustBundle().requesters as [Requester]

const old = { from: '2026-01-01', to: '2026-06-30' }
const next = { from: '2026-06-01', to: '2027-05-31' }
const oldSigning = issue(BODY, { issuer: root, ...old })
const nextSigning = issue(BODY, { issuer: root, ...next })
const oldEncryption = issue(BODY, { issuer: root, kind: 'encryption', ...old })
const nextEncryption = issue(BODY, { issuer: root, kind: 'encryption', ...next })

function registerOf(certificates: Partial<Record<'signing' | 'encryption', readonly Party[]>>, statusOf?: StatusOf) {
  const { signing = [oldSigning, nextSigning], encryption = [oldEncryption, nextEncryption] } = certificates
  const system = {
    id: 'court.1',
    mnemonic: 'COURT39',
    signingCertificates: signing.map(base64),
    encryptionCertificates: encryption.map(base64),
  }
  const trustStore = createTrustStore([root.certificate], [], statusOf)
  return { trustStore, ...createRequesterRegister([{ ...court, systems: [system] }], trustStore) }
}

describe('certificates roll over: old and new are listed at once', () => {
  const { trustStore, identifySender, recipientCertificates } = registerOf({})
  const callers = (at: Date) =>
    [oldSigning, nextSigning].map(({ certificate }) =>
      codeOf(() => trustStore.verifyCertificate(certificate, at)).then((code) =>
        code === 'no fault' ? identifySender(certificate) : code,
      ),
    )
  const sender = { kind: 'REGISTERED', requesterId: 'court', systemId: 'court.1', queue: 'court.1' } as const

  async function opened(at: Date) {
    const recipients = recipientCertificates(sender, at).map((der) => parseCertificate(der))
    const sealed = encryptCms(Buffer.from('answer'), recipients)
    const holders = [oldEncryption, nextEncryption]
    const provider = createSoftwareKeys(new Map(holders.map(({ key, certificate }) => [certificate.fingerprint, key])))
    return Promise.all(
      holders.map(({ certificate }) =>
        decryptCms(sealed, { certificate, key: certificate.fingerprint, provider }).then(
          (content) => Buffer.from(content).toString(),
          () => 'not opened',
        ),
      ),
    )
  }

  test('before the new ones begin, only the old ones count', async () => {
    const at = new Date('2026-05-15T09:00:00Z')
    expect(await Promise.all(callers(at))).toEqual([sender, 'CERTIFICATE_NOT_YET_VALID'])
    expect(await opened(at)).toEqual(['answer', 'not opened'])
  })

  test('while both are valid, either key signs for the same queue, and either opens the answer', async () => {
    const at = new Date('2026-06-15T09:00:00Z')
    expect(await Promise.all(callers(at))).toEqual([sender, sender])
    expect(await opened(at)).toEqual(['answer', 'answer'])
  })

  test('after the old ones have lapsed, only the new ones count', async () => {
    const at = new Date('2026-07-15T09:00:00Z')
    expect(await Promise.all(callers(at))).toEqual(['CERTIFICATE_EXPIRED', sender])
    expect(await opened(at)).toEqual(['not opened', 'answer'])
  })

  test('when the old ones are revoked early, the new ones go on', async () => {
    const revoked = new Set([oldSigning, oldEncryption].map(({ certificate }) => certificate.fingerprint))
    const { trustStore: trust, ...register } = registerOf({}, ({ certificate }) =>
      revoked.has(certificate.fingerprint) ? 'REVOKED' : 'GOOD',
    )
    const at = new Date('2026-06-15T09:00:00Z')
    expect(await codeOf(() => trust.verifyCertificate(oldSigning.certificate, at))).toBe('CERTIFICATE_REVOKED')
    expect(register.identifySender(nextSigning.certificate)).toEqual(sender)
    expect(register.recipientCertificates(sender, at)).toEqual([nextEncryption.certificate.der])
  })
})

describe('an answer is not sealed to a certificate', () => {
  const at = new Date('2026-03-10T09:00:00Z')
  const sender = { kind: 'REGISTERED', requesterId: 'court', systemId: 'court.1', queue: 'court.1' } as const
  test.each<[RevocationStatus, number]>([
    ['GOOD', 1],
    ['NOT_CHECKED', 1],
    ['UNKNOWN', 0],
    ['REVOKED', 0],
  ])('unless it is known to be unrevoked, or nobody is asked: %s', (status, count) => {
    const { recipientCertificates } = registerOf({ encryption: [oldEncryption] }, () => status)
    expect(recipientCertificates(sender, at)).toHaveLength(count)
  })
})

describe('the subject of a system certificate is the body of the record', () => {
  test.each([
    ['another OGRN', { ...BODY, ogrn: '1023900000099' }, 'OGRN'],
    ['no OGRN', { commonName: 'Court', inn: BODY.inn }, 'OGRN'],
    ['another INN', { ...BODY, inn: '3900000099' }, 'INN'],
  ])('when the bundle is opened: %s', (_defect, subject, number) => {
    const foreign = issue(subject, { issuer: root })
    const message = 'systems/0/signingCertificates/0 is a certificate of another body'
    expect(() => registerOf({ signing: [foreign] })).toThrow(message)
    try {
      registerOf({ signing: [foreign] })
    } catch (error) {
      expect(error).toMatchObject({
        code: 'TRUST_BUNDLE_INVALID',
        cause: { code: 'CERTIFICATE_SUBJECT', message: expect.stringContaining(`another ${number} than`) as string },
      })
    }
  })

  test('and again at every call', async () => {
    const { identifySender } = registerOf({})
    const { der, fingerprint, ogrn, inn } = oldSigning.certificate
    expect(identifySender({ der, fingerprint, ogrn, inn })).toMatchObject({ kind: 'REGISTERED' })
    expect(identifySender({ der, fingerprint, ogrn })).toMatchObject({ kind: 'REGISTERED' })
    const foreign = { der, fingerprint, ogrn: '1023900000099', inn }
    expect(await codeOf(() => identifySender(foreign))).toBe('CERTIFICATE_SUBJECT')
    expect(await codeOf(() => identifySender({ der, fingerprint, ogrn, inn: '3900000099' }))).toBe(
      'CERTIFICATE_SUBJECT',
    )
  })
})
