/** Document types and entities, in every place and encoding: none is ever read, let alone expanded. */
import { big, inWindows1251, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { GENUINE_NAME, message, spoiled } from '../messages.ts'
import { windows1251 } from './encodings.ts'

const doctype = (declaration: string): string => spoiled('<S:Envelope', `${declaration}<S:Envelope`)
const withEntity = (subset: string): string => doctype(`<!DOCTYPE S:Envelope [${subset}]>`).replace(GENUINE_NAME, '&e;')
const refusedType = (build: Defect['build']): Defect => refused('XML_DOCTYPE', build)
const wide = (order: 'le' | 'be', mark: boolean): Defect =>
  refused('XML_ENCODING', () => {
    const text = withEntity(`<!ENTITY e "${GENUINE_NAME}">`).replace('encoding="UTF-8"', 'encoding="UTF-16"')
    const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
    return order === 'le' ? bytes : bytes.swap16()
  })

/** Ten entities of ten of the one before: 10^9 characters if anybody expanded them. */
const LAUGHS = Array.from({ length: 10 }, (_, level) =>
  level === 0 ? '<!ENTITY e0 "ха">' : `<!ENTITY e${level} "${`&e${level - 1};`.repeat(10)}">`,
).join('')

export const doctypes: Defects = {
  'doctype-with-an-entity': refusedType(() => withEntity(`<!ENTITY e "${GENUINE_NAME}">`)),
  'doctype-with-an-external-entity': refusedType(() => withEntity('<!ENTITY e SYSTEM "file:///etc/passwd">')),
  'doctype-with-an-entity-of-the-inner-network': refusedType(() =>
    withEntity('<!ENTITY e SYSTEM "http://127.0.0.1/">'),
  ),
  'doctype-with-a-parameter-entity': refusedType(() =>
    doctype('<!DOCTYPE S:Envelope [<!ENTITY % p SYSTEM "http://127.0.0.1/evil.dtd">%p;]>'),
  ),
  'doctype-with-an-external-subset': refusedType(() =>
    doctype('<!DOCTYPE S:Envelope SYSTEM "http://127.0.0.1/evil.dtd">'),
  ),
  'doctype-with-a-public-identifier': refusedType(() =>
    doctype('<!DOCTYPE S:Envelope PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1/x.dtd">'),
  ),
  'doctype-that-says-nothing': refusedType(() => doctype('<!DOCTYPE S:Envelope>')),
  'doctype-with-a-default-attribute': refusedType(() =>
    doctype('<!DOCTYPE S:Envelope [<!ATTLIST q:Inquiry Id ID "SIGNED_BY_CALLER">]>'),
  ),
  'doctype-with-a-default-namespace': refusedType(() =>
    doctype('<!DOCTYPE S:Envelope [<!ATTLIST q:Note xmlns CDATA "urn:x">]>'),
  ),
  'doctype-of-a-billion-laughs': refusedType(() => withEntity(`${LAUGHS}<!ENTITY e "&e9;">`)),
  'doctype-of-quadratic-growth': big(
    refusedType(() => withEntity(`<!ENTITY e "${'х'.repeat(50_000)}">`).replace('&e;', '&e;'.repeat(1000))),
  ),
  'doctype-of-an-entity-of-itself': refusedType(() => withEntity('<!ENTITY e "&e;">')),
  'doctype-after-a-comment': refusedType(() => doctype('<!-- x --><!DOCTYPE S:Envelope>')),
  'doctype-after-blanks': refusedType(() => doctype('\r\n\t <!DOCTYPE S:Envelope>')),
  'doctype-without-an-xml-declaration': refusedType(() => message().replace(/^<\?xml.*\?>/, '<!DOCTYPE S:Envelope>')),
  'doctype-after-a-mark-of-utf8': refusedType(() => `\ufeff${doctype('<!DOCTYPE S:Envelope>')}`),
  'doctype-in-lower-case': refused('XML_NOT_WELL_FORMED', () => doctype('<!doctype S:Envelope>')),
  'doctype-after-an-instruction': refused('XML_PROCESSING_INSTRUCTION', () => doctype('<?x y?><!DOCTYPE S:Envelope>')),
  'doctype-inside-the-root': refused('XML_NOT_WELL_FORMED', () => spoiled('<S:Body>', '<!DOCTYPE x><S:Body>')),
  'doctype-after-the-root': refused('XML_NOT_WELL_FORMED', () => `${message()}<!DOCTYPE S:Envelope>`),
  'doctype-in-utf16-le-with-mark': wide('le', true),
  'doctype-in-utf16-be-with-mark': wide('be', true),
  'doctype-in-utf16-le-without-mark': wide('le', false),
  'doctype-in-utf16-be-without-mark': wide('be', false),
  'doctype-in-windows-1251': inWindows1251(
    refusedType(() => windows1251(withEntity(`<!ENTITY e "${GENUINE_NAME}">`).replace('UTF-8', 'windows-1251'))),
  ),
  'doctype-in-windows-1251-where-it-is-not-admitted': refused('XML_ENCODING', () =>
    windows1251(withEntity(`<!ENTITY e "${GENUINE_NAME}">`).replace('UTF-8', 'windows-1251')),
  ),
  'entity-that-is-not-declared': refused('XML_NOT_WELL_FORMED', () => spoiled(GENUINE_NAME, '&e;')),
  'entity-of-html': refused('XML_NOT_WELL_FORMED', () => spoiled(GENUINE_NAME, `${GENUINE_NAME}&nbsp;`)),
  'entity-in-an-attribute': refused('XML_NOT_WELL_FORMED', () => spoiled('Id="PERSONAL"', 'Id="&e;"')),
  'entity-in-the-digest-value': refused('XML_NOT_WELL_FORMED', () =>
    spoiled('<ds:DigestValue>', '<ds:DigestValue>&e;'),
  ),
  'bare-ampersand': refused('XML_NOT_WELL_FORMED', () => spoiled(GENUINE_NAME, `${GENUINE_NAME} & Ко`)),
}
