/** Revocation of certificates: what is known of it, and how its sources are reached. */
import type { RevocationStatus } from '../domain/revocation.ts'

/** Answers from what is known already: nobody ever waits for the network. */
export interface Revocation {
  /** How the certificate (DER) and its chain stood at the instant; UNKNOWN also when they are no longer trusted. */
  getStatus(certificate: Uint8Array, at: Date): RevocationStatus
  /** Grows whenever a source has told something new: what waited for it may try again. */
  readonly revision: number
}

export interface SourceRequest {
  /** From the signed trust bundle; http or https. */
  readonly url: string
  /** Answers that are longer are given up. */
  readonly maxBytes: number
  /** Posts this body; without it the address is read. */
  readonly body?: { readonly mediaType: string; readonly bytes: Uint8Array }
}

/** Throws REVOCATION_UNREACHABLE for whatever is no complete answer in time. */
export type FetchBytes = (request: SourceRequest) => Promise<Uint8Array>
