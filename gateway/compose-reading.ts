/** The reading of calls put together: threads that hold the trust, and what they ask of this one. */
import { parseCertificate } from '../crypto/x509/certificate.ts'
import { faultOf } from './domain/faults.ts'
import type { OfficeAssets } from './office-assets.ts'
import type { Ports } from './ports/index.ts'
import { createReadingPool, type ReadingPool } from './reading/pool.ts'

export interface ReadingLimits {
  readonly threads: number
  readonly deadlineMs: number
}

export interface ReadingParts {
  readonly ports: Pick<Ports, 'raiseAlarm'>
  readonly reading: ReadingLimits
  readonly reportBug: (error: unknown) => void
}

export function composeReading(
  { bundle, provider, reading: setup }: Pick<OfficeAssets, 'bundle' | 'provider' | 'reading'>,
  { ports, reading: limits, reportBug }: ReadingParts,
): ReadingPool {
  const { cache } = bundle.revocation
  return createReadingPool({
    ...limits,
    setup,
    keys: provider,
    askStatus: ({ certificate, issuer, at }) =>
      cache.statusOf({ certificate: parseCertificate(certificate), issuer: parseCertificate(issuer) }, at),
    onThreadLost(error) {
      if (faultOf(error)?.code === 'READING_OVERRUN') ports.raiseAlarm({ code: 'READING_OVERRUN' })
      else reportBug(error)
    },
  })
}
