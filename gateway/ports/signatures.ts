/** XML signatures as adapters use them: `crypto/xmldsig` and the trust store stand behind, `main` introduces them. */
import type { JudgedCertificate } from '../domain/revocation.ts'
import type { KeyRole } from './keys.ts'
import type { XmlDocument, XmlElement } from './xml.ts'

/** A signature to verify: both elements were found by path, never by Id. */
export interface SignedPart {
  readonly document: XmlDocument
  readonly signature: XmlElement | undefined
  readonly target: XmlElement
}

/** What a verified signature proved: who, with what, over which digest (hex of the canonical target). */
export interface SignerEvidence {
  readonly certificateSerial: string
  readonly algorithm: string
  readonly digest: string
  readonly certificate: SignerCertificate
  readonly revocation: JudgedCertificate['revocation']
}

export interface SignerCertificate {
  readonly der: Uint8Array
  /** Hex of SHA-256 of the DER. */
  readonly fingerprint: string
  readonly commonName?: string | undefined
  readonly organization?: string | undefined
  readonly ogrn?: string | undefined
  readonly inn?: string | undefined
  readonly snils?: string | undefined
}

export interface XmlSignatures {
  /** Throws SIGNATURE_* and CERTIFICATE_* faults, judged at the instant; never returns a verdict as a boolean. */
  verify(part: SignedPart, at: Date): SignerEvidence
  /** `<ds:Signature>` over a serialised, self-contained element that carries the Id. Throws KEY_UNUSABLE. */
  sign(role: KeyRole, element: { readonly xml: string; readonly id: string }): Promise<string>
  /** Hex of the digest of an element in canonical form (exclusive C14N, then the SMEV transform). */
  digest(document: XmlDocument, element: XmlElement): string
}
