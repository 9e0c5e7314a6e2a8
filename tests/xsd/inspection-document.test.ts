import { describe, expect, test } from 'vitest'
import type { CanonicalForm } from '../../xsd/inspection-document.ts'
import { INSPECTION_LIMITS, parseXmlForInspection } from '../../xsd/inspection-document.ts'

const form = (method: CanonicalForm['method'], change: Partial<CanonicalForm> = {}): CanonicalForm => ({
  method,
  withComments: false,
  prefixes: [],
  ...change,
})

const TEXT = `<?xml version="1.0"?><?page 1?><!-- a -->
<r xmlns:n="urn://n" xmlns:u="urn://u" xml:lang="ru"><n:e n:b="1" a="2"><!-- c --><?p q?>т<gone x="1"/>е</n:e></r>`

/** Canonical form of the first child of the root, or of the document. */
function canonical(of: 'child' | 'document', as: CanonicalForm, without?: 'gone'): string {
  using document = parseXmlForInspection(Buffer.from(TEXT))
  const [child] = document.root.children
  const part = of === 'document' ? 'document' : child
  if (part === undefined) throw new Error('no child')
  return Buffer.from(document.canonicalizeAs(part, as, without && child?.children[0])).toString()
}

describe('canonical forms', () => {
  test.each([
    ['exclusive', '<n:e xmlns:n="urn://n" a="2" n:b="1"><?p q?>т<gone x="1"></gone>е</n:e>'],
    [
      'inclusive',
      '<n:e xmlns:n="urn://n" xmlns:u="urn://u" a="2" xml:lang="ru" n:b="1"><?p q?>т<gone x="1"></gone>е</n:e>',
    ],
    [
      'inclusive-1.1',
      '<n:e xmlns:n="urn://n" xmlns:u="urn://u" a="2" xml:lang="ru" n:b="1"><?p q?>т<gone x="1"></gone>е</n:e>',
    ],
  ] as const)('%s, of an element', (method, expected) => {
    expect(canonical('child', form(method))).toBe(expected)
  })

  test('with listed prefixes and with comments', () => {
    expect(canonical('child', form('exclusive', { prefixes: ['u'], withComments: true }))).toBe(
      '<n:e xmlns:n="urn://n" xmlns:u="urn://u" a="2" n:b="1"><!-- c --><?p q?>т<gone x="1"></gone>е</n:e>',
    )
  })

  test('of the whole document, with what stands before its root', () => {
    expect(canonical('document', form('inclusive'))).toMatch(
      /^<\?page 1\?>\n<r xmlns:n="urn:\/\/n" xmlns:u="urn:\/\/u"/,
    )
  })

  test.each(['child', 'document'] as const)('without an element, of the %s', (of) => {
    expect(canonical(of, form('exclusive'), 'gone')).toContain('<?p q?>те</n:e>')
  })

  test('the document is the same after an element was left out of a form', () => {
    using document = parseXmlForInspection(Buffer.from('<a><b/><c/></a>'))
    const [b] = document.root.children
    document.canonicalizeAs(document.root, form('exclusive'), b)
    expect(Buffer.from(document.canonicalize(document.root)).toString()).toBe('<a><b></b><c></c></a>')
  })
})

describe('reads what the door refuses', () => {
  test.each([
    ['comments beside text', '<a>1<!-- -->2</a>'],
    ['xsi:type', '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="b"/>'],
    ['equal identifiers', '<a Id="1"><b Id="1"/></a>'],
    ['instructions before the root', '<?xml version="1.0"?>\n<!-- ? --><?p <!DOCTYPE ?><?q?><a/>'],
    ['windows-1251', '<?xml version="1.0" encoding="windows-1251"?><a/>'],
  ])('%s', (_what, text) => {
    using document = parseXmlForInspection(Buffer.from(text))
    expect(document.root.name).toBe('a')
  })

  test('elements beside instructions', () => {
    using document = parseXmlForInspection(Buffer.from('<a><?p?><b/><?p?>x<!-- --><c><?q?></c><?p?></a>'))
    expect(document.root.children.map(({ name }) => name)).toEqual(['b', 'c'])
    expect(document.root.children[1]?.parent).toBe(document.root)
  })
})

describe('still refuses', () => {
  const entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
  test.each([
    ['XML_DOCTYPE', `${entity}<a>&e;</a>`],
    ['XML_DOCTYPE', `<?xml version="1.0"?><!-- x --><?p?>${entity}<a>&e;</a>`],
    ['XML_DOCTYPE', `<?p ?><!--<?q-->${entity}<!-- ?>--><a/>`],
    ['XML_NOT_WELL_FORMED', '<a>'],
    ['XML_NOT_WELL_FORMED', '<a>&e;</a>'],
    ['XML_PROCESSING_INSTRUCTION', '<?p <a/>'],
    ['XML_NOT_WELL_FORMED', '<a>\0</a>'],
    ['XML_TOO_DEEP', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`],
    ['XML_VERSION', '<?xml version="1.1"?><a/>'],
    ['XML_ENCODING', '<?xml version="1.0" encoding="koi8-r"?><a/>'],
  ])('%s: %s', (code, text) => {
    expect(() => parseXmlForInspection(Buffer.from(text))).toThrow(expect.objectContaining({ code }))
  })

  test('more than its limits', () => {
    const crowd = Buffer.from(`<a>${'<b/>'.repeat(INSPECTION_LIMITS.maxElements)}</a>`)
    expect(() => parseXmlForInspection(crowd)).toThrow(expect.objectContaining({ code: 'XML_TOO_MANY_ELEMENTS' }))
    const attributes = Array.from({ length: 1001 }, (_, index) => ` a${index}=""`).join('')
    const tag = Buffer.from(`<a><b${attributes}/></a>`)
    expect(() => parseXmlForInspection(tag)).toThrow(expect.objectContaining({ code: 'XML_TOO_MANY_ELEMENTS' }))
    const long = Buffer.alloc(INSPECTION_LIMITS.maxBytes + 1, 0x20)
    expect(() => parseXmlForInspection(long)).toThrow(expect.objectContaining({ code: 'XML_TOO_LARGE' }))
  })
})

test('an element of another document is a bug', () => {
  using one = parseXmlForInspection(Buffer.from('<a/>'))
  using other = parseXmlForInspection(Buffer.from('<a/>'))
  expect(() => one.canonicalize(other.root)).toThrow('another XML document')
})
