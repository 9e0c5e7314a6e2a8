/** Messages cut off at every point where their structure changes, and messages with something after their end. */
import { gzipSync } from 'node:zlib'
import { read, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { message } from '../messages.ts'

const broken = (build: Defect['build']): Defect => refused('XML_NOT_WELL_FORMED', build)
const appended = (text: string): Defect => broken(() => message() + text)

/** All prefixes of the message that end just before, or just after, a character of markup. */
function cutAt(character: string, shift: 0 | 1): string[] {
  const whole = message()
  const end = whole.lastIndexOf('</S:Envelope>')
  return Array.from(whole.matchAll(new RegExp(character, 'g')), ({ index }) => index + shift)
    .filter((at) => at <= end && at > 0)
    .map((at) => whole.slice(0, at))
}

const cut = (character: string, shift: 0 | 1): Defect => ({ ...broken(() => cutAt(character, shift)), isBig: true })

export const truncation: Defects = {
  'cut-before-every-tag': cut('<', 0),
  'cut-inside-every-tag': cut('<', 1),
  'cut-after-every-tag': cut('>', 1),
  'cut-before-every-quotation-mark': cut('"', 0),
  'cut-after-every-quotation-mark': cut('"', 1),
  'cut-in-the-last-tag': broken(() => message().trimEnd().slice(0, -1)),
  empty: broken(() => ''),
  'one-byte': broken(() => '<'),
  'blanks-only': broken(() => ' \n'),
  'mark-only': broken(() => '\ufeff'),
  'declaration-only': broken(() => '<?xml version="1.0" encoding="UTF-8"?>'),
  'declaration-cut-short': broken(() => '<?xml version="1.0" encoding="UTF'),
  'declaration-of-a-kilobyte': broken(() => message().replace('<?xml ', `<?xml ${' '.repeat(1000)}`)),
  json: broken(() => '{"S:Envelope":{}}'),
  html: refused('XML_DOCTYPE', () => '<!DOCTYPE html><html><body></body></html>'),
  gzip: broken(() => gzipSync(message())),
  multipart: broken(() => `--b\r\nContent-Type: text/xml\r\n\r\n${message()}\r\n--b--\r\n`),
  'http-request': broken(() => `POST /smev HTTP/1.1\r\n\r\n${message()}`),
  'text-before-the-root': broken(() => message().replace('<S:Envelope', 'x<S:Envelope')),
  'blank-before-the-declaration': refused('XML_PROCESSING_INSTRUCTION', () => `\n${message()}`),
  'text-after-the-root': appended('x'),
  'second-root': appended('<x/>'),
  'message-twice': appended(message().replace(/^<\?xml.*\?>\n/, '')),
  'end-tag-after-the-root': appended('</S:Envelope>'),
  'cdata-after-the-root': appended('<![CDATA[x]]>'),
  'character-reference-after-the-root': appended('&#32;'),
  'blanks-after-the-root': read('SAME', () => `${message()} \r\n\t`),
}
