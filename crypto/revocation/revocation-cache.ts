/**
 * What is known about revocation, from the lists and answers fetched so far. The last good ones are kept; each speaks for
 * the instants before its next update. Nothing here waits: what is not known is UNKNOWN, and asked for in the background.
 */
import type { RevocationStatus } from '../../gateway/domain/revocation.ts'
import { createBoundedCache } from '../x509/bounded-cache.ts'
import type { BoundedCache } from '../x509/bounded-cache.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Crl } from './crl.ts'
import type { OcspAnswer } from './ocsp-response.ts'
import { authorityKeyOf } from './policy.ts'
import type { RevocationPolicies } from './policy.ts'

export interface RevocationCache {
  /** Of one certificate as it stood at the instant, by its issuer's policy: what any of the sources says. */
  statusOf(link: Link, at: Date): RevocationStatus
  /** The same by lists alone, for those who sign the answers. */
  listStatusOf(link: Link, at: Date): RevocationStatus
  /** Keeps a list that was proved to be this authority's; an older one than is known changes nothing. */
  keepList(authority: Certificate, crl: Crl): void
  /** Keeps a proved answer about the certificate; an older one than is known changes nothing. */
  keepAnswer(certificate: Certificate, answer: OcspAnswer): void
  /** Hears of every certificate that was asked about, has a responder, and no answer of it for that instant. */
  onWanted(listener: (link: Link) => void): void
  /** Goes on from what an earlier cache knows, and shares it: proved once, a list stays proved under another trust bundle. */
  inherit(earlier: RevocationCache): void
  readonly knowledge: Knowledge
  /** Grows with every new list and answer. */
  readonly revision: number
}

/** Lists by authority and part, answers by certificate. */
export interface Knowledge {
  readonly lists: Map<string, Map<string, Crl>>
  readonly answers: BoundedCache<OcspAnswer>
}

/** A certificate and who issued it. */
export interface Link {
  readonly certificate: Certificate
  readonly issuer: Certificate
}

/** What one source says: since when it is revoked, if it is, and before which instant this is known. */
interface Testimony {
  readonly revokedAt: Date | undefined
  readonly until: Date
  readonly saidAt: Date
}

const MAX_ANSWERS = 16_384
/** An answer that was good for a week is asked for again after an hour, so that a revocation is heard of in time. */
const RECENT_MS = 60 * 60_000

export function createRevocationCache(policies: RevocationPolicies): RevocationCache {
  let knowledge: Knowledge = { lists: new Map(), answers: createBoundedCache(MAX_ANSWERS) }
  let revision = 0
  let tellWanted = (_link: Link): void => undefined

  function byLists({ certificate, issuer }: Link): readonly Testimony[] {
    const parts = [...(knowledge.lists.get(authorityKeyOf(issuer))?.values() ?? [])]
    return parts
      .filter((crl) => isCovered(certificate, crl))
      .map(({ entries, nextUpdateAt, thisUpdateAt }) => ({
        revokedAt: entries.get(certificate.serial)?.revokedAt,
        until: nextUpdateAt,
        saidAt: thisUpdateAt,
      }))
  }

  function byAnswer({ certificate }: Link): readonly Testimony[] {
    const answer = knowledge.answers.find(certificate.fingerprint)
    if (!answer || answer.status === 'UNKNOWN') return []
    const { revokedAt, thisUpdateAt, nextUpdateAt = thisUpdateAt } = answer
    return [{ revokedAt, until: nextUpdateAt, saidAt: thisUpdateAt }]
  }

  return {
    statusOf(link, at) {
      const policy = policies.find(link.issuer)
      if (policy === 'NOT_CHECKED') return policy
      const answer = byAnswer(link)
      if (policy.ocspUrl !== undefined && !isRecent(answer, at)) tellWanted(link)
      return statusBy([...byLists(link), ...answer], at)
    },
    listStatusOf: (link, at) => statusBy(byLists(link), at),
    keepList(authority, crl) {
      const key = authorityKeyOf(authority)
      const parts = knowledge.lists.get(key) ?? new Map<string, Crl>()
      const part = JSON.stringify(crl.scope)
      const known = parts.get(part)
      if (known && known.thisUpdateAt >= crl.thisUpdateAt) return
      knowledge.lists.set(key, parts.set(part, crl))
      revision++
    },
    keepAnswer({ fingerprint }, answer) {
      const known = knowledge.answers.find(fingerprint)
      if (known && known.thisUpdateAt >= answer.thisUpdateAt) return
      knowledge.answers.keep(fingerprint, answer)
      revision++
    },
    onWanted(listener) {
      tellWanted = listener
    },
    inherit(earlier) {
      knowledge = earlier.knowledge
    },
    get knowledge() {
      return knowledge
    },
    get revision() {
      return revision
    },
  }
}

/** An authority may leave a certificate out of its list once that has expired (RFC 5280 3.3). */
function isCovered({ isCa, crlNames, notAfter }: Certificate, { scope, thisUpdateAt }: Crl): boolean {
  const { holders, names } = scope
  const isHolder = holders === 'ALL' || (holders === 'AUTHORITIES') === isCa
  const isNamed = names === undefined || names.some((name) => crlNames.includes(name))
  return isHolder && isNamed && thisUpdateAt <= notAfter
}

/** A revocation is told for ever after, so that an outdated source still proves it. */
function statusBy(testimonies: readonly Testimony[], at: Date): Exclude<RevocationStatus, 'NOT_CHECKED'> {
  if (testimonies.some(({ revokedAt }) => revokedAt !== undefined && revokedAt <= at)) return 'REVOKED'
  return testimonies.some(({ until }) => at < until) ? 'GOOD' : 'UNKNOWN'
}

function isRecent(testimonies: readonly Testimony[], at: Date): boolean {
  return testimonies.some(({ until, saidAt }) => at < until && at.getTime() - saidAt.getTime() < RECENT_MS)
}
