import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { parseXml } from '../../xsd/document.ts'
import { listGateFaults } from '../../xsd/inspection-gate.ts'

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="t"'
const codesOf = (text: string | Uint8Array): readonly string[] =>
  listGateFaults(Buffer.from(text)).map(({ code }) => code)

test('lists every rule of the gate that is broken, in the order of the gate', () => {
  const text = `<?xml version="1.0" encoding="windows-1251"?><?p?><a ${XSI} Id="1"><b id="1">2<!-- -->3</b><?q?></a>`
  expect(codesOf(text)).toEqual([
    'XML_ENCODING',
    'XML_PROCESSING_INSTRUCTION',
    'XML_COMMENT',
    'XML_XSI_TYPE',
    'XML_DUPLICATE_ID',
  ])
})

test.each([
  ['nothing', '<a><!-- between --><b Id="1"/></a>', []],
  ['a long document', `<a>${' '.repeat(5 * 1024 * 1024)}1<!-- --></a>`, ['XML_TOO_LARGE', 'XML_COMMENT']],
  ['many elements', `<a>${'<b/>'.repeat(50_000)}<c>1<!-- --></c></a>`, ['XML_TOO_MANY_ELEMENTS', 'XML_COMMENT']],
  ['xsi:type in several places', `<a ${XSI}><b ${XSI} Id="1"/><c Id="1"/></a>`, ['XML_XSI_TYPE', 'XML_DUPLICATE_ID']],
])('%s', (_what, text, expected) => {
  expect(codesOf(text)).toEqual(expected)
})

describe('agrees with the gate itself', () => {
  const folder = new URL('../fixtures/signature/', import.meta.url)
  const files = ['valid', 'invalid'].flatMap((kind) =>
    readdirSync(new URL(`${kind}/`, folder)).map((name) => `${kind}/${name}`),
  )

  /** The code of what it throws; undefined when it lets the bytes in. */
  const gateCode = (bytes: Uint8Array): string | undefined => {
    try {
      parseXml(bytes)[Symbol.dispose]()
      return undefined
    } catch (error) {
      if (error instanceof GatewayError) return error.code
      throw error
    }
  }

  test.each(files)('%s', (name) => {
    const bytes = readFileSync(new URL(name, folder))
    const code = gateCode(bytes)
    try {
      const [first, ...more] = codesOf(bytes)
      expect(first).toBe(code)
      expect(code === undefined ? more : []).toEqual([])
    } catch (error) {
      // What inspect cannot read either.
      if (!(error instanceof GatewayError)) throw error
      expect(error.code).toBe(code)
    }
  })
})
