import { expect, test } from 'vitest'
import { describeService } from '../../xsd/service-description.ts'
import { compileSchema } from '../../xsd/schema-compiler.ts'
import { parseXml } from '../../xsd/document.ts'
import { EXCHANGE_VERSIONS } from '../../gateway/ports/xml.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'

const WSDL = 'http://schemas.xmlsoap.org/wsdl/'
const service = describeService()

function wsdlOf(baseUrl: string, version?: string): string {
  const wsdl = service.wsdl(baseUrl, version)
  if (wsdl === undefined) throw new Error('no WSDL of that version')
  return wsdl
}

function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of element.children) yield* descendants(child)
}

/** Values of an attribute of the elements of that name, in the order of the document. */
function valuesOf(text: string, name: string, attribute: string): (string | undefined)[] {
  using document = parseXml(Buffer.from(text))
  return [...descendants(document.root)]
    .filter((found) => found.name === name)
    .map((found) => found.attribute(attribute))
}

test('the WSDL serves the four operations with their SOAP actions', () => {
  const wsdl = wsdlOf('https://zags.example')
  const operations = ['SendRequest', 'GetResponse', 'Ack', 'GetStatus']
  using document = parseXml(Buffer.from(wsdl))
  expect(document.root).toMatchObject({ namespace: WSDL, name: 'definitions' })
  // In the port type, then in the binding, each with soap:operation inside.
  const actions = operations.flatMap((operation) => [operation, undefined])
  expect(valuesOf(wsdl, 'operation', 'name')).toEqual([...operations, ...actions])
  expect(valuesOf(wsdl, 'operation', 'soapAction').filter(Boolean)).toEqual(operations.map((name) => `urn:${name}`))
})

test('every message of the WSDL exists, and every fault is declared in port type and binding alike', () => {
  const wsdl = wsdlOf('https://zags.example')
  const messages = valuesOf(wsdl, 'message', 'name')
  const used = ['input', 'output', 'fault'].flatMap((name) => valuesOf(wsdl, name, 'message')).filter(Boolean)
  expect(used.filter((name) => !messages.includes(name?.replace('s:', '')))).toEqual([])
  expect(messages.filter((name) => !used.includes(`s:${name}`))).toEqual([])
})

test('the address of the service and of the schemas is the one agencies reach us under', () => {
  const wsdl = wsdlOf('https://zags.example:8443')
  expect(valuesOf(wsdl, 'address', 'location')).toEqual(['https://zags.example:8443/smev'])
  expect(valuesOf(wsdl, 'import', 'schemaLocation')).toEqual([
    'https://zags.example:8443/smev?xsd=types.xsd',
    'https://zags.example:8443/smev?xsd=faults.xsd',
  ])
})

test('an address can break nothing', () => {
  const wsdl = wsdlOf('https://zags.example/"><x a="&')
  expect(valuesOf(wsdl, 'address', 'location')).toEqual(['https://zags.example/"><x a="&/smev'])
})

test.each(EXCHANGE_VERSIONS)('the WSDL of %s speaks its namespaces and imports its schemas, no others', (version) => {
  const wsdl = wsdlOf('https://zags.example', version)
  const named = [...wsdl.matchAll(/message-exchange[^"]*\/([\d.]+)"/g)].map(([, number]) => number)
  expect(new Set(named)).toEqual(new Set([version]))
  const suffix = version === '1.1' ? '' : `-${version}`
  expect(valuesOf(wsdl, 'import', 'schemaLocation')).toEqual([
    `https://zags.example/smev?xsd=types${suffix}.xsd`,
    `https://zags.example/smev?xsd=faults${suffix}.xsd`,
  ])
})

test.each(['1.0', '2', 'toString'])('no WSDL is served for version %s', (version) => {
  expect(service.wsdl('https://zags.example', version)).toBeUndefined()
})

test('the published schemas find each other by the queries they name', () => {
  const exchange = ['types', 'faults', 'basic']
  const names = [
    ...['', '-1.2', '-1.3'].flatMap((suffix) => exchange.map((name) => `${name}${suffix}.xsd`)),
    'routing-1.3.xsd',
    'inquiry.xsd',
    'reply-document.xsd',
  ]
  const files = new Map(names.map((name) => [`mem:/smev?xsd=${name}`, service.schema(name) ?? '']))
  for (const url of files.keys()) expect(() => compileSchema(files, url)).not.toThrow()
})

test.each(['', 'other.xsd', '../basic.xsd', 'toString', 'types-1.1.xsd', 'routing-1.2.xsd', 'message-exchange.xsd'])(
  'no schema is published under %j',
  (name) => {
    expect(service.schema(name)).toBeUndefined()
  },
)
