/** Requests that carry files, in the envelope or in parts of a package. */
import type { AttachedContent } from '../../../adapters/smev/attachments.ts'
import { writeInquiry } from '../../../adapters/smev/agency-envelopes.ts'
import type { RequestToSend } from '../../../adapters/smev/agency-envelopes.ts'
import { writePackage } from '../../../adapters/smev/mime.ts'
import type { WrittenPart } from '../../../adapters/smev/mime.ts'
import { packAttachments } from '../../../adapters/smev/pack-attachments.ts'
import type { PackedMessage } from '../../../adapters/smev/pack-attachments.ts'
import { signCms } from '../../../crypto/cms/signed-data.ts'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import type { SendRequestCall } from '../../../gateway/ports/exchange.ts'
import { INQUIRY, judge, RECEIVED_AT, readCall } from './parties.ts'
import type { Holder } from './parties.ts'
import { sendRequest } from './requests.ts'

export const CONSENT = Buffer.from('согласие субъекта на обработку персональных данных')
export const SCAN = Buffer.from('%PDF-1.7 \0\r\n--b\r\n')

export function signDetached(content: Uint8Array, { certificate, key }: Holder): Promise<Uint8Array> {
  const provider = createSoftwareKeys(new Map([['own', key]]))
  return signCms(content, { certificate, key: 'own', provider }, { signingAt: RECEIVED_AT, detached: true })
}

/** A file with a signature of its own, by the official unless said otherwise. */
export async function fileOf(contentId: string, bytes: Uint8Array, holder: Holder = judge): Promise<AttachedContent> {
  return { contentId, mediaType: 'application/pdf', bytes, signature: await signDetached(bytes, holder) }
}

export function consentInquiry(pdConsent: string): Pick<RequestToSend, 'content'> {
  return { content: writeInquiry({ ...INQUIRY, pdBasis: 'CONSENT', pdConsent }, 'PERSONAL_SIGNATURE') }
}

/** The request as a package: contents as parts, the envelope with references. */
export async function packedRequest(
  attachments: readonly AttachedContent[],
  change: Partial<RequestToSend> = {},
): Promise<PackedMessage> {
  const packed = packAttachments(await sendRequest({ attachments, ...change }))
  if (!packed) throw new Error('nothing was packed')
  return packed
}

export async function readPacked({ body, packageType }: PackedMessage): Promise<SendRequestCall> {
  const call = await readCall(body, RECEIVED_AT, packageType)
  if (call.operation !== 'SendRequest') throw new Error(`read as ${call.operation}`)
  return call
}

const XOP = 'http://www.w3.org/2004/08/xop/include'
export const include = (href: string, more = ''): string => `<xop:Include xmlns:xop="${XOP}" href="${href}"${more}/>`

/** A package of an envelope as it stands and parts by Content-ID. */
export function packageOf(
  envelope: string | Uint8Array,
  parts: readonly (readonly [string, Uint8Array])[],
): PackedMessage {
  const written: WrittenPart[] = [
    { contentId: 'root@agency', type: 'application/xop+xml', content: Buffer.from(envelope) },
    ...parts.map(([contentId, content]) => ({ contentId, type: 'application/octet-stream', content })),
  ]
  const boundary = 'agency-boundary'
  return {
    body: writePackage(written, boundary),
    packageType: `multipart/related; type="application/xop+xml"; boundary="${boundary}"`,
  }
}
