import { describe, expect, test } from 'vitest'
import type { XmlLimits } from '../../gateway/ports/xml.ts'
import { parseXml } from '../../xsd/document.ts'

const parse = (document: string, limits?: Partial<XmlLimits>) => parseXml(Buffer.from(document), limits)

/** Code of the fault; the canonical form of a document that is not refused. */
const outcomeOf = (document: string): unknown => {
  try {
    return canonical(document)
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

function canonical(text: string): string {
  using document = parse(text)
  return Buffer.from(document.canonicalize(document.root)).toString()
}

describe('well-formedness', () => {
  test.each([
    ['two roots', '<a/><b/>'],
    ['nothing', ''],
    ['text after the root', '<a/>b'],
    ['an undeclared entity', '<a>&x;</a>'],
    ['a reference to NUL', '<a>&#0;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['`]]>` in text', '<a>]]></a>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute twice by namespace', '<a xmlns:p="urn:p" xmlns:q="urn:p" p:b="1" q:b="2"/>'],
    ['an unbound prefix', '<p:a/>'],
    ['a namespace name that is relative', '<a xmlns="relative"/>'],
    ['a namespace name that is relative, of a prefix that nobody uses', '<a xmlns:p="relative"/>'],
    ['a namespace name with a quote', `<a xmlns='urn:a"b'/>`],
    ['a namespace name with a quote, for a prefix', `<p:a xmlns:p='urn:a"b'/>`],
    ['a namespace name with a blank', '<a xmlns="urn:a b"/>'],
    ['a namespace name in Cyrillic', '<a xmlns="urn:имя"/>'],
  ])('refuses %s', (_defect, document) => {
    expect(outcomeOf(document)).toBe('XML_NOT_WELL_FORMED')
  })

  test('does not repeat the message in the fault', () => {
    expect(() => parse('<Иванов Иван=1/>')).toThrow(/^not well-formed near line 1$/)
  })

  test('reads 200 levels and refuses 300', () => {
    expect(outcomeOf(`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`)).toHaveLength(200 * 7)
    expect(outcomeOf(`${'<a>'.repeat(300)}${'</a>'.repeat(300)}`)).toBe('XML_TOO_DEEP')
  })

  test('decodes windows-1251 where it is allowed', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>\u00c8\u00ec\u00ff</a>', 'latin1')
    using document = parseXml(bytes, { encodings: ['utf-8', 'windows-1251'] })
    expect(document.root.text).toBe('Имя')
  })
})

describe('what a signature would not protect', () => {
  test.each([
    ['an instruction in the root', '<a><?p x?></a>', 'XML_PROCESSING_INSTRUCTION'],
    ['an instruction after the root', '<a/><?p x?>', 'XML_PROCESSING_INSTRUCTION'],
    ['a comment beside text', '<a>t<b/><!-- c --></a>', 'XML_COMMENT'],
    ['a comment beside CDATA', '<a><!-- c --><![CDATA[t]]></a>', 'XML_COMMENT'],
    [
      'a comment in a signature',
      '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><KeyInfo><!-- c --></KeyInfo></Signature>',
      'XML_COMMENT',
    ],
    ['xsi:type', '<a xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="b"/>', 'XML_XSI_TYPE'],
    [
      'xsi:type by a namespace name written with references',
      '<a xmlns:x="http://www.w3.org/2001/XMLSchema-instanc&#101;" x:type="b"/>',
      'XML_XSI_TYPE',
    ],
  ])('refuses %s', (_defect, document, code) => {
    expect(outcomeOf(document)).toBe(code)
  })

  test.each([
    ['comments around the root', '<!-- a --><a/><!-- b -->', '<a></a>'],
    ['comments between elements', '<a> <!-- c --> <b/> </a>', '<a>  <b></b> </a>'],
    ['a comment in an empty element', '<a><!-- c --></a>', '<a></a>'],
    ['CDATA that looks like markup', '<a><![CDATA[<?p?><!-- c -->]]></a>', '<a>&lt;?p?&gt;&lt;!-- c --&gt;</a>'],
    ['an attribute called type', '<a type="b"/>', '<a type="b"></a>'],
    [
      'xsi:nil',
      '<a xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true"/>',
      '<a xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true"></a>',
    ],
  ])('admits %s', (_what, document, expected) => {
    expect(outcomeOf(document)).toBe(expected)
  })
})

describe('identifiers', () => {
  const SPELLINGS = ['Id', 'ID', 'id', 'iD', 'w:Id', 'w:ID', 'other:id', 'xml:id']

  test.each(SPELLINGS.flatMap((first) => SPELLINGS.map((second) => [first, second] as const)))(
    'refuses one value in %s and %s',
    (first, second) => {
      const document = `<a xmlns:w="urn:w" xmlns:other="urn:o"><b ${first}="x1"/><c ${second}="x1"/></a>`
      expect(outcomeOf(document)).toBe('XML_DUPLICATE_ID')
    },
  )

  test('admits different values, and equal values of attributes that identify nothing', () => {
    expect(outcomeOf('<a Id="x"><b id="y" kid="x" d="x" I="x"/></a>')).toMatch(/^<a Id="x">/)
  })
})

const attributes = (count: number) => Array.from({ length: count }, (_, index) => ` a${index}=""`).join('')

describe('attributes', () => {
  test('admits 100 in one tag and refuses 101', () => {
    expect(outcomeOf(`<a${attributes(100)}/>`)).toMatch(/^<a /)
    expect(outcomeOf(`<a${attributes(101)}/>`)).toBe('XML_TOO_MANY_ELEMENTS')
  })

  test('refuses more than 5,000 identifiers', () => {
    const elements = Array.from({ length: 1_251 }, (_, i) => `<b Id="a${i}" ID="b${i}" id="c${i}" iD="d${i}"/>`)
    expect(outcomeOf(`<a>${elements.join('')}</a>`)).toBe('XML_TOO_MANY_ELEMENTS')
    expect(outcomeOf(`<a>${elements.slice(1).join('')}</a>`)).toMatch(/^<a>/)
  })
})

describe('blanks that a signature of SMEV does not cover', () => {
  test.each([
    ['in an element that holds nothing else', '<a>\n <b> \t </b></a>', '<a>\n <b></b></a>'],
    ['by reference', '<a><b>&#32;&#xD;</b></a>', '<a><b></b></a>'],
    ['in CDATA', '<a><b><![CDATA[ ]]></b></a>', '<a><b></b></a>'],
    ['beside a comment', '<a><b> <!-- c --> </b></a>', '<a><b></b></a>'],
    ['in the root', '<a> </a>', '<a></a>'],
  ])('are taken out %s', (_where, document, expected) => {
    expect(outcomeOf(document)).toBe(expected)
  })

  test.each([
    ['between elements', '<a> <b></b> </a>'],
    ['beside text', '<a> t </a>'],
    ['in a signature', '<d:a xmlns:d="http://www.w3.org/2000/09/xmldsig#"> </d:a>'],
    ['that are no blanks of XML', '<a>\u00a0</a>'],
  ])('stay %s', (_where, document) => {
    expect(outcomeOf(document)).toBe(document)
  })

  test('cannot break a schema as CDATA, nor can an empty section', () => {
    using document = parse(
      '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><![CDATA[]]><S:Body><![CDATA[ ]]><a/></S:Body></S:Envelope>',
    )
    expect(document.validate(document.root, 'soap-1.1')).toEqual([])
  })
})

describe('elements', () => {
  const XML = `<p:a xmlns:p="urn:p" xmlns="urn:d" one="1" p:two="2"> t&#60;<b/><![CDATA[<c>]]><p:c><d>x</d></p:c> </p:a>`

  test('have namespace, local name, text and attributes', () => {
    using document = parse(XML)
    const { root } = document
    expect([root.namespace, root.name, root.text]).toEqual(['urn:p', 'a', ' t<<c>x '])
    expect(root.attributes).toEqual([
      { namespace: '', name: 'one', value: '1' },
      { namespace: 'urn:p', name: 'two', value: '2' },
    ])
    expect(root.attribute('two', 'urn:p')).toBe('2')
    expect(root.attribute('two')).toBeUndefined()
  })

  test('have element children in order, each with its parent, and are the same handle each time', () => {
    using document = parse(XML)
    const { root } = document
    expect(root.children.map(({ namespace, name }) => [namespace, name])).toEqual([
      ['urn:d', 'b'],
      ['urn:p', 'c'],
    ])
    expect(root.parent).toBeUndefined()
    expect(root.children[1]?.children[0]?.parent).toBe(root.children[1])
    expect(root.children[0]).toBe(root.children[0])
  })

  test('in no namespace have an empty namespace name', () => {
    using document = parse('<a xmlns="urn:a"><b xmlns=""/></a>')
    expect(document.root.children[0]?.namespace).toBe('')
  })

  test('leave comments out of their text', () => {
    using document = parse('<a><b>1</b><!-- 2 --><b>3</b></a>')
    expect(document.root.text).toBe('13')
  })
})

describe('canonical form', () => {
  test('is that of the element alone, with the namespaces it uses', () => {
    using document = parse(
      '<p:a xmlns:p="urn:p" xmlns:q="urn:q" xmlns:r="urn:r"><q:b z="1" r:y="2" a="3">t</q:b></p:a>',
    )
    const [b] = document.root.children
    expect(b && Buffer.from(document.canonicalize(b)).toString()).toBe(
      '<q:b xmlns:q="urn:q" xmlns:r="urn:r" a="3" z="1" r:y="2">t</q:b>',
    )
  })

  test('of long documents is whole', () => {
    const text = 'имя&#38;'.repeat(20_000)
    expect(canonical(`<a>${text}</a>`)).toBe(`<a>${text.replaceAll('&#38;', '&amp;')}</a>`)
  })

  test('does not exist for a relative namespace name', () => {
    expect(outcomeOf('<p:a xmlns:p="relative"/>')).toBe('XML_NOT_WELL_FORMED')
  })

  test('of an element of another document is a bug', () => {
    using one = parse('<a/>')
    using other = parse('<a/>')
    expect(() => one.canonicalize(other.root)).toThrow('element of another XML document')
  })
})

describe('disposal', () => {
  test('makes every handle unusable', () => {
    const document = parse('<a><b/></a>')
    const { root } = document
    const [b] = root.children
    document[Symbol.dispose]()
    expect(() => root.text).toThrow('disposed')
    expect(() => b?.name).toThrow('disposed')
    expect(() => document.canonicalize(root)).toThrow('disposed')
  })

  test('may happen twice', () => {
    const document = parse('<a/>')
    document[Symbol.dispose]()
    expect(() => document[Symbol.dispose]()).not.toThrow()
  })
})
