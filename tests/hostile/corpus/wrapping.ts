/**
 * Signature wrapping: the signed element is moved to where nobody reads it, and a forged one stands in its place. The
 * eight classic forms, as far as a detached signature of SMEV has them, each with three Ids for the forged element.
 */
import { refused } from '../defect.ts'
import type { Defects } from '../defect.ts'
import { BASIC, changed, compose, data, FORGED_NAME, message, signature, SOAP, TYPES } from '../messages.ts'

const GENUINE = data()
const SIGNATURE = signature(GENUINE)
const DATA_END = '</t:SenderProvidedRequestData>'

const FORGED = {
  'same-id': data({ familyName: FORGED_NAME }),
  'other-id': data({ familyName: FORGED_NAME, attributes: '', dataAttributes: ' Id="OTHER"' }),
  'without-id': data({ familyName: FORGED_NAME, attributes: '', dataAttributes: '' }),
} as const
type ForgedId = keyof typeof FORGED

const inSignature = (inner: string): string => SIGNATURE.replace('</ds:Signature>', `${inner}</ds:Signature>`)
const asObject = (inner: string): string => inSignature(`<ds:Object>${inner}</ds:Object>`)
const inEnd = (element: string, inner: string): string => element.replace(DATA_END, `${inner}${DATA_END}`)
const request = (inner: string): string => `<t:SendRequestRequest xmlns:t="${TYPES}">${inner}</t:SendRequestRequest>`
const wrapper = (inner: string): string =>
  `<t:CallerInformationSystemSignature>${inner}</t:CallerInformationSystemSignature>`

/** Where the forged element and the genuine one stand. */
const FORMS = {
  'xsw1-whole-genuine-request-in-an-object-of-the-signature': (forged: string) =>
    compose({ data: forged, signature: asObject(request(GENUINE + wrapper(''))) }),
  'xsw2-genuine-data-before-the-forged': (forged: string) => compose({ data: GENUINE + forged, signature: SIGNATURE }),
  'xsw3-genuine-data-after-the-forged': (forged: string) => compose({ data: forged + GENUINE, signature: SIGNATURE }),
  'xsw4-forged-data-around-the-genuine': (forged: string) =>
    compose({ data: inEnd(forged, GENUINE), signature: SIGNATURE }),
  'xsw5-genuine-data-beside-the-signature-in-its-wrapper': (forged: string) =>
    compose({ data: forged, signature: SIGNATURE + GENUINE }),
  'xsw6-genuine-data-in-an-object-of-the-signature': (forged: string) =>
    compose({ data: forged, signature: asObject(GENUINE) }),
  'xsw7-genuine-data-in-an-extension-of-the-forged': (forged: string) =>
    compose({
      data: inEnd(forged, `<t:BusinessProcessMetadata>${GENUINE}</t:BusinessProcessMetadata>`),
      signature: SIGNATURE,
    }),
  'xsw8-genuine-data-inside-the-forged-content': (forged: string) =>
    compose({ data: changed(forged, '<q:Requester>', `${GENUINE}<q:Requester>`), signature: SIGNATURE }),
} as const

/** All that keep the Id are refused by it; the others by the place of what is signed. */
const BY_FORM: { readonly [F in keyof typeof FORMS]: Parameters<typeof refused>[0] } = {
  'xsw1-whole-genuine-request-in-an-object-of-the-signature': 'XML_NAMESPACE',
  'xsw2-genuine-data-before-the-forged': 'ENVELOPE_SCHEMA',
  'xsw3-genuine-data-after-the-forged': 'ENVELOPE_SCHEMA',
  'xsw4-forged-data-around-the-genuine': 'SIGNATURE_TARGET',
  'xsw5-genuine-data-beside-the-signature-in-its-wrapper': 'XML_NAMESPACE',
  'xsw6-genuine-data-in-an-object-of-the-signature': 'XML_NAMESPACE',
  'xsw7-genuine-data-in-an-extension-of-the-forged': 'SIGNATURE_TARGET',
  'xsw8-genuine-data-inside-the-forged-content': 'SIGNATURE_TARGET',
}

const matrix: Defects = Object.fromEntries(
  (Object.keys(FORMS) as (keyof typeof FORMS)[]).flatMap((form) =>
    (Object.keys(FORGED) as ForgedId[]).map((id) => [
      `${form}-${id}`,
      refused(id === 'same-id' ? 'XML_DUPLICATE_ID' : BY_FORM[form], () => FORMS[form](FORGED[id])),
    ]),
  ),
)

const forgedElsewhere = FORGED['other-id']
const envelopeAround = (inner: string): string =>
  `<S:Envelope xmlns:S="${SOAP}"><S:Header></S:Header><S:Body>${inner}</S:Body></S:Envelope>`

export const wrapping: Defects = {
  ...matrix,
  'genuine-data-in-the-header': refused('ENVELOPE_STRUCTURE', () =>
    compose({ data: forgedElsewhere, signature: SIGNATURE, header: GENUINE }),
  ),
  'genuine-request-in-a-second-body': refused('ENVELOPE_STRUCTURE', () =>
    compose({ data: forgedElsewhere, signature: '' }).replace(
      '</S:Body>',
      `</S:Body><S:Body>${request(GENUINE + wrapper(SIGNATURE))}</S:Body>`,
    ),
  ),
  'genuine-envelope-inside-the-body': refused('ENVELOPE_OPERATION', () =>
    envelopeAround(message().replace(/^<\?xml.*\?>\n/, '')),
  ),
  'genuine-request-inside-the-signature-wrapper': refused('XML_NAMESPACE', () =>
    compose({ data: forgedElsewhere, signature: request(GENUINE + wrapper(SIGNATURE)) }),
  ),
  'genuine-data-among-the-attachments': refused('SIGNATURE_TARGET', () =>
    compose({
      data: `${forgedElsewhere}<b:AttachmentContentList xmlns:b="${BASIC}">${GENUINE}</b:AttachmentContentList>`,
      signature: SIGNATURE,
    }),
  ),
  'two-requests-in-the-body': refused('ENVELOPE_STRUCTURE', () =>
    compose({ data: forgedElsewhere, signature: '' }).replace(
      '</S:Body>',
      `${request(GENUINE + wrapper(SIGNATURE))}</S:Body>`,
    ),
  ),
  'forged-content-beside-the-genuine': refused('SIGNATURE_DIGEST', () =>
    changed(message(), '<q:Inquiry', `<q:Inquiry xmlns:q="urn://zags-gateway/inquiry/1.0"/><q:Inquiry`),
  ),
  'signature-inside-the-signed-data': refused('XML_NAMESPACE', () =>
    compose({ data: inEnd(GENUINE, SIGNATURE), signature: '' }),
  ),
  'signature-in-the-header': refused('ENVELOPE_STRUCTURE', () =>
    compose({ data: GENUINE, signature: '', header: SIGNATURE }),
  ),
  'signature-wrapper-inside-another': refused('XML_NAMESPACE', () =>
    compose({ data: GENUINE, signature: wrapper(SIGNATURE) }),
  ),
  'signature-wrapper-twice': refused('ENVELOPE_SCHEMA', () =>
    compose({
      data: GENUINE,
      signature: `${SIGNATURE}</t:CallerInformationSystemSignature>${wrapper(SIGNATURE).replace(/<\/t:[^>]*>$/, '')}`,
    }),
  ),
  'signature-before-the-data': refused('ENVELOPE_SCHEMA', () =>
    compose({ data: wrapper(SIGNATURE) + GENUINE, signature: '' }).replace(wrapper(''), ''),
  ),
}
