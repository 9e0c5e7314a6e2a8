/** Canonicalisations and transforms, as other makers combine them. */
import { SignedXml } from 'xml-crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DS, C14N, digestValueOf, dataElement, message, SMEV, transforms } from '../../fixtures/signature/message.ts'
import { changed, findingOf, fixture, verdictsOf } from './findings.ts'

const GOOD = ['matches', 'verifies']
const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const ENVELOPED = `${DS}enveloped-signature`

const XMLSEC = [
  ['enveloped', 'rsa-sha256'],
  ['enveloped-exclusive', 'rsa-sha256'],
  ['by-id-inclusive', 'ecdsa-p256-sha256'],
  ['by-id-with-prefix-list', 'ecdsa-p256-sha256'],
  ['by-id-c14n-11', 'rsa-sha256'],
  ['with-comments', 'rsa-sha256'],
  ['canonicalised-twice', 'rsa-sha256'],
] as const

describe('what xmlsec1 signed (stored)', () => {
  test.each(XMLSEC)('%s, %s', (name, algorithm) => {
    const finding = findingOf(fixture(`${name}.xml`))
    expect([finding.digest, finding.signature, finding.algorithm]).toEqual([...GOOD, algorithm])
  })

  test.each(XMLSEC)('%s: not after a change of the content', (name) => {
    expect(verdictsOf(changed(fixture(`${name}.xml`), 'Иванов', 'Иванцов'))).toEqual([['differs', 'verifies']])
  })

  test('a reference to the whole document covers no comment, but every instruction', () => {
    const text = fixture('enveloped.xml')
    expect(verdictsOf(changed(text, '<!-- before -->', '<!-- after -->'))).toEqual([GOOD])
    expect(verdictsOf(changed(text, '<?page of="archive"?>', ''))).toEqual([['differs', 'verifies']])
  })

  test('comments in a SignedInfo that is signed with them are covered', () => {
    const text = changed(fixture('with-comments.xml'), '<SignedInfo>', '<SignedInfo><!-- x -->')
    expect(verdictsOf(text)).toEqual([['matches', 'fails']])
  })

  test('an inherited attribute is part of an inclusive form, and of no exclusive one', () => {
    const inEnglish = (name: string) => changed(fixture(`${name}.xml`), 'xml:lang="ru"', 'xml:lang="en"')
    expect(verdictsOf(inEnglish('by-id-inclusive'))).toEqual([['differs', 'verifies']])
    expect(verdictsOf(inEnglish('by-id-with-prefix-list'))).toEqual([GOOD])
  })

  test('a listed prefix is covered though nothing uses it', () => {
    const other = (name: string) => changed(fixture(`${name}.xml`), 'urn://example/unused', 'urn://example/other')
    expect(verdictsOf(other('by-id-with-prefix-list'))).toEqual([['differs', 'verifies']])
  })
})

describe('the SMEV transform among others', () => {
  const smev = (...uris: readonly string[]): string => message({ info: { transforms: transforms(...uris) } })

  test.each([
    ['inclusive form before it, as one real message has it', smev(ENVELOPED, INCLUSIVE, SMEV)],
    ['alone', smev(SMEV)],
    ['twice', smev(C14N, SMEV, SMEV)],
    ['canonicalised once more', smev(C14N, SMEV, INCLUSIVE)],
    ['exclusive form with comments before it', smev(`${C14N}WithComments`, SMEV)],
  ])('%s', (_what, text) => {
    expect(verdictsOf(text)).toEqual([GOOD])
  })

  test.each(['woodstox', 'always', 'never'] as const)('`>` written the way of %s', (rule) => {
    const data = dataElement({ amount: 'a > b, long enough for the buffer, ]]&gt; &amp;&gt;' })
    expect(verdictsOf(message({ data, rule }))).toEqual([GOOD])
  })

  test('is not left out', () => {
    const digestValue = digestValueOf(dataElement())
    expect(verdictsOf(message({ info: { transforms: transforms(C14N), digestValue } }))).toEqual([
      ['differs', 'verifies'],
    ])
  })
})

describe('what xml-crypto signs', () => {
  const folder = new URL('../../fixtures/suites/', import.meta.url)
  const read = (name: string): string => readFileSync(new URL(name, folder), 'latin1')

  function signed(c14n: string, algorithms: readonly string[], isEmptyUri: boolean): string {
    const signer = new SignedXml({
      privateKey: read('rsa.key'),
      publicCert: read('rsa.pem'),
      signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      canonicalizationAlgorithm: c14n as typeof C14N,
    })
    const digestAlgorithm = 'http://www.w3.org/2001/04/xmlenc#sha256'
    signer.addReference({
      xpath: isEmptyUri ? '/*' : "//*[local-name(.)='b']",
      transforms: [...algorithms],
      digestAlgorithm,
      isEmptyUri,
    })
    signer.computeSignature('<a xmlns="urn://example/a" xmlns:c="urn://example/c"><b>Ы &lt; <c:d e="1"/></b>\n</a>')
    return signer.getSignedXml()
  }

  test.each([
    ['enveloped, the whole document', C14N, [ENVELOPED, C14N], true],
    ['enveloped, nothing but that', INCLUSIVE, [ENVELOPED, INCLUSIVE], true],
    ['an element, exclusive', C14N, [C14N], false],
    ['an element, inclusive', INCLUSIVE, [INCLUSIVE], false],
  ])('%s', (_what, c14n, algorithms, isEmptyUri) => {
    const text = signed(c14n, algorithms, isEmptyUri)
    expect(findingOf(text)).toMatchObject({ role: 'unknown', algorithm: 'rsa-sha256' })
    expect(verdictsOf(text)).toEqual([GOOD])
    expect(verdictsOf(changed(text, 'Ы', 'Э'))).toEqual([['differs', 'verifies']])
  })
})
