/** The messages of the bench: SendRequest with an inquiry about so many persons that its data has the size asked for. */
import { writeInquiry, writeSendRequest } from '../../adapters/smev/agency-envelopes.ts'
import type { SignElement } from '../../adapters/smev/agency-envelopes.ts'
import type { XmlNode } from '../../adapters/smev/xml-writer.ts'
import type { Inquiry, Subject, SubjectPerson } from '../../gateway/domain/inquiry.ts'

const PERSON: SubjectPerson = {
  role: 'CHILD',
  familyName: 'Константинопольский',
  givenName: 'Александр',
  patronymic: 'Владимирович',
  birthDate: '1990-05-12',
  birthPlace: 'г. Калининград Калининградской обл.',
}

/** The schema lets ten persons stand in one subject. */
const PERSONS_PER_SUBJECT = 10

/** What a requester wants sent, as values: nothing of it is XML yet. */
export interface Content {
  readonly inquiry: Inquiry
  readonly head: { readonly MessageID: string }
}

/** Content whose SenderProvidedRequestData, written out, has at least so many bytes and hardly more. */
export async function contentOfSize(bytes: number): Promise<Content> {
  let low = 1
  let high = 2
  while ((await dataBytes(contentAbout(high))) < bytes) [low, high] = [high, 2 * high]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if ((await dataBytes(contentAbout(middle))) < bytes) low = middle
    else high = middle
  }
  return contentAbout(high)
}

/** The message from its values to the signed bytes. */
export function writeMessage({ inquiry, head }: Content, system: SignElement): Promise<Uint8Array> {
  return writeSendRequest({ head, content: contentNode(inquiry) }, { system })
}

/** The message with nothing where the signature belongs, and the element to sign with its Id. */
export async function writeUnsigned(content: Content): Promise<{ bytes: Uint8Array; data: string; id: string }> {
  let toSign: { xml: string; id: string } | undefined
  const bytes = await writeMessage(content, async (element) => {
    toSign = element
    return ''
  })
  if (!toSign) throw new Error('nothing was given to be signed')
  return { bytes, data: toSign.xml, id: toSign.id }
}

function contentNode(inquiry: Inquiry): XmlNode {
  return writeInquiry(inquiry, 'CONTENT')
}

async function dataBytes(content: Content): Promise<number> {
  return Buffer.byteLength((await writeUnsigned(content)).data)
}

function contentAbout(persons: number): Content {
  return { inquiry: inquiryAbout(persons), head: { MessageID: 'db0486d0-3c08-11e5-95e2-d4c9eff07b77' } }
}

function inquiryAbout(persons: number): Inquiry {
  const everybody = Array.from({ length: persons }, () => PERSON)
  const subjects: Subject[] = []
  for (let at = 0; at < persons; at += PERSONS_PER_SUBJECT) {
    subjects.push({ actKind: 'BIRTH', persons: everybody.slice(at, at + PERSONS_PER_SUBJECT) })
  }
  return {
    requester: { id: 'court-39', name: 'Областной суд' },
    addresseeOffice: '39000000',
    outgoingNumber: 'КОС-17',
    outgoingDate: '2026-11-20',
    official: { familyName: 'Соколова', givenName: 'Ольга', position: 'Судья', phone: '+7 4012 000001' },
    legalBasis: 'ГПК РФ ст. 57',
    purpose: { caseNumber: '2-101/2026' },
    pdBasis: 'PROCEEDINGS',
    requestedResult: 'INFORMATION',
    mark: 'NONE',
    subjects,
  }
}
