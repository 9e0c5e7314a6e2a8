/** Tricks with namespaces: one text that two readers could take for different elements, or different texts for one. */
import { big, read, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { BASIC, changed, data, INQUIRY, message, spoiled, TYPES, underGenuine } from '../messages.ts'

const broken = (from: string | RegExp, to: string): Defect => refused('XML_NOT_WELL_FORMED', () => spoiled(from, to))
const altered = (from: string | RegExp, to: string): Defect => refused('SIGNATURE_DIGEST', () => spoiled(from, to))
const harmless = (from: string | RegExp, to: string): Defect => read('SAME', () => spoiled(from, to))
/** Signed over the genuine data, as nobody could canonicalise or transform these. */
const signedBefore = (from: string, to: string): string => underGenuine(changed(data(), from, to))
const Q = `xmlns:q="${INQUIRY}"`

export const namespaces: Defects = {
  'prefix-that-is-not-declared': broken(`<q:Inquiry ${Q}`, '<q:Inquiry'),
  'prefix-of-an-attribute-that-is-not-declared': broken('<q:Persons>', '<q:Persons z:a="1">'),
  'prefix-bound-to-nothing': broken('<q:Persons>', '<q:Persons xmlns:z="">'),
  'prefix-xml-bound-to-another-namespace': broken('<q:Persons>', '<q:Persons xmlns:xml="urn:x">'),
  'another-prefix-for-the-xml-namespace': broken(
    '<q:Persons>',
    '<q:Persons xmlns:z="http://www.w3.org/XML/1998/namespace">',
  ),
  'prefix-xmlns-declared': broken('<q:Persons>', '<q:Persons xmlns:xmlns="urn:x">'),
  'prefix-for-the-xmlns-namespace': broken('<q:Persons>', '<q:Persons xmlns:z="http://www.w3.org/2000/xmlns/">'),
  'default-xmlns-namespace': broken('<q:Persons>', '<q:Persons xmlns="http://www.w3.org/2000/xmlns/">'),
  'one-attribute-under-two-prefixes': broken(
    '<q:Persons>',
    '<q:Persons xmlns:y="urn:x" xmlns:z="urn:x" y:a="1" z:a="2">',
  ),
  'declaration-twice': broken(`<q:Inquiry ${Q}`, `<q:Inquiry ${Q} ${Q}`),
  'name-with-two-colons': broken(/q:Persons>/g, 'q:q:Persons>'),
  'name-that-begins-with-a-colon': broken(/q:Persons>/g, ':Persons>'),

  'content-in-another-namespace': altered(INQUIRY, 'urn://zags-gateway/inquiry/1.1'),
  'content-in-the-same-namespace-but-for-a-slash': altered(INQUIRY, `${INQUIRY}/`),
  'content-in-the-same-namespace-but-for-its-case': altered(INQUIRY, INQUIRY.toUpperCase()),
  'content-in-the-same-namespace-but-for-a-blank': broken(INQUIRY, ` ${INQUIRY}`),
  'content-in-the-same-namespace-but-for-an-escape': altered(INQUIRY, INQUIRY.replace('q', '%71')),
  'prefix-bound-to-another-namespace-inside': altered('<q:Persons>', '<q:Persons xmlns:q="urn:x">'),
  'elements-swapped-by-their-prefixes': altered('<q:Persons>', `<q:Persons xmlns:q="${BASIC}" xmlns:b="${INQUIRY}">`),
  'names-taken-out-of-their-namespace': refused('SIGNATURE_STRUCTURE', () =>
    signedBefore('<q:Persons>', '<Persons xmlns=""></Persons><q:Persons>'),
  ),
  'prefix-of-the-types-bound-to-another-namespace-around': refused('ENVELOPE_OPERATION', () =>
    changed(message(), `<t:SendRequestRequest xmlns:t="${TYPES}"`, '<t:SendRequestRequest xmlns:t="urn:x"'),
  ),
  'data-of-another-version': refused('ENVELOPE_SCHEMA', () =>
    message({ data: data().replace(TYPES, TYPES.replace('1.1', '1.2')) }),
  ),
  'data-of-the-basic-namespace': refused('ENVELOPE_SCHEMA', () => message({ data: data().replace(TYPES, BASIC) })),
  'request-of-a-foreign-namespace': refused('ENVELOPE_OPERATION', () =>
    message().replaceAll(TYPES, 'urn://example/types'),
  ),
  'body-of-a-foreign-namespace': refused('ENVELOPE_STRUCTURE', () => spoiled('<S:Body>', '<S:Body xmlns:S="urn:x">')),
  'foreign-signed-data-of-the-same-name-before': refused('XML_NAMESPACE', () =>
    spoiled('<t:SenderProvided', '<z:SenderProvidedRequestData xmlns:z="urn:x"/><t:SenderProvided'),
  ),
  'foreign-signature-of-the-same-name': refused('XML_NAMESPACE', () => spoiled(`xmlns:ds="`, 'xmlns:ds="urn:x/')),
  'foreign-content-of-the-same-name': refused('MESSAGE_TYPE_UNSUPPORTED', () =>
    message({ data: data().replace(INQUIRY, 'urn://example/inquiry/1.0') }),
  ),
  'element-of-the-xml-namespace-in-the-content': refused('SIGNATURE_STRUCTURE', () =>
    signedBefore('<q:Persons>', '<xml:Other></xml:Other><q:Persons>'),
  ),
  'attribute-of-the-xml-namespace-in-the-content': refused('SIGNATURE_STRUCTURE', () =>
    signedBefore('<q:Persons>', '<q:Persons xml:lang="ru">'),
  ),
  'attribute-of-the-xml-namespace-in-the-envelope': refused('ENVELOPE_STRUCTURE', () =>
    spoiled('<S:Body>', '<S:Body xml:base="http://127.0.0.1/">'),
  ),
  'namespace-with-an-ampersand': refused('SIGNATURE_STRUCTURE', () =>
    signedBefore('<q:Persons>', '<q:Persons xmlns:z="urn:a&amp;b" z:a="1">'),
  ),
  'namespace-with-a-quotation-mark': refused('XML_NOT_WELL_FORMED', () =>
    signedBefore('<q:Persons>', `<q:Persons xmlns:z="urn:a&quot; q:x=&quot;" z:a="1">`),
  ),
  'relative-namespace': refused('XML_NOT_WELL_FORMED', () =>
    signedBefore('<q:Persons>', '<q:Persons xmlns:z="a" z:a="1">'),
  ),
  'namespace-in-cyrillic': refused('XML_NOT_WELL_FORMED', () =>
    signedBefore('<q:Persons>', '<q:Persons xmlns:z="urn:имя" z:a="1">'),
  ),
  'namespace-of-100-kilobytes': big(
    refused('SIGNATURE_DIGEST', () =>
      signedBefore('<q:Persons>', `<q:Persons xmlns:z="urn:${'x'.repeat(100_000)}" z:a="1">`),
    ),
  ),
  'prefix-of-10-kilobytes': refused('SIGNATURE_DIGEST', () => {
    const prefix = 'z'.repeat(10_000)
    return signedBefore('<q:Persons>', `<q:Persons xmlns:${prefix}="urn:x" ${prefix}:a="1">`)
  }),

  'namespace-by-character-references': harmless(INQUIRY, INQUIRY.replace('urn', '&#117;rn')),
  'content-under-another-prefix': read('SAME', () => message().replaceAll('q:', 'z:').replaceAll(':q=', ':z=')),
  'content-under-the-default-prefix': read('SAME', () => message().replaceAll('q:', '').replaceAll(':q=', '=')),
  'declaration-that-nobody-uses': harmless('<q:Persons>', '<q:Persons xmlns:z="urn:x">'),
  'declaration-repeated-inside': harmless('<q:Persons>', `<q:Persons ${Q}>`),
  'default-namespace-taken-back-where-nothing-is-unprefixed': harmless('<q:Persons>', '<q:Persons xmlns="">'),
}
