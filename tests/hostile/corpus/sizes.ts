/** Messages that are meant to be expensive. None is stored; each is a few megabytes of one thing. */
import { big, read, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { attached, changed, content, data, message, spoiled } from '../messages.ts'

const MB = 1024 * 1024
/** What fits beside the genuine message into the 5 MB of a message. */
const ROOM = 5 * MB - 16_384
/** Start tags that fit beside those of the genuine message into the 50,000. */
const TAGS = 49_800

const before = (inner: string): string => spoiled('<q:Persons>', `${inner}<q:Persons>`)
const note = (inner: string): string => before(`<q:x>${inner}</q:x>`)
const many = (count: number, unit: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => unit(i)).join('')
const attributes = (count: number, unit = (index: number): string => `a${index}=""`): string =>
  many(count, (i) => ` ${unit(i)}`)
const tooMany = (build: () => string): Defect => big(refused('XML_TOO_MANY_ELEMENTS', build))
const altered = (build: () => string): Defect => big(refused('SIGNATURE_DIGEST', build))
const tooLarge = (build: () => string): Defect => big(refused('XML_TOO_LARGE', build))
const broken = (build: () => string): Defect => big(refused('XML_NOT_WELL_FORMED', build))

const nested = (depth: number, tag = 'q:n'): string => before(`<${tag}>`.repeat(depth) + `</${tag}>`.repeat(depth))
const nestedWith = (depth: number, unit: (index: number) => string): string =>
  before(many(depth, unit) + '</q:n>'.repeat(depth))

const subject = /<q:Subject>[^]*<\/q:Subject>/
const SUBJECT = subject.exec(content())?.[0] ?? ''
const withSubjects = (count: number): string => content().replace(subject, SUBJECT.repeat(count))

export const sizes: Defects = {
  'text-of-50-megabytes': tooLarge(() => note('a'.repeat(50 * MB))),
  'blanks-of-6-megabytes-after-the-root': tooLarge(() => message() + ' '.repeat(6 * MB)),
  'text-of-5-megabytes': altered(() => note('a'.repeat(ROOM))),
  'text-of-5-megabytes-in-cyrillic': altered(() => note('я'.repeat(ROOM / 2))),
  'text-of-a-million-character-references': altered(() => note('&#97;'.repeat(MB - 4096))),
  'text-of-a-million-less-than-signs': altered(() => note('&lt;'.repeat(MB))),
  'text-of-a-million-greater-than-signs': altered(() => note(']&gt;'.repeat(MB - 4096))),
  'text-of-a-million-carriage-returns': altered(() => note('&#13;'.repeat(MB - 4096))),
  'text-of-a-million-equals-signs': altered(() => note('='.repeat(MB))),
  'text-of-5-megabytes-of-blanks': altered(() => note(' '.repeat(ROOM))),
  'values-of-blanks-24900': altered(() => before('<q:x> </q:x>'.repeat(TAGS / 2))),
  'value-of-a-blank-beside-text-of-5-megabytes': altered(() => before(`<q:x> </q:x><q:x>${'a'.repeat(ROOM)}</q:x>`)),
  'value-of-a-blank-beside-a-word-after-5-megabytes-of-blanks': altered(() =>
    before(`<q:x> </q:x><q:x>${' '.repeat(ROOM)}a</q:x>`),
  ),
  'value-of-a-blank-under-every-one-of-240-elements': altered(() => {
    const row = '<q:x> </q:x>'.repeat(90)
    return before(`<q:n>${row}`.repeat(240) + '</q:n>'.repeat(240))
  }),
  'comments-beside-every-blank': altered(() => before('<q:x> <!----> </q:x>'.repeat(16_000))),
  'comments-beside-text-of-5-megabytes': big(
    refused('XML_COMMENT', () => note(`${'a'.repeat(ROOM / 2)}<!---->${'a'.repeat(ROOM / 2)}`)),
  ),
  'comment-far-from-text-of-5-megabytes': altered(() => before(`<!----><q:x>${'a'.repeat(ROOM)}</q:x>`)),
  'text-of-20000-cdata-sections': altered(() => note('<![CDATA[a]]>'.repeat(20_000))),
  'text-of-5-megabytes-in-cdata': altered(() => note(`<![CDATA[${'a'.repeat(ROOM)}]]>`)),
  'signature-value-of-5-megabytes': big(
    refused('SIGNATURE_STRUCTURE', () => spoiled(/(?<=<ds:SignatureValue>)[^<]*/, 'A'.repeat(ROOM))),
  ),
  'certificate-of-5-megabytes': big(
    refused('SIGNATURE_STRUCTURE', () => spoiled(/(?<=<ds:X509Certificate>)[^<]*/, 'A'.repeat(ROOM))),
  ),
  'digest-value-of-5-megabytes': big(
    refused('SIGNATURE_STRUCTURE', () => spoiled(/(?<=<ds:DigestValue>)[^<]*/, 'A'.repeat(ROOM))),
  ),
  'message-id-of-5-megabytes': altered(() => spoiled('4c5d7c00', '4'.repeat(ROOM))),
  'id-of-5-megabytes': big(
    refused('SIGNATURE_TARGET', () => spoiled('Id="SIGNED_BY_CALLER"', `Id="${'S'.repeat(ROOM)}"`)),
  ),
  'reference-of-5-megabytes': big(refused('SIGNATURE_STRUCTURE', () => spoiled('URI="#', `URI="#${'S'.repeat(ROOM)}`))),
  'algorithm-of-5-megabytes': big(
    refused('SIGNATURE_STRUCTURE', () => spoiled('Algorithm="', `Algorithm="${'S'.repeat(ROOM)}`)),
  ),
  'id-and-reference-of-2-megabytes': big(
    refused('SIGNATURE_STRUCTURE', () => {
      const id = 'S'.repeat(2 * MB)
      return message({ data: data({ dataAttributes: ` Id="${id}"` }), info: { uri: `URI="#${id}"` } })
    }),
  ),
  'id-of-signed-info-of-5-megabytes': big(
    refused('SIGNATURE_STRUCTURE', () => spoiled('<ds:SignedInfo>', `<ds:SignedInfo Id="${'S'.repeat(ROOM)}">`)),
  ),
  'comment-of-5-megabytes': big(read('SAME', () => before(`<!--${'a'.repeat(ROOM)}-->`))),
  'comments-12000-between-elements': big(read('SAME', () => before('<!-- x -->'.repeat(12_000)))),
  'comments-49000-between-elements': big(read('SAME', () => before('<!---->'.repeat(TAGS)))),
  'instruction-of-5-megabytes': big(refused('XML_PROCESSING_INSTRUCTION', () => before(`<?x ${'a'.repeat(ROOM)}?>`))),
  'doctype-of-5-megabytes': big(
    refused('XML_DOCTYPE', () => spoiled('<S:Envelope', `<!DOCTYPE x [<!ENTITY e "${'a'.repeat(ROOM)}">]><S:Envelope`)),
  ),
  'prolog-of-a-million-blanks': big(read('SAME', () => spoiled('<S:Envelope', `${' '.repeat(MB)}<S:Envelope`))),
  'prolog-of-49000-comments': big(read('SAME', () => spoiled('<S:Envelope', `${'<!---->'.repeat(TAGS)}<S:Envelope`))),
  'prolog-of-comments-that-do-not-end': broken(() => `<!--${'-'.repeat(ROOM)}`),

  'elements-49800-empty': altered(() => before('<q:x/>'.repeat(TAGS))),
  'elements-24900-with-text': altered(() => before(`<q:x>${'b'.repeat(160)}</q:x>`.repeat(TAGS / 2))),
  'elements-24900-with-a-name-each': altered(() => before(many(TAGS / 2, (i) => `<q:x${i}></q:x${i}>`))),
  'elements-49800-with-long-names': altered(() => before(`<q:${'n'.repeat(90)}/>`.repeat(TAGS))),
  'elements-60000': tooMany(() => before('<q:x/>'.repeat(60_000))),
  'elements-a-million': tooMany(() => before('<x/>'.repeat(MB - 8192))),
  'angle-brackets-5-million': tooMany(() => '<'.repeat(ROOM)),
  'elements-in-the-request-49800': big(
    refused('XML_NAMESPACE', () => spoiled('<t:SenderProvided', `${'<x/>'.repeat(TAGS)}<t:SenderProvided`)),
  ),
  'elements-of-the-types-in-the-request-49800': big(
    refused('ENVELOPE_SCHEMA', () =>
      spoiled('</t:SendRequestRequest>', `${'<t:x/>'.repeat(TAGS)}</t:SendRequestRequest>`),
    ),
  ),
  'elements-in-the-body-49800': big(
    refused('ENVELOPE_STRUCTURE', () => spoiled('</S:Body>', `${'<x/>'.repeat(TAGS)}</S:Body>`)),
  ),
  'elements-in-the-signature-49800': big(
    refused('SIGNATURE_STRUCTURE', () => spoiled('</ds:Signature>', `${'<ds:Object/>'.repeat(TAGS)}</ds:Signature>`)),
  ),
  'elements-in-key-info-49800': big(
    refused('SIGNATURE_STRUCTURE', () => spoiled('</ds:KeyInfo>', `${'<ds:KeyName/>'.repeat(TAGS)}</ds:KeyInfo>`)),
  ),
  'references-3000': big(
    refused('SIGNATURE_STRUCTURE', () =>
      message().replace(/<ds:Reference[^]*<\/ds:Reference>/, (one) => one.repeat(3000)),
    ),
  ),
  'nested-250-deep': altered(() => nested(240)),
  'nested-300-deep': big(refused('XML_TOO_DEEP', () => nested(300))),
  'nested-24000-deep': big(refused('XML_TOO_DEEP', () => nested(24_000))),
  'nested-240-deep-with-long-names': altered(() => nested(240, `q:${'n'.repeat(10_000)}`)),

  'attributes-50000-on-one-element': tooMany(() => before(`<q:x${attributes(50_000)}/>`)),
  'attributes-400000-on-one-element': tooMany(() => before(`<q:x${attributes(400_000)}/>`)),
  'attributes-50000-on-500-elements': tooMany(() => before(`<q:x${attributes(100)}/>`.repeat(500))),
  'attributes-200000-on-50000-elements': tooMany(() => before(`<q:x${attributes(4)}/>`.repeat(TAGS))),
  'attributes-800000-on-8000-elements': tooMany(() => before(`<q:x${attributes(100, () => 'a=""')}/>`.repeat(8000))),
  'attributes-20000-on-200-elements': altered(() => before(`<q:x${attributes(100)}/>`.repeat(95))),
  'attributes-of-one-element-with-4-megabytes': altered(() => before(`<q:x a="${'v'.repeat(4 * MB)}"/>`)),
  'attribute-of-a-million-references': altered(() => before(`<q:x a="${'&lt;'.repeat(MB)}"/>`)),
  'attribute-of-a-million-line-ends': altered(() => before(`<q:x a="${'&#10;'.repeat(900_000)}"/>`)),
  'attributes-in-the-signature-50000': tooMany(() =>
    spoiled('<ds:SignedInfo>', `<ds:SignedInfo${attributes(50_000)}>`),
  ),
  'identifiers-49800': tooMany(() => before(many(TAGS, (i) => `<q:x id="i${i}"/>`))),
  'identifiers-4900': altered(() => before(many(4900, (i) => `<q:x id="i${i}"/>`))),
  'identifiers-of-a-megabyte-each': altered(() => before(many(4, (i) => `<q:x id="${'i'.repeat(MB)}${i}"/>`))),

  'namespaces-50000-on-one-element': tooMany(() =>
    before(`<q:x${attributes(50_000, (i) => `xmlns:a${i}="u:${i}"`)}/>`),
  ),
  'namespaces-100-on-each-of-2500-elements': tooMany(() =>
    before(`<q:x${attributes(100, (i) => `xmlns:a${i}="u:${i}"`)}/>`.repeat(2500)),
  ),
  'namespaces-used-at-every-depth': tooMany(() =>
    nestedWith(
      230,
      (depth) => `<q:n${attributes(90, (i) => `xmlns:a${depth}_${i}="u:${depth}:${i}" a${depth}_${i}:x=""`)}>`,
    ),
  ),
  'namespaces-redefined-at-every-depth': altered(() =>
    nestedWith(230, (depth) => `<q:n${attributes(20, (i) => `xmlns:a${i}="u:${depth}:${i}" a${i}:x=""`)}>`),
  ),
  'namespaces-5000-used-below-in-every-element': altered(() =>
    before(
      `<q:x${attributes(90, (i) => `xmlns:a${i}="u:${i}" a${i}:x=""`)}>${many(100, () => `<q:y${attributes(90, (i) => `a${i}:x=""`)}/>`)}</q:x>`,
    ),
  ),

  'genuine-with-1000-subjects': big(read('OTHER_TEXT', () => message({ data: data({ body: withSubjects(1000) }) }))),
  'genuine-with-1900-subjects': big(read('OTHER_TEXT', () => message({ data: data({ body: withSubjects(1900) }) }))),
  'genuine-with-a-subject-of-4-megabytes': big(
    read('UNREADABLE', () => message({ data: data({ familyName: 'Я'.repeat(2 * MB) }) })),
  ),
  'genuine-with-24000-wrong-elements': big(
    read('UNREADABLE', () =>
      message({ data: changed(data(), '<q:Persons>', `${'<q:x></q:x>'.repeat(24_000)}<q:Persons>`) }),
    ),
  ),
  'genuine-with-an-attachment-of-4-megabytes': big(read('OTHER_TEXT', () => attached('A'.repeat(4 * MB)))),
  'genuine-with-20000-attachments': big(
    refused('ATTACHMENT_MISMATCH', () => {
      const list = many(
        8000,
        (i) => `<b:AttachmentContent><b:Id>a${i}</b:Id><b:Content>AAAA</b:Content></b:AttachmentContent>`,
      )
      return attached('AAAA').replace('<b:AttachmentContent>', `${list}<b:AttachmentContent>`)
    }),
  ),
}
