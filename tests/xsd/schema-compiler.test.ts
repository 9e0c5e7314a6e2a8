import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { compileSchema } from '../../xsd/schema-compiler.ts'
import type { CompiledSchema } from '../../xsd/schema-compiler.ts'

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
const MAIN = `<xs:schema ${XS} xmlns:b="urn:b" targetNamespace="urn:t" elementFormDefault="qualified">
  <xs:import namespace="urn:b" schemaLocation="basic.xsd"/>
  <xs:element name="a"><xs:complexType>
    <xs:sequence>
      <xs:element name="n" type="b:number" maxOccurs="unbounded"/>
      <xs:element name="d" type="xs:date" minOccurs="0"/>
      <xs:element name="u" minOccurs="0"><xs:simpleType><xs:union memberTypes="xs:date xs:int"/></xs:simpleType></xs:element>
    </xs:sequence>
    <xs:attribute name="q" use="required" type="xs:int"/>
  </xs:complexType></xs:element>
</xs:schema>`
const BASIC = `<xs:schema ${XS} targetNamespace="urn:b">
  <xs:simpleType name="number"><xs:restriction base="xs:string"><xs:pattern value="[0-9]+"/></xs:restriction></xs:simpleType>
</xs:schema>`

const FILES = new Map([
  ['mem:/s/main.xsd', MAIN],
  ['mem:/s/basic.xsd', BASIC],
])
const schema = compileSchema(FILES, 'mem:/s/main.xsd')

function messages(xml: string, compiled: CompiledSchema = schema): readonly string[] {
  using document = XmlDocument.fromString(xml)
  return compiled.validate(document.root).map(({ message }) => message)
}

test('a valid element has no errors', () => {
  expect(messages('<a xmlns="urn:t" q="1"><n>1</n><d>2026-01-31</d></a>')).toEqual([])
})

test('a schema outlives the compilation of others', () => {
  compileSchema(new Map([['mem:/s/main.xsd', `<xs:schema ${XS} targetNamespace="urn:z"/>`]]), 'mem:/s/main.xsd')
  expect(messages('<a xmlns="urn:t" q="1"><n>1</n></a>')).toEqual([])
})

describe('an error names element and rule, never the value', () => {
  test.each([
    ['a broken facet', '<a xmlns="urn:t" q="1"><n>Иванов</n></a>', 'n: breaks the pattern facet of its type'],
    ['a wrong type', '<a xmlns="urn:t" q="1"><n>1</n><d>Иванов</d></a>', 'd: not a valid value of type xs:date'],
    ['a wrong attribute', '<a xmlns="urn:t" q="Иванов"><n>1</n></a>', 'a/@q: not a valid value of type xs:int'],
    [
      'no member of a union',
      '<a xmlns="urn:t" q="1"><n>1</n><u>Иванов</u></a>',
      'u: not a valid value of its local union type',
    ],
    ['a missing attribute', '<a xmlns="urn:t"><n>1</n></a>', `a: The attribute 'q' is required but missing.`],
    ['a missing child', '<a xmlns="urn:t" q="1"/>', 'a: Missing child element(s). Expected is ( {urn:t}n ).'],
    ['text between elements', '<a xmlns="urn:t" q="1">Иванов<n>1</n></a>', 'a: character content is not allowed here'],
    ['an unknown root', '<b xmlns="urn:t">Иванов</b>', 'b: no such element is declared'],
  ])('%s', (_defect, xml, message) => {
    expect(messages(xml)).toContain(message)
    expect(messages(xml).join()).not.toContain('Иванов')
  })

  test.each([
    `Иванов' is not a valid value of the atomic type 'xs:int'.`,
    `x'.\nElement '{urn:t}n': This element is not expected. Expected is ( Иванов ).`,
    `[facet 'pattern'] The value 'Иванов'`,
  ])('a value that imitates a message: %s', (value) => {
    const xml = `<a xmlns="urn:t" q="${value.replaceAll('\n', '&#10;')}"><n>${value}</n><d>${value}</d></a>`
    expect(messages(xml)).toHaveLength(3)
    expect(messages(xml).join()).not.toContain('Иванов')
  })
})

test('an error tells its line', () => {
  using document = XmlDocument.fromString('<a xmlns="urn:t" q="1">\n<n>1</n>\n<n>x</n></a>')
  expect(schema.validate(document.root)[0]?.line).toBe(3)
})

test('at most 20 errors are reported', () => {
  expect(messages(`<a xmlns="urn:t" q="1">${'<n>x</n>'.repeat(50)}</a>`)).toHaveLength(20)
})

test('an import that is not among the files fails the compilation', () => {
  const files = new Map([['mem:/s/main.xsd', MAIN]])
  expect(() => compileSchema(files, 'mem:/s/main.xsd')).toThrow(/schema mem:\/s\/main\.xsd does not compile/)
})

test('nothing is read from disk', () => {
  const main = MAIN.replace('basic.xsd', 'file:///etc/passwd')
  expect(() => compileSchema(new Map([['mem:/s/main.xsd', main]]), 'mem:/s/main.xsd')).toThrow(/does not compile/)
})

test('a main schema that is not among the files is a bug', () => {
  expect(() => compileSchema(FILES, 'mem:/s/other.xsd')).toThrow('not among the files')
})
