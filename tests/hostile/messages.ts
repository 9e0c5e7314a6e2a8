/** The genuine message that the corpus spoils, and its parts, to be put together and signed in other ways. */
import {
  C14N,
  canonicalSignedInfo,
  digestValueOf,
  envelope,
  signatureElement,
  signedInfo,
  SMEV,
  x509Data,
} from '../fixtures/signature/message.ts'
import type { SignatureParts, SignedInfoParts } from '../fixtures/signature/message.ts'
import { holder, signOctets } from './signers.ts'

export { C14N, digestValueOf, DS, reference, SMEV, transforms, x509Data } from '../fixtures/signature/message.ts'

const EXCHANGE = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types'
export const TYPES = `${EXCHANGE}/1.1`
export const BASIC = `${EXCHANGE}/basic/1.1`
export const INQUIRY = 'urn://zags-gateway/inquiry/1.0'
export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/** The value that an attacker wants to change, and what to. */
export const [GENUINE_NAME, FORGED_NAME] = ['Петров', 'Сидоров']
export const MESSAGE_ID = '4c5d7c00-c5f1-11f1-8a52-0242ac120002'

export interface ContentParts {
  readonly attributes?: string
  readonly familyName?: string
  /** Markup at the end of the content. */
  readonly extra?: string
}

/** The business content, which the official signs; it declares all it uses. */
export function content({
  attributes = ' Id="PERSONAL"',
  familyName = GENUINE_NAME,
  extra = '',
}: ContentParts = {}): string {
  return `<q:Inquiry xmlns:q="${INQUIRY}"${attributes}>
<q:Requester><q:Id>court</q:Id><q:Name>Суд</q:Name></q:Requester>
<q:AddresseeOffice>R3900000</q:AddresseeOffice><q:OutgoingNumber>2-1417/2026</q:OutgoingNumber>
<q:OutgoingDate>2026-11-19</q:OutgoingDate>
<q:Official><q:FamilyName>Иванова</q:FamilyName><q:GivenName>Анна</q:GivenName><q:Patronymic></q:Patronymic><q:Position>судья</q:Position>
<q:Phone>+7 4012 000000</q:Phone></q:Official>
<q:Purpose><q:CaseNumber>2-1417/2026</q:CaseNumber></q:Purpose><q:PdBasis>PROCEEDINGS</q:PdBasis>
<q:Subjects><q:Subject><q:ActKind>BIRTH</q:ActKind><q:Persons><q:Person><q:Role>CHILD</q:Role><q:FamilyName>${familyName}</q:FamilyName>
<q:GivenName>Пётр</q:GivenName><q:BirthDate>1980-02-29</q:BirthDate></q:Person></q:Persons></q:Subject></q:Subjects>${extra}</q:Inquiry>`
}

export interface DataParts extends ContentParts {
  /** Attributes of the signed element, with the blank before them. */
  readonly dataAttributes?: string
  readonly body?: string
  /** What follows the content: a PersonalSignature, for one. */
  readonly after?: string
}

/** SenderProvidedRequestData, which the system signs; it declares all it uses. */
export function data({
  dataAttributes = ' Id="SIGNED_BY_CALLER"',
  body,
  after = '',
  ...parts
}: DataParts = {}): string {
  return `<t:SenderProvidedRequestData xmlns:t="${TYPES}"${dataAttributes}>
<t:MessageID>${MESSAGE_ID}</t:MessageID>
<b:MessagePrimaryContent xmlns:b="${BASIC}">${body ?? content(parts)}</b:MessagePrimaryContent>${after}
</t:SenderProvidedRequestData>`
}

export interface SigningParts extends Omit<SignatureParts, 'info'> {
  /** Parts of SignedInfo; the digest is that of the data unless one is given. */
  readonly info?: SignedInfoParts
  /** A SignedInfo that is none of the usual; canonical but for the declaration of its prefix. */
  readonly rawInfo?: string
}

/** ds:Signature over an element that declares all it uses. */
export function signature(element: string, { info = {}, rawInfo, ...parts }: SigningParts = {}): string {
  const text = rawInfo ?? signedInfo({ ...info, digestValue: info.digestValue ?? digestValueOf(element) })
  const signer = parts.signer ?? holder('system')
  const value = parts.value ?? base64(signOctets(canonicalSignedInfo(text), signer))
  return signatureElement({ ...parts, info: text, signer, value, keyInfo: parts.keyInfo ?? x509Data(signer) })
}

export interface MessageParts extends SigningParts {
  readonly data?: string
  readonly header?: string
}

/** A whole message, which the door accepts unless a part of it is replaced by a wrong one. */
export function message({ data: signed = data(), header = '', ...signing }: MessageParts = {}): string {
  return envelope({ data: signed, header, signature: signature(signed, signing) })
}

/** Data that nobody could digest, under a signature that is genuine for other data. */
export const underGenuine = (element: string): string =>
  message({ data: element, info: { digestValue: digestValueOf(data()) } })

/** Puts together what was signed elsewhere: nothing is signed here. */
export function compose(parts: {
  readonly data: string
  readonly signature: string
  readonly header?: string
}): string {
  return envelope(parts)
}

/** PersonalSignature of the official over a content. */
export function personal(signed = content(), signing: SigningParts = {}): string {
  const info = { uri: 'URI="#PERSONAL"', ...signing.info }
  const made = signature(signed, { signer: holder('other-system'), ...signing, info })
  return `<t:PersonalSignature>${made}</t:PersonalSignature>`
}

/** A message with one attachment under no signature of its own. */
export function attached(base64Content: string): string {
  const headers = `<b:AttachmentHeaderList xmlns:b="${BASIC}"><b:AttachmentHeader><b:contentId>a</b:contentId><b:MimeType>text/plain</b:MimeType></b:AttachmentHeader></b:AttachmentHeaderList>`
  const own = data({ after: headers })
  const list = `<b:AttachmentContentList xmlns:b="${BASIC}"><b:AttachmentContent><b:Id>a</b:Id><b:Content>${base64Content}</b:Content></b:AttachmentContent></b:AttachmentContentList>`
  return compose({ data: own + list, signature: signature(own) })
}

/** SignedInfo of the genuine message, changed before it is signed. */
export function changedInfo(change: (info: string) => string): string {
  const info = signedInfo({ digestValue: digestValueOf(data()) })
  const result = change(info)
  if (result === info) throw new Error('nothing was changed')
  return result
}

export const algorithm = (name: string, uri: string, inner = ''): string =>
  `<ds:${name} Algorithm="${uri}">${inner}</ds:${name}>`

export const PROFILE_TRANSFORMS = [C14N, SMEV] as const

/** A change of the text that has to change it. */
export function changed(text: string, from: string | RegExp, to: string): string {
  const result = text.replace(from, () => to)
  if (result === text) throw new Error('nothing was changed')
  return result
}

/** The genuine message, changed after it was signed. */
export const spoiled = (from: string | RegExp, to: string): string => changed(message(), from, to)

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
