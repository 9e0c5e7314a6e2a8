/** Revocation put together: what the trust bundle says about sources, the background that asks them, the flow's port. */
import { createListRefresher } from '../crypto/revocation/list-refresher.ts'
import type { SourceFailure } from '../crypto/revocation/list-refresher.ts'
import { createOcspInquiry } from '../crypto/revocation/ocsp-inquiry.ts'
import { createRevocation } from '../crypto/revocation/revocation.ts'
import type { OpenedTrustBundle } from '../crypto/trust-bundle.ts'
import type { Clock } from './ports/clock.ts'
import type { FetchBytes, Revocation } from './ports/revocation.ts'

export interface RevocationParts {
  readonly bundle: Pick<OpenedTrustBundle, 'revocation' | 'trustStore'>
  readonly clock: Clock
  readonly fetchBytes: FetchBytes
  /** Hears of every source that could not be reached or believed. */
  readonly onFailure: (failure: SourceFailure) => void
}

export interface RunningRevocation {
  readonly port: Revocation
  /** Resolves after the first look at every list: a gateway that has just started knows who is revoked. */
  start(): Promise<void>
  stop(): void
}

export function composeRevocation({ bundle, ...parts }: RevocationParts): RunningRevocation {
  const { policies, cache } = bundle.revocation
  const options = { policies, cache, ...parts }
  const inquiry = createOcspInquiry(options)
  cache.onWanted((link) => void inquiry.ask(link))
  return { port: createRevocation(bundle.trustStore, cache), ...createListRefresher(options) }
}
