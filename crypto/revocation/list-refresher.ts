/**
 * Fetches the revocation lists of the trust bundle in the background: at the start, then about hourly and before a list
 * grows old. A list that cannot be had or proved leaves the last good one in force, and is reported each time.
 */
import { createHash } from 'node:crypto'
import type { Clock } from '../../gateway/ports/clock.ts'
import type { FetchBytes } from '../../gateway/ports/revocation.ts'
import type { Certificate } from '../x509/certificate.ts'
import { MAX_CRL_BYTES } from './crl.ts'
import type { RevocationPolicies } from './policy.ts'
import type { RevocationCache } from './revocation-cache.ts'
import { verifyCrl } from './verify-crl.ts'

export interface SourceFailure {
  readonly url: string
  /** Name of the authority whose certificates are in question. */
  readonly authority: string
  readonly error: unknown
}

export interface RefresherOptions {
  readonly policies: RevocationPolicies
  readonly cache: Pick<RevocationCache, 'keepList'>
  readonly fetchBytes: FetchBytes
  readonly clock: Clock
  readonly onFailure: (failure: SourceFailure) => void
  /** In [0, 1): spreads the fetches of many gateways; random unless a test says otherwise. */
  readonly random?: () => number
}

export interface ListRefresher {
  /** Resolves after the first fetch of every list, good or bad; the timeouts of the fetch bound the time. */
  start(): Promise<void>
  /** No fetch begins after this; what one brings that is on its way is kept or not, and harms nobody. */
  stop(): void
}

interface ListSource {
  readonly authority: Certificate
  readonly url: string
}

const MINUTE_MS = 60_000
const REFRESH_MS = 60 * MINUTE_MS
/** So long before its next update a list is fetched again: time for a few failures. */
const MARGIN_MS = 15 * MINUTE_MS
const LONGEST_RETRY_MS = 15 * MINUTE_MS

export function createListRefresher(options: RefresherOptions): ListRefresher {
  const { random = Math.random, onFailure, clock } = options
  const timers = new Set<NodeJS.Timeout>()
  let isStopped = false

  function later(delayMs: number, work: () => Promise<void>): void {
    if (isStopped) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      void work()
    }, delayMs)
    timers.add(timer.unref())
  }

  async function run(source: ListSource, known: KnownList | undefined, failures: number): Promise<void> {
    try {
      const list = await refresh(source, known, options)
      const delayMs = refreshDelayMs(list.nextUpdateAt.getTime() - clock.now().getTime(), random())
      later(delayMs, () => run(source, list, 0))
    } catch (error) {
      onFailure({ url: source.url, authority: source.authority.subject, error })
      // A bug is reported like a fault: it must not end the watch over the other lists.
      later(retryDelayMs(failures, random()), () => run(source, known, failures + 1))
    }
  }

  return {
    async start() {
      await Promise.all(sourcesOf(options.policies).map((source) => run(source, undefined, 0)))
    },
    stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Time to the next fetch of a list that lives for so long still; up to a tenth less, by chance. */
export function refreshDelayMs(lifeMs: number, random: number): number {
  const delayMs = Math.max(MINUTE_MS, Math.min(REFRESH_MS, lifeMs - MARGIN_MS))
  return Math.round(delayMs * (1 - random / 10))
}

/** One minute after the first failure, then doubling to a quarter of an hour. */
export function retryDelayMs(failures: number, random: number): number {
  return Math.round(Math.min(LONGEST_RETRY_MS, MINUTE_MS * 2 ** failures) * (1 - random / 10))
}

/** A list that was proved before: the same bytes need no second proof. */
interface KnownList {
  readonly digest: string
  readonly nextUpdateAt: Date
}

async function refresh(
  { authority, url }: ListSource,
  known: KnownList | undefined,
  { fetchBytes, cache, clock }: RefresherOptions,
): Promise<KnownList> {
  const der = await fetchBytes({ url, maxBytes: MAX_CRL_BYTES })
  const digest = createHash('sha256').update(der).digest('hex')
  const now = clock.now()
  if (known?.digest === digest && now < known.nextUpdateAt) return known
  const crl = await verifyCrl(der, authority, now)
  cache.keepList(authority, crl)
  return { digest, nextUpdateAt: crl.nextUpdateAt }
}

function sourcesOf({ authorities }: RevocationPolicies): readonly ListSource[] {
  return authorities.flatMap(({ authority, policy }) =>
    policy === 'NOT_CHECKED' ? [] : policy.crlUrls.map((url) => ({ authority, url })),
  )
}
