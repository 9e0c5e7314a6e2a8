/**
 * Everything that stands on keys, certificates, trust bundle and standing orders, put together from one reading of their
 * files. A reload makes another one; a step, or a call at the door, that has begun ends with the one it began with.
 */
import type { SourceFailure } from '../crypto/revocation/list-refresher.ts'
import { composeExchange } from './compose-exchange.ts'
import { composeReading, type ReadingLimits } from './compose-reading.ts'
import { composeRevocation } from './compose-revocation.ts'
import { createDoor, type Door } from './flow/door.ts'
import { createPassingReasons } from './flow/passing-reasons.ts'
import type { OfficeAssets } from './office-assets.ts'
import type { Ports } from './ports/index.ts'
import type { FetchBytes } from './ports/revocation.ts'

export interface ComposedOffice {
  readonly assets: OfficeAssets
  readonly ports: Ports
  readonly door: Door
  readonly passingReasons: ReturnType<typeof createPassingReasons>
  /** Signs with the automatic-signing key and verifies; throws when either fails. */
  signAndVerify(): Promise<void>
  /** Resolves when calls can be read, and after the first look at every revocation list. */
  start(): Promise<void>
  /** Asks no source any more and lets go of tokens. Steps that hold the ports still end. */
  retire(): Promise<void>
}

/** What outlives a reload. */
export interface SharedParts {
  readonly ports: Pick<Ports, 'clock' | 'store' | 'registry' | 'settings' | 'raiseAlarm'>
  readonly reading: ReadingLimits
  readonly fetchBytes: FetchBytes
  readonly onSourceFailure: (failure: SourceFailure) => void
  readonly wrapPorts: ((ports: Ports) => Ports) | undefined
  readonly reportBug: (error: unknown) => void
}

export function composeOffice(assets: OfficeAssets, shared: SharedParts): ComposedOffice {
  const { fetchBytes, onSourceFailure, reportBug, wrapPorts } = shared
  const { clock } = shared.ports
  const { signAndVerify, ports: exchange } = composeExchange(assets, clock)
  const revocation = composeRevocation({ bundle: assets.bundle, clock, fetchBytes, onFailure: onSourceFailure })
  const reading = composeReading(assets, shared)
  const plain: Ports = {
    ...shared.ports,
    ...exchange,
    readCall: reading.readCall,
    trust: assets.trust,
    revocation: revocation.port,
    orders: assets.orders,
    office: assets.office,
  }
  const ports = wrapPorts?.(plain) ?? plain
  return {
    assets,
    ports,
    // Its budgets for strangers begin anew: a reload is rare, and the operator's own doing.
    door: createDoor({ ...ports, reportBug }),
    passingReasons: createPassingReasons(ports),
    signAndVerify,
    async start() {
      await Promise.all([reading.start(), revocation.start()])
    },
    async retire() {
      await reading.close()
      revocation.stop()
      await assets.close()
    },
  }
}

/** The same of files read anew, ready for use. What the old one knows of revocation goes over: nothing is forgotten. */
export async function succeed(old: ComposedOffice, assets: OfficeAssets, shared: SharedParts): Promise<ComposedOffice> {
  const next = composeOffice(assets, shared)
  assets.bundle.revocation.cache.inherit(old.assets.bundle.revocation.cache)
  try {
    await next.start()
    return next
  } catch (error) {
    await next.retire()
    throw error
  }
}
