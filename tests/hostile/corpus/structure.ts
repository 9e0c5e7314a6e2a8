/** A ds:Signature of another shape than the one shape that is read. */
import { refused, read } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { changedInfo, compose, data, digestValueOf, DS, FORGED_NAME, message, signature, spoiled } from '../messages.ts'

const malformed = (from: string | RegExp, to: string): Defect => refused('SIGNATURE_STRUCTURE', () => spoiled(from, to))
const signedInfo = /<ds:SignedInfo>[^]*<\/ds:SignedInfo>/
const reordered = (pattern: RegExp): Defect => refused('SIGNATURE_STRUCTURE', () => message().replace(pattern, '$2$1'))

const manifest = `<ds:Object><ds:Manifest Id="m"></ds:Manifest></ds:Object>`

const forgedInfo = (): string => {
  const digestValue = digestValueOf(data({ familyName: FORGED_NAME }))
  return changedInfo((info) => info.replace(/(?<=<ds:DigestValue>)[^<]*/, digestValue))
}

export const structure: Defects = {
  'two-signatures': refused('SIGNATURE_STRUCTURE', () =>
    compose({ data: data(), signature: signature(data()) + signature(data()) }),
  ),
  'two-signatures-the-first-over-other-data': refused('SIGNATURE_STRUCTURE', () => {
    const forged = data({ familyName: FORGED_NAME })
    return compose({ data: forged, signature: signature(data()) + signature(forged, { value: 'AAAA' }) })
  }),
  'two-signed-infos': malformed('<ds:SignedInfo>', `${forgedInfo()}<ds:SignedInfo>`),
  'two-signed-infos-the-forged-last': malformed('</ds:SignedInfo>', `</ds:SignedInfo>${forgedInfo()}`),
  'signature-inside-the-signature': malformed('</ds:Signature>', `${signature(data())}</ds:Signature>`),
  'signature-beside-a-comment-of-another': refused('SIGNATURE_STRUCTURE', () =>
    spoiled('<ds:Signature ', `${signature(data())}<ds:Signature `),
  ),
  'signed-info-inside-signed-info': malformed('<ds:SignedInfo>', '<ds:SignedInfo><ds:SignedInfo></ds:SignedInfo>'),
  'signed-info-after-the-value': reordered(
    /(<ds:SignedInfo>[^]*<\/ds:SignedInfo>)(<ds:SignatureValue>[^]*<\/ds:SignatureValue>)/,
  ),
  'signed-info-in-an-object': refused('SIGNATURE_STRUCTURE', () => {
    const [info] = signedInfo.exec(message()) ?? []
    return spoiled(signedInfo, '').replace('</ds:Signature>', `<ds:Object>${info}</ds:Object></ds:Signature>`)
  }),
  'no-signed-info': refused('SIGNATURE_STRUCTURE', () => spoiled(signedInfo, '')),
  'no-signature-value': refused('SIGNATURE_STRUCTURE', () =>
    spoiled(/<ds:SignatureValue>[^]*<\/ds:SignatureValue>/, ''),
  ),
  'key-info-before-the-value': reordered(
    /(<ds:SignatureValue>[^]*<\/ds:SignatureValue>)(<ds:KeyInfo>[^]*<\/ds:KeyInfo>)/,
  ),
  'manifest-in-an-object': refused('SIGNATURE_STRUCTURE', () => message({ after: manifest })),
  'empty-object': refused('SIGNATURE_STRUCTURE', () => message({ after: '<ds:Object></ds:Object>' })),
  'object-before-signed-info': malformed('<ds:SignedInfo>', '<ds:Object></ds:Object><ds:SignedInfo>'),
  'text-in-the-signature': malformed('<ds:SignatureValue>', 'x<ds:SignatureValue>'),
  'line-break-in-the-signature': malformed('<ds:SignatureValue>', '\n<ds:SignatureValue>'),
  'unknown-attribute-of-the-signature': malformed('<ds:Signature xmlns', '<ds:Signature Target="x" xmlns'),
  'unknown-attribute-of-signed-info': malformed('<ds:SignedInfo>', '<ds:SignedInfo Type="x">'),
  'unknown-attribute-of-the-transforms': malformed('<ds:Transforms>', '<ds:Transforms Id="x">'),
  'attribute-of-another-namespace-in-signed-info': refused('XML_NAMESPACE', () =>
    spoiled('<ds:SignedInfo>', '<ds:SignedInfo xmlns:x="urn:x" x:y="">'),
  ),
  'element-of-another-namespace-in-signed-info': refused('XML_NAMESPACE', () =>
    spoiled('<ds:SignedInfo>', '<ds:SignedInfo><x:y xmlns:x="urn:x"/>'),
  ),
  'signed-info-in-the-default-namespace-of-nobody': refused('XML_NAMESPACE', () =>
    spoiled('<ds:SignedInfo>', '<SignedInfo xmlns=""></SignedInfo><ds:SignedInfo>'),
  ),
  'signature-of-another-name': refused('SIGNATURE_STRUCTURE', () =>
    message().replaceAll('ds:Signature>', 'ds:Signed>').replace('<ds:Signature ', '<ds:Signed '),
  ),
  'wrapper-with-text-beside-the-signature': refused('ENVELOPE_SCHEMA', () =>
    spoiled('<ds:Signature ', 'x<ds:Signature '),
  ),
  'signed-info-id': read('SAME', () =>
    message({ rawInfo: changedInfo((info) => info.replace('<ds:SignedInfo>', '<ds:SignedInfo Id="info">')) }),
  ),
  'signature-by-the-default-prefix': read('SAME', () =>
    message({ rawInfo: changedInfo((info) => info.replace('<ds:SignedInfo>', '<ds:SignedInfo Id="i">')) }).replace(
      ` xmlns:ds="${DS}"`,
      ` xmlns:ds="${DS}" xmlns="urn:unused"`,
    ),
  ),
}
