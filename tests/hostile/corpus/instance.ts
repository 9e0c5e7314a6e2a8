/** XML Schema instance attributes and XOP in plain XML: means to make one document mean another. */
import { read, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { attached, changed, data, GENUINE_NAME, message, spoiled, XSI } from '../messages.ts'

const DECLARED = `xmlns:xsi="${XSI}"`
const XOP = 'xmlns:xop="http://www.w3.org/2004/08/xop/include"'
const include = `<xop:Include ${XOP} href="cid:part1@example.test"></xop:Include>`
const signed = (from: string, to: string): string => message({ data: changed(data(), from, to) })
const typed = (from: string, to: string): Defect => refused('XML_XSI_TYPE', () => spoiled(from, to))
/** The content breaks its schema, which is a ground of the answer and no fault. */
const unreadable = (from: string, to: string): Defect => read('UNREADABLE', () => signed(from, to))

export const instance: Defects = {
  'xsi-type-on-the-content': typed('<q:Inquiry ', `<q:Inquiry ${DECLARED} xsi:type="q:Other" `),
  'xsi-type-under-another-prefix': typed('<q:Persons>', `<q:Persons xmlns:i="${XSI}" i:type="q:Other">`),
  'xsi-type-in-the-envelope': typed('<S:Body>', `<S:Body ${DECLARED} xsi:type="S:Other">`),
  'xsi-type-in-the-signature': typed('<ds:SignedInfo>', `<ds:SignedInfo ${DECLARED} xsi:type="ds:Other">`),
  'xsi-type-of-a-namespace-by-character-reference': typed(
    '<q:Persons>',
    `<q:Persons xmlns:i="${XSI.replace('h', '&#104;')}" i:type="q:Other">`,
  ),
  'type-without-a-namespace': unreadable('<q:Persons>', '<q:Persons type="q:Other">'),
  'xsi-nil-on-the-content': unreadable(
    `<q:FamilyName>${GENUINE_NAME}</q:FamilyName>`,
    `<q:FamilyName ${DECLARED} xsi:nil="true"></q:FamilyName>`,
  ),
  'xsi-nil-in-the-envelope': refused('XML_NAMESPACE', () =>
    signed('<t:MessageID>', `<t:MessageID ${DECLARED} xsi:nil="true">`),
  ),
  'schema-location-in-the-envelope': refused('XML_NAMESPACE', () =>
    spoiled(
      '<t:SendRequestRequest',
      `<t:SendRequestRequest ${DECLARED} xsi:schemaLocation="urn:x http://127.0.0.1/x.xsd"`,
    ),
  ),
  'schema-location-on-the-root': refused('XML_NAMESPACE', () =>
    spoiled('<S:Envelope', `<S:Envelope ${DECLARED} xsi:noNamespaceSchemaLocation="http://127.0.0.1/x.xsd"`),
  ),
  // Nothing is loaded: the attribute is one that every schema allows, and it says nothing here.
  'schema-location-on-the-content': read('OTHER_TEXT', () =>
    signed('<q:Inquiry ', `<q:Inquiry ${DECLARED} xsi:schemaLocation="urn:x http://127.0.0.1/x.xsd" `),
  ),
  'content-of-an-undeclared-element': unreadable('<q:Persons>', '<q:Other></q:Other><q:Persons>'),
  'content-with-text-between-elements': unreadable('<q:Persons>', 'x<q:Persons>'),
  'xinclude-in-the-content': unreadable(
    '<q:Persons>',
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"></xi:include><q:Persons>',
  ),
  'xop-include-in-the-content': unreadable(GENUINE_NAME, include),
  'xop-include-after-signing': refused('SIGNATURE_DIGEST', () => spoiled(GENUINE_NAME, include)),
  'xop-include-in-an-attachment': refused('XML_NAMESPACE', () => attached(include)),
  'xop-include-in-the-signature-value': refused('XML_NAMESPACE', () =>
    spoiled(/(?<=<ds:SignatureValue>)[^<]*/, include),
  ),
  'attachment-in-plain-base64': read('OTHER_TEXT', () => attached('AAAA')),
}
