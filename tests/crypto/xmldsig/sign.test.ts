import { describe, expect, test } from 'vitest'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import { gost2012Suite256 as suite } from '../../../crypto/suites/gost2012-256.ts'
import { digestOf, signElement } from '../../../crypto/xmldsig/sign.ts'
import { readSignature } from '../../../crypto/xmldsig/structure.ts'
import { parseXml } from '../../../xsd/document.ts'
import { canonicalText, dataElement, envelope } from '../../fixtures/signature/message.ts'
import { readHolder } from '../../fixtures/signature/pki.ts'
import { partsOf, receive } from './receive.ts'
import { randomXml } from './random-xml.ts'

const system = readHolder('system')
const provider = createSoftwareKeys(
  new Map([
    ['office', system.key],
    ['another', readHolder('other-system').key],
  ]),
)

const sign = (xml: string, options: { id?: string; key?: string } = {}): Promise<string> =>
  signElement({ xml, id: 'SIGNED_BY_CALLER', certificate: system.certificate, key: 'office', provider, ...options })

const received = (data: string, signature: string) => receive(Buffer.from(envelope({ data, signature })))

describe('what we sign', () => {
  test.each([
    ['a message', dataElement()],
    ['`>` in text', canonicalText(dataElement({ amount: 'a > b, ]]&gt;' }))],
    ['line breaks and references', canonicalText(dataElement({ amount: '1&#13;&#10;2\n&amp;&lt;' }))],
    ['a prefix declared again', dataElement({ extra: '<q:a xmlns:q="urn://example/inquiry/1.0"></q:a>' })],
  ])('verifies: %s', async (_what, data) => {
    const { certificate } = received(data, await sign(data))
    expect(certificate.fingerprint).toBe(system.certificate.fingerprint)
  })

  test('verifies for random content', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const data = canonicalText(dataElement({ extra: randomXml(seed) }))
      expect(received(data, await sign(data)).text, `seed ${seed}`).toContain('1500')
    }
  })

  test('does not verify over other content', async () => {
    const signature = await sign(dataElement())
    expect(() => received(dataElement({ amount: '1501' }), signature)).toThrow(
      expect.objectContaining({ code: 'SIGNATURE_DIGEST' }),
    )
  })

  test('has no white space and declares its own prefix', async () => {
    const signature = await sign(dataElement())
    expect(signature).not.toMatch(/>\s|\s</)
    expect(signature).toMatch(/^<ds:Signature xmlns:ds="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#"><ds:SignedInfo>/)
  })

  test('has a SignedInfo that canonicalisation leaves as written', async () => {
    const signature = await sign(dataElement())
    using document = parseXml(Buffer.from(envelope({ data: dataElement(), signature })))
    const [element] = partsOf(document).wrapper.children
    if (element === undefined) throw new Error('no signature')
    const canonical = Buffer.from(document.canonicalize(readSignature(element).signedInfo)).toString()
    expect(signature).toContain(canonical.replace(' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', ''))
  })
})

describe('refuses to sign', () => {
  test('with a key that is not that of the certificate', async () => {
    await expect(sign(dataElement(), { key: 'another' })).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
  })

  test('with a key that is not there', async () => {
    await expect(sign(dataElement(), { key: 'lost' })).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
  })

  test('for a certificate of an algorithm that is not ours', async () => {
    const certificate = { ...system.certificate, suite: undefined, publicKey: undefined }
    const parameters = { xml: dataElement(), id: 'SIGNED_BY_CALLER', certificate, key: 'office', provider }
    await expect(signElement(parameters)).rejects.toMatchObject({ code: 'KEY_UNUSABLE' })
  })

  test.each([
    ['with another Id', dataElement({ attributes: ' Id="OTHER"' })],
    ['without Id', dataElement({ attributes: '' })],
  ])('an element %s', async (_what, data) => {
    await expect(sign(data)).rejects.toThrow('does not carry the identifier')
  })

  test('an Id that is no name', async () => {
    const data = dataElement({ attributes: ' Id="a&quot;b"' })
    await expect(sign(data, { id: 'a"b' })).rejects.toThrow('does not carry the identifier')
  })

  test('an element in no namespace', async () => {
    await expect(sign('<a Id="SIGNED_BY_CALLER"/>')).rejects.toMatchObject({ code: 'SIGNATURE_STRUCTURE' })
  })

  test('an element that borrows a prefix', async () => {
    await expect(sign('<t:a Id="SIGNED_BY_CALLER"></t:a>')).rejects.toMatchObject({ code: 'SIGNATURE_STRUCTURE' })
  })

  test('an element that is not in canonical form', async () => {
    await expect(sign(dataElement({ amount: '1\r\n2' }))).rejects.toMatchObject({ code: 'SIGNATURE_STRUCTURE' })
  })
})

test('the digest of an element is the one that a verified signature proves', async () => {
  const data = dataElement()
  using document = parseXml(Buffer.from(envelope({ data, signature: await sign(data) })))
  const digest = Buffer.from(digestOf(document, partsOf(document).target, suite)).toString('hex')
  expect(received(data, await sign(data)).digest).toBe(digest)
})
