/** Two elements that some reader could find by the one Id of the reference, in the spellings the fixtures do not have. */
import { read, refused } from '../defect.ts'
import type { Defects } from '../defect.ts'
import { content, data, message, signature, spoiled, underGenuine } from '../messages.ts'

const ID = 'SIGNED_BY_CALLER'
const inContent = (attribute: string): string => underGenuine(data({ extra: `<q:Note ${attribute}="${ID}"></q:Note>` }))
const SAML = 'xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion"'

export const identifiers: Defects = {
  'duplicate-id-in-the-content': refused('XML_DUPLICATE_ID', () => inContent('Id')),
  'duplicate-upper-case-id-in-the-content': refused('XML_DUPLICATE_ID', () => inContent('ID')),
  'duplicate-xml-id-in-the-content': refused('XML_DUPLICATE_ID', () => inContent('xml:id')),
  'duplicate-id-by-character-reference': refused('XML_DUPLICATE_ID', () =>
    underGenuine(data({ extra: `<q:Note Id="&#83;IGNED_BY_CALLER"></q:Note>` })),
  ),
  'duplicate-id-on-the-signature': refused('XML_DUPLICATE_ID', () =>
    spoiled('<ds:Signature xmlns', `<ds:Signature Id="${ID}" xmlns`),
  ),
  'duplicate-id-on-signed-info': refused('XML_DUPLICATE_ID', () =>
    spoiled('<ds:SignedInfo>', `<ds:SignedInfo Id="${ID}">`),
  ),
  'duplicate-id-on-the-wrapper': refused('XML_DUPLICATE_ID', () =>
    spoiled('<t:CallerInformationSystemSignature>', `<t:CallerInformationSystemSignature Id="${ID}">`),
  ),
  'duplicate-id-on-the-envelope': refused('XML_DUPLICATE_ID', () => spoiled('<S:Body>', `<S:Body Id="${ID}">`)),
  'official-signs-under-the-id-of-the-system': refused('XML_DUPLICATE_ID', () =>
    underGenuine(data({ body: content({ attributes: ` Id="${ID}"` }) })),
  ),
  'both-ids-on-one-element': refused('XML_DUPLICATE_ID', () =>
    underGenuine(data({ dataAttributes: ` Id="${ID}" id="${ID}"` })),
  ),
  'id-attribute-twice': refused('XML_NOT_WELL_FORMED', () => spoiled(` Id="${ID}"`, ` Id="${ID}" Id="${ID}"`)),
  'id-in-lower-case-only': refused('SIGNATURE_TARGET', () =>
    message({ data: data({ dataAttributes: ` id="${ID}"` }) }),
  ),
  'id-of-the-xml-namespace-only': refused('XML_NAMESPACE', () =>
    underGenuine(data({ dataAttributes: ` xml:id="${ID}"` })),
  ),
  'id-qualified-by-the-namespace-of-the-types': refused('XML_NAMESPACE', () =>
    message({ data: data({ dataAttributes: ` t:Id="${ID}"` }) }),
  ),
  'id-with-a-blank-beside': refused('SIGNATURE_TARGET', () =>
    message({ data: data({ dataAttributes: ` Id="${ID} "` }), info: { uri: `URI="#${ID} "` } }),
  ),
  'id-in-other-case-than-the-reference': refused('SIGNATURE_TARGET', () =>
    message({ data: data({ dataAttributes: ' Id="Signed_By_Caller"' }) }),
  ),
  'id-with-a-zero-width-character': refused('SIGNATURE_TARGET', () =>
    message({ data: data({ dataAttributes: ` Id="SIGNED\u200b_BY_CALLER"` }) }),
  ),
  'empty-id': refused('SIGNATURE_TARGET', () =>
    message({ data: data({ dataAttributes: ' Id=""' }), info: { uri: 'URI="#"' } }),
  ),
  // Harmless where an Id is never looked up; SAML stacks take the attribute for an identifier.
  'assertion-id-in-the-content': read('UNREADABLE', () =>
    message({ data: data({ extra: `<saml:Assertion ${SAML} AssertionID="${ID}"></saml:Assertion>` }) }),
  ),
  'id-of-the-target-on-the-other-signature': refused('XML_DUPLICATE_ID', () => {
    const twice = signature(data()).replace('<ds:Signature xmlns', `<ds:Signature Id="${ID}" xmlns`)
    return underGenuine(data({ after: `<t:PersonalSignature>${twice}</t:PersonalSignature>` }))
  }),
}
