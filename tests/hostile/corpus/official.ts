/**
 * The official's signature inside a message that its system really signed: a body may forge in the name of its own
 * officials, and then the answer, not the door, refuses it. `VERIFIED` over a forged content would be a wrong accept.
 */
import { official, refused } from '../defect.ts'
import type { Defects } from '../defect.ts'
import { changed, content, data, FORGED_NAME, message, personal, signature, x509Data } from '../messages.ts'
import { holder } from '../signers.ts'

const GENUINE = content()
const forged = content({ familyName: FORGED_NAME })
const otherId = content({ familyName: FORGED_NAME, attributes: ' Id="OTHER"' })
const signed = (body: string, after: string): string => message({ data: data({ body, after }) })
const within = (inner: string): string => personal().replace('</ds:Signature>', `${inner}</ds:Signature>`)

export const officials: Defects = {
  'official-signed': official('VERIFIED', () => signed(GENUINE, personal())),
  'official-did-not-sign': official('MISSING', () => signed(GENUINE, '')),
  'official-wrapper-empty': refused('ENVELOPE_SCHEMA', () =>
    signed(GENUINE, '<t:PersonalSignature></t:PersonalSignature>'),
  ),
  'official-signed-another-content': official('SIGNATURE_DIGEST', () => signed(forged, personal())),
  'official-signed-content-of-another-id': official('SIGNATURE_TARGET', () => signed(otherId, personal())),
  'official-signed-content-that-is-now-inside-the-signature': refused('XML_NAMESPACE', () =>
    signed(otherId, within(`<ds:Object>${GENUINE}</ds:Object>`)),
  ),
  'official-signed-content-that-is-now-inside-the-forged': official('SIGNATURE_TARGET', () =>
    signed(changed(otherId, '</q:Inquiry>', `${GENUINE}</q:Inquiry>`), personal()),
  ),
  'official-signed-content-without-an-id': official('SIGNATURE_TARGET', () =>
    signed(content({ attributes: '' }), personal(content(), { info: { uri: 'URI=""' } })),
  ),
  'official-signs-the-data-instead': official('SIGNATURE_TARGET', () =>
    signed(GENUINE, personal(GENUINE, { info: { uri: 'URI="#SIGNED_BY_CALLER"' } })),
  ),
  'official-signs-twice': refused('ENVELOPE_SCHEMA', () => signed(GENUINE, personal() + personal())),
  'official-signatures-two-in-one-wrapper': refused('ENVELOPE_SCHEMA', () =>
    signed(GENUINE, personal().replace('</t:Personal', `${signature(GENUINE)}</t:Personal`)),
  ),
  'official-signature-of-an-unknown-authority': official('CERTIFICATE_UNTRUSTED', () =>
    signed(GENUINE, personal(GENUINE, { signer: holder('foreign-system') })),
  ),
  'official-signature-that-has-lapsed': official('CERTIFICATE_EXPIRED', () =>
    signed(GENUINE, personal(GENUINE, { signer: holder('lapsed-system') })),
  ),
  'official-signature-under-the-certificate-of-another': official('SIGNATURE_VALUE', () =>
    signed(GENUINE, personal(GENUINE, { keyInfo: x509Data(holder('system')) })),
  ),
  'official-signature-without-a-value': official('SIGNATURE_STRUCTURE', () =>
    signed(GENUINE, personal(GENUINE, { value: '' })),
  ),
  'official-signature-in-the-extension-of-the-data': refused('XML_NAMESPACE', () => {
    const inner = personal().replace(/<\/?t:PersonalSignature>/g, '')
    return signed(GENUINE, `<t:BusinessProcessMetadata>${inner}</t:BusinessProcessMetadata>`)
  }),
}
