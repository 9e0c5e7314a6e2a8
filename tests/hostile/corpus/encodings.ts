/** Bytes that no reader should guess at: encodings undeclared, mixed or wrong, byte order marks, forbidden characters. */
import { inWindows1251, read, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { FORGED_NAME, GENUINE_NAME, message, spoiled } from '../messages.ts'

const declared = (encoding: string): string => message().replace('encoding="UTF-8"', `encoding="${encoding}"`)
const undeclared = (): string => message().replace(' encoding="UTF-8"', '')
const MARK = Buffer.from([0xef, 0xbb, 0xbf])
const wide = (text: string, order: 'le' | 'be', mark: boolean): Buffer => {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}
const wide32 = (text: string): Buffer =>
  Buffer.concat(
    Array.from(text, (character) => {
      const unit = Buffer.alloc(4)
      unit.writeUInt32LE(character.codePointAt(0) ?? 0)
      return unit
    }),
  )

/** windows-1251 of ASCII and Russian letters. */
export function windows1251(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (character) => {
      const code = character.charCodeAt(0)
      if (code < 0x80) return code
      if (code >= 0x410 && code <= 0x44f) return code - 0x410 + 0xc0
      return { ё: 0xb8, Ё: 0xa8 }[character] ?? 0x3f
    }),
  )
}

/** The genuine message with other bytes for the name. */
function withBytes(...bytes: readonly number[]): Buffer {
  const whole = Buffer.from(message())
  const name = Buffer.from(GENUINE_NAME)
  const at = whole.indexOf(name)
  return Buffer.concat([whole.subarray(0, at), Buffer.from(bytes), whole.subarray(at + name.length)])
}

const encoding = (build: Defect['build']): Defect => refused('XML_ENCODING', build)
const broken = (build: Defect['build']): Defect => refused('XML_NOT_WELL_FORMED', build)
const latin = (code: number): string => String.fromCodePoint(code)

export const encodings: Defects = {
  'utf16-le-with-mark': encoding(() => wide(declared('UTF-16'), 'le', true)),
  'utf16-be-with-mark': encoding(() => wide(declared('UTF-16'), 'be', true)),
  'utf16-le-without-mark': encoding(() => wide(undeclared(), 'le', false)),
  'utf16-be-without-mark': encoding(() => wide(undeclared(), 'be', false)),
  'utf16-le-that-says-utf8': encoding(() => wide(message(), 'le', true)),
  'utf32-le': encoding(() => wide32(declared('UTF-32'))),
  'utf8-that-says-utf16': encoding(() => declared('UTF-16')),
  utf7: encoding(() => Buffer.from(declared('UTF-7').replace(GENUINE_NAME, '+BB8-'))),
  'ebcdic-by-declaration': encoding(() => declared('cp037')),
  'utf8-by-another-name': encoding(() => declared('utf8')),
  'us-ascii-by-declaration': encoding(() => declared('US-ASCII')),
  'latin1-by-declaration': encoding(() => declared('ISO-8859-1')),
  'koi8-r-by-declaration': encoding(() => declared('KOI8-R')),
  'windows-1251-where-it-is-not-admitted': encoding(() => windows1251(declared('windows-1251'))),
  'windows-1251-bytes-under-utf8': encoding(() => windows1251(message())),
  'windows-1251-in-one-name-only': encoding(() => withBytes(...windows1251(GENUINE_NAME))),
  'encoding-in-single-quotes-of-two-names': broken(() => declared("UTF-8' encoding='KOI8-R")),
  'encoding-named-twice': broken(() => message().replace('encoding="UTF-8"', 'encoding="UTF-8" encoding="UTF-8"')),
  'encoding-before-the-version': broken(() =>
    message().replace('version="1.0" encoding="UTF-8"', 'encoding="UTF-8" version="1.0"'),
  ),
  'encoding-in-lower-case': read('SAME', () => declared('utf-8')),
  'mark-of-utf8': read('SAME', () => Buffer.concat([MARK, Buffer.from(message())])),
  'mark-of-utf8-twice': broken(() => Buffer.concat([MARK, MARK, Buffer.from(message())])),
  'mark-of-utf8-in-a-name': refused('SIGNATURE_DIGEST', () => spoiled(GENUINE_NAME, `\ufeff${GENUINE_NAME}`)),
  'mark-of-utf8-after-the-root': broken(() => `${message()}\ufeff`),
  'half-a-mark-of-utf8': encoding(() => Buffer.concat([MARK.subarray(0, 2), Buffer.from(message())])),

  'windows-1251-admitted': inWindows1251(read('SAME', () => windows1251(declared('windows-1251')))),
  'windows-1251-with-a-mark-of-utf8': inWindows1251(
    encoding(() => Buffer.concat([MARK, windows1251(declared('windows-1251'))])),
  ),
  'windows-1251-with-a-letter-that-it-has-not': inWindows1251(
    broken(() => {
      const bytes = windows1251(declared('windows-1251'))
      bytes[bytes.indexOf(windows1251(GENUINE_NAME))] = 0x98
      return bytes
    }),
  ),
  'utf8-bytes-that-say-windows-1251': inWindows1251(broken(() => declared('windows-1251'))),
  'windows-1251-forged-name': inWindows1251(
    refused('SIGNATURE_DIGEST', () => windows1251(declared('windows-1251').replace(GENUINE_NAME, FORGED_NAME))),
  ),

  'overlong-slash': encoding(() => withBytes(0xc0, 0xaf)),
  'overlong-nul': encoding(() => withBytes(0xc0, 0x80)),
  'overlong-angle-bracket': encoding(() => withBytes(0xc0, 0xbc)),
  'five-byte-character': encoding(() => withBytes(0xf8, 0x88, 0x80, 0x80, 0x80)),
  'character-above-unicode': encoding(() => withBytes(0xf4, 0x90, 0x80, 0x80)),
  'half-of-a-surrogate-pair': encoding(() => withBytes(0xed, 0xa0, 0x80)),
  'surrogate-pair-in-utf8': encoding(() => withBytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80)),
  'lone-continuation-byte': encoding(() => withBytes(0x80)),
  'character-cut-short': encoding(() => withBytes(0xd0)),
  'message-that-ends-inside-a-character': encoding(() => Buffer.concat([Buffer.from(message()), Buffer.from([0xd0])])),

  nul: broken(() => withBytes(0)),
  'nul-after-the-root': broken(() => Buffer.concat([Buffer.from(message()), Buffer.alloc(1)])),
  'nul-before-the-root': encoding(() => Buffer.concat([Buffer.alloc(1), Buffer.from(message())])),
  'nul-by-character-reference': broken(() => spoiled(GENUINE_NAME, '&#0;')),
  'every-control-character': broken(() =>
    Array.from({ length: 32 }, (_, code) => code)
      .filter((code) => ![0, 9, 10, 13].includes(code))
      .map((code) => spoiled(GENUINE_NAME, latin(code))),
  ),
  'every-control-character-by-reference': broken(() =>
    Array.from({ length: 32 }, (_, code) => code)
      .filter((code) => ![9, 10, 13].includes(code))
      .map((code) => spoiled(GENUINE_NAME, `&#x${code.toString(16)};`)),
  ),
  'control-character-in-an-attribute': broken(() => spoiled('Id="PERSONAL"', 'Id="PERS\u0001ONAL"')),
  'character-fffe': broken(() => spoiled(GENUINE_NAME, '\ufffe')),
  'character-ffff-by-reference': broken(() => spoiled(GENUINE_NAME, '&#xFFFF;')),
  'surrogate-by-reference': broken(() => spoiled(GENUINE_NAME, '&#xD83D;&#xDE00;')),
  'character-reference-above-unicode': broken(() => spoiled(GENUINE_NAME, '&#x110000;')),
  'character-reference-that-overflows': broken(() => spoiled(GENUINE_NAME, '&#4294967361;')),
  'character-reference-of-nothing': broken(() => spoiled(GENUINE_NAME, '&#;')),
  'next-line-of-xml-1.1': refused('SIGNATURE_DIGEST', () => spoiled(GENUINE_NAME, `${GENUINE_NAME}\u0085`)),
  'name-by-character-references': read('SAME', () =>
    spoiled(GENUINE_NAME, Array.from(GENUINE_NAME, (letter) => `&#x${letter.charCodeAt(0).toString(16)};`).join('')),
  ),
  'name-with-a-latin-letter-that-looks-the-same': refused('SIGNATURE_DIGEST', () =>
    spoiled(GENUINE_NAME, GENUINE_NAME.replace('е', 'e')),
  ),
  'name-in-another-unicode-form': refused('SIGNATURE_DIGEST', () => spoiled('Пётр', 'Пётр'.normalize('NFD'))),
  'line-ends-of-windows': read('SAME', () => message().replaceAll('\n', '\r\n')),
  'carriage-return-by-reference-between-elements': read('SAME', () => spoiled('<q:Persons>', '&#13;<q:Persons>')),
}
