/** What was read of an inquiry behind a verified system signature: the content, or what it broke, and the official. */
import type { FaultCode } from './faults.ts'
import type { Inquiry } from './inquiry.ts'
import type { JudgedCertificate } from './revocation.ts'

/** Verdict on the official's signature (ЭП-СП), judged at the time of receipt. */
export type OfficialSignature =
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

/** The content as it was read: schema-valid, or the rules it broke (intake ground UNREADABLE). */
export type Reading =
  | { readonly readable: true; readonly inquiry: Inquiry; readonly official: OfficialSignature }
  | { readonly readable: false; readonly errors: readonly string[]; readonly official: OfficialSignature }
