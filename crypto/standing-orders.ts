/**
 * Standing orders of the Head: signed with his personal key, which the gateway never holds, against the certificate
 * pinned in the configuration, and proved again at every use (design section 6). One that fails does not exist.
 */
import { createHash } from 'node:crypto'
import { GatewayError } from '../gateway/domain/faults.ts'
import type { StandingOrder } from '../gateway/domain/standing-order.ts'
import { openSignedRecord, type PinnedSigner } from './signed-record.ts'
import type { TrustStore } from './trust-store.ts'
import type { Certificate } from './x509/certificate.ts'

export interface RejectedOrder {
  /** Hex of SHA-256 of the file. */
  readonly digest: string
  /** STANDING_ORDER_INVALID; its cause is the fault found. */
  readonly reason: GatewayError
}

export interface StandingOrderSources {
  /** Content of the order files: CMS SignedData with the JSON of a StandingOrder inside. */
  readonly files: readonly Uint8Array[]
  /** Pinned certificate of the Head's personal key. */
  readonly headCertificate: Certificate
  readonly trustStore: TrustStore
  /** Types the parsed JSON or throws STANDING_ORDER_INVALID naming the JSON path. */
  readonly checkShape: (value: unknown) => StandingOrder
  readonly onRejected: (rejected: RejectedOrder) => void
}

/** Those that are proved as of the instant; `onRejected` hears of the others. */
export function openStandingOrders(sources: StandingOrderSources, at: Date): readonly StandingOrder[] {
  const { files, headCertificate, trustStore, checkShape, onRejected } = sources
  return files.flatMap((file) => {
    try {
      return [openOrder(file, { certificate: headCertificate, trust: trustStore, at }, checkShape)]
    } catch (reason) {
      if (!(reason instanceof GatewayError)) throw reason
      onRejected({ digest: createHash('sha256').update(file).digest('hex'), reason })
      return []
    }
  })
}

/** Proves every order as of an instant. Throws STANDING_ORDER_INVALID for the first that fails. */
export function checkStandingOrders(
  { files, headCertificate, trustStore, checkShape }: Omit<StandingOrderSources, 'onRejected'>,
  at: Date,
): void {
  for (const file of files) openOrder(file, { certificate: headCertificate, trust: trustStore, at }, checkShape)
}

function openOrder(
  file: Uint8Array,
  pinned: PinnedSigner,
  checkShape: StandingOrderSources['checkShape'],
): StandingOrder {
  try {
    return checkShape(openSignedRecord(file, pinned))
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause
    throw new GatewayError('STANDING_ORDER_INVALID', `standing order: ${cause.message}`, { cause })
  }
}
