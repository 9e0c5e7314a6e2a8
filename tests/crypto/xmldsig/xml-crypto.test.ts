/** xml-crypto as an independent peer: its parser, canonicalisation and reference processing, our curve. */
import { SignedXml } from 'xml-crypto'
import { describe, expect, test } from 'vitest'
import { signDigest } from '../../../crypto/gost/gost3410.ts'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import { gost2012Suite256 as suite } from '../../../crypto/suites/gost2012-256.ts'
import { signElement } from '../../../crypto/xmldsig/sign.ts'
import { C14N, canonicalText, dataElement, DS, envelope, SMEV, x509Data } from '../../fixtures/signature/message.ts'
import { readHolder } from '../../fixtures/signature/pki.ts'
import { transformDom } from './dom-transform.ts'
import type { DomNode } from './dom-transform.ts'
import { randomXml } from './random-xml.ts'
import { receive } from './receive.ts'

const system = readHolder('system')
const { publicKey } = system.certificate
if (publicKey === undefined) throw new Error('the fixture certificate has no GOST key')

class GostHash {
  getAlgorithmName = (): string => suite.xmlDigestUri
  getHash = (xml: string): string => Buffer.from(suite.digest(Buffer.from(xml))).toString('base64')
}

class GostSignature {
  getAlgorithmName = (): string => suite.xmlSignatureUri
  getSignature = (signedInfo: unknown): string =>
    Buffer.from(signDigest(system.key, suite.digest(Buffer.from(String(signedInfo))))).toString('base64')
  verifySignature = (material: string, _key: unknown, value: string): boolean =>
    suite.verify(
      publicKey as NonNullable<typeof publicKey>,
      suite.digest(Buffer.from(material)),
      Buffer.from(value, 'base64'),
    )
}

class SmevTransform {
  getAlgorithmName = (): string => SMEV
  process = (node: unknown): string => transformDom(node as DomNode)
}

/** An instance that knows the algorithms of our profile and no others. */
function peer(): SignedXml {
  const signed = new SignedXml({
    privateKey: 'held by GostSignature',
    signatureAlgorithm: suite.xmlSignatureUri,
    canonicalizationAlgorithm: C14N,
    getKeyInfoContent: (options) => x509Data(system).replaceAll('ds:', options?.prefix ? `${options.prefix}:` : ''),
    getCertFromKeyInfo: () => null,
  })
  const exclusive = signed.CanonicalizationAlgorithms[C14N]
  if (exclusive === undefined) throw new Error('xml-crypto has lost exclusive C14N')
  signed.CanonicalizationAlgorithms = { [C14N]: exclusive, [SMEV]: SmevTransform }
  signed.HashAlgorithms = { [suite.xmlDigestUri]: GostHash }
  signed.SignatureAlgorithms = { [suite.xmlSignatureUri]: GostSignature }
  return signed
}

function signedByPeer(data: string, prefix = 'ds'): string {
  const signed = peer()
  signed.addReference({
    xpath: "//*[local-name(.)='SenderProvidedRequestData']",
    transforms: [C14N, SMEV],
    digestAlgorithm: suite.xmlDigestUri,
  })
  signed.computeSignature(envelope({ data, signature: '' }), {
    ...(prefix && { prefix }),
    location: { reference: "//*[local-name(.)='CallerInformationSystemSignature']", action: 'append' },
  })
  return signed.getSignedXml()
}

function verifiedByPeer(message: string): boolean {
  const signature = /<ds:Signature [\s\S]*<\/ds:Signature>/.exec(message)?.[0]
  const signed = peer()
  signed.loadSignature(signature ?? '')
  return signed.checkSignature(message)
}

const sign = (data: string): Promise<string> =>
  signElement({
    xml: canonicalText(data),
    id: 'SIGNED_BY_CALLER',
    certificate: system.certificate,
    key: 'office',
    provider: createSoftwareKeys(new Map([['office', system.key]])),
  })

const CONTENTS: readonly (readonly [string, string])[] = [
  ['a message', dataElement()],
  ['text with `>`', dataElement({ amount: 'a > b, ]]&gt;' })],
  ...Array.from({ length: 10 }, (_, i) => [`random tree ${i + 1}`, dataElement({ extra: randomXml(i + 1) })] as const),
]

describe('xml-crypto verifies what we sign', () => {
  test.each(CONTENTS)('%s', async (_what, data) => {
    expect(verifiedByPeer(envelope({ data, signature: await sign(data) }))).toBe(true)
  })

  test('but not after a change', async () => {
    const signature = await sign(dataElement())
    expect(verifiedByPeer(envelope({ data: dataElement({ amount: '1501' }), signature }))).toBe(false)
  })
})

describe('we verify what xml-crypto signs', () => {
  test.each(CONTENTS)('%s', (_what, data) => {
    const message = signedByPeer(data)
    expect(message).toContain(DS)
    expect(receive(Buffer.from(message)).certificate.fingerprint).toBe(system.certificate.fingerprint)
  })

  test.each(['', 'dsig'])('with the prefix "%s"', (prefix) => {
    const message = signedByPeer(dataElement(), prefix)
    expect(message).toContain(`<${prefix && `${prefix}:`}SignedInfo>`)
    expect(receive(Buffer.from(message)).certificate.fingerprint).toBe(system.certificate.fingerprint)
  })

  test('but not after a change', () => {
    const message = signedByPeer(dataElement()).replace('1500', '1501')
    expect(() => receive(Buffer.from(message))).toThrow(expect.objectContaining({ code: 'SIGNATURE_DIGEST' }))
  })
})

test('a comment that hides in text verifies for xml-crypto and never reaches our verification', async () => {
  const message = envelope({ data: dataElement(), signature: await sign(dataElement()) }).replace('1500', '1<!---->500')
  expect(verifiedByPeer(message)).toBe(true)
  expect(() => receive(Buffer.from(message))).toThrow(expect.objectContaining({ code: 'XML_COMMENT' }))
})
