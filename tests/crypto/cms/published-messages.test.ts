/**
 * Worked examples that the authors of the standards published: certificates of TC26's recommendation on X.509 (now RFC
 * 9215), messages of its recommendation on CMS (RFC 4490 with the keys of 2012) and of R 1323565.1.025-2019.
 */
import { describe, expect, test } from 'vitest'
import { retag } from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { DerReader, TAG, contextConstructed, openSequence, openSet } from '../../../crypto/asn1/tlv.ts'
import type { Tlv } from '../../../crypto/asn1/tlv.ts'
import { parseOctets } from '../../../crypto/asn1/values.ts'
import { openContentInfo } from '../../../crypto/cms/content-info.ts'
import { decryptCms } from '../../../crypto/cms/enveloped-data.ts'
import { publicKeyOf } from '../../../crypto/gost/gost3410.ts'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import { parseCertificate } from '../../../crypto/x509/certificate.ts'
import type { Certificate } from '../../../crypto/x509/certificate.ts'
import { bytes, curveOf } from '../gost/openssl-tables.ts'
import { cmsFixture, faultCodeOfPromise } from '../x509/fixture-pki.ts'

const published = (name: string): Uint8Array => cmsFixture(`published/${name}`)
const windows1251 = new TextDecoder('windows-1251')
/** Keys are printed as numbers; the scalar is kept little-endian. */
const key = (oid: string, number: string) => ({ curve: curveOf(oid), scalar: bytes(number).toReversed() })

const XCH_A = '1.2.643.2.2.36.0'
const TC26_256_A = '1.2.643.7.1.2.1.1.1'
const TC26_512_A = '1.2.643.7.1.2.1.2.1'
const TC26_512_B = '1.2.643.7.1.2.1.2.2'
const KEYS = {
  'tk26-256': key(XCH_A, 'bfcf1d623e5cdd3032a7c6eabb4a923c46e43d640ffeaaf2c3ed39a8fa399924'),
  'tk26-512': key(
    TC26_512_B,
    '3fc01cdcd4ec5f972eb482774c41e66db7f380528dfe9e67992ba05aee462435757530e641077ce587b976c8eeb48c48fd33fd175f0c7de6a44e014e6bcb074b',
  ),
  recipient256: key(TC26_256_A, '0dc8dc1ff2bc114babc3f1ca8c51e4f58610427e197b1c2fbdba4ae58cbfb7ce'),
  recipient512: key(
    TC26_512_A,
    'a50315981f0a7c7fc05b4eb9591a62b1f84bd6fd518acfcedf0a7c9cf388d1f18757c056ada5b38cbf24cddb0f1519ef72db1712cef1920952e94af1f9c575dc',
  ),
}
const provider = createSoftwareKeys(new Map(Object.entries(KEYS)))

const selfSigned = (certificate: Certificate): boolean =>
  certificate.suite!.verify(certificate.publicKey!, certificate.suite!.digest(certificate.tbs), certificate.signature)

describe('certificates', () => {
  test.each([
    ['256', 'gost2012-256'],
    ['512', 'gost2012-512'],
  ] as const)('of %s bits are signed with the published key', (bits, id) => {
    const certificate = parseCertificate(published(`tk26iok-${bits}.der`))
    expect(certificate.suite?.id).toBe(id)
    expect(publicKeyOf(KEYS[`tk26-${bits}`]).point).toEqual((certificate.publicKey as { point: Uint8Array }).point)
    expect(selfSigned(certificate)).toBe(true)
  })

  test.each(['recipient256', 'recipient512', 'sender512'])('are signed by the published authority: %s', (name) => {
    const authority = parseCertificate(published('r1323565-ca.der'))
    const { tbs, signature } = parseCertificate(published(`r1323565-${name}.der`))
    expect(selfSigned(authority)).toBe(true)
    expect(authority.suite!.verify(authority.publicKey!, authority.suite!.digest(tbs), signature)).toBe(true)
  })
})

test('SignedData of 512 bits: digest and signature over the attributes', () => {
  const { suite, publicKey } = parseCertificate(published('r1323565-sender512.der'))
  const [, , enclosed, , signers] = elementsOf(openContentInfo(published('r1323565-signed-512.cms'), OID.signedData))
  const [, wrapper] = elementsOf(openSequence(enclosed!))
  const content = parseOctets(new DerReader(wrapper!, contextConstructed(0)).read())
  expect(windows1251.decode(content)).toBe('Контрольный пример для структуры SignedData.')
  const [, , , attributes, , signature] = elementsOf(openSet(signers!).readSequence())
  expect(Buffer.from(attributes!.raw).includes(Buffer.from(suite!.digest(content)))).toBe(true)
  const signed = suite!.digest(retag(TAG.set, attributes!.raw))
  expect(suite!.verify(publicKey!, signed, parseOctets(signature!))).toBe(true)
})

function elementsOf(reader: DerReader): Tlv[] {
  const elements: Tlv[] = []
  while (!reader.atEnd) elements.push(reader.read())
  return elements
}

test.each([
  ['256', 'Test data to encrypt.\n'.repeat(100)],
  ['512', 'Test message'],
] as const)('EnvelopedData of the recommendation on CMS, %s bits', async (bits, text) => {
  const cms = published(`tk26cms-ktri-${bits}.cms`)
  // The recipients' certificates were not published: this one is given the name and number in the message.
  const certificate = { ...parseCertificate(published(`tk26iok-${bits}.der`)), issuerDer: issuerIn(cms), serial: '01' }
  const opened = await decryptCms(cms, { certificate, key: `tk26-${bits}`, provider })
  expect(Buffer.from(opened).toString('latin1')).toBe(text)
})

function issuerIn(cms: Uint8Array): Uint8Array {
  const [, recipients] = elementsOf(openContentInfo(cms, OID.envelopedData))
  const [, identifier] = elementsOf(openSet(recipients!).readSequence())
  return openSequence(identifier!).read().raw
}

describe('EnvelopedData of R 1323565.1.025-2019', () => {
  test.each([
    ['key transport, Kuznyechik without MAC', 'ktri-256-kuznyechik', 'recipient256'],
    ['key transport, Magma with MAC', 'ktri-512-magma-omac', 'recipient512'],
    ['key agreement, Kuznyechik with MAC', 'kari-512-kuznyechik-omac', 'recipient512'],
  ])('%s', async (_what, message, name) => {
    const certificate = parseCertificate(published(`r1323565-${name}.der`))
    const opened = await decryptCms(published(`r1323565-${message}.cms`), { certificate, key: name, provider })
    expect(windows1251.decode(opened)).toBe('Контрольный пример для структуры EnvelopedData.')
  })

  test("key agreement with a sender's certificate is not opened: nobody vouches for that certificate", async () => {
    const certificate = parseCertificate(published('r1323565-recipient256.der'))
    const attempt = decryptCms(published('r1323565-kari-static.cms'), { certificate, key: 'recipient256', provider })
    expect(await faultCodeOfPromise(attempt)).toBe('CMS_UNOPENABLE')
  })
})
