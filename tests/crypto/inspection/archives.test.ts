/** GOST R 34.10-2001 and the rarer names of 2012, signed by openssl with its gost engine (stored). */
import { describe, expect, test } from 'vitest'
import { parseXml } from '../../../xsd/document.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import { judgeChain } from '../../../crypto/inspection/chain.ts'
import { parseCertificatesPem } from '../../../crypto/x509/certificate.ts'
import { verifySignature } from '../../../crypto/xmldsig/verify.ts'
import { changed, findingOf, fixture, prettyPrinted, verdictsOf } from './findings.ts'

const AT = new Date('2016-02-29T12:00:00Z')
const ROLE = { role: 'SenderInformationSystemSignature', target: 'SIGNED_BY_CONSUMER' }

test.each([
  ['gost2001-by-uri', 'gost2001'],
  ['gost2001-by-urn', 'gost2001'],
  ['gost512', 'gost2012-512'],
  ['gost512-by-other-names', 'gost2012-512'],
])('%s is verified, and not after a change', (name, algorithm) => {
  const xml = fixture(`${name}.xml`)
  expect(findingOf(xml)).toMatchObject({ ...ROLE, digest: 'matches', signature: 'verifies', algorithm, reasons: [] })
  expect(verdictsOf(changed(xml, 'Петров', 'Перов'))).toEqual([['differs', 'verifies']])
  expect(verdictsOf(changed(xml, '<ds:SignatureValue>', '<ds:SignatureValue>AAAA'))).toEqual([['matches', 'fails']])
  expect(verdictsOf(prettyPrinted(xml))).toEqual([['matches', 'after-removing-whitespace']])
})

describe('the chain of an archive certificate', () => {
  const { signer } = findingOf(fixture('gost2001-by-uri.xml'))
  const [root] = parseCertificatesPem(fixture('gost2001.root.pem').toString())
  const [other] = parseCertificatesPem(fixture('gost512.root.pem').toString())
  if (!signer || !root || !other) throw new Error('fixtures are incomplete')

  test('leads to the root that issued it, and to no other', () => {
    expect(judgeChain(signer, { anchors: [root], links: [], at: AT })).toBe('trusted')
    expect(judgeChain(signer, { anchors: [other], links: [root], at: AT })).toBe('untrusted')
  })

  test('for the trust store of the door there is none', () => {
    expect(() => createTrustStore([root]).verifyCertificate(signer, AT)).toThrow(
      expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED' }),
    )
  })
})

test('the verification of the door takes no signature of 2001', () => {
  using document = parseXml(fixture('gost2001-by-uri.xml'))
  const request = document.root.children[0]?.children[0]?.children[0]?.children[0]
  const [target, , wrapper] = request?.children ?? []
  if (!target || !wrapper) throw new Error('the fixture has another shape')
  const trust = { verifyCertificate: (): never => expect.fail('asked for the chain of a key that is refused') }
  expect(() => verifySignature({ document, signature: wrapper.children[0], target, at: AT, trust })).toThrow(
    expect.objectContaining({ code: 'SIGNATURE_ALGORITHM' }),
  )
})
