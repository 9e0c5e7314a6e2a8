import { describe, expect, test } from 'vitest'
import { smevTransform, transformVariants } from '../../../crypto/xmldsig/smev-transform.ts'
import type { GreaterThanRule } from '../../../crypto/xmldsig/text-escaping.ts'
import { parseXml } from '../../../xsd/document.ts'

function canonical(xml: string): Uint8Array {
  using document = parseXml(Buffer.from(xml))
  return document.canonicalize(document.root)
}

const normal = (xml: string, rule?: GreaterThanRule): string =>
  Buffer.from(smevTransform(canonical(xml), rule)).toString()

/** Normal form of the content of an element `<ns1:a xmlns:ns1="urn:a">`. */
const normalContent = (content: string, rule?: GreaterThanRule): string =>
  normal(`<a xmlns="urn:a">${content}</a>`, rule).slice('<ns1:a xmlns:ns1="urn:a">'.length, -'</ns1:a>'.length)

describe('rule 1: nothing but elements, attributes and text', () => {
  test('drops the declaration and comments', () => {
    expect(normal('<?xml version="1.0"?><!-- x --><a xmlns="urn:a"><!-- y --><b/></a>')).toBe(
      '<ns1:a xmlns:ns1="urn:a"><ns1:b></ns1:b></ns1:a>',
    )
  })
})

describe('rule 2: blank text', () => {
  test('is dropped between elements', () => {
    expect(normalContent(' \t\n <b/>&#13;&#10;<b/> ')).toBe('<ns1:b></ns1:b><ns1:b></ns1:b>')
  })

  test('is dropped in a leaf', () => {
    expect(normalContent('<b>   </b>')).toBe('<ns1:b></ns1:b>')
  })

  test('is kept around other characters', () => {
    expect(normalContent('<b>\n v  v </b>')).toBe('<ns1:b>\n v  v </ns1:b>')
  })

  test.each([
    ['a no-break space', '\u00a0'],
    ['an ideographic space', '\u3000'],
    ['a zero-width no-break space', '\ufeff'],
    ['a next-line character', '\u0085'],
  ])('is not %s', (_name, character) => {
    expect(normalContent(`<b>${character}</b>`)).toBe(`<ns1:b>${character}</ns1:b>`)
  })

  test('is one with the text on the other side of a comment', () => {
    expect(normalContent(' <!-- --> ')).toBe('')
  })

  test('of great length costs no stack', () => {
    expect(normalContent(`<b>${' '.repeat(3_000_000)}v</b>`)).toHaveLength(3_000_000 + 16)
  })
})

test('rule 3: every element has a start tag and an end tag', () => {
  expect(normalContent('<b/>')).toBe('<ns1:b></ns1:b>')
})

describe('rule 4: declarations are rebuilt from names', () => {
  test('source prefixes are forgotten', () => {
    expect(normal('<p:a xmlns:p="urn:a" p:x="1"/>')).toBe(normal('<z:a xmlns:z="urn:a" z:x="1"/>'))
    expect(normal('<p:a xmlns:p="urn:a"/>')).toBe(normal('<a xmlns="urn:a"/>'))
  })

  test('unused declarations are dropped, also of prefixes that only a value uses', () => {
    expect(normal('<a xmlns="urn:a" xmlns:t="urn:t" type="t:T"/>')).toBe('<ns1:a xmlns:ns1="urn:a" type="t:T"></ns1:a>')
  })

  test('a prefix means what its nearest declaration says', () => {
    expect(normal('<p:a xmlns:p="urn:a"><p:b xmlns:p="urn:b"/><p:c/></p:a>')).toBe(
      '<ns1:a xmlns:ns1="urn:a"><ns2:b xmlns:ns2="urn:b"></ns2:b><ns1:c></ns1:c></ns1:a>',
    )
  })
})

test('rule 5: an element takes the prefix that an ancestor made for its namespace', () => {
  expect(normal('<a xmlns="urn:a"><p:b xmlns:p="urn:b"><q:c xmlns:q="urn:a"/><r:d xmlns:r="urn:b"/></p:b></a>')).toBe(
    '<ns1:a xmlns:ns1="urn:a"><ns2:b xmlns:ns2="urn:b"><ns1:c></ns1:c><ns2:d></ns2:d></ns2:b></ns1:a>',
  )
})

test('rule 6: numbers run through the fragment, and a declaration dies with its element', () => {
  expect(normal('<a xmlns="urn:a" xmlns:p="urn:p"><p:b/><p:b/><p:b/></a>')).toBe(
    '<ns1:a xmlns:ns1="urn:a"><ns2:b xmlns:ns2="urn:p"></ns2:b><ns3:b xmlns:ns3="urn:p"></ns3:b><ns4:b xmlns:ns4="urn:p"></ns4:b></ns1:a>',
  )
})

describe('rule 7: attributes are sorted', () => {
  test('by code unit', () => {
    const names = ['а', 'b', 'a2', 'a10', 'a1', 'B', '_', 'Я', '\u{10000}', '\uf900']
    const attributes = names.map((name) => `${name}=""`).join(' ')
    const sorted = ['B', '_', 'a1', 'a10', 'a2', 'b', 'Я', 'а', '\u{10000}', '\uf900']
    expect(normal(`<a xmlns="urn:a" ${attributes}/>`)).toBe(
      `<ns1:a xmlns:ns1="urn:a" ${sorted.map((name) => `${name}=""`).join(' ')}></ns1:a>`,
    )
  })

  test('qualified ones first, by namespace and local name, whatever their prefixes', () => {
    expect(normal('<a xmlns="urn:m" xmlns:a="urn:z" xmlns:z="urn:b" z:y="1" a:x="2" k="3" z:w="4"/>')).toBe(
      '<ns1:a xmlns:ns1="urn:m" xmlns:ns2="urn:b" xmlns:ns3="urn:z" ns2:w="4" ns2:y="1" ns3:x="2" k="3"></ns1:a>',
    )
  })
})

describe('rule 8: prefixes of attributes', () => {
  test('are made after sorting, and after that of the element', () => {
    expect(normal('<p:a xmlns:p="urn:z" xmlns:q="urn:y" xmlns:r="urn:x" q:b="1" r:c="2"/>')).toBe(
      '<ns1:a xmlns:ns1="urn:z" xmlns:ns2="urn:x" xmlns:ns3="urn:y" ns2:c="2" ns3:b="1"></ns1:a>',
    )
  })

  test('are reused: from the element and from its ancestors', () => {
    expect(normal('<p:a xmlns:p="urn:p" p:x="1"><q:b xmlns:q="urn:q" q:y="2" xmlns:p="urn:p" p:z="3"/></p:a>')).toBe(
      '<ns1:a xmlns:ns1="urn:p" ns1:x="1"><ns2:b xmlns:ns2="urn:q" ns1:z="3" ns2:y="2"></ns2:b></ns1:a>',
    )
  })

  test('made for an attribute serve the children', () => {
    expect(normal('<a xmlns="urn:a" xmlns:p="urn:p" p:x="1"><p:b/></a>')).toBe(
      '<ns1:a xmlns:ns1="urn:a" xmlns:ns2="urn:p" ns2:x="1"><ns2:b></ns2:b></ns1:a>',
    )
  })
})

test('rule 9: unqualified attributes stay so, and the output is UTF-8 without mark or final line', () => {
  expect(smevTransform(canonical('<a xmlns="urn:a" имя="Ё"/>'))).toEqual(
    new TextEncoder().encode('<ns1:a xmlns:ns1="urn:a" имя="Ё"></ns1:a>'),
  )
})

describe('escaping', () => {
  test('of text: & < and CR', () => {
    expect(normalContent(`<b>&amp;&lt;&quot;&apos;&#13;&#10;&#9;.</b>`)).toBe(`<ns1:b>&amp;&lt;"'&#xd;\n\t.</ns1:b>`)
  })

  test('of attribute values: & < " and TAB, LF, CR; not >', () => {
    expect(normalContent(`<b c="&amp;&lt;&gt;&quot;&apos;&#9;&#10;&#13;"/>`)).toBe(
      `<ns1:b c="&amp;&lt;>&quot;'&#x9;&#xa;&#xd;"></ns1:b>`,
    )
  })

  test('leaves characters beyond ASCII as they are', () => {
    expect(normalContent('<b>&#1071;&#x1F600;</b>')).toBe('<ns1:b>Я\u{1f600}</ns1:b>')
  })
})

const variantsOf = (content: string): string[] =>
  Array.from(transformVariants(canonical(`<a xmlns="urn:a">${content}</a>`)), (form) => Buffer.from(form).toString())

describe('`>` in text', () => {
  test('is always escaped in what we sign', () => {
    expect(normalContent('<b>a > b</b>')).toBe('<ns1:b>a &gt; b</ns1:b>')
  })

  test('is never escaped under that rule', () => {
    expect(normalContent('<b>]]&gt; &lt;</b>', 'never')).toBe('<ns1:b>]]> &lt;</ns1:b>')
  })

  const long = 'x'.repeat(12)
  test.each([
    ['short: first', '>a>', '&gt;a>'],
    ['short: after ]', 'a]>b', 'a]&gt;b'],
    ['short: not after other escaped characters', '&<>', '&amp;&lt;>'],
    ['short: not after a first >', '>>', '&gt;>'],
    ['long: first', `>${long}`, `&gt;${long}`],
    ['long: after ]', `${long}]>`, `${long}]&gt;`],
    ['long: after another escaped character', `${long}<> &> \r>`, `${long}&lt;&gt; &amp;&gt; &#xd;&gt;`],
    ['long: after a first >', `>>${long}`, `&gt;&gt;${long}`],
    ['long: not elsewhere', `${long} > y`, `${long} > y`],
    ['11 characters are short', `<>${'x'.repeat(9)}`, `&lt;>${'x'.repeat(9)}`],
    ['12 characters are long', `<>${'x'.repeat(10)}`, `&lt;&gt;${'x'.repeat(10)}`],
    ['first of the second 512', `${'x'.repeat(512)}>`, `${'x'.repeat(512)}&gt;`],
    ['last of the first 512', `${'x'.repeat(511)}>`, `${'x'.repeat(511)}>`],
    ['lengths are in UTF-16 units', `<>${'\u{1f600}'.repeat(5)}`, `&lt;&gt;${'\u{1f600}'.repeat(5)}`],
  ])('by Woodstox, %s', (_rule, text, expected) => {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#13;')
    expect(normalContent(`<b>${escaped}</b>`, 'woodstox')).toBe(`<ns1:b>${expected}</ns1:b>`)
  })

  test('gives three forms to try, that of SMEV first', () => {
    expect(variantsOf('a > ]>')).toEqual(
      ['a > ]&gt;', 'a &gt; ]&gt;', 'a > ]>'].map((text) => `<ns1:a xmlns:ns1="urn:a">${text}</ns1:a>`),
    )
  })

  test('gives one form when only an attribute value holds it', () => {
    expect(variantsOf('<b c="&gt;"/>')).toHaveLength(1)
  })
})

describe('published scenarios', () => {
  test('mr-02: one namespace in sibling elements gets a number in each', () => {
    const source = `<?xml version="1.0" encoding="UTF-8"?>
<elementOne xmlns="http://test/1">
  <qwe:elementTwo xmlns:qwe="http://test/2">
    <asd:elementThree xmlns:asd="http://test/3">
      <!-- default namespace -->
      <elementFour> z x c </elementFour>
      <qqq:elementFive xmlns:qqq="http://test/2"> w w w </qqq:elementFive>
    </asd:elementThree>
    <asd:elementSix xmlns:asd="http://test/3"> eee </asd:elementSix>
  </qwe:elementTwo>
</elementOne>`
    expect(normal(source)).toBe(
      '<ns1:elementOne xmlns:ns1="http://test/1"><ns2:elementTwo xmlns:ns2="http://test/2"><ns3:elementThree xmlns:ns3="http://test/3"><ns1:elementFour> z x c </ns1:elementFour><ns2:elementFive> w w w </ns2:elementFive></ns3:elementThree><ns4:elementSix xmlns:ns4="http://test/3"> eee </ns4:elementSix></ns2:elementTwo></ns1:elementOne>',
    )
  })

  test('mr-03: attributes of several namespaces beside unqualified ones', () => {
    const source = `<elementOne xmlns="http://test/1" xmlns:qwe="http://test/2" xmlns:asd="http://test/3">
  <qwe:elementTwo>
    <asd:elementThree xmlns:wer="http://test/a" xmlns:zxc="http://test/0" wer:attZ="zzz" attB="bbb" attA="aaa" zxc:attC="ccc" asd:attD="ddd" asd:attE="eee" qwe:attF="fff"/>
  </qwe:elementTwo>
</elementOne>`
    expect(normal(source)).toBe(
      '<ns1:elementOne xmlns:ns1="http://test/1"><ns2:elementTwo xmlns:ns2="http://test/2"><ns3:elementThree xmlns:ns3="http://test/3" xmlns:ns4="http://test/0" xmlns:ns5="http://test/a" ns4:attC="ccc" ns2:attF="fff" ns3:attD="ddd" ns3:attE="eee" ns5:attZ="zzz" attA="aaa" attB="bbb"></ns3:elementThree></ns2:elementTwo></ns1:elementOne>',
    )
  })
})

describe('refusals', () => {
  test.each([
    ['an element in no namespace', '<a/>'],
    ['an element taken out of its namespace', '<a xmlns="urn:a"><b xmlns=""/></a>'],
    ['xml:lang', '<a xmlns="urn:a" xml:lang="ru"/>'],
    ['xml:space', '<a xmlns="urn:a" xml:space="preserve"/>'],
    ['an ampersand in a namespace name', '<a xmlns="urn:a?b&amp;c"/>'],
  ])('%s', (_defect, xml) => {
    expect(() => normal(xml)).toThrow(expect.objectContaining({ code: 'SIGNATURE_STRUCTURE' }))
  })

  test.each([
    ['an empty-element tag', '<a xmlns="urn:a"/>'],
    ['single quotes', `<a xmlns='urn:a'></a>`],
    ['two blanks between attributes', '<a xmlns="urn:a"  b="1"></a>'],
    ['an attribute without value', '<a xmlns="urn:a" b></a>'],
    ['a declaration', '<?xml version="1.0"?><a xmlns="urn:a"></a>'],
    ['a comment', '<a xmlns="urn:a"><!-- --></a>'],
    ['an element that never ends', '<a xmlns="urn:a">'],
    ['an end tag too many', '<a xmlns="urn:a"></a></a>'],
    ['text after the element', '<a xmlns="urn:a"></a>b'],
    ['a tag that never ends', '<a xmlns="urn:a'],
    ['an end tag that never ends', '<a xmlns="urn:a"></a'],
    ['an end tag of another element', '<a xmlns="urn:a"><b></b><c></b></a>'],
    ['a longer end tag', '<a xmlns="urn:a"></ab>'],
    ['an element after the element', '<a xmlns="urn:a"></a><a xmlns="urn:a"></a>'],
    ['an attribute twice', '<a xmlns="urn:a" b="1" b="2"></a>'],
    ['an attribute twice by another prefix', '<a xmlns="urn:a" xmlns:p="urn:p" xmlns:q="urn:p" p:b="1" q:b="2"></a>'],
    ['a prefix declared twice', '<a xmlns="urn:a" xmlns="urn:b"></a>'],
    ['a carriage return', '<a xmlns="urn:a">\r\n</a>'],
    ['a tab in a value', '<a xmlns="urn:a" b="\t"></a>'],
    ['a line break in a value', '<a xmlns="urn:a" b="\n"></a>'],
    ['a reference of another kind', '<a xmlns="urn:a">&#65;</a>'],
    ['a reference of another kind in a value', '<a xmlns="urn:a" b="&apos;"></a>'],
    ['a bare `>` in text', '<a xmlns="urn:a">]]></a>'],
  ])('octets that no canonicaliser writes: %s', (_defect, octets) => {
    expect(() => smevTransform(Buffer.from(octets))).toThrow(expect.objectContaining({ code: 'SIGNATURE_STRUCTURE' }))
  })

  test('but not `>` in a value', () => {
    const octets = '<ns1:a xmlns:ns1="urn:a" b="]]>"></ns1:a>'
    expect(Buffer.from(smevTransform(Buffer.from(octets))).toString()).toBe(octets)
  })

  test('octets that are not UTF-8', () => {
    const octets = Buffer.from('<a xmlns="urn:a">\u00ff</a>', 'latin1')
    expect(() => smevTransform(octets)).toThrow(expect.objectContaining({ code: 'SIGNATURE_STRUCTURE' }))
  })
})
