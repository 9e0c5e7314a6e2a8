/** What was read of an inquiry behind a verified system signature: the content, or what it broke, and the official. */
import type { FaultCode } from './faults.ts'
import type { Inquiry } from './inquiry.ts'
import type { JudgedCertificate, SignerRole } from './revocation.ts'

/** Verdict on the official's signature (ЭП-СП): of an encrypted inquiry it is inside, and may never come to light. */
export type OfficialSignature = SignatureVerdict | { readonly verdict: 'UNOPENED'; readonly code: FaultCode }

/** Judged at the time of receipt. */
export type SignatureVerdict =
  | ({ readonly verdict: 'VERIFIED' } & SignerFacts)
  | ({ readonly verdict: 'FAILED'; readonly code: FaultCode } & Partial<SignerFacts>)
  | { readonly verdict: 'MISSING' }

export interface SignerFacts {
  readonly certificateSerial: string
  readonly algorithm: string
  readonly digest: string
  readonly name: string
  readonly snils?: string
  readonly ogrn?: string
  readonly certificate: JudgedCertificate
}

/** An attachment as it was received; its content is a document of the case. */
export interface Attachment {
  readonly contentId: string
  readonly mediaType: string
  readonly documentId: string
  readonly signature: SignatureVerdict
  /** Whose the verified signature is: the system that sent the message may sign for the official (guidance, section 4). */
  readonly signer?: Exclude<SignerRole, 'ATTACHMENT'>
}

/** The content as it was read: schema-valid, or the rules it broke (intake ground UNREADABLE). */
export type Reading = ReadContent & {
  readonly official: OfficialSignature
  /** Came encrypted to this office; absent for one in clear. */
  readonly encrypted?: true
  /** Absent when there are none. */
  readonly attachments?: readonly Attachment[]
}

export type ReadContent =
  | { readonly readable: true; readonly inquiry: Inquiry }
  | { readonly readable: false; readonly errors: readonly string[] }
