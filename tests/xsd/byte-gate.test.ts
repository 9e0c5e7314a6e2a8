import { describe, expect, test } from 'vitest'
import { admitBytes, DEFAULT_LIMITS } from '../../xsd/byte-gate.ts'
import type { XmlLimits } from '../../gateway/ports/xml.ts'

const admit = (content: string | Uint8Array, limits: Partial<XmlLimits> = {}) =>
  admitBytes(Buffer.from(content), { ...DEFAULT_LIMITS, ...limits })

const refusalOf = (content: string | Uint8Array, limits: Partial<XmlLimits> = {}): unknown => {
  try {
    return admit(content, limits)
  } catch (error) {
    return (error as { code?: unknown }).code
  }
}

describe('size', () => {
  test('admits 5 MB and refuses one byte more', () => {
    const document = `<a>${' '.repeat(5 * 1024 * 1024 - 7)}</a>`
    expect(admit(document).bytes.length).toBe(5 * 1024 * 1024)
    expect(refusalOf(`${document} `)).toBe('XML_TOO_LARGE')
  })

  test('admits 50,000 tags and refuses one more', () => {
    const document = `<a>${'<b/>'.repeat(49_998)}</a>`
    expect(admit(document).encoding).toBe('utf-8')
    expect(refusalOf(document.replace('<b/>', '<b/><b/>'))).toBe('XML_TOO_MANY_ELEMENTS')
  })

  test('admits 20,000 attributes and refuses one more', () => {
    const document = `<a>${'<b c="" d = \'\'/>'.repeat(10_000)}</a>`
    expect(admit(document)).toMatchObject({ attributeCount: 20_000 })
    expect(refusalOf(document.replace('<b ', '<b xmlns:e="urn:e" '))).toBe('XML_TOO_MANY_ELEMENTS')
  })

  test('counts no equals signs of texts for attributes', () => {
    expect(admit(`<a>${'= x='.repeat(30_000)}=</a>`)).toMatchObject({ attributeCount: 0 })
  })

  test('keeps to the limits of the caller', () => {
    expect(refusalOf('<a>12345</a>', { maxBytes: 11 })).toBe('XML_TOO_LARGE')
    expect(refusalOf('<a><b/></a>', { maxElements: 2 })).toBe('XML_TOO_MANY_ELEMENTS')
  })
})

describe('encoding', () => {
  test.each([
    ['undeclared', '<a>имя</a>'],
    ['declared', '<?xml version="1.0" encoding="UTF-8"?><a/>'],
    ['declared in lower case, with standalone', `<?xml version='1.0' encoding='utf-8' standalone='yes' ?><a/>`],
    ['marked', '\uFEFF<a/>'],
    ['marked and declared', '\uFEFF<?xml version="1.0" encoding="utf-8"?><a/>'],
  ])('admits UTF-8 %s', (_how, document) => {
    expect(admit(document).encoding).toBe('utf-8')
  })

  test('admits windows-1251 only where the limits say so', () => {
    const document = Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>\u00c8</a>', 'latin1')
    expect(refusalOf(document)).toBe('XML_ENCODING')
    expect(admit(document, { encodings: ['utf-8', 'windows-1251'] }).encoding).toBe('windows-1251')
  })

  test.each([
    ['another encoding', '<?xml version="1.0" encoding="koi8-r"?><a/>'],
    ['UTF-7', '<?xml version="1.0" encoding="UTF-7"?><a/>'],
    ['UTF-16 in name only', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
    ['UTF-16 with its mark, little-endian', Buffer.from('\uFEFF<a/>', 'utf16le')],
    ['UTF-16 with its mark, big-endian', Buffer.from('\uFEFF<a/>', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('<a/>', 'utf16le')],
    ['UTF-16 without a mark, big-endian', Buffer.from('<a/>', 'utf16le').swap16()],
    ['a byte that is not UTF-8', Buffer.from('<a>\u00ff</a>', 'latin1')],
    ['an overlong form', Buffer.from('<a>\u00c0\u00bc</a>', 'latin1')],
    ['a surrogate', Buffer.from('<a>\u00ed\u00a0\u0080</a>', 'latin1')],
    ['a sequence cut short', Buffer.from('<a/>\u00d0', 'latin1')],
  ])('refuses %s', (_defect, document) => {
    expect(refusalOf(document)).toBe('XML_ENCODING')
  })

  test('refuses a mark of UTF-8 before a declaration of windows-1251', () => {
    const document = '\uFEFF<?xml version="1.0" encoding="windows-1251"?><a/>'
    expect(refusalOf(document, { encodings: ['utf-8', 'windows-1251'] })).toBe('XML_ENCODING')
  })
})

describe('declaration and prolog', () => {
  test.each([
    ['XML 1.1', '<?xml version="1.1"?><a/>', 'XML_VERSION'],
    ['XML 2.0', `<?xml version='2.0'?><a/>`, 'XML_VERSION'],
    ['a declaration without a version', '<?xml encoding="utf-8"?><a/>', 'XML_NOT_WELL_FORMED'],
    ['a declaration in another order', '<?xml encoding="utf-8" version="1.0"?><a/>', 'XML_NOT_WELL_FORMED'],
    ['a declaration without end', `<?xml version="1.0"${' '.repeat(300)}?><a/>`, 'XML_NOT_WELL_FORMED'],
    ['a declaration after a blank', ' <?xml version="1.0"?><a/>', 'XML_PROCESSING_INSTRUCTION'],
    ['an instruction before the root', '<?xml version="1.0"?><!-- --><?p?><a/>', 'XML_PROCESSING_INSTRUCTION'],
    ['a DOCTYPE', '<!DOCTYPE a><a/>', 'XML_DOCTYPE'],
    ['a DOCTYPE after comments', '<?xml version="1.0"?>\n<!-- a -->\n<!-- b --> <!DOCTYPE a><a/>', 'XML_DOCTYPE'],
    ['an unfinished comment', '<!-- a <!DOCTYPE a>', 'XML_NOT_WELL_FORMED'],
    ['a NUL', '<a>\0</a>', 'XML_NOT_WELL_FORMED'],
  ])('refuses %s', (_defect, document, code) => {
    expect(refusalOf(document)).toBe(code)
  })

  test('takes a DOCTYPE that is only spoken of for no DOCTYPE', () => {
    expect(admit('<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>').encoding).toBe('utf-8')
  })

  test('tells which constructs the tree has to be searched for', () => {
    const NONE = {
      mayHoldComments: false,
      mayHoldInstructions: false,
      mayHoldXsiTypes: false,
      mayHoldBlankValues: false,
    }
    expect(admit('<?xml version="1.0"?><a> <b>\n<c/> </b>x</a>')).toMatchObject(NONE)
    expect(admit('<a x:type="b"/>')).toMatchObject({ mayHoldXsiTypes: true })
    expect(admit('<a><!-- --></a>')).toMatchObject({ mayHoldComments: true, mayHoldInstructions: false })
    expect(admit('<a><?p?></a>')).toMatchObject({ mayHoldComments: false, mayHoldInstructions: true })
  })

  test.each([
    '<a><b> </b></a>',
    '<a><b c="/">\n</b></a>',
    '<a>&#32;</a>',
    '<a><![CDATA[ ]]></a>',
    '<a> <!-- c --> </a>',
  ])('tells that %j may hold a blank value', (document) => {
    expect(admit(document)).toMatchObject({ mayHoldBlankValues: true })
  })
})
