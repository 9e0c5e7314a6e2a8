import { expect, test } from 'vitest'
import { parsePackage, writePackage } from '../../../adapters/smev/mime.ts'

const TYPE = 'multipart/related; type="application/xop+xml"; start-info="text/xml"; boundary=b'
const ROOT_HEADERS = ['Content-Type: application/xop+xml; charset=utf-8; type="text/xml"', 'Content-ID: <root@x>']
const PART_HEADERS = ['Content-Type: application/pdf', 'Content-Transfer-Encoding: binary', 'Content-ID: <one@x>']

const part = (headers: readonly string[], content: string): string => [...headers, '', content].join('\r\n')
const body = (...parts: string[]): string => `${parts.map((text) => `--b\r\n${text}\r\n`).join('')}--b--\r\n`
const ROOT = part(ROOT_HEADERS, '<a/>')
const ONE = part(PART_HEADERS, 'one')

/** In UTF-8, each octet a character. */
const SCAN_PDF = Buffer.from('скан.pdf').toString('latin1')

function parse(text: string, type = TYPE): { root: string; parts: Record<string, string> } {
  const { root, parts } = parsePackage(Buffer.from(text, 'latin1'), type)
  const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
  return { root: textOf(root), parts: Object.fromEntries(Array.from(parts, ([id, bytes]) => [id, textOf(bytes)])) }
}

test('the first part is the envelope, the others are found by their Content-ID', () => {
  const read = parse(body(ROOT, ONE, part(['Content-ID: <two@x>'], '\r\n--\n\0\xff')))
  expect(read).toEqual({ root: '<a/>', parts: { 'one@x': 'one', 'two@x': '\r\n--\n\0\xff' } })
})

test.each([
  ['a line break before the first boundary', `\r\n${body(ROOT)}`],
  ['no line break behind the last boundary', body(ROOT).slice(0, -2)],
  ['headers in any case', body(ROOT.replace('Content-ID', 'content-id').replace('Content-Type', 'CONTENT-TYPE'))],
  ['a folded header', body(ROOT.replace('; charset', ';\r\n\tcharset'))],
  [
    'names of files as their owners write them',
    body(
      ROOT,
      part(
        [
          `Content-Type: application/pdf; name="${SCAN_PDF}"`,
          `Content-Disposition: attachment; name="${SCAN_PDF}"`,
          'Content-ID: <one@x>',
        ],
        'one',
      ),
    ),
  ],
  ['an empty part', body(ROOT, part(['Content-ID: <empty@x>'], ''))],
])('accepts %s', (_case, text) => {
  expect(parse(text).root).toBe('<a/>')
})

test.each([
  ['the parameters in any order and case', 'Multipart/Related;boundary="b";TYPE="application/xop+xml"'],
  ['a start that names the first part', `${TYPE}; start="<root@x>"`],
  ['an action', `${TYPE}; action="urn:SendRequest"`],
])('accepts %s', (_case, type) => {
  expect(parse(body(ROOT), type).root).toBe('<a/>')
})

test.each([
  ['no boundary', 'multipart/related; type="application/xop+xml"'],
  ['an empty boundary', 'multipart/related; type="application/xop+xml"; boundary=""'],
  ['a boundary of 71 characters', `multipart/related; type="application/xop+xml"; boundary=${'b'.repeat(71)}`],
  ['a boundary that ends in a blank', 'multipart/related; type="application/xop+xml"; boundary="b "'],
  ['a line break in the boundary', 'multipart/related; type="application/xop+xml"; boundary="b\r\nx"'],
  ['two boundaries, of which readers take either', `${TYPE}; boundary=other`],
  ['two boundaries in different case', `${TYPE}; Boundary=b`],
  ['no type', 'multipart/related; boundary=b'],
  ['SOAP with attachments of another kind', 'multipart/related; type="text/xml"; boundary=b'],
  ['SOAP 1.2', 'multipart/related; type="application/xop+xml"; start-info="application/soap+xml"; boundary=b'],
  ['another multipart', 'multipart/mixed; type="application/xop+xml"; boundary=b'],
  ['a start that names another part', `${TYPE}; start="<one@x>"`],
  ['a start without angle brackets', `${TYPE}; start="root@x"`],
  ['something behind the parameters', `${TYPE} x`],
  ['a parameter without a value', `${TYPE}; start`],
  ['a quotation that does not end', `${TYPE}; start="<root@x>`],
])('refuses a package with %s', (_case, type) => {
  expect(() => parse(body(ROOT, ONE), type)).toThrow(expect.objectContaining({ code: 'ENVELOPE_MULTIPART' }))
})

test.each([
  ['nothing in it', ''],
  ['no part', '--b--\r\n'],
  ['a preamble', `hello\r\n${body(ROOT)}`],
  ['an epilogue, which may hold another package', `${body(ROOT)}--b\r\n${ONE}\r\n--b--\r\n`],
  ['text behind the end', `${body(ROOT)}x`],
  ['no end', body(ROOT).slice(0, -6)],
  ['a cut last boundary', body(ROOT).slice(0, -3)],
  ['a boundary that goes on', body(ROOT).replace('--b--', '--bad--')],
  ['a line within a part that begins like the boundary', body(ROOT, part(PART_HEADERS, 'x\r\n--boundary\r\ny'))],
  [
    'blanks behind a boundary',
    body(ROOT, ONE).replace('--b\r\nContent-Type: application/pdf', '--b \r\nContent-Type: application/pdf'),
  ],
  ['bare line feeds', body(ROOT, ONE).replaceAll('\r\n', '\n')],
  ['a bare line feed in the headers', body(ROOT.replace('\r\nContent-ID', '\nContent-ID'))],
  ['headers that do not end', '--b\r\nContent-ID: <root@x>\r\n--b--\r\n'],
  ['5 KB of headers', body(part([...ROOT_HEADERS, `X-Long: ${'x'.repeat(5000)}`], '<a/>'))],
  ['17 headers', body(part([...ROOT_HEADERS, ...Array.from({ length: 15 }, (_, n) => `X-${n}: x`)], '<a/>'))],
  ['a header twice', body(part([...ROOT_HEADERS, 'content-id: <other@x>'], '<a/>'))],
  ['a header without a colon', body(part([...ROOT_HEADERS, 'Header'], '<a/>'))],
  ['a Content-ID with other than ASCII', body(ROOT, part(['Content-ID: <\xff@x>'], 'x'))],
  ['a no-break space behind a Content-ID', body(ROOT, part(['Content-ID: <one@x>\xa0'], 'x'))],
  [
    'a type with other than ASCII',
    body(part(['Content-Type: application/xop+xml\xff', 'Content-ID: <root@x>'], '<a/>')),
  ],
  ['a control character in a header', body(part([...ROOT_HEADERS, 'X: \x7f'], '<a/>'))],
  ['a NUL in a header', body(part([...ROOT_HEADERS, 'X: \0'], '<a/>'))],
  ['a folded line before the first header', body(` folded\r\n${ROOT}`)],
  ['a part without Content-ID', body(ROOT, part(['Content-Type: application/pdf'], 'x'))],
  ['a part without headers', body(ROOT, '\r\nx')],
  ['a Content-ID without angle brackets', body(ROOT, part(['Content-ID: one@x'], 'x'))],
  ['a Content-ID with a blank', body(ROOT, part(['Content-ID: <one @x>'], 'x'))],
  ['a Content-ID of 251 characters', body(ROOT, part([`Content-ID: <${'x'.repeat(251)}>`], 'x'))],
  ['two parts of one Content-ID', body(ROOT, ONE, ONE)],
  ['a part with the Content-ID of the envelope', body(ROOT, part(['Content-ID: <root@x>'], 'x'))],
  [
    'a package within it',
    body(ROOT, part(['Content-Type: multipart/related; boundary=c', 'Content-ID: <one@x>'], 'x')),
  ],
  ['a message within it', body(ROOT, part(['Content-Type: message/rfc822', 'Content-ID: <one@x>'], 'x'))],
  ['a part in base64', body(ROOT, part(['Content-Transfer-Encoding: base64', 'Content-ID: <one@x>'], 'eA=='))],
  [
    'an envelope in quoted-printable',
    body(part([...ROOT_HEADERS, 'Content-Transfer-Encoding: quoted-printable'], '<a/>')),
  ],
  ['an envelope of plain XML', body(ROOT.replace('application/xop+xml', 'text/xml'))],
  ['an envelope without a type', body(part(['Content-ID: <root@x>'], '<a/>'))],
  ['an envelope in windows-1251', body(ROOT.replace('utf-8', 'windows-1251'))],
  ['an envelope of SOAP 1.2', body(ROOT.replace('"text/xml"', '"application/soap+xml"'))],
  ['an envelope with two charsets', body(ROOT.replace('charset=utf-8', 'charset=utf-8; charset=utf-16'))],
  ['the envelope in another place', body(ONE, ROOT)],
])('refuses a package with %s', (_case, text) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'ENVELOPE_MULTIPART' }))
})

test('128 parts are accepted, 129 are refused', () => {
  const parts = (count: number): string[] =>
    Array.from({ length: count - 1 }, (_, n) => part([`Content-ID: <${n}@x>`], 'x'))
  expect(Object.keys(parse(body(ROOT, ...parts(128))).parts)).toHaveLength(127)
  expect(() => parse(body(ROOT, ...parts(129)))).toThrow('more than 128 parts')
})

test('what is written is read back, whatever the contents hold', () => {
  const content = Buffer.from('\r\n--\r\n--other\r\n\0\xff', 'latin1')
  const written = writePackage(
    [
      { contentId: 'root@x', type: 'application/xop+xml', content: Buffer.from('<a/>') },
      { contentId: 'one@x', type: 'application/octet-stream', content },
      { contentId: 'two@x', type: 'application/octet-stream', content: Buffer.alloc(0) },
    ],
    'b',
  )
  const { root, parts } = parsePackage(written, TYPE)
  expect(Buffer.from(root).toString()).toBe('<a/>')
  expect([...parts]).toEqual([
    ['one@x', content],
    ['two@x', Buffer.alloc(0)],
  ])
})
