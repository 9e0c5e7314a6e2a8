/**
 * Asks the OCSP responders of the trust bundle about single certificates, in the background: a list may be hours old, an
 * answer is of now. The addresses are those of the issuer's policy, never one that a certificate names.
 */
import { randomBytes } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Clock } from '../../gateway/ports/clock.ts'
import type { FetchBytes } from '../../gateway/ports/revocation.ts'
import { createBoundedCache } from '../x509/bounded-cache.ts'
import type { SourceFailure } from './list-refresher.ts'
import { certificateIdOf, composeOcspRequest } from './ocsp-request.ts'
import { MAX_OCSP_BYTES } from './ocsp-response.ts'
import type { RevocationPolicies } from './policy.ts'
import type { Link, RevocationCache } from './revocation-cache.ts'
import { verifyOcsp } from './verify-ocsp.ts'

export interface InquiryOptions {
  readonly policies: RevocationPolicies
  readonly cache: Pick<RevocationCache, 'keepAnswer' | 'listStatusOf'>
  readonly fetchBytes: FetchBytes
  readonly clock: Clock
  readonly onFailure: (failure: SourceFailure) => void
  /** The nonce of each request; random unless a test says otherwise. */
  readonly newNonce?: () => Uint8Array
}

export interface OcspInquiry {
  /** Resolves when the answer was kept, refused or not asked for; never rejects. */
  ask(link: Link): Promise<void>
}

/** RFC 8954 2.1 allows 1 to 32 octets and recommends 32. */
const NONCE_BYTES = 32
/** One certificate is asked about at most once in this time, answered or not. */
const PAUSE_MS = 60_000
const MAX_RUNNING = 8
const MAX_REMEMBERED = 16_384

export function createOcspInquiry(options: InquiryOptions): OcspInquiry {
  const { policies, clock, onFailure } = options
  const askedAt = createBoundedCache<number>(MAX_REMEMBERED)
  let running = 0

  return {
    async ask(link) {
      const { certificate, issuer } = link
      const policy = policies.find(issuer)
      const url = policy === 'NOT_CHECKED' ? undefined : policy.ocspUrl
      const now = clock.now().getTime()
      const isFresh = now - (askedAt.find(certificate.fingerprint) ?? 0) < PAUSE_MS
      // Whoever is turned away here is asked about again when its status is wanted again.
      if (url === undefined || isFresh || running >= MAX_RUNNING) return
      askedAt.keep(certificate.fingerprint, now)
      running++
      try {
        await inquire(link, url, options)
      } catch (error) {
        onFailure({ url, authority: issuer.subject, error })
      } finally {
        running--
      }
    },
  }
}

async function inquire({ certificate, issuer }: Link, url: string, options: InquiryOptions): Promise<void> {
  const { fetchBytes, clock, cache, newNonce = () => randomBytes(NONCE_BYTES) } = options
  const id = certificateIdOf(certificate, issuer)
  const nonce = newNonce()
  const body = { mediaType: 'application/ocsp-request', bytes: composeOcspRequest(id, nonce) }
  const der = await fetchBytes({ url, maxBytes: MAX_OCSP_BYTES, body })
  const at = clock.now()
  const answer = verifyOcsp(der, {
    id,
    nonce,
    issuer,
    at,
    checkResponder(responder) {
      if (cache.listStatusOf({ certificate: responder, issuer }, at) !== 'GOOD')
        throw new GatewayError('OCSP_RESPONDER', 'OCSP response: the responder is not known to be unrevoked')
    },
  })
  cache.keepAnswer(certificate, answer)
}
