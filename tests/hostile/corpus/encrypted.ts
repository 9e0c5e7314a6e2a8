/**
 * Inquiries encrypted to the office, by a system that really signed them: what is inside passes the same gates, and
 * whatever is wrong with it costs no more than it would in clear.
 */
import { encryptCms } from '../../../crypto/cms/enveloped-data.ts'
import { signCms } from '../../../crypto/cms/signed-data.ts'
import type { FaultCode } from '../../../gateway/domain/faults.ts'
import { RECEIVED_AT } from '../../fixtures/signature/pki.ts'
import type { HolderName } from '../../fixtures/signature/pki.ts'
import { big, official } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { base64, changed, content, data, INQUIRY, message, MESSAGE_ID, XSI } from '../messages.ts'
import { fixtureKeys, holder } from '../signers.ts'

const MB = 1024 * 1024

/** The content as the official signs it, bound to its message. */
const inquiry = (text = content()): string =>
  changed(text, '<q:Requester>', `<q:MessageId>${MESSAGE_ID}</q:MessageId><q:Requester>`)

function send(cipherText: Uint8Array): string {
  const document = `<q:Document>${base64(cipherText)}</q:Document>`
  return message({
    data: data({ body: `<q:EncryptedInquiry xmlns:q="${INQUIRY}">${document}</q:EncryptedInquiry>` }),
  })
}

function signed(text: string | Uint8Array, by: HolderName): Promise<Uint8Array> {
  const signer = { certificate: holder(by).certificate, key: by, provider: fixtureKeys }
  return signCms(Buffer.from(text), signer, { signingAt: RECEIVED_AT })
}

const sealed = (bytes: Uint8Array): Uint8Array => encryptCms(bytes, [holder('sealing-system').certificate])
const sealedText = async (text: string | Uint8Array, by: HolderName = 'other-system'): Promise<string> =>
  send(sealed(await signed(text, by)))

// Keys and nonces are new each time, so none of these is stored.
const answered = (code: FaultCode | 'VERIFIED', build: Defect['build']): Defect => big(official(code, build))
const junk = (bytes: Uint8Array): Defect => answered('CMS_UNOPENABLE', () => send(bytes))

const subject = /<q:Subject>[^]*<\/q:Subject>/
const subjects = (count: number): string => content().replace(subject, (one) => one.repeat(count))

export const encrypted: Defects = {
  'encrypted-inquiry': answered('VERIFIED', () => sealedText(inquiry())),
  'encrypted-doctype': answered('XML_DOCTYPE', () => sealedText(`<!DOCTYPE x [<!ENTITY e "x">]>${inquiry()}`)),
  'encrypted-utf16': answered('XML_ENCODING', () => sealedText(Buffer.from(`\ufeff${inquiry()}`, 'utf16le'))),
  'encrypted-instruction': answered('XML_PROCESSING_INSTRUCTION', () =>
    sealedText(changed(inquiry(), '<q:Persons>', '<?x y?><q:Persons>')),
  ),
  'encrypted-comment-in-a-name': answered('XML_COMMENT', () =>
    sealedText(changed(inquiry(), 'Петров', 'Пет<!-- -->ров')),
  ),
  'encrypted-xsi-type': answered('XML_XSI_TYPE', () =>
    sealedText(changed(inquiry(), '<q:Persons>', `<q:Persons xmlns:i="${XSI}" i:type="q:X">`)),
  ),
  'encrypted-duplicate-id': answered('XML_DUPLICATE_ID', () =>
    sealedText(changed(inquiry(), '<q:Persons>', '<q:Persons id="PERSONAL">')),
  ),
  'encrypted-elements-300-deep': answered('XML_TOO_DEEP', () =>
    sealedText(changed(inquiry(), '<q:Persons>', `${'<q:n>'.repeat(300)}${'</q:n>'.repeat(300)}<q:Persons>`)),
  ),
  'encrypted-inquiry-of-another-message': answered('CMS_UNBOUND', () => sealedText(content())),
  'encrypted-message-of-the-exchange': answered('CMS_UNBOUND', () => sealedText(message())),
  'encrypted-under-an-unknown-authority': answered('CERTIFICATE_UNTRUSTED', () =>
    sealedText(inquiry(), 'foreign-system'),
  ),
  'encrypted-without-a-signature': answered('CMS_MALFORMED', () => send(sealed(Buffer.from(inquiry())))),
  'encrypted-twice': answered('CMS_MALFORMED', async () => send(sealed(sealed(await signed(inquiry(), 'system'))))),
  'cipher-text-with-trailing-bytes': answered('CMS_UNOPENABLE', async () =>
    send(Buffer.concat([sealed(await signed(inquiry(), 'other-system')), Buffer.alloc(1)])),
  ),
  'cipher-text-of-zeros': junk(Buffer.alloc(3 * MB)),
  'cipher-text-nested-without-end': junk(Buffer.alloc(3 * MB, Buffer.from('3080', 'hex'))),
  'cipher-text-of-4-gigabytes-by-its-length': junk(Buffer.from('3084ffffffff06092a864886f70d010703', 'hex')),
  'cipher-text-of-a-million-recipients': junk(
    Buffer.concat([
      Buffer.from('308332000006092a864886f70d010703a0833200003083320000020100318332', 'hex'),
      Buffer.alloc(3 * MB, Buffer.from('3000', 'hex')),
    ]),
  ),
  'encrypted-3-megabytes-of-text': answered('XML_NOT_WELL_FORMED', () => sealedText('x'.repeat(3 * MB))),
  'encrypted-1900-subjects': answered('VERIFIED', () => sealedText(inquiry(subjects(1900)))),
}
