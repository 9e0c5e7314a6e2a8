/** Contents that travelled beside a document are put back into its tree before anything is made of it. */
import { expect, test } from 'vitest'
import { parseXml } from '../../xsd/document.ts'

const XML = '<a><b at="1">before<c/>between<c/>behind</b><d/></a>'
const canonical = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

test('everything in the element goes, its attributes stay, and nothing else changes', () => {
  using document = parseXml(Buffer.from(XML))
  const [b] = document.root.children
  document.replaceContent(b!, 'AAAA')
  expect(canonical(document.canonicalize(document.root))).toBe('<a><b at="1">AAAA</b><d></d></a>')
  expect([b!.text, b!.children.length, document.root.children.length]).toEqual(['AAAA', 0, 2])
})

test('what was looked at before is looked at anew', () => {
  using document = parseXml(Buffer.from(XML))
  const [b] = document.root.children
  expect(b!.children).toHaveLength(2)
  document.replaceContent(b!, '')
  expect([b!.children, b!.text]).toEqual([[], ''])
})

test('text is text, whatever it looks like', () => {
  using document = parseXml(Buffer.from(XML))
  const [b] = document.root.children
  document.replaceContent(b!, '<c>&amp;</c>')
  expect(canonical(document.canonicalize(b!))).toBe('<b at="1">&lt;c&gt;&amp;amp;&lt;/c&gt;</b>')
})

test('an element of another document is refused', () => {
  using document = parseXml(Buffer.from(XML))
  using other = parseXml(Buffer.from(XML))
  expect(() => document.replaceContent(other.root, '')).toThrow('another XML document')
})
