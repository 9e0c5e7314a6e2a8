/** Packages (MTOM): what two readers could take apart differently, inclusions that lead elsewhere, and expensive ones. */
import { big, inPackage, read, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { attached, base64, message } from '../messages.ts'

const MB = 1024 * 1024
const BOUNDARY = 'b'
const TYPE = `multipart/related; type="application/xop+xml"; start="<root>"; boundary="${BOUNDARY}"`
const ROOT_HEADERS = 'Content-Type: application/xop+xml; charset=utf-8; type="text/xml"\r\nContent-ID: <root>'
const XOP = 'http://www.w3.org/2004/08/xop/include'

const part = (headers: string, content: string): string => `--${BOUNDARY}\r\n${headers}\r\n\r\n${content}\r\n`
const END = `--${BOUNDARY}--\r\n`
const root = (text = message()): string => part(ROOT_HEADERS, text)
const file = (id: string, content: string): string => part(`Content-Type: text/plain\r\nContent-ID: <${id}>`, content)
const include = (href: string): string => `<xop:Include xmlns:xop="${XOP}" href="${href}"></xop:Include>`

const CONTENT = 'приложение'
/** A message whose attachment stands elsewhere: what is in its place now. */
const including = (inner: string): string =>
  attached(base64(Buffer.from(CONTENT))).replace(base64(Buffer.from(CONTENT)), () => inner)

const packed = (defect: Defect): Defect => inPackage(TYPE, defect)
const malformed = (build: () => string): Defect => packed(refused('ENVELOPE_MULTIPART', build))
const mismatched = (build: () => string): Defect => packed(refused('ATTACHMENT_MISMATCH', build))

export const packages: Defects = {
  'package-of-the-message-alone': packed(read('SAME', () => root() + END)),
  'package-with-its-attachment': packed(
    read('OTHER_TEXT', () => root(including(include('cid:a'))) + file('a', CONTENT) + END),
  ),
  'package-without-an-end': malformed(() => root()),
  'package-with-a-preamble': malformed(() => `x\r\n${root()}${END}`),
  'package-with-text-behind-its-end': malformed(() => `${root()}${END}x`),
  'package-with-a-line-that-begins-like-a-boundary': malformed(() => `${root()}--${BOUNDARY}x\r\n${END}`),
  'package-with-the-boundary-inside-the-message': malformed(
    () => root(message().replace('<q:Persons>', `\r\n--${BOUNDARY}--\r\n<q:Persons>`)) + END,
  ),
  'package-inside-a-package': malformed(() => root() + part(`Content-Type: ${TYPE}\r\nContent-ID: <a>`, root()) + END),
  'package-of-two-messages-of-one-id': malformed(() => root() + root() + END),
  'package-with-the-message-last': malformed(() => file('a', CONTENT) + root() + END),
  'package-with-a-part-in-base64': malformed(() => {
    const headers = 'Content-Type: text/plain\r\nContent-ID: <a>\r\nContent-Transfer-Encoding: base64'
    return root(including(include('cid:a'))) + part(headers, base64(Buffer.from(CONTENT))) + END
  }),
  'package-of-129-parts': malformed(
    () => root() + Array.from({ length: 128 }, (_, i) => file(`a${i}`, '')).join('') + END,
  ),
  'package-with-headers-of-5-kilobytes': malformed(
    () => root() + part(`Content-ID: <a>\r\nX: ${'x'.repeat(5000)}`, '') + END,
  ),
  'package-with-a-part-that-nobody-includes': mismatched(() => root() + file('a', CONTENT) + END),
  'inclusion-of-a-part-that-is-not-there': mismatched(() => root(including(include('cid:x'))) + END),
  'inclusion-of-another-host': malformed(() => root(including(include('http://127.0.0.1/x'))) + END),
  'inclusion-of-a-file': malformed(() => root(including(include('file:///etc/passwd'))) + END),
  'inclusion-of-the-message-itself': mismatched(() => root(including(include('cid:root'))) + END),
  'inclusion-beside-text': malformed(() => root(including(`AAAA${include('cid:a')}`)) + file('a', CONTENT) + END),
  'inclusion-twice': malformed(() => root(including(include('cid:a').repeat(2))) + file('a', CONTENT) + END),
  'inclusion-in-the-content': mismatched(
    () => root(message().replace('>Петров<', `>${include('cid:a')}<`)) + file('a', CONTENT) + END,
  ),
  'inclusion-in-the-signature-value': mismatched(
    () => root(message().replace(/(?<=<ds:SignatureValue>)[^<]*/, include('cid:a'))) + file('a', CONTENT) + END,
  ),

  'package-of-12-megabytes-of-almost-boundaries': big(
    malformed(() => root() + `\r\n--${BOUNDARY.repeat(2)}\r`.repeat(MB)),
  ),
  'package-of-12-megabytes-of-line-breaks': big(
    malformed(() => root() + part('Content-ID: <a>', '\r\n'.repeat(6 * MB))),
  ),
  'package-with-an-attachment-of-5-megabytes': big(
    packed(read('OTHER_TEXT', () => root(including(include('cid:a'))) + file('a', 'x'.repeat(5 * MB)) + END)),
  ),
  'package-with-an-attachment-above-5-megabytes': big(
    packed(
      refused(
        'ATTACHMENT_TOO_LARGE',
        () => root(including(include('cid:a'))) + file('a', 'x'.repeat(5 * MB + 1)) + END,
      ),
    ),
  ),
  'package-with-a-message-above-5-megabytes': big(
    packed(refused('XML_TOO_LARGE', () => root(' '.repeat(5 * MB) + message()) + END)),
  ),
}
