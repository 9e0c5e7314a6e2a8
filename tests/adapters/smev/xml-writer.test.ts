import { expect, test } from 'vitest'
import { element, namesOf, serialize, unqualified } from '../../../adapters/smev/xml-writer.ts'
import { parseXml } from '../../../xsd/document.ts'

const a = namesOf<string>('a', 'urn:a')
const b = namesOf<string>('b', 'urn:b')

test('writes what exclusive canonicalisation gives', () => {
  const xml = serialize(
    element(a('Root'), [
      element(b('First'), 'x < y & "z" > \r\n\tё 𝒳'),
      element(b('Second'), [element(a('Inner'), []), element(b('Last'), '')], { Id: '"<&>\t\n\r' }),
      element(unqualified('plain'), ''),
    ]),
  )
  using document = parseXml(Buffer.from(xml))
  expect(xml).toBe(Buffer.from(document.canonicalize(document.root)).toString())
})

test('reads back as it was', () => {
  const text = ' a]]>b <c> & "d"\r\n\te '
  using document = parseXml(Buffer.from(serialize(element(a('Root'), text, { Id: text }))))
  expect(document.root.text).toBe(text)
  expect(document.root.attribute('Id')).toBe(text)
})

test('declares a prefix where it is first used, and again beside it', () => {
  expect(serialize(element(a('Root'), [element(b('One'), ''), element(b('Two'), '')]))).toBe(
    '<a:Root xmlns:a="urn:a"><b:One xmlns:b="urn:b"></b:One><b:Two xmlns:b="urn:b"></b:Two></a:Root>',
  )
})

test('markup made elsewhere is put in as it stands', () => {
  const made = '<x xmlns="urn:x">&amp;</x>'
  expect(serialize(element(a('Root'), [{ xml: made }, undefined]))).toBe(`<a:Root xmlns:a="urn:a">${made}</a:Root>`)
})

test.each(['\u0000', '\u0008', '\uFFFE', '\uD800'])('refuses a character that XML does not have (%j)', (character) => {
  expect(() => serialize(element(a('Root'), character))).toThrow('a character that XML does not have')
  expect(() => serialize(element(a('Root'), '', { Id: character }))).toThrow('a character that XML does not have')
})
