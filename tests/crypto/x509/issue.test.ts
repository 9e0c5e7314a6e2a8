import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findCurve } from '../../../crypto/gost/curves.ts'
import { generatePrivateKey, publicKeyOf } from '../../../crypto/gost/gost3410.ts'
import type { PrivateKey } from '../../../crypto/gost/gost3410.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import { parseCertificate } from '../../../crypto/x509/certificate.ts'
import type { Certificate } from '../../../crypto/x509/certificate.ts'
import { issueCertificate } from '../../../crypto/x509/issue.ts'
import type { CertificateContent } from '../../../crypto/x509/issue.ts'
import { toPem } from '../../../crypto/x509/pem.ts'
import { explainSkip, gostEngine } from '../../support/external-tools.ts'
import { JUDGED_AT } from './fixture-pki.ts'

const TC26_A = findCurve('1.2.643.7.1.2.1.1.1')!
const CRYPTO_PRO_A = findCurve('1.2.643.2.2.35.1')!

function issue(content: Partial<CertificateContent> & { issuerKey: PrivateKey }): Certificate {
  return parseCertificate(
    issueCertificate({
      subject: { commonName: 'Корневой центр (образец)' },
      publicKey: publicKeyOf(content.issuerKey),
      issuer: 'self',
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2045-01-01T00:00:00Z'),
      usage: 'ca',
      serial: '00c0ffee',
      ...content,
    }),
  )
}

const rootKey = generatePrivateKey(TC26_A)
const root = issue({ issuerKey: rootKey })
const courtKey = generatePrivateKey(CRYPTO_PRO_A)
const subject = { commonName: 'Суд, "образец"', organization: 'Суд', ogrn: '1027700000012', inn: '7700000016' }
const court = issue({ subject, publicKey: publicKeyOf(courtKey), issuer: root, issuerKey: rootKey, usage: 'signing' })

test('an issued certificate says what it was asked to say', () => {
  expect(court).toMatchObject({
    ...subject,
    issuer: root.subject,
    serial: 'c0ffee',
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    isCa: false,
    authorityKeyId: root.subjectKeyId,
    notBefore: new Date('2026-01-01T00:00:00Z'),
  })
  expect(root).toMatchObject({ isCa: true, keyUsage: ['keyCertSign', 'cRLSign'], authorityKeyId: root.subjectKeyId })
})

test('a person is named by the number of a person', () => {
  const person = issue({ subject: { commonName: 'И', inn: '770000000150', snils: '11223344595' }, issuerKey: rootKey })
  expect(person).toMatchObject({ inn: '770000000150', snils: '11223344595' })
  expect(person.subject).toContain(',INN=')
})

test('an issued certificate is trusted below its root and not below another', () => {
  expect(createTrustStore([root]).verifyCertificate(court, JUDGED_AT).chain).toEqual([court, root])
  const other = issue({ issuerKey: generatePrivateKey(TC26_A) })
  expect(() => createTrustStore([other]).verifyCertificate(court, JUDGED_AT)).toThrow('no chain to a trusted root')
})

test('an encryption certificate is for encryption only', () => {
  const encryption = issue({ issuer: root, issuerKey: rootKey, usage: 'encryption', subject })
  const trust = createTrustStore([root])
  expect(trust.verifyCertificate(encryption, JUDGED_AT, 'encryption').use).toBe('encryption')
  expect(() => trust.verifyCertificate(encryption, JUDGED_AT)).toThrow('is not for signing')
})

test('node reads the issued certificate', () => {
  const peer = new X509Certificate(court.der)
  expect(peer.serialNumber).toBe('C0FFEE')
  expect(peer.ca).toBe(false)
  expect(peer.validToDate).toEqual(court.notAfter)
})

if (!gostEngine) explainSkip('openssl verify of issued certificates', 'the gost engine')
describe.runIf(gostEngine)('openssl', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'issue-'))
    writeFileSync(join(folder, 'root.pem'), toPem(root.der, 'CERTIFICATE'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const verify = (certificate: Certificate, ...args: readonly string[]): string => {
    const file = join(folder, 'certificate.pem')
    writeFileSync(file, toPem(certificate.der, 'CERTIFICATE'))
    const strict = ['-x509_strict', '-check_ss_sig', '-attime', String(JUDGED_AT.getTime() / 1000)]
    const options = ['-CAfile', join(folder, 'root.pem'), ...strict, ...args, file]
    const { stdout, stderr } = spawnSync('openssl', ['verify', '-engine', 'gost', ...options], { encoding: 'utf8' })
    return stdout + stderr
  }

  test.each([
    ['a signing certificate', court, ['-purpose', 'smimesign']],
    ['the root itself', root, []],
    [
      'an encryption certificate on another curve',
      issue({ subject, issuer: root, issuerKey: rootKey, publicKey: publicKeyOf(courtKey), usage: 'encryption' }),
      ['-purpose', 'smimeencrypt'],
    ],
  ])('accepts %s', (_kind, issued, args) => {
    expect(verify(issued, ...args)).toContain('certificate.pem: OK')
  })

  test('refuses a certificate that another key signed', () => {
    const forged = issue({ subject, issuer: root, issuerKey: courtKey, usage: 'signing' })
    expect(verify(forged)).toContain('certificate signature failure')
  })
})
