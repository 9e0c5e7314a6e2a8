/** GOST R 34.10-2001 with GOST R 34.11-94: read in archives, unknown at the door. Documents made by openssl (stored). */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findArchiveSuite } from '../../../crypto/archive-suite.ts'
import * as der from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { DerError } from '../../../crypto/asn1/tlv.ts'
import { verifyCms } from '../../../crypto/cms/signed-data.ts'
import { checkAlgorithms } from '../../../crypto/xmldsig/algorithms.ts'
import { faultCodeOf } from '../x509/fixture-pki.ts'
import { ARCHIVE_KINDS, CONTENT, JUDGED_AT, KINDS, certificateOf, suiteFixture, trustOf } from './kinds.ts'

describe.each(ARCHIVE_KINDS)('%s', (kind) => {
  const certificate = certificateOf(kind)
  const { suite, publicKey } = findArchiveSuite(certificate.spkiDer)!

  test('verifies a signature, and not a changed one', () => {
    const signature = suiteFixture(`${kind}.sig`)
    const digest = suite.digest(CONTENT)
    expect(suite.verify(publicKey, digest, signature)).toBe(true)
    expect(suite.verify(publicKey, suite.digest(CONTENT.subarray(1)), signature)).toBe(false)
    expect(suite.verify(publicKey, digest, signature.toReversed())).toBe(false)
  })

  test("verifies the issuer's signature of the certificate", () => {
    const root = findArchiveSuite(certificateOf(`${kind}.root`).spkiDer)!
    expect(certificate.signatureOid).toBe(root.suite.signatureOid)
    expect(root.suite.verify(root.publicKey, root.suite.digest(certificate.tbs), certificate.signature)).toBe(true)
  })

  test('is unknown at the door: no suite, no chain, no signed document', () => {
    expect(certificate).toMatchObject({ suite: undefined, publicKey: undefined })
    const trust = trustOf(kind)
    expect(faultCodeOf(() => trust.verifyCertificate(certificate, JUDGED_AT))).toBe('CERTIFICATE_UNTRUSTED')
    const open = () => verifyCms(suiteFixture(`${kind}.signed.cms`), { trust, at: JUDGED_AT })
    expect(faultCodeOf(open)).toMatch(/^(CMS_MALFORMED|CERTIFICATE_UNTRUSTED)$/)
  })
})

test.each(KINDS)('a key of the door is none of an archive: %s', (kind) => {
  expect(findArchiveSuite(certificateOf(kind).spkiDer)).toBeUndefined()
})

test('only the inspection of archives can reach it', () => {
  const sources = ['crypto', 'gateway', 'adapters', 'queue', 'xsd'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  )
  const reaching = sources.filter((file) =>
    /from '[^']*\/(archive-suite|gost2001|gost341194)\.ts'/.test(readFileSync(file, 'utf8')),
  )
  const allowed = /^crypto\/(inspection\/|archive-suite\.ts$|suites\/gost2001\.ts$)/
  expect(reaching.filter((file) => !allowed.test(file))).toEqual([])
})

test('both spellings of its names are known, and none of them passes for a suite of the door', () => {
  const { suite } = findArchiveSuite(certificateOf('gost2001-a').spkiDer)!
  expect(suite.xmlDigestUris).toHaveLength(2)
  expect(suite.xmlSignatureUris).toHaveLength(2)
  for (const kind of KINDS) {
    for (const [at, digest] of suite.xmlDigestUris.entries()) {
      const named = { digest, signature: suite.xmlSignatureUris[at]! }
      expect(faultCodeOf(() => checkAlgorithms(certificateOf(kind).suite!, named))).toBe('SIGNATURE_ALGORITHM')
    }
  }
})

describe('a key of 2001 is malformed', () => {
  const point = der.bitString(der.octetString(new Uint8Array(64).fill(1)))
  const spki = (...parameters: string[]): Uint8Array =>
    der.sequence(der.sequence(der.oid(OID.gost2001Key), der.sequence(...parameters.map(der.oid))), point)
  test.each([
    ['on the curve of the examples', spki('1.2.643.2.2.35.0', OID.gost341194CryptoPro)],
    ['on a curve of 2012', spki(OID.curveTc26A, OID.gost341194CryptoPro)],
    ['with the substitution of the examples', spki('1.2.643.2.2.35.1', '1.2.643.2.2.30.0')],
    ['without a digest', spki('1.2.643.2.2.35.1')],
    ['without parameters', der.sequence(der.sequence(der.oid(OID.gost2001Key)), point)],
  ])('%s', (_defect, bytes) => {
    expect(() => findArchiveSuite(bytes)).toThrow(DerError)
  })
})
