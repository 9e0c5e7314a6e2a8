import { describe, expect, test } from 'vitest'
import { findCurve } from '../../crypto/gost/curves.ts'
import { generatePrivateKey, publicKeyOf } from '../../crypto/gost/gost3410.ts'
import { createTrustStore } from '../../crypto/trust-store.ts'
import { parseCertificate } from '../../crypto/x509/certificate.ts'
import type { Certificate } from '../../crypto/x509/certificate.ts'
import { issueCertificate } from '../../crypto/x509/issue.ts'
import type { RevocationStatus } from '../../gateway/domain/revocation.ts'
import { JUDGED_AT, certificate, faultCodeOf, fixtureTrust, privateKey } from './x509/fixture-pki.ts'

const judge = (name: string, at = JUDGED_AT): string =>
  faultCodeOf(() => fixtureTrust().verifyCertificate(certificate(name), at))

describe('a certificate is trusted', () => {
  test('when it chains to a root through a configured intermediate', () => {
    const trusted = fixtureTrust().verifyCertificate(certificate('tc26-a'), JUDGED_AT)
    expect(trusted.chain).toEqual([certificate('tc26-a'), certificate('issuing'), certificate('root')])
    expect(trusted.judgedAt).toBe(JUDGED_AT)
  })

  test('on the last second of its validity', () => {
    expect(judge('expired', new Date('2027-01-01T00:00:00Z'))).toBe('no fault')
    expect(judge('expired', new Date('2027-01-01T00:00:01Z'))).toBe('CERTIFICATE_EXPIRED')
  })

  test('when it is itself pinned as a root', () => {
    const pinned = certificate('untrusted')
    expect(createTrustStore([pinned]).verifyCertificate(pinned, JUDGED_AT).chain).toEqual([pinned])
  })

  test('whatever its key: the gateway need not speak it to judge the issuer', () => {
    expect(judge('rsa')).toBe('no fault')
  })

  test('again at another instant, by its dates and not by what was found before', () => {
    const trust = fixtureTrust()
    const court = certificate('tc26-a')
    expect(trust.verifyCertificate(court, JUDGED_AT).certificate).toBe(court)
    const later = new Date('2046-01-01T00:00:00Z')
    expect(faultCodeOf(() => trust.verifyCertificate(court, later))).toBe('CERTIFICATE_EXPIRED')
  })
})

describe('a certificate is refused', () => {
  test.each([
    ['expired', 'expired', 'CERTIFICATE_EXPIRED'],
    ['issued below another root', 'untrusted', 'CERTIFICATE_UNTRUSTED'],
    ['another root', 'other-root', 'CERTIFICATE_UNTRUSTED'],
    ['issued by a certificate that is no authority', 'below-official', 'CERTIFICATE_UNTRUSTED'],
    ['meant for encryption', 'encryption', 'CERTIFICATE_USAGE'],
    ['silent about its usage', 'no-usage', 'CERTIFICATE_USAGE'],
    ['demanding an extension that nothing enforces', 'unknown-critical', 'CERTIFICATE_USAGE'],
    ['an authority', 'issuing', 'CERTIFICATE_USAGE'],
  ])('that is %s', (_defect, name, code) => {
    expect(judge(name)).toBe(code)
  })

  test('before it is valid', () => {
    expect(judge('tc26-a', new Date('2025-12-31T23:59:59Z'))).toBe('CERTIFICATE_NOT_YET_VALID')
  })

  test('at an instant that is none', () => {
    expect(judge('tc26-a', new Date(Number.NaN))).toBe('CERTIFICATE_NOT_YET_VALID')
  })

  test('when the intermediate is not configured', () => {
    const trust = createTrustStore([certificate('root')])
    expect(faultCodeOf(() => trust.verifyCertificate(certificate('tc26-a'), JUDGED_AT))).toBe('CERTIFICATE_UNTRUSTED')
  })

  test('when its issuer, although configured, is no authority', () => {
    const trust = createTrustStore([certificate('root')], [certificate('issuing'), certificate('official')])
    const verdict = faultCodeOf(() => trust.verifyCertificate(certificate('below-official'), JUDGED_AT))
    expect(verdict).toBe('CERTIFICATE_UNTRUSTED')
  })

  test('below an authority that may have no authority below itself', () => {
    const trust = createTrustStore([certificate('root')], [certificate('shallow'), certificate('below-shallow')])
    const verdict = faultCodeOf(() => trust.verifyCertificate(certificate('too-deep'), JUDGED_AT))
    expect(verdict).toBe('CERTIFICATE_CHAIN')
  })
})

describe('chains of generated authorities', () => {
  const curve = findCurve('1.2.643.2.2.35.1')!
  const rootKey = privateKey('root')

  function authority(commonName: string, issuer: Certificate, dates: { notAfter?: Date; key?: typeof rootKey } = {}) {
    const key = dates.key ?? generatePrivateKey(curve)
    const certificateDer = issueCertificate({
      subject: { commonName },
      publicKey: publicKeyOf(key),
      issuer,
      issuerKey: keys.get(issuer) ?? rootKey,
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: dates.notAfter ?? new Date('2040-01-01T00:00:00Z'),
      usage: commonName === 'leaf' ? 'signing' : 'ca',
      serial: '01',
    })
    const issued = parseCertificate(certificateDer)
    keys.set(issued, key)
    return issued
  }
  const keys = new Map<Certificate, typeof rootKey>()
  const root = certificate('root')
  const first = authority('first', root)
  const second = authority('second', first)
  const third = authority('third', second)

  test('of four certificates hold, of five do not', () => {
    const trust = createTrustStore([root], [first, second, third])
    expect(trust.verifyCertificate(authority('leaf', second), JUDGED_AT).chain).toHaveLength(4)
    const deep = authority('leaf', third)
    expect(faultCodeOf(() => trust.verifyCertificate(deep, JUDGED_AT))).toBe('CERTIFICATE_UNTRUSTED')
  })

  test('take the certificate of an authority that is valid, beside one that has lapsed', () => {
    const key = generatePrivateKey(curve)
    const lapsed = authority('renewed', root, { key, notAfter: new Date('2029-01-01T00:00:00Z') })
    const current = authority('renewed', root, { key })
    const leaf = authority('leaf', current)
    const both = createTrustStore([root], [lapsed, current])
    expect(both.verifyCertificate(leaf, JUDGED_AT).chain[1]).toBe(current)
    const old = createTrustStore([root], [lapsed])
    expect(faultCodeOf(() => old.verifyCertificate(leaf, JUDGED_AT))).toBe('CERTIFICATE_CHAIN')
  })

  test('do not hold on the name alone: an authority of the same name with another key is none', () => {
    const impostor = authority('first', certificate('other-root'))
    const forged = authority('leaf', impostor)
    const trust = createTrustStore([root], [first])
    expect(faultCodeOf(() => trust.verifyCertificate(forged, JUDGED_AT))).toBe('CERTIFICATE_UNTRUSTED')
  })
})

describe('revocation', () => {
  const court = certificate('tc26-a')
  /** Says this of the links, from the certificate upwards. */
  const judging = (...statuses: readonly RevocationStatus[]) => {
    const waiting = [...statuses]
    const trust = createTrustStore([certificate('root')], [certificate('issuing')], () => waiting.shift()!)
    return trust.verifyCertificate(court, JUDGED_AT)
  }

  test.each([
    ['GOOD', ['GOOD', 'GOOD']],
    ['UNKNOWN', ['GOOD', 'UNKNOWN']],
    ['UNKNOWN', ['UNKNOWN', 'NOT_CHECKED']],
    ['NOT_CHECKED', ['GOOD', 'NOT_CHECKED']],
    ['NOT_CHECKED', ['NOT_CHECKED', 'GOOD']],
  ] as const)('is %s when the links are %s', (together, links) => {
    expect(judging(...links).revocation).toBe(together)
  })

  test.each([
    ['CERTIFICATE_REVOKED', ['REVOKED', 'GOOD']],
    ['CERTIFICATE_REVOKED', ['REVOKED', 'UNKNOWN']],
    ['CERTIFICATE_ISSUER_REVOKED', ['GOOD', 'REVOKED']],
    ['CERTIFICATE_ISSUER_REVOKED', ['UNKNOWN', 'REVOKED']],
  ] as const)('throws %s when the links are %s', (code, links) => {
    expect(faultCodeOf(() => judging(...links))).toBe(code)
  })

  test('is asked of each link at the instant of judging, and of no root', () => {
    const asked: [Certificate, Certificate, Date][] = []
    const trust = createTrustStore([certificate('root')], [certificate('issuing')], (link, at) => {
      asked.push([link.certificate, link.issuer, at])
      return 'GOOD'
    })
    trust.verifyCertificate(court, JUDGED_AT)
    expect(asked).toEqual([
      [court, certificate('issuing'), JUDGED_AT],
      [certificate('issuing'), certificate('root'), JUDGED_AT],
    ])
  })

  test('of a pinned certificate is nobody to ask about', () => {
    const trust = createTrustStore([court], [], () => 'UNKNOWN')
    expect(trust.verifyCertificate(court, JUDGED_AT).revocation).toBe('NOT_CHECKED')
  })

  test('comes before usage: a revoked certificate is called revoked', () => {
    const trust = createTrustStore([certificate('root')], [certificate('issuing')], () => 'REVOKED')
    expect(faultCodeOf(() => trust.verifyCertificate(certificate('encryption'), JUDGED_AT))).toBe('CERTIFICATE_REVOKED')
  })
})
