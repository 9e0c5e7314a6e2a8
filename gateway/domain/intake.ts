/**
 * Grounds for refusing to accept an inquiry, in electronic form (¶24, 26, 45; domain section 5). All grounds are
 * checked and all found are listed (I1); the Head confirms them, never an order.
 */
import type { LocalDate } from './act.ts'
import type { Attachment, OfficialSignature, Reading, SignerFacts } from './reading.ts'
import type { Inquiry } from './inquiry.ts'
import type { Requester, Sender } from './requester.ts'
import type { SignerRole } from './revocation.ts'

export interface IntakeGround {
  readonly code:
    'ALTERED' | 'UNREADABLE' | 'ORG_SIGNATURE' | 'ILLEGIBLE' | 'CONFIDENTIALITY' | 'SIGNER' | 'MISSING_DOCUMENT'
  readonly paragraph: string
  /** Field or rule, in words of the schema; never a value. */
  readonly detail: string
}

export interface IntakeFacts {
  readonly reading: Reading
  readonly sender: Sender
  /** The registered body whose system signed; undefined for a stranger. */
  readonly requester: Requester | undefined
  /** Whether some registered body has this id: a stranger may not use another's name (I6). */
  readonly isRegisteredId: (requesterId: string) => boolean
  readonly signedOn: LocalDate
  /** Whose certificate is known by now to have been revoked at receipt (I9). */
  readonly revoked: readonly SignerRole[]
}

export function checkIntake(facts: IntakeFacts): readonly IntakeGround[] {
  const { reading } = facts
  const attached = checkAttachments(reading.attachments ?? [], facts)
  const altered = [...checkUnaltered(reading.official), ...attached.filter(({ code }) => code === 'ALTERED')]
  const powerless = attached.filter(({ code }) => code !== 'ALTERED')
  const signer = [...checkSigner(reading.official, facts), ...powerless, ...revocationGrounds(facts.revoked)]
  if (!reading.readable) return [...altered, ground('UNREADABLE', '¶24(3)', reading.errors.join('; ')), ...signer]
  return [
    ...altered,
    ...checkBody(reading.inquiry, facts),
    ...checkLegible(reading.inquiry),
    ...checkConfidential(reading, facts.requester),
    ...signer,
    ...checkDocuments(reading.inquiry),
  ]
}

/** ¶24(1): the content does not match its signed digest. */
function checkUnaltered(official: OfficialSignature): readonly IntakeGround[] {
  const altered = official.verdict === 'FAILED' && ['SIGNATURE_DIGEST', 'SIGNATURE_VALUE'].includes(official.code)
  return altered ? [ground('ALTERED', '¶24(1)', `PersonalSignature: ${official.code}`)] : []
}

/** ¶24(4), I6, I8: the certificate must name the body given in requester.id. */
function checkBody(inquiry: Inquiry, { sender, isRegisteredId }: IntakeFacts): readonly IntakeGround[] {
  const claimed = inquiry.requester.id
  const foreign = sender.kind === 'REGISTERED' ? claimed !== sender.requesterId : isRegisteredId(claimed)
  return foreign ? [ground('ORG_SIGNATURE', '¶24(4)', 'Requester/Id is not the body of the system certificate')] : []
}

/** ¶24(5): mandatory text without readable text; names of persons are mandatory as far as they are given. */
function checkLegible(inquiry: Inquiry): readonly IntakeGround[] {
  const persons = inquiry.subjects.flatMap((subject) => subject.persons)
  const mandatory: Record<string, readonly (string | undefined)[]> = {
    'Requester/Name': [inquiry.requester.name],
    AddresseeOffice: [inquiry.addresseeOffice],
    OutgoingNumber: [inquiry.outgoingNumber],
    'Official/FamilyName': [inquiry.official.familyName],
    'Official/GivenName': [inquiry.official.givenName],
    'Official/Position': [inquiry.official.position],
    'Purpose/CaseNumber': [inquiry.purpose.caseNumber],
    'Purpose/ServiceName': [inquiry.purpose.serviceName],
    'Person/FamilyName': persons.map(({ familyName }) => familyName),
    'Person/GivenName': persons.map(({ givenName }) => givenName),
  }
  return Object.entries(mandatory)
    .filter(([, texts]) => texts.some((text) => text !== undefined && !isLegible(text)))
    .map(([field]) => ground('ILLEGIBLE', '¶24(5)', `${field} has no readable text`))
}

function isLegible(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) && !text.includes('\uFFFD')
}

/** ¶24(6), I7: channel policy, legal basis, basis of personal-data processing. */
function checkConfidential(
  { inquiry, encrypted }: Extract<Reading, { readable: true }>,
  requester: Requester | undefined,
): readonly IntakeGround[] {
  const found: IntakeGround[] = []
  const add = (detail: string): number => found.push(ground('CONFIDENTIALITY', '¶24(6)', detail))
  if (requester && !requester.clearAllowed && !encrypted)
    add('Inquiry in clear; the channel policy of this body requires encryption')
  // For R19 a missing norm is a refusal of ¶28 and not an intake ground (I7).
  if (!isLegible(inquiry.legalBasis ?? '') && requester?.category !== 'OTHER_BY_FEDERAL_LAW')
    add('LegalBasis is missing')
  if (!inquiry.pdBasis) add('PdBasis is missing')
  return found
}

/** ¶24(7): a personal signature by an official of that body, authorised on the signing date. */
function checkSigner(official: OfficialSignature, facts: IntakeFacts): readonly IntakeGround[] {
  // Whoever signed what cannot be opened: nothing but UNREADABLE is said of it (design section 4).
  if (official.verdict === 'UNOPENED') return []
  if (official.verdict === 'MISSING') return [ground('SIGNER', '¶24(7)', 'PersonalSignature is missing')]
  if (official.verdict === 'FAILED') {
    const altered = ['SIGNATURE_DIGEST', 'SIGNATURE_VALUE'].includes(official.code)
    return altered ? [] : [ground('SIGNER', '¶24(7)', `PersonalSignature: ${official.code}`)]
  }
  return checkPower(official, 'PersonalSignature', facts)
}

/** ¶24(1), 24(7): nothing but its own signature covers the content of an attachment, so each needs one. */
function checkAttachments(attachments: readonly Attachment[], facts: IntakeFacts): readonly IntakeGround[] {
  return attachments.flatMap(({ signature, signer }, index) => {
    const where = `AttachmentHeader[${index + 1}]/SignaturePKCS7`
    if (signature.verdict === 'MISSING') return [ground('SIGNER', '¶24(7)', `${where} is missing`)]
    if (signature.verdict === 'VERIFIED') return signer === 'SYSTEM' ? [] : checkPower(signature, where, facts)
    const detail = `${where}: ${signature.code}`
    // It covers another content, or its value covers none.
    const isAltered = signature.code === 'CMS_SIGNATURE'
    return [isAltered ? ground('ALTERED', '¶24(1)', detail) : ground('SIGNER', '¶24(7)', detail)]
  })
}

function checkPower(signer: SignerFacts, where: string, { requester, signedOn }: IntakeFacts): readonly IntakeGround[] {
  if (!requester) return [] // a stranger has no list of officials (I6)
  if (signer.ogrn !== undefined && signer.ogrn !== requester.ogrn)
    return [ground('SIGNER', '¶24(7)', `${where}: SIGNER_OF_ANOTHER_BODY`)]
  const authorised = requester.officials.some(
    ({ snils, validFrom, validTo }) =>
      snils === signer.snils && validFrom <= signedOn && (validTo === undefined || signedOn <= validTo),
  )
  if (authorised) return []
  return [ground('SIGNER', '¶24(7)', `${where}: the signer is not an authorised official of that body`)]
}

/** I9: found revoked as of receipt, however late that became known. */
export function revocationGrounds(revoked: readonly SignerRole[]): readonly IntakeGround[] {
  return revoked.map((role) => {
    if (role === 'SYSTEM')
      return ground('ORG_SIGNATURE', '¶24(4)', 'CallerInformationSystemSignature: CERTIFICATE_REVOKED')
    const where = role === 'OFFICIAL' ? 'PersonalSignature' : 'SignaturePKCS7'
    return ground('SIGNER', '¶24(7)', `${where}: CERTIFICATE_REVOKED`)
  })
}

/** ¶23(2), 45, A2: processing by consent needs the consent. */
function checkDocuments({ pdBasis, pdConsent }: Inquiry): readonly IntakeGround[] {
  const missing = pdBasis === 'CONSENT' && !pdConsent
  return missing ? [ground('MISSING_DOCUMENT', '¶23(2), 45', 'PdConsent is missing')] : []
}

function ground(code: IntakeGround['code'], paragraph: string, detail: string): IntakeGround {
  return { code, paragraph, detail }
}
