/** What a signature must not get away with: other paddings, other encodings, numbers out of range, keys of other suites. */
import { constants, privateEncrypt, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import * as der from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { DerError } from '../../../crypto/asn1/tlv.ts'
import { encodeEcdsaSignature } from '../../../crypto/ecdsa/ecdsa.ts'
import { encodeDigestInfo } from '../../../crypto/rsa/pkcs1-v15.ts'
import { getSuiteOf } from '../../../crypto/suite.ts'
import { parseSubjectPublicKeyInfo } from '../../../crypto/x509/public-key.ts'
import { CONTENT, KINDS, SUITE_OF, certificateOf, privateKeyOf, suiteText } from './kinds.ts'

describe('RSA PKCS#1 v1.5', () => {
  const { suite, publicKey } = certificateOf('rsa')
  const digest = suite!.digest(CONTENT)
  const pem = suiteText('rsa.key')
  /** A block of the length of the modulus, "signed" as it stands. */
  const signBlock = (block: Uint8Array): Uint8Array =>
    privateEncrypt({ key: pem, padding: constants.RSA_NO_PADDING }, block)
  const padded = (info: Uint8Array, filler = 256 - 3 - info.length): Uint8Array =>
    Buffer.concat([Uint8Array.of(0, 1), new Uint8Array(filler).fill(0xff), Uint8Array.of(0), info])
  const info = encodeDigestInfo(digest)
  const verify = (signature: Uint8Array): boolean => suite!.verify(publicKey!, digest, signature)

  test('the block as RFC 8017 prescribes it verifies', () => {
    expect(verify(signBlock(padded(info)))).toBe(true)
  })

  const short = padded(info, 8)
  test.each<[string, Uint8Array]>([
    ['what follows the digest is anything', Buffer.concat([short, new Uint8Array(256 - short.length).fill(7)])],
    ['the digest is in the middle', Buffer.concat([padded(info, 100), new Uint8Array(256 - 103 - info.length)])],
    ['the algorithm has no NULL', padded(der.sequence(der.sequence(der.oid(OID.sha256)), der.octetString(digest)))],
    ['another digest is named', padded(Buffer.from(Buffer.from(info).toString('hex').replace('0201', '0202'), 'hex'))],
    ['the digest stands bare', padded(digest)],
    ['a padding byte is not ff', padded(info).with(50, 0xfe)],
    ['the block is of type 2', padded(info).with(1, 2)],
    ['lengths are not minimal', padded(Buffer.concat([Uint8Array.of(0x30, 0x81, info.length - 2), info.subarray(2)]))],
  ])('nothing verifies where %s', (_defect, block) => {
    expect(block).toHaveLength(256)
    expect(verify(signBlock(block))).toBe(false)
  })

  test('nothing verifies that is padded in another way, or no number below the modulus', () => {
    expect(verify(sign('sha256', CONTENT, { key: pem, padding: constants.RSA_PKCS1_PSS_PADDING }))).toBe(false)
    expect(verify(sign('sha1', CONTENT, pem))).toBe(false)
    expect(verify(new Uint8Array(256).fill(0xff))).toBe(false)
    expect(verify(new Uint8Array(256))).toBe(false)
  })

  test('digests of another length are nothing to sign', () => {
    expect(() => suite!.sign(privateKeyOf('rsa'), new Uint8Array(20))).toThrow(RangeError)
  })
})

describe.each(['p256', 'p384'])('ECDSA on %s', (kind) => {
  const { suite, publicKey } = certificateOf(kind)
  const digest = suite!.digest(CONTENT)
  const signature = suite!.sign(privateKeyOf(kind), digest)
  const half = signature.length / 2
  const [r, s] = [signature.subarray(0, half), signature.subarray(half)]
  const padLeft = (bytes: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(0), bytes])
  const rawInteger = (content: Uint8Array): Uint8Array => der.element(0x02, content)

  test.each<[string, Uint8Array]>([
    ['numbers are padded', der.sequence(rawInteger(padLeft(padLeft(r))), der.integer(s))],
    ['a number is negative', der.sequence(rawInteger(r.with(0, 0xff)), der.integer(s))],
    ['a number is too long', der.sequence(der.integer(Buffer.concat([Uint8Array.of(1), r])), der.integer(s))],
    ['a number is missing', der.sequence(der.integer(r))],
    ['a number is added', der.sequence(der.integer(r), der.integer(s), der.integer(1))],
    ['bytes follow', Buffer.concat([encodeEcdsaSignature(signature), Uint8Array.of(0)])],
    ['r is zero', encodeEcdsaSignature(Buffer.concat([new Uint8Array(half), s]))],
    ['s is zero', encodeEcdsaSignature(Buffer.concat([r, new Uint8Array(half)]))],
    ['r is above the order', encodeEcdsaSignature(Buffer.concat([new Uint8Array(half).fill(0xff), s]))],
    ['it is r || s', signature],
  ])('nothing of X.509 verifies where %s', (_defect, encoded) => {
    expect(suite!.verifyEncoded(publicKey!, digest, encodeEcdsaSignature(signature))).toBe(true)
    expect(suite!.verifyEncoded(publicKey!, digest, encoded)).toBe(false)
  })

  test('the form of X.509 does not verify as that of XML', () => {
    expect(suite!.verify(publicKey!, digest, signature)).toBe(true)
    expect(suite!.verify(publicKey!, digest, encodeEcdsaSignature(signature))).toBe(false)
  })

  test('a point off the curve verifies nothing, and does not throw', () => {
    const { point } = publicKey as { point: Uint8Array }
    const off = { ...publicKey!, point: point.with(40, point[40]! ^ 1) } as NonNullable<typeof publicKey>
    expect(suite!.verify(off, digest, signature)).toBe(false)
  })
})

describe('keys', () => {
  const rest = (kind: string) => KINDS.filter((each) => SUITE_OF[each] !== SUITE_OF[kind as keyof typeof SUITE_OF])
  const algorithmOf = (kind: string): string => SUITE_OF[kind as keyof typeof SUITE_OF].split('-')[0]!

  test.each(['gost256-tca', 'rsa', 'p256'])('of another algorithm are a bug to the suite of %s', (kind) => {
    const { suite } = certificateOf(kind)
    const digest = suite!.digest(CONTENT)
    for (const other of rest(kind).filter((each) => algorithmOf(each) !== algorithmOf(kind))) {
      expect(() => suite!.verify(certificateOf(other).publicKey!, digest, digest)).toThrow(TypeError)
      expect(() => suite!.sign(privateKeyOf(other), digest)).toThrow(TypeError)
    }
  })

  test.each(KINDS)('sign in the suite that their certificate verifies in: %s', (kind) => {
    expect(getSuiteOf(privateKeyOf(kind))).toBe(certificateOf(kind).suite)
  })

  test.each<[string, Uint8Array]>([
    ['explicit EC parameters', ecKey(der.sequence(der.integer(1)))],
    ['no EC parameters', ecKey()],
    ['another curve', ecKey(der.oid('1.3.132.0.35'))],
  ])('with %s are of no suite', (_defect, spki) => {
    expect(parseSubjectPublicKeyInfo(spki)).toMatchObject({ suite: undefined, publicKey: undefined })
  })

  test.each<[string, Uint8Array]>([
    ['a compressed point', ecKey(der.oid(OID.curveP256), new Uint8Array(33).fill(2))],
    [
      'an RSA key without parameters',
      der.sequence(der.sequence(der.oid(OID.rsaKey)), der.bitString(Uint8Array.of(5, 0))),
    ],
    [
      'an RSA key that is none',
      der.sequence(der.sequence(der.oid(OID.rsaKey), der.nullElement()), der.bitString(Uint8Array.of(5, 0))),
    ],
  ])('are malformed: %s', (_defect, spki) => {
    expect(() => parseSubjectPublicKeyInfo(spki)).toThrow(DerError)
  })
})

function ecKey(parameters: Uint8Array = new Uint8Array(), point: Uint8Array = new Uint8Array(65).fill(4)): Uint8Array {
  return der.sequence(der.sequence(der.oid(OID.ecKey), parameters), der.bitString(point))
}
