/** The business content `urn://zags-gateway/inquiry/1.0`: Inquiry, as agencies write and we read it, and our Reply. */
import type { Inquiry, Official, Subject, SubjectPerson } from '../../gateway/domain/inquiry.ts'
import type { ReplyRouting } from '../../gateway/ports/exchange.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { readFields, writeFields } from './content-shape.ts'
import type { FieldsOf } from './content-shape.ts'
import { findText } from './xml-path.ts'
import { element, namesOf } from './xml-writer.ts'
import type { XmlNode } from './xml-writer.ts'

export const INQUIRY_NAMESPACE = 'urn://zags-gateway/inquiry/1.0'
const inquiryName = namesOf<string>('q', INQUIRY_NAMESPACE)

export const INQUIRY_ROOT = inquiryName('Inquiry')
export const ENCRYPTED_INQUIRY_ROOT = inquiryName('EncryptedInquiry')
export const ENCRYPTED_DOCUMENT = inquiryName('Document')
const REPLY_ROOT = inquiryName('Reply')

const OFFICIAL: FieldsOf<Official> = {
  fields: { familyName: 'text', givenName: 'text', patronymic: 'text', position: 'text', phone: 'text', email: 'text' },
}

const PERSON: FieldsOf<SubjectPerson> = {
  fields: {
    role: 'text',
    familyName: 'text',
    givenName: 'text',
    patronymic: 'text',
    otherFamilyName: 'text',
    birthDate: 'code',
    ageYears: 'integer',
    birthPlace: 'text',
  },
}

const SUBJECT: FieldsOf<Subject> = {
  fields: {
    actKind: 'text',
    persons: { each: PERSON, in: 'Person' },
    period: { fields: { from: 'code', to: 'code' } },
    office: 'text',
    recordNumber: 'text',
    unknownReason: 'text',
    alternativeInfo: 'text',
  },
}

type WireInquiry = Inquiry & { readonly messageId?: string }

const INQUIRY: FieldsOf<WireInquiry> = {
  fields: {
    messageId: 'text',
    requester: { fields: { id: 'text', name: 'text', department: 'text' } },
    addresseeOffice: 'text',
    outgoingNumber: 'text',
    outgoingDate: 'code',
    official: OFFICIAL,
    legalBasis: 'text',
    purpose: { fields: { caseNumber: 'text', serviceName: 'text' } },
    pdBasis: 'text',
    pdConsent: 'text',
    requestedResult: 'text',
    mark: 'text',
    exactDate: 'code',
    subjects: { each: SUBJECT, in: 'Subject' },
  },
}

/** Reads an Inquiry that is valid by `inquiry-1.0`; what may be left out gets its default (¶17, 20). */
export function readInquiry(root: XmlElement): Inquiry {
  const { messageId: _, ...stated } = readFields(INQUIRY, root) as StatedInquiry
  return { ...stated, requestedResult: stated.requestedResult ?? 'INFORMATION', mark: stated.mark ?? 'NONE' }
}

type StatedInquiry = Partial<WireInquiry> & Omit<WireInquiry, 'requestedResult' | 'mark'>

/** The MessageID that an Inquiry names as its own, if it does. */
export function findStatedMessageId(root: XmlElement): string | undefined {
  return findText(root, inquiryName('MessageId'))
}

/** Rules of the content that a schema cannot state; [] = none is broken. Names fields, never values. */
export function checkInquiry({ subjects }: Inquiry): readonly string[] {
  return subjects.flatMap(({ period }) => (period && period.from > period.to ? ['Period: From is after To'] : []))
}

/** Inquiry with the Id by which the official signs it; with the MessageID it is sent under, when it is to be encrypted. */
export function writeInquiry(inquiry: Inquiry, id: string, messageId?: string): XmlNode {
  const stated: WireInquiry = messageId === undefined ? inquiry : { messageId, ...inquiry }
  return element(INQUIRY_ROOT, writeFields(INQUIRY, stated, inquiryName), { Id: id })
}

/** EncryptedInquiry around CMS EnvelopedData (DER). */
export function writeEncryptedInquiry(sealed: Uint8Array): XmlNode {
  return element(ENCRYPTED_INQUIRY_ROOT, [element(ENCRYPTED_DOCUMENT, Buffer.from(sealed).toString('base64'))])
}

/** Routing facts with the sealed document in base64, or the contentId under which it is attached. */
export type ReplyContent = ReplyRouting &
  (
    | { readonly document: string; readonly documentAttachment?: never }
    | { readonly document?: never; readonly documentAttachment: string }
  )

type WireReply = ReplyRouting & { readonly document?: string; readonly documentAttachment?: string }

const REPLY: FieldsOf<WireReply> = {
  fields: {
    kind: 'text',
    number: 'text',
    registeredOn: 'code',
    outgoingNumber: 'text',
    outgoingDate: 'code',
    journalNumber: 'text',
    part: 'integer',
    last: 'boolean',
    document: 'code',
    documentAttachment: 'text',
  },
}

export function writeReply(reply: ReplyContent): XmlNode {
  return element(REPLY_ROOT, writeFields<WireReply>(REPLY, reply, inquiryName))
}

/** Reads a Reply that is valid by `inquiry-1.0`. */
export function readReplyContent(root: XmlElement): ReplyContent {
  return readFields(REPLY, root) as ReplyContent
}
