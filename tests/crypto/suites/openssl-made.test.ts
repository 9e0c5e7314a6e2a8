/** Every suite against what openssl made with it (stored): signatures, certificates, revocation lists, CMS. */
import { describe, expect, test } from 'vitest'
import { openSequence, parseTlv } from '../../../crypto/asn1/tlv.ts'
import { parseOctetAlignedBits } from '../../../crypto/asn1/values.ts'
import { verifyCms } from '../../../crypto/cms/signed-data.ts'
import { parsePemBlocks } from '../../../crypto/x509/pem.ts'
import { parseAlgorithm } from '../../../crypto/x509/public-key.ts'
import { faultCodeOf } from '../x509/fixture-pki.ts'
import { CONTENT, JUDGED_AT, KINDS, SUITE_OF, certificateOf, suiteFixture, suiteText, trustOf } from './kinds.ts'

const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, bytes[at]! ^ 1)

describe.each(KINDS)('%s', (kind) => {
  const certificate = certificateOf(kind)
  const { suite, publicKey } = certificate
  if (suite === undefined || publicKey === undefined) throw new Error(`${kind} is of no suite`)

  test('is the suite of its key', () => {
    expect(suite.id).toBe(SUITE_OF[kind])
  })

  test('verifies a signature, and not when signature or digest differ', () => {
    const digest = suite.digest(CONTENT)
    const signature = suiteFixture(`${kind}.sig`)
    expect(suite.verifyEncoded(publicKey, digest, signature)).toBe(true)
    for (const at of [0, 5, signature.length >> 1, signature.length - 1]) {
      expect(suite.verifyEncoded(publicKey, digest, flip(signature, at)), `octet ${at}`).toBe(false)
    }
    expect(suite.verifyEncoded(publicKey, flip(digest, 0), signature)).toBe(false)
    expect(suite.verifyEncoded(publicKey, digest, signature.subarray(1))).toBe(false)
    expect(suite.verifyEncoded(publicKey, digest, Buffer.concat([signature, Buffer.alloc(1)]))).toBe(false)
    expect(suite.verifyEncoded(publicKey, digest, new Uint8Array())).toBe(false)
  })

  test('proves a certificate by its root, and by no other root of the same kind of key', () => {
    const { chain } = trustOf(kind).verifyCertificate(certificate, JUDGED_AT)
    expect(chain).toEqual([certificate, certificateOf(`${kind}.root`)])
    const other = KINDS.find((each) => each !== kind && SUITE_OF[each] === SUITE_OF[kind]) ?? 'gost256-a'
    expect(faultCodeOf(() => trustOf(other).verifyCertificate(certificate, JUDGED_AT))).toBe('CERTIFICATE_UNTRUSTED')
  })

  test('proves a revocation list by its root', () => {
    const fields = openSequence(parseTlv(parsePemBlocks(suiteText(`${kind}.crl`), 'X509 CRL')[0]!, 4096))
    const tbs = fields.read().raw
    expect(parseAlgorithm(fields.read()).oid).toBe(suite.signatureOid)
    const signature = parseOctetAlignedBits(fields.read())
    const root = certificateOf(`${kind}.root`).publicKey!
    expect(suite.verifyEncoded(root, suite.digest(tbs), signature)).toBe(true)
    expect(suite.verifyEncoded(root, suite.digest(flip(tbs, 40)), signature)).toBe(false)
  })

  test('verifies SignedData with CAdES-BES attributes, attached and detached', () => {
    const options = { trust: trustOf(kind), at: JUDGED_AT }
    const verified = verifyCms(suiteFixture(`${kind}.signed.cms`), options)
    expect(verified).toMatchObject({ signer: certificate, algorithm: suite.id })
    expect(Buffer.compare(verified.content, CONTENT)).toBe(0)
    const detached = suiteFixture(`${kind}.detached.cms`)
    expect(verifyCms(detached, { ...options, detachedContent: CONTENT }).signer).toBe(certificate)
    const changed = { ...options, detachedContent: flip(CONTENT, 999) }
    expect(faultCodeOf(() => verifyCms(detached, changed))).toBe('CMS_SIGNATURE')
  })
})

describe('what no suite speaks', () => {
  test.each(['rsa1024', 'p521'])('is read, but without suite and key: %s', (name) => {
    expect(certificateOf(name)).toMatchObject({ suite: undefined, publicKey: undefined, ogrn: '1027700000012' })
  })

  test.each(['rsa1024', 'p521'])('proves no certificate: %s', (name) => {
    const judge = () => trustOf(name).verifyCertificate(certificateOf(name), JUDGED_AT)
    expect(faultCodeOf(judge)).toBe('CERTIFICATE_UNTRUSTED')
  })

  test('is no signer of a document', () => {
    const trust = { verifyCertificate: () => ({}) } as never
    expect(() => verifyCms(suiteFixture('rsa1024.signed.cms'), { trust, at: JUDGED_AT })).toThrow(
      expect.objectContaining({ code: 'CMS_SIGNATURE', message: expect.stringContaining('unknown kind') }),
    )
  })
})

describe('SHA-1 beside a key that is taken', () => {
  test('proves no certificate', () => {
    const certificate = certificateOf('rsa-sha1')
    expect(certificate.suite?.id).toBe('rsa-sha256')
    const judge = () => trustOf('rsa-sha1').verifyCertificate(certificate, JUDGED_AT)
    expect(faultCodeOf(judge)).toBe('CERTIFICATE_UNTRUSTED')
  })

  test('signs no document: openssl names the certificate by SHA-1, too', () => {
    const open = () => verifyCms(suiteFixture('rsa-sha1.signed.cms'), { trust: trustOf('rsa'), at: JUDGED_AT })
    expect(faultCodeOf(open)).toBe('CMS_MALFORMED')
  })
})
