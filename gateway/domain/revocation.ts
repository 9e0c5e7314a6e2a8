/** What the revocation sources say of a certificate as it stood at an instant (I9). */

/** NOT_CHECKED: the trust bundle says that nobody is asked about certificates of this authority. */
export const REVOCATION_STATUSES = ['GOOD', 'REVOKED', 'UNKNOWN', 'NOT_CHECKED'] as const
export type RevocationStatus = (typeof REVOCATION_STATUSES)[number]

/** Whose signature: ЭП-ОВ of the agency's system, ЭП-СП of its official, or of whoever signed an attachment beside them. */
export type SignerRole = 'SYSTEM' | 'OFFICIAL' | 'ATTACHMENT'

/** A signer's certificate as it was judged at receipt; asked about again before the visa and every signature. */
export interface JudgedCertificate {
  /** DER in base64. */
  readonly der: string
  /** What was known then; a certificate known to be revoked is refused and never judged. */
  readonly revocation: Exclude<RevocationStatus, 'REVOKED'>
}
