import { describe, expect, test } from 'vitest'
import { openTrustBundle, type TrustBundle } from '../../crypto/trust-bundle.ts'
import { checkTrustBundleShape } from '../../gateway/trust-bundle-schema.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Requester } from '../../gateway/domain/requester.ts'
import { certificateOf } from './suites/kinds.ts'
import {
  NOW,
  altered,
  base64,
  courtEncryption,
  courtNextEncryption,
  courtSystem,
  issue,
  officer,
  root,
  signedBy,
  trustBundle,
} from './trust-bundle-parties.ts'

const options = {
  signerCertificate: officer.certificate,
  at: NOW,
  checkShape: checkTrustBundleShape,
}

async function open(bundle: object = trustBundle()) {
  return openTrustBundle(await signedBy(officer, bundle), options)
}

function faultOf(work: () => unknown): GatewayError {
  try {
    work()
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('a trust bundle', () => {
  test('gives requesters, trust store and calendars once its signature is proved', async () => {
    const { register, calendars, trustStore, version } = await open()
    expect(version).toBe('7')
    expect(register.findRequester('court')?.category).toBe('COURT')
    expect(register.findRequester('nobody')).toBeUndefined()
    expect(calendars).toEqual(trustBundle().calendars)
    expect(trustStore.verifyCertificate(courtSystem.certificate, NOW).chain.at(-1)).toBe(root.certificate)
  })

  test('is nothing when another person of the same root signed it', async () => {
    const other = issue({ commonName: 'Another officer' }, { issuer: root })
    const bytes = await signedBy(other, trustBundle())
    expect(faultOf(() => openTrustBundle(bytes, options))).toMatchObject({ code: 'TRUST_BUNDLE_INVALID' })
  })

  test('is nothing when a certificate below the pinned one signed it', async () => {
    const authority = issue({ commonName: 'Officer' }, { kind: 'ca' })
    const below = issue({ commonName: 'Below' }, { issuer: authority })
    const bytes = await signedBy(below, trustBundle())
    const fault = faultOf(() => openTrustBundle(bytes, { ...options, signerCertificate: authority.certificate }))
    expect(fault.message).toContain('another certificate than the pinned one')
  })

  test('is nothing when one character was changed after signing', async () => {
    const bytes = altered(await signedBy(officer, trustBundle()), '"COURT"', '"CRXRT"')
    const fault = faultOf(() => openTrustBundle(bytes, options))
    expect(fault).toMatchObject({ code: 'TRUST_BUNDLE_INVALID', cause: { code: 'CMS_SIGNATURE' } })
    expect(fault.message).toContain('the content was changed')
  })

  test('is nothing once the certificate of the officer has expired', async () => {
    const bytes = await signedBy(officer, trustBundle())
    const fault = faultOf(() => openTrustBundle(bytes, { ...options, at: new Date('2027-01-02T00:00:00Z') }))
    expect(fault).toMatchObject({ code: 'TRUST_BUNDLE_INVALID', cause: { code: 'CERTIFICATE_EXPIRED' } })
  })

  test('is nothing when it is no signed document at all', () => {
    const fault = faultOf(() => openTrustBundle(Buffer.from(JSON.stringify(trustBundle())), options))
    expect(fault).toMatchObject({ code: 'TRUST_BUNDLE_INVALID', cause: { code: 'CMS_MALFORMED' } })
  })
})

const [court] = trustBundle().requesters as [Requester]
const [system] = court.systems as [Requester['systems'][number]]
const ofCourt = (changes: object): Partial<TrustBundle> => ({ requesters: [{ ...court, ...changes }] })
const ofSystem = (changes: object): Partial<TrustBundle> => ofCourt({ systems: [{ ...system, ...changes }] })
const stranger = issue({ commonName: 'Other', ogrn: '1023900000099' }, { issuer: root })
const [calendar] = trustBundle().calendars
const authority = (certificate: string, revocation: unknown = 'NOT_CHECKED') => ({ certificate, revocation })

/** Somebody else's key under a certificate of the court. */
const courtReceiver = (kind: 'rsa' | 'p256') =>
  issue(
    { commonName: 'Court', ogrn: court.ogrn, inn: court.inn },
    { issuer: root, kind: 'encryption', publicKey: certificateOf(kind).publicKey! },
  )

describe('the encryption profile of a system', () => {
  const sender = { kind: 'REGISTERED', requesterId: 'court', systemId: 'court.1', queue: 'court.1' } as const

  test.each([
    ['that which its record states', { encryptionProfile: 'kuznyechik-ctr-acpkm-omac' }, 'kuznyechik-ctr-acpkm-omac'],
    ['none when it states none', {}, undefined],
  ])('is %s', async (_what, changes, expected) => {
    const { register } = await open(trustBundle(ofSystem(changes)))
    expect(register.findEncryptionProfile(sender)).toBe(expected)
  })

  test.each([undefined, 'gost28147-z', 'rsa-oaep-aes256'] as const)(
    'while the system changes from RSA to GOST: both certificates are current, with %s',
    async (encryptionProfile) => {
      const encryptionCertificates = [base64(courtReceiver('rsa')), base64(courtEncryption)]
      const { register } = await open(trustBundle(ofSystem({ encryptionCertificates, encryptionProfile })))
      expect(register.recipientCertificates(sender, NOW)).toHaveLength(2)
    },
  )

  test('is none for a stranger', async () => {
    const { register, identifySender } = await open()
    expect(register.findEncryptionProfile(identifySender(stranger.certificate))).toBeUndefined()
  })

  test('may be that of RSA, for a key of RSA', async () => {
    const receiver = { encryptionCertificates: [base64(courtReceiver('rsa'))], encryptionProfile: 'rsa-oaep-aes256' }
    const { register } = await open(trustBundle(ofSystem(receiver)))
    expect(register.findEncryptionProfile(sender)).toBe('rsa-oaep-aes256')
  })
})

describe('a trust bundle is refused whole, naming the place, for', () => {
  test.each<[string, object, string]>([
    [
      'an unknown encryption profile',
      ofSystem({ encryptionProfile: 'none' }),
      '/requesters/0/systems/0/encryptionProfile must be equal to one of',
    ],
    [
      'a profile that its keys cannot receive',
      ofSystem({ encryptionProfile: 'rsa-oaep-aes256' }),
      '/requesters/0/systems/0/encryptionCertificates: the key of certificate',
    ],
    [
      'an encryption certificate with a key that only signs, also beside another',
      ofSystem({ encryptionCertificates: [base64(courtEncryption), base64(courtReceiver('p256'))] }),
      '/requesters/0/systems/0/encryptionCertificates: the key of certificate',
    ],
    ['an unknown category', ofCourt({ category: 'LAWYER' }), '/requesters/0/category must be equal to one of'],
    ['a number that is no OGRN', ofCourt({ ogrn: '12' }), '/requesters/0/ogrn must match pattern'],
    ['a date that does not exist', ofCourt({ validTo: '2026-02-30' }), '/requesters/0/validTo must match format'],
    [
      'a misspelt field',
      ofCourt({ validTill: '2026-02-28' }),
      '/requesters/0 must NOT have additional properties (validTill)',
    ],
    ['a missing field', { calendars: undefined }, "/ must have required property 'calendars'"],
    ['a queue named like that of a stranger', ofSystem({ id: 'stranger:1' }), '/requesters/0/systems/0/id must match'],
    ['no root', { roots: [] }, '/roots must NOT have fewer than 1 items'],
    ['bytes that are no certificate', { roots: [authority('AAAA')] }, '/roots/0/certificate: certificate is malformed'],
    ['a root that may not issue', { roots: [authority(base64(courtSystem))] }, '/roots/0 is no certificate of an'],
    [
      'an intermediate that may not issue',
      { intermediates: [authority(base64(courtSystem))] },
      '/intermediates/0 is no certificate',
    ],
    ['a root that does not say whom to ask', { roots: [{ certificate: base64(root) }] }, "property 'revocation'"],
    ['a root as it was written before', { roots: [base64(root)] }, '/roots/0 must be object'],
    ['an unknown policy', { roots: [authority(base64(root), 'NEVER')] }, '/roots/0/revocation must match pattern'],
    ['sources without a list', { roots: [authority(base64(root), { crlUrls: [] })] }, '/roots/0/revocation/crlUrls'],
    [
      'a responder without a list',
      { roots: [authority(base64(root), { ocspUrl: 'http://ocsp.example' })] },
      "property 'crlUrls'",
    ],
    ...['ftp://crl.example/a.crl', 'file:///etc/a.crl', 'http://user:secret@crl.example/a.crl', 'crl.example'].map(
      (url): [string, object, string] => [
        `a list at ${url}`,
        { roots: [authority(base64(root), { crlUrls: [url] })] },
        '/roots/0/revocation/crlUrls/0 must match format "source-url"',
      ],
    ),
    [
      'two policies for one key',
      { intermediates: [authority(base64(root), { crlUrls: ['http://crl.example/a.crl'] })] },
      'two revocation policies for the key of CN=Root',
    ],
    [
      "another body's signing certificate",
      ofSystem({ signingCertificates: [base64(courtSystem), base64(stranger)] }),
      '/requesters/0/systems/0/signingCertificates/1 is a certificate of another body',
    ],
    [
      "another body's encryption certificate",
      ofSystem({ encryptionCertificates: [base64(stranger)] }),
      '/requesters/0/systems/0/encryptionCertificates/0 is a certificate of another body',
    ],
    ['one body twice', { requesters: [court, { ...court, systems: [] }] }, '/requesters/1/id is used twice'],
    ['one queue twice', ofCourt({ systems: [system, system] }), '/requesters/0/systems/1/id is used twice'],
    [
      'one signing certificate in two systems',
      ofCourt({ systems: [system, { ...system, id: 'court.2' }] }),
      '/requesters/0/systems/1/signingCertificates/0 is used twice',
    ],
    ['two calendars of one year', { calendars: [calendar, calendar] }, '/calendars/1 repeats the year 2026'],
  ])('%s', async (_defect, changes, message) => {
    const bytes = await signedBy(officer, { ...trustBundle(), ...changes })
    const fault = faultOf(() => openTrustBundle(bytes, options))
    expect(fault.code).toBe('TRUST_BUNDLE_INVALID')
    expect(fault.message).toContain(message)
  })
})

describe('a sender', () => {
  test('is the registered system that the certificate is listed for', async () => {
    const { identifySender } = await open()
    expect(identifySender(courtSystem.certificate)).toEqual({
      kind: 'REGISTERED',
      requesterId: 'court',
      systemId: 'court.1',
      queue: 'court.1',
    })
  })

  test('with the number of a registered body and another certificate is a stranger', async () => {
    const { identifySender } = await open()
    const other = issue({ commonName: 'Court', ogrn: court.ogrn, inn: court.inn }, { issuer: root })
    expect(identifySender(other.certificate).kind).toBe('STRANGER')
    expect(identifySender(courtEncryption.certificate).kind).toBe('STRANGER')
  })

  test('that is a stranger keeps one queue for all its certificates of one issuer', async () => {
    const { identifySender } = await open()
    const subject = { commonName: 'ООО', organization: 'ООО «Пример»', ogrn: '1023900000077' }
    const otherRoot = issue({ commonName: 'Other root' }, { kind: 'ca' })
    const [first, second, elsewhere] = [root, root, otherRoot].map((issuer) =>
      identifySender(issue(subject, { issuer }).certificate),
    )
    expect(first).toMatchObject({ kind: 'STRANGER', name: 'ООО «Пример»' })
    expect(first?.queue).toMatch(/^stranger:[0-9a-f]{32}$/)
    expect(second?.queue).toBe(first?.queue)
    expect(elsewhere?.queue).not.toBe(first?.queue)
  })

  test('may be known by its INN alone', async () => {
    const { identifySender } = await open()
    const person = issue({ commonName: 'Person', inn: '390000000112' }, { issuer: root })
    expect(identifySender(person.certificate)).toMatchObject({ kind: 'STRANGER', name: 'Person' })
  })

  test('whose certificate names neither OGRN nor INN cannot be identified', async () => {
    const { identifySender } = await open()
    const nameless = issue({ commonName: 'Nobody' }, { issuer: root })
    expect(faultOf(() => identifySender(nameless.certificate)).code).toBe('SENDER_UNIDENTIFIABLE')
  })
})

describe('an answer is sealed to', () => {
  test('every encryption certificate that is valid at that instant', async () => {
    const { register, identifySender } = await open()
    const sender = identifySender(courtSystem.certificate)
    const at = (instant: string) => register.recipientCertificates(sender, new Date(instant))
    expect(at('2026-03-10T00:00:00Z')).toEqual([courtEncryption.certificate.der])
    expect(at('2026-07-01T00:00:00Z')).toEqual([courtEncryption.certificate.der, courtNextEncryption.certificate.der])
    expect(at('2027-02-01T00:00:00Z')).toEqual([])
  })

  test('no certificate that chains to no root of the bundle, or that is for signing only', async () => {
    const foreign = issue({ commonName: 'Court', ogrn: court.ogrn }, { kind: 'encryption' })
    const listed = [base64(foreign), base64(courtSystem)]
    const { register, identifySender } = await open(trustBundle(ofSystem({ encryptionCertificates: listed })))
    expect(register.recipientCertificates(identifySender(courtSystem.certificate), NOW)).toEqual([])
  })

  test("a stranger's own certificate as long as it is valid", async () => {
    const { register, identifySender } = await open()
    const sender = identifySender(stranger.certificate)
    expect(register.recipientCertificates(sender, NOW)).toEqual([stranger.certificate.der])
    expect(register.recipientCertificates(sender, new Date('2027-02-01T00:00:00Z'))).toEqual([])
  })
})
