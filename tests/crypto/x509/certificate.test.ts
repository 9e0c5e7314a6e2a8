import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as der from '../../../crypto/asn1/der.ts'
import { findCurve } from '../../../crypto/gost/curves.ts'
import { generatePrivateKey, publicKeyOf } from '../../../crypto/gost/gost3410.ts'
import {
  parseCertificate,
  parseCertificateOfAnyVersion,
  parseCertificatesPem,
} from '../../../crypto/x509/certificate.ts'
import type { Certificate } from '../../../crypto/x509/certificate.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import { issueCertificate } from '../../../crypto/x509/issue.ts'
import { judgeSignature } from '../../../crypto/x509/signed-object.ts'
import { toPem } from '../../../crypto/x509/pem.ts'
import { certificate, faultCodeOf, fixturePath, JUDGED_AT, withOneBitFlipped } from './fixture-pki.ts'

const isSignedBy = (subject: Certificate, issuer: Certificate): boolean =>
  issuer.suite!.verify(issuer.publicKey!, issuer.suite!.digest(subject.tbs), subject.signature)

describe('a certificate made by openssl', () => {
  const court = certificate('tc26-a')

  test('is read with its names, dates and numbers', () => {
    expect(court).toMatchObject({
      serial: '70a6613654040004',
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2045-01-01T00:00:00Z'),
      commonName: 'Суд (образец)',
      organization: 'Суд "Образцовый", № 1',
      ogrn: '1027700000012',
      inn: '7700000016',
      keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
      isCa: false,
      unknownCritical: [],
    })
  })

  test('prints its names with the most specific part first and what must be escaped escaped', () => {
    expect(court.subject).toBe(
      String.raw`CN=Суд (образец),INNLE=7700000016,OGRN=1027700000012,O=Суд \"Образцовый\"\, № 1,ST=77 г. Москва,C=RU`,
    )
    expect(court.issuer).toBe(certificate('issuing').subject)
  })

  test('agrees with the reading of node in serial, dates and fingerprint', () => {
    const peer = new X509Certificate(court.der)
    expect(court.serial).toBe(peer.serialNumber.toLowerCase())
    expect(court.notAfter).toEqual(peer.validToDate)
    expect(court.fingerprint).toBe(peer.fingerprint256.replaceAll(':', '').toLowerCase())
  })

  test('points to its issuer by name and key identifier', () => {
    const issuing = certificate('issuing')
    expect(court.issuerDer).toEqual(issuing.subjectDer)
    expect(court.authorityKeyId).toBe(issuing.subjectKeyId)
    expect(issuing.isCa).toBe(true)
    expect(certificate('shallow').pathLength).toBe(0)
  })

  test.each([
    ['TC26 A', 'root', 'root'],
    ['CryptoPro A below TC26 A', 'issuing', 'root'],
    ['TC26 A below CryptoPro A', 'tc26-a', 'issuing'],
    ['CryptoPro A', 'cryptopro-a', 'issuing'],
    ['CryptoPro B', 'official', 'issuing'],
  ])('carries a signature that verifies: %s', (_curve, subject, issuer) => {
    expect(isSignedBy(certificate(subject), certificate(issuer))).toBe(true)
  })

  test("names a person by SNILS and by the organisation's number without its padding", () => {
    expect(certificate('official')).toMatchObject({ snils: '11223344595', inn: '7700000016', ogrn: undefined })
  })

  test.each([
    ['rsa', 'rsa-sha256'],
    ['tc26-512', 'gost2012-512'],
  ])('has the suite of its key: %s', (name, id) => {
    expect(certificate(name)).toMatchObject({ suite: { id }, ogrn: '1027700000012' })
  })

  test('is parsed once: the same bytes give the same object', () => {
    expect(parseCertificate(Uint8Array.from(court.der))).toBe(court)
  })

  test('does not change with the buffer that it was read from', () => {
    const fresh = Uint8Array.from(issueSelfSigned())
    const own = parseCertificate(fresh)
    fresh.fill(0)
    expect(own.der[0]).toBe(0x30)
  })
})

describe('a certificate of version 1, as openssl makes one without extensions', () => {
  const pem = readFileSync(fixturePath('inspection/version-1.root.pem'))
  const bytes = Uint8Array.from(new X509Certificate(pem).raw)

  test('is refused at the door, before and after inspect has read it', () => {
    expect(faultCodeOf(() => parseCertificate(bytes))).toBe('CERTIFICATE_MALFORMED')
    parseCertificateOfAnyVersion(bytes)
    expect(faultCodeOf(() => parseCertificate(bytes))).toBe('CERTIFICATE_MALFORMED')
  })

  test('is read for inspect: it is nobody the gateway could rely on', () => {
    const old = parseCertificateOfAnyVersion(bytes)
    expect(old).toMatchObject({ version: 1, commonName: 'Корень архива', isCa: false, keyUsage: undefined })
    expect(old.notAfter).toEqual(new X509Certificate(pem).validToDate)
    expect(judgeSignature(old, old)).toBe('VERIFIES')
    const trust = createTrustStore([old])
    expect(faultCodeOf(() => trust.verifyCertificate(old, JUDGED_AT))).toBe('CERTIFICATE_USAGE')
  })

  test('has no extensions, and states no version', () => {
    const { tbs, signatureOid, signature } = certificate('root')
    const signed = [der.sequence(der.oid(signatureOid)), der.bitString(signature)]
    // Of a root of version 3, only what states the version is left out: five octets behind the four of tag and length.
    const unstated = der.sequence(der.sequence(tbs.subarray(9)), ...signed)
    expect(faultCodeOf(() => parseCertificateOfAnyVersion(unstated))).toBe('CERTIFICATE_MALFORMED')
  })
})

describe('a certificate that is changed', () => {
  const court = certificate('cryptopro-a')
  const issuing = certificate('issuing')

  test('by one bit is malformed or fails its signature, wherever the bit is', () => {
    for (const { position, changed } of withOneBitFlipped(court.der)) {
      let forged: Certificate | undefined
      expect(faultCodeOf(() => (forged = parseCertificate(changed)))).toMatch(/^(no fault|CERTIFICATE_MALFORMED)$/)
      if (forged === undefined) continue
      const isAccepted = forged.signatureOid === issuing.suite!.signatureOid && isSignedBy(forged, issuing)
      expect(isAccepted, `bit at ${position}`).toBe(false)
    }
  })

  test('by cutting it off anywhere is malformed', () => {
    for (let length = 0; length < court.der.length; length++) {
      expect(faultCodeOf(() => parseCertificate(court.der.subarray(0, length)))).toBe('CERTIFICATE_MALFORMED')
    }
  })

  test.each([
    ['random bytes', Uint8Array.from({ length: 500 }, (_, index) => (index * 97) % 256)],
    ['nothing', new Uint8Array()],
    ['a byte after its end', Uint8Array.of(...certificate('root').der, 0)],
    ['more than 16 KB', new Uint8Array(20_000)],
  ])('to %s is malformed', (_defect, bytes) => {
    expect(faultCodeOf(() => parseCertificate(bytes))).toBe('CERTIFICATE_MALFORMED')
  })
})

describe('a certificate that tries to be two things', () => {
  test('with two numbers of an organisation is refused', () => {
    const forged = withSubject(der.sequence(ogrn('1027700000012'), ogrn('1027700000023')))
    expect(faultCodeOf(() => parseCertificate(forged))).toBe('CERTIFICATE_MALFORMED')
  })

  test('names no organisation by what is not thirteen digits', () => {
    const forged = withSubject(der.sequence(nameWith('1.2.643.100.1', der.utf8String('1027700000012\n'))))
    expect(parseCertificate(forged)).toMatchObject({ ogrn: undefined, subject: String.raw`OGRN=1027700000012\0a` })
  })
})

test('PEM: every certificate of a bundle is read, other text is passed over', () => {
  const bundle = `comment\n${toPem(certificate('root').der, 'CERTIFICATE')}\r\n${toPem(certificate('rsa').der, 'CERTIFICATE')}`
  expect(parseCertificatesPem(bundle)).toEqual([certificate('root'), certificate('rsa')])
  expect(faultCodeOf(() => parseCertificatesPem('nothing here'))).toBe('CERTIFICATE_MALFORMED')
})

function issueSelfSigned(): Uint8Array {
  const issuerKey = generatePrivateKey(findCurve('1.2.643.7.1.2.1.1.1')!)
  return issueCertificate({
    subject: { commonName: 'Образец' },
    publicKey: publicKeyOf(issuerKey),
    issuer: 'self',
    issuerKey,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2045-01-01T00:00:00Z'),
    usage: 'ca',
    serial: '01',
  })
}

const ogrn = (digits: string): Uint8Array => nameWith('1.2.643.100.1', der.numericString(digits))
const nameWith = (oid: string, value: Uint8Array): Uint8Array => der.setOf(der.sequence(der.oid(oid), value))

/** The fixture root with another subject; its signature is left as it was, as parsing does not judge it. */
function withSubject(name: Uint8Array): Uint8Array {
  const { tbs, subjectDer, signature, signatureOid } = certificate('root')
  const at = Buffer.from(tbs).lastIndexOf(subjectDer)
  const algorithm = der.sequence(der.oid(signatureOid), der.nullElement())
  // Four octets of tag and length stand before the fields.
  const body = Buffer.concat([tbs.subarray(4, at), name, tbs.subarray(at + subjectDer.length)])
  return der.sequence(der.sequence(body), algorithm, der.bitString(signature))
}
