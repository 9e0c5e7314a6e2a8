/**
 * EncryptedInquiry (design section 4): EnvelopedData to our key around the official's SignedData around an Inquiry that
 * names the body and the message it belongs to. Whoever sends us a cipher text learns one thing from our answer: whether
 * it was an inquiry of his own. Why not, is said in the audit only.
 */
import { createHash } from 'node:crypto'
import { faultOf, GatewayError } from '../../gateway/domain/faults.ts'
import type { FaultCode } from '../../gateway/domain/faults.ts'
import type { Reading } from '../../gateway/domain/reading.ts'
import type { SignerCertificate, SignerEvidence } from '../../gateway/ports/signatures.ts'
import type { XmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import { parseBase64 } from './base64.ts'
import { readClearInquiry } from './clear-inquiry.ts'
import type { InquiryFrame } from './clear-inquiry.ts'
import { ENCRYPTED_DOCUMENT, findStatedMessageId, INQUIRY_ROOT, readInquiry, writeInquiry } from './inquiry-content.ts'
import type { ProvedCall } from './proved-call.ts'
import { signerFacts } from './signer-verdict.ts'
import { vocabularyOf } from './versions.ts'
import { findChild, getChild, isNamed } from './xml-path.ts'
import { serialize } from './xml-writer.ts'

export interface ReadInquiry {
  readonly reading: Reading
  /** Hex digest of the canonical Inquiry; absent when there is none to be seen. */
  readonly contentDigest?: string
  readonly duplicateDigest?: string
  /** SignedData, when it was opened. */
  readonly opened?: Uint8Array
}

/** Throws KEY_UNUSABLE, which is about ourselves; whatever is about the sender is part of the reading. */
export async function readEncryptedInquiry(
  call: ProvedCall,
  root: XmlElement,
  frame: InquiryFrame,
): Promise<ReadInquiry> {
  const visible = checkVisible(call, root)
  if (visible.length > 0) return unopened('ENVELOPE_SCHEMA', visible)
  let opened: Uint8Array | undefined
  try {
    const sealed = parseBase64(getChild(root, ENCRYPTED_DOCUMENT).text, ENCRYPTED_DOCUMENT.name)
    opened = await call.documents.decrypt(sealed)
    const { content, signer } = call.documents.verify(opened, call.receivedAt)
    using document = call.parseXml(content)
    return { ...readOpened(call, { document, signer, frame }), opened }
  } catch (error) {
    if (!(error instanceof GatewayError) || faultOf(error)?.blame !== 'sender') throw error
    return { ...unopened(error.code, [CANNOT_BE_READ]), ...(opened ? { opened } : {}) }
  }
}

/** What anybody can see from outside may be told. */
function checkVisible({ document, target, version }: ProvedCall, root: XmlElement): readonly string[] {
  const errors = document.validate(root, 'inquiry-1.0').map(({ message }) => message)
  const beside = findChild(target, vocabularyOf(version).t('PersonalSignature'))
  return beside ? [...errors, 'PersonalSignature: stands beside an EncryptedInquiry'] : errors
}

const CANNOT_BE_READ = 'EncryptedInquiry: cannot be read'

function unopened(code: FaultCode, errors: readonly string[]): ReadInquiry {
  return { reading: { readable: false, errors, official: { verdict: 'UNOPENED', code }, encrypted: true } }
}

interface Opened {
  readonly document: XmlDocument
  readonly signer: SignerEvidence
  readonly frame: InquiryFrame
}

/** Behind the official's verified signature, and bound to this sender and this message, its faults may be told. */
function readOpened(call: ProvedCall, { document, signer, frame }: Opened): ReadInquiry {
  const { root } = document
  checkBinding(call, { document, signer, frame })
  const content = readClearInquiry(document, root, frame)
  const official = { verdict: 'VERIFIED' as const, ...signerFacts(signer) }
  return {
    reading: { ...content, official, encrypted: true },
    contentDigest: call.signatures.digest(document, root),
    ...(content.readable ? { duplicateDigest: digestWithoutMessageId(root) } : {}),
  }
}

/** Throws CMS_UNBOUND: somebody else's inquiry, or one of another message, was sent on. */
function checkBinding({ common: { sender }, caller }: ProvedCall, { document, signer, frame }: Opened): void {
  const { root } = document
  const isOfMessage = isNamed(root, INQUIRY_ROOT) && findStatedMessageId(root) === frame.messageId
  const isOfSender =
    sender.kind === 'REGISTERED' ? findRequesterId(root) === sender.requesterId : isSameBody(signer.certificate, caller)
  if (!isOfMessage || !isOfSender) throw new GatewayError('CMS_UNBOUND', 'an inquiry of another sender or message')
}

/** A stranger has no id here: its system and its official are certified for one organisation. */
function isSameBody(one: SignerCertificate, other: SignerCertificate): boolean {
  const numberOf = ({ ogrn, inn }: SignerCertificate): string | undefined => ogrn ?? inn
  return numberOf(one) !== undefined && numberOf(one) === numberOf(other)
}

/** By its place, as the schema has not been asked yet. */
function findRequesterId({ children, namespace }: XmlElement): string | undefined {
  const requester = children.find((child) => isNamed(child, { namespace, name: 'Requester' }))
  return requester?.children.find((child) => isNamed(child, { namespace, name: 'Id' }))?.text
}

/** The official signs each sending anew, so two sendings of one inquiry differ in MessageId. */
function digestWithoutMessageId(root: XmlElement): string {
  return createHash('sha256')
    .update(serialize(writeInquiry(readInquiry(root), 'content')))
    .digest('hex')
}
