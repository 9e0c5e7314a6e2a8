/** Oddities of the SOAP envelope: nothing outside the body is signed, so nothing may stand there. */
import { read, refused } from '../defect.ts'
import type { Defects } from '../defect.ts'
import { changed, message, SOAP, spoiled, TYPES } from '../messages.ts'

const withHeader = (entry: string): string => message({ header: entry })
const ENTRY = 'xmlns:h="urn://example/header"'

export const soap: Defects = {
  'header-entry': refused('ENVELOPE_STRUCTURE', () => withHeader(`<h:Route ${ENTRY}>1</h:Route>`)),
  'header-entry-that-must-be-understood': refused('ENVELOPE_STRUCTURE', () =>
    withHeader(`<h:Route ${ENTRY} S:mustUnderstand="1">1</h:Route>`),
  ),
  'header-entry-for-an-actor': refused('ENVELOPE_STRUCTURE', () =>
    withHeader(`<h:Route ${ENTRY} S:actor="http://schemas.xmlsoap.org/soap/actor/next">1</h:Route>`),
  ),
  'security-header-of-ws-security': refused('ENVELOPE_STRUCTURE', () =>
    withHeader(
      '<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"></wsse:Security>',
    ),
  ),
  'two-headers': refused('ENVELOPE_STRUCTURE', () => spoiled('<S:Body>', '<S:Header></S:Header><S:Body>')),
  'two-bodies': refused('ENVELOPE_STRUCTURE', () => spoiled('</S:Body>', '</S:Body><S:Body></S:Body>')),
  'header-after-the-body': refused('ENVELOPE_STRUCTURE', () =>
    spoiled('<S:Header></S:Header>', '').replace('</S:Body>', '</S:Body><S:Header></S:Header>'),
  ),
  'element-after-the-body': refused('ENVELOPE_STRUCTURE', () =>
    spoiled('</S:Body>', `</S:Body><h:Trailer ${ENTRY}></h:Trailer>`),
  ),
  'text-in-the-envelope': refused('ENVELOPE_STRUCTURE', () => spoiled('<S:Body>', 'x<S:Body>')),
  'text-in-the-body': refused('ENVELOPE_STRUCTURE', () => spoiled('<S:Body>', '<S:Body>x')),
  'text-in-the-request': refused('ENVELOPE_SCHEMA', () => spoiled('<t:SenderProvided', 'x<t:SenderProvided')),
  'empty-body': refused('ENVELOPE_STRUCTURE', () => message().replace(/<S:Body>[^]*<\/S:Body>/, '<S:Body></S:Body>')),
  'no-body': refused('ENVELOPE_STRUCTURE', () => message().replace(/<S:Body>[^]*<\/S:Body>/, '')),
  'no-envelope': refused(
    'ENVELOPE_STRUCTURE',
    () => /<t:SendRequestRequest[^]*SendRequestRequest>/.exec(message())![0],
  ),
  'soap-1.2': refused('ENVELOPE_STRUCTURE', () => changed(message(), SOAP, 'http://www.w3.org/2003/05/soap-envelope')),
  'encoding-style-on-the-envelope': refused('ENVELOPE_STRUCTURE', () =>
    spoiled('<S:Envelope', '<S:Envelope S:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"'),
  ),
  'must-understand-on-the-request': refused('XML_NAMESPACE', () =>
    spoiled('<t:SendRequestRequest', '<t:SendRequestRequest S:mustUnderstand="1"'),
  ),
  'fault-in-the-body': refused('ENVELOPE_OPERATION', () =>
    message().replace(
      /<S:Body>[^]*<\/S:Body>/,
      '<S:Body><S:Fault><faultcode>S:Server</faultcode><faultstring>x</faultstring></S:Fault></S:Body>',
    ),
  ),
  'response-for-a-request': refused('ENVELOPE_OPERATION', () =>
    message().replaceAll('SendRequestRequest', 'SendRequestResponse'),
  ),
  'operation-of-another-role': refused('ENVELOPE_OPERATION', () =>
    message().replaceAll('SendRequestRequest', 'GetRequestRequest'),
  ),
  'request-of-another-operation': refused('ENVELOPE_SCHEMA', () =>
    message().replaceAll('SendRequestRequest', 'GetResponseRequest'),
  ),
  'version-that-is-not-served': refused('ENVELOPE_OPERATION', () => message().replaceAll(TYPES, `${TYPES}.0`)),
  'blanks-and-no-header': read('SAME', () => spoiled('<S:Header></S:Header>', '\n\t')),
}
