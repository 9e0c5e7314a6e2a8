import { createRequire } from 'node:module'
import { expect, test, vi } from 'vitest'
import { smevTransform } from '../../../crypto/xmldsig/smev-transform.ts'
import type { GreaterThanRule } from '../../../crypto/xmldsig/text-escaping.ts'
import { parseXml } from '../../../xsd/document.ts'
import { transformDom } from './dom-transform.ts'
import type { DomNode } from './dom-transform.ts'
import { randomXml } from './random-xml.ts'

const require = createRequire(import.meta.resolve('xml-crypto'))
const { DOMParser } = require('@xmldom/xmldom') as {
  DOMParser: new () => { parseFromString(xml: string, type: string): DomNode }
}

vi.setConfig({ testTimeout: 60_000 })

const SEEDS = Array.from({ length: 400 }, (_, index) => index + 1)

function canonical(xml: string | Uint8Array): Uint8Array {
  using document = parseXml(Buffer.from(xml))
  return document.canonicalize(document.root)
}

test('random trees have the normal form that an independent implementation gives', () => {
  for (const seed of SEEDS) {
    const octets = canonical(randomXml(seed))
    const peer = transformDom(new DOMParser().parseFromString(Buffer.from(octets).toString(), 'text/xml'))
    expect(Buffer.from(smevTransform(octets)).toString(), `seed ${seed}`).toBe(peer)
  }
})

// Not with `never`: a bare `]]>` is no XML.
test.each(['woodstox', 'always'] satisfies GreaterThanRule[])(
  'the normal form of a normal form is itself, with `>` written %s',
  (rule) => {
    for (const seed of SEEDS) {
      const once = smevTransform(canonical(randomXml(seed)), rule)
      expect(Buffer.from(smevTransform(canonical(once), rule)).toString(), `seed ${seed}`).toBe(
        Buffer.from(once).toString(),
      )
    }
  },
)

test('the normal form is well-formed and says what the source says', () => {
  for (const seed of SEEDS) {
    using source = parseXml(Buffer.from(randomXml(seed)))
    using form = parseXml(smevTransform(source.canonicalize(source.root)))
    expect(form.root.namespace).toBe(source.root.namespace)
    expect(form.root.text.replaceAll(/[\0-\u0020]/g, '')).toBe(source.root.text.replaceAll(/[\0-\u0020]/g, ''))
  }
})
