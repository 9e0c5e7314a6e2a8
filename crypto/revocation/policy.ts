/** Whom to ask about certificates of which authority: said by the signed trust bundle and by nothing else. */
import { createHash } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Certificate } from '../x509/certificate.ts'

/** NOT_CHECKED has to be written down: silence is a mistake in the bundle. */
export type RevocationPolicy = 'NOT_CHECKED' | RevocationSources

export interface RevocationSources {
  /** All are read: mirrors of one list, or the parts of a divided one. */
  readonly crlUrls: readonly string[]
  readonly ocspUrl?: string
}

export interface RevocationPolicies {
  /** NOT_CHECKED for a certificate that is no authority of the bundle, such as a pinned one. */
  find(authority: Certificate): RevocationPolicy
  /** One entry a key: an authority may have several certificates for it. */
  readonly authorities: readonly AuthorityPolicy[]
}

export interface AuthorityPolicy {
  readonly authority: Certificate
  readonly policy: RevocationPolicy
}

/** Name of an authority's key: lists are signed by keys, whichever certificate carries them. */
export function authorityKeyOf({ subjectDer, spkiDer }: Certificate): string {
  return createHash('sha256').update(subjectDer).update(spkiDer).digest('hex')
}

/** Throws TRUST_BUNDLE_INVALID when two certificates of one key disagree about whom to ask. */
export function createRevocationPolicies(listed: readonly AuthorityPolicy[]): RevocationPolicies {
  const byKey = new Map<string, AuthorityPolicy>()
  for (const entry of listed) {
    const key = authorityKeyOf(entry.authority)
    const earlier = byKey.get(key)
    if (earlier && JSON.stringify(earlier.policy) !== JSON.stringify(entry.policy))
      throw new GatewayError(
        'TRUST_BUNDLE_INVALID',
        `two revocation policies for the key of ${entry.authority.subject}`,
      )
    byKey.set(key, earlier ?? entry)
  }
  return {
    find: (authority) => byKey.get(authorityKeyOf(authority))?.policy ?? 'NOT_CHECKED',
    authorities: [...byKey.values()],
  }
}
