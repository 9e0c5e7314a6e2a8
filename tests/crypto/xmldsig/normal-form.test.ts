/** What the door writes from the tree is what its two slower steps give: the parser's own C14N, and the transform of octets. */
import { describe, expect, test, vi } from 'vitest'
import { NormalFormWriter, normalForms } from '../../../crypto/xmldsig/normal-form.ts'
import { canonicalSignedInfo } from '../../../crypto/xmldsig/signed-info.ts'
import { smevTransform, transformVariants } from '../../../crypto/xmldsig/smev-transform.ts'
import type { GreaterThanRule } from '../../../crypto/xmldsig/text-escaping.ts'
import type { XmlDocument, XmlElement } from '../../../gateway/ports/xml.ts'
import { parseXml } from '../../../xsd/document.ts'
import { randomXml } from './random-xml.ts'

vi.setConfig({ testTimeout: 60_000 })

const SEEDS = Array.from({ length: 1_000 }, (_, index) => 10_000 + index)

const text = (octets: Uint8Array): string => Buffer.from(octets).toString()

function formOf(document: XmlDocument, element: XmlElement, rule: GreaterThanRule): string {
  const writer = new NormalFormWriter(rule)
  document.walk(element, writer)
  return text(writer.octets)
}

/** The element and all below it. */
function elementsIn(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(elementsIn)]
}

describe('the normal form of random trees is that of their canonical octets', () => {
  test.each(['woodstox', 'always', 'never'] satisfies GreaterThanRule[])('with `>` written %s', (rule) => {
    for (const seed of SEEDS) {
      using document = parseXml(Buffer.from(randomXml(seed)))
      const { root } = document
      expect(formOf(document, root, rule), `seed ${seed}`).toBe(text(smevTransform(document.canonicalize(root), rule)))
    }
  })

  test('for every element in them, whatever its ancestors declare', () => {
    for (const seed of SEEDS.slice(0, 200)) {
      using document = parseXml(Buffer.from(randomXml(seed)))
      for (const element of elementsIn(document.root)) {
        const octets = smevTransform(document.canonicalize(element))
        expect(formOf(document, element, 'always'), `seed ${seed}, ${element.name}`).toBe(text(octets))
      }
    }
  })

  test('as many forms as there are ways to write the text, in the same order', () => {
    for (const seed of SEEDS.slice(0, 200)) {
      using document = parseXml(Buffer.from(randomXml(seed)))
      const { root } = document
      const forms = Array.from(
        normalForms((visitor) => document.walk(root, visitor)),
        text,
      )
      expect(forms, `seed ${seed}`).toEqual(Array.from(transformVariants(document.canonicalize(root)), text))
    }
  })
})

describe('a SignedInfo is written as the parser canonicalises it', () => {
  const DS = 'http://www.w3.org/2000/09/xmldsig#'
  const reference = `<ds:Reference URI="#A" Id="r"><ds:Transforms><ds:Transform Algorithm="urn:t"/></ds:Transforms>
    <ds:DigestValue>AAAA\n  BBBB=</ds:DigestValue></ds:Reference>`

  test.each([
    [
      'with one prefix',
      `<ds:Signature xmlns:ds="${DS}"><ds:SignedInfo Id="i">${reference}</ds:SignedInfo></ds:Signature>`,
    ],
    [
      'with a declaration of its own',
      `<ds:SignedInfo xmlns:ds="${DS}" xmlns:unused="urn:u">${reference}</ds:SignedInfo>`,
    ],
    [
      'without a prefix',
      `<Signature xmlns="${DS}"><SignedInfo>${reference.replaceAll('ds:', '')}</SignedInfo></Signature>`,
    ],
    [
      'with several prefixes, which come and go',
      `<a:Signature xmlns:a="${DS}" xmlns:b="${DS}" xmlns="${DS}" xmlns:ds="${DS}"><a:SignedInfo><b:M Algorithm="urn:m"/>
        <M><b:N/><a:N/></M><b:M/>${reference}<M/></a:SignedInfo></a:Signature>`,
    ],
    [
      'with a prefix declared again',
      `<ds:SignedInfo xmlns:ds="${DS}"><ds:M xmlns:ds="${DS}"/><M xmlns="${DS}"><M xmlns="${DS}"/></M></ds:SignedInfo>`,
    ],
    [
      'with characters that need a reference',
      `<ds:SignedInfo xmlns:ds="${DS}"><ds:M URI="&#9;&#10;&#13;&amp;&lt;&gt;&quot;'" Algorithm="Ё">&#13;&amp;&lt;&gt;"'</ds:M></ds:SignedInfo>`,
    ],
    ['with CDATA', `<ds:SignedInfo xmlns:ds="${DS}"><ds:V>AA<![CDATA[ <&> ]]>BB</ds:V></ds:SignedInfo>`],
  ])('%s', (_how, xml) => {
    using document = parseXml(Buffer.from(xml))
    const info = document.root.name === 'SignedInfo' ? document.root : document.root.children[0]
    expect(text(canonicalSignedInfo(document, info!))).toBe(text(document.canonicalize(info!)))
  })

  test('and never with an element of another namespace, for which this writer is too simple', () => {
    using document = parseXml(Buffer.from(`<ds:SignedInfo xmlns:ds="${DS}"><b xmlns="urn:b"/></ds:SignedInfo>`))
    expect(() => canonicalSignedInfo(document, document.root)).toThrow('another namespace')
  })
})
