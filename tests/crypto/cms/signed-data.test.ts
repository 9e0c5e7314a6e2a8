import { describe, expect, test } from 'vitest'
import * as der from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { encodeSignedAttributes } from '../../../crypto/cms/signed-attributes.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import { signCms, verifyCms } from '../../../crypto/cms/signed-data.ts'
import type { VerifiedCms } from '../../../crypto/cms/signed-data.ts'
import { certificateOf } from '../suites/kinds.ts'
import {
  JUDGED_AT,
  certificate,
  cmsFixture,
  faultCodeOf,
  faultCodeOfPromise,
  fixtureTrust,
  keysOf,
  withOneBitFlipped,
} from '../x509/fixture-pki.ts'

const trust = fixtureTrust()
const content = cmsFixture('content-1k.bin')
const SIGNED_AT = new Date('2029-12-31T21:00:00Z')
const verify = (cms: Uint8Array, detachedContent?: Uint8Array): VerifiedCms =>
  verifyCms(cms, { trust, at: JUDGED_AT, ...(detachedContent && { detachedContent }) })
const signAs = (name: string, text: Uint8Array, detached = false): Promise<Uint8Array> => {
  const signer = { certificate: certificate(name), key: name, provider: keysOf(name) }
  return signCms(text, signer, { signingAt: SIGNED_AT, detached })
}

describe('a document signed by openssl', () => {
  test.each(['tc26-a', 'cryptopro-a'])('is verified: %s', (name) => {
    const verified = verify(cmsFixture(`signed-${name}.cms`))
    expect(Buffer.compare(verified.content, content)).toBe(0)
    expect(verified.signer).toBe(certificate(name))
    expect(verified.algorithm).toBe('gost2012-256')
    expect(verified.digest).toBe(Buffer.from(verified.signer.suite!.digest(content)).toString('hex'))
    expect(verified.signingAt?.getTime()).toBeGreaterThan(new Date('2026-01-01').getTime())
  })

  test('is verified in the suite of its key, whatever the kind of the issuer', () => {
    expect(verify(cmsFixture('signed-with-rsa.cms'))).toMatchObject({
      signer: certificate('rsa'),
      algorithm: 'rsa-sha256',
    })
  })

  test.each(['signed-with-chain.cms', 'signed-by-key-id.cms'])('is verified also in the form %s', (name) => {
    expect(verify(cmsFixture(name)).signer).toBe(certificate('tc26-a'))
  })

  test('is verified detached, against the right content only', () => {
    const cms = cmsFixture('detached.cms')
    expect(verify(cms, content).signer).toBe(certificate('tc26-a'))
    expect(faultCodeOf(() => verify(cms, content.subarray(1)))).toBe('CMS_SIGNATURE')
    expect(faultCodeOf(() => verify(cms))).toBe('CMS_MALFORMED')
  })

  test('is verified beside an attachment as SMEV has it: without the digest of its certificate', () => {
    const cms = cmsFixture('detached-without-signing-certificate.cms')
    expect(verify(cms, content).signer).toBe(certificate('tc26-a'))
    expect(faultCodeOf(() => verify(cms, content.subarray(1)))).toBe('CMS_SIGNATURE')
    const other = createTrustStore([certificate('other-root')], [certificate('issuing')])
    const underOther = () => verifyCms(cms, { trust: other, at: JUDGED_AT, detachedContent: content })
    expect(faultCodeOf(underOther)).toBe('CERTIFICATE_UNTRUSTED')
  })

  test.each([
    ['without signed attributes', 'without-attributes.cms', 'CMS_MALFORMED'],
    ['without the digest of its certificate', 'without-signing-certificate.cms', 'CMS_MALFORMED'],
    ['with two signers', 'two-signers.cms', 'CMS_MALFORMED'],
    ['of another content type', 'other-content-type.cms', 'CMS_MALFORMED'],
    ['without its certificate', 'without-certificate.cms', 'CMS_SIGNATURE'],
    ['with a certificate that has expired', 'signed-with-expired.cms', 'CERTIFICATE_EXPIRED'],
    ['with a certificate for encryption', 'signed-with-encryption.cms', 'CERTIFICATE_USAGE'],
    ['that is not signed but encrypted', 'enveloped-tc26-a-1.cms', 'CMS_MALFORMED'],
  ])('is refused %s', (_defect, name, code) => {
    expect(faultCodeOf(() => verify(cmsFixture(name)))).toBe(code)
  })
})

describe('a document that we sign', () => {
  test.each([0, 1, 1024, 700_000])('is verified, %i bytes', async (length) => {
    const text = new Uint8Array(length).fill(0x41)
    const verified = verify(await signAs('cryptopro-a', text))
    expect(Buffer.compare(verified.content, text)).toBe(0)
    expect(verified).toMatchObject({
      signer: certificate('cryptopro-a'),
      signingAt: SIGNED_AT,
    })
  })

  test('is verified detached', async () => {
    const cms = await signAs('tc26-a', content, true)
    expect(cms.length).toBeLessThan(content.length + 500)
    expect(verify(cms, content).content).toBe(content)
  })

  test('with its content inside is refused as a detached signature', async () => {
    const cms = await signAs('tc26-a', content)
    expect(faultCodeOf(() => verify(cms, content))).toBe('CMS_MALFORMED')
  })

  test("does not leave with a key that is not the certificate's", async () => {
    const signer = { certificate: certificate('tc26-a'), key: 'encryption', provider: keysOf('encryption') }
    expect(await faultCodeOfPromise(signCms(content, signer, { signingAt: JUDGED_AT }))).toBe('KEY_UNUSABLE')
  })

  test('is not made with a certificate of an unknown kind', async () => {
    const signer = { certificate: certificateOf('p521'), key: 'tc26-a', provider: keysOf('tc26-a') }
    expect(await faultCodeOfPromise(signCms(content, signer, { signingAt: JUDGED_AT }))).toBe('KEY_UNUSABLE')
  })

  test('is refused below another root', async () => {
    const cms = await signAs('tc26-a', content)
    const other = createTrustStore([certificate('other-root')], [certificate('issuing')])
    expect(faultCodeOf(() => verifyCms(cms, { trust: other, at: JUDGED_AT }))).toBe('CERTIFICATE_UNTRUSTED')
  })
})

describe('a document that is changed', () => {
  // Only a few octets are not under the signature: algorithm parameters, the set of digests, versions that mean the same.
  test('by one bit is refused, or proves the same content, signer and time', () => {
    const original = cmsFixture('signed-tc26-a.cms')
    const proved = verify(original)
    const outcomes = new Map<string, number>()
    for (const { position, changed } of withOneBitFlipped(original)) {
      let accepted: VerifiedCms | undefined
      const code = faultCodeOf(() => (accepted = verify(changed)))
      outcomes.set(code, (outcomes.get(code) ?? 0) + 1)
      if (accepted !== undefined) expect(accepted, `bit at ${position}`).toEqual(proved)
    }
    expect(outcomes.get('no fault') ?? 0).toBeLessThan(40)
    expect(outcomes.get('CMS_SIGNATURE')).toBeGreaterThan(content.length)
    const expected = ['CERTIFICATE_MALFORMED', 'CMS_MALFORMED', 'CMS_SIGNATURE', 'no fault']
    expect([...outcomes.keys()].toSorted()).toEqual(expected)
  })

  test('by one bit is refused, or proves the same, also beside an attachment', () => {
    const original = cmsFixture('detached-without-signing-certificate.cms')
    const proved = verify(original, content)
    for (const { position, changed } of withOneBitFlipped(original)) {
      let accepted: VerifiedCms | undefined
      const code = faultCodeOf(() => (accepted = verify(changed, content)))
      expect(code).toMatch(/^(CERTIFICATE_|CMS_|no fault$)/)
      if (accepted !== undefined) expect(accepted, `bit at ${position}`).toEqual(proved)
    }
  })

  test('by cutting it off anywhere is malformed', () => {
    const original = cmsFixture('signed-cryptopro-a.cms')
    for (let length = 0; length < original.length; length++) {
      expect(faultCodeOf(() => verify(original.subarray(0, length)))).toBe('CMS_MALFORMED')
    }
  })

  test('is refused when its signer signed another content type than it shows', async () => {
    const signer = certificate('tc26-a')
    const cms = await signAs('tc26-a', content)
    const suite = signer.suite!
    const messageDigest = suite.digest(content)
    const attributes = encodeSignedAttributes({ signer, suite, signingAt: SIGNED_AT, messageDigest })
    const at = Buffer.from(cms).indexOf(attributes.subarray(1))
    const type = Buffer.from(attributes).indexOf(Buffer.from(der.oid(OID.data)))
    // id-data becomes id-signedData, and the signer really signs it.
    attributes[type + 10] = 2
    const signature = await keysOf('tc26-a').sign('tc26-a', suite.digest(attributes))
    const forged = Buffer.concat([
      cms.subarray(0, at),
      attributes.subarray(1),
      cms.subarray(at + attributes.length - 1),
    ])
    forged.set(signature, forged.length - signature.length)
    expect(() => verify(forged)).toThrow('another content type was signed')
  })

  test("by putting another certificate of the same name and serial in the signer's place is refused", async () => {
    const cms = await signAs('tc26-a', content)
    const bytes = certificate('tc26-a').der
    const at = Buffer.from(cms).indexOf(bytes)
    const forged = Uint8Array.from(cms)
    // The last octet of the certificate belongs to its issuer's signature: names and serial stay as they are.
    forged[at + bytes.length - 1]! ^= 1
    expect(faultCodeOf(() => verify(forged))).toBe('CMS_SIGNATURE')
  })
})
